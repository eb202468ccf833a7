internal import Synchronization

/// Sends requests on at even distances: a bucket that holds one token.
final class RequestPace: Sendable {
    private let distance: Duration
    private let next = Mutex(ContinuousClock.now)

    init(_ rate: LiveTargetSettings.Rate) {
        distance = rate.period / max(1, rate.requests)
    }

    /// Returns when the request may be sent. The turn of a task that is cancelled meanwhile is lost.
    func wait() async throws {
        let turn = next.withLock { next in
            let turn = max(next, .now)
            next = turn + distance
            return turn
        }
        if turn > .now { try await Task.sleep(until: turn, tolerance: .zero, clock: .continuous) }
    }
}
