/// Works on numbered chunks of cases at the same time and hands the outcomes on in the order of the chunks.
///
/// - Parameters:
///   - jobs: How many chunks are worked on at most at a time. So that memory stays bounded, no chunk is begun that lies more
///     than four times as many ahead of the one whose outcomes are due next.
///   - executor: Where `work` is done; `nil` for anywhere.
///   - work: A task that is cancelled returns what it has done so far.
///   - interruption: Returns when the run is to end before its time: what is under way is cancelled, and what was done is handed on.
///   - emit: Called by one task at a time; returns `false` to end the run: what is under way is cancelled and dropped.
/// - Throws: What `work` or `emit` throws first; the rest is then cancelled.
package func runInOrder<Outcome: Sendable>(
    chunks: Int, jobs: Int, on executor: (any TaskExecutor)? = nil, work: @escaping @Sendable (Int) async throws -> [Outcome],
    interruption: @escaping @Sendable () async -> Void = waitForCancellation, emit: (Outcome) throws -> Bool
) async throws {
    let jobs = max(1, jobs)
    let window = jobs * 4
    try await withThrowingTaskGroup(of: Event<Outcome>.self) { group in
        var finished: [Int: [Outcome]] = [:]
        var (begun, emitted, running) = (0, 0, 0)
        var isInterrupted = false
        group.addTask {
            await interruption()
            return .interrupted
        }
        while emitted < chunks, !isInterrupted || running > 0 {
            while !isInterrupted, begun < chunks, running < jobs, begun < emitted + window {
                let chunk = begun
                group.addTask(executorPreference: executor) { .done(chunk, try await work(chunk)) }
                (begun, running) = (begun + 1, running + 1)
            }
            switch try await group.next() {
            case .interrupted:
                isInterrupted = true
                group.cancelAll()
            case .done(let chunk, let outcomes):
                running -= 1
                finished[chunk] = outcomes
            case nil: return
            }
            while let outcomes = finished.removeValue(forKey: emitted) {
                for outcome in outcomes {
                    guard try emit(outcome) else { return group.cancelAll() }
                }
                emitted += 1
            }
        }
        group.cancelAll()
    }
}

private enum Event<Outcome: Sendable>: Sendable {
    case done(_ chunk: Int, [Outcome])
    case interrupted
}

/// Returns when the task is cancelled, not before.
package func waitForCancellation() async {
    while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
}
