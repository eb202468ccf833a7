/// Works on numbered chunks of cases at the same time and hands the outcomes on in the order of the chunks.
///
/// - Parameters:
///   - jobs: How many chunks are worked on at most at a time. So that memory stays bounded, no chunk is begun that lies more
///     than four times as many ahead of the one whose outcomes are due next.
///   - emit: Called by one task at a time; returns `false` to end the run: what is under way is cancelled and dropped.
/// - Throws: What `work` or `emit` throws first; the rest is then cancelled.
package func runInOrder<Outcome: Sendable>(
    chunks: Int, jobs: Int, work: @escaping @Sendable (Int) async throws -> [Outcome], emit: (Outcome) throws -> Bool
) async throws {
    let jobs = max(1, jobs)
    let window = jobs * 4
    try await withThrowingTaskGroup(of: (chunk: Int, outcomes: [Outcome]).self) { group in
        var finished: [Int: [Outcome]] = [:]
        var (begun, emitted, running) = (0, 0, 0)
        while emitted < chunks {
            while begun < chunks, running < jobs, begun < emitted + window {
                let chunk = begun
                group.addTask {
                    try Task.checkCancellation()
                    return (chunk, try await work(chunk))
                }
                (begun, running) = (begun + 1, running + 1)
            }
            guard let done = try await group.next() else { return }
            running -= 1
            finished[done.chunk] = done.outcomes
            while let outcomes = finished.removeValue(forKey: emitted) {
                for outcome in outcomes {
                    guard try emit(outcome) else { return group.cancelAll() }
                }
                emitted += 1
            }
        }
    }
}
