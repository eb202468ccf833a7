internal import Synchronization

/// The way from any task to the engine's thread.
final class TransferInbox: Sendable {
    struct Delivery {
        var arrivals: [ActiveTransfer] = []
        var cancellations: [ActiveTransfer] = []
        var isStopping = false

        var isEmpty: Bool { arrivals.isEmpty && cancellations.isEmpty && !isStopping }
    }

    private struct State {
        var delivery = Delivery()
        /// Whether the thread sleeps, or is about to.
        var isWaiting = false
        var hasEnded = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []

        /// - Returns: Whether the bell is to be rung: once for all that comes while the thread sleeps.
        mutating func wakes() -> Bool {
            defer { isWaiting = false }
            return isWaiting
        }
    }

    private let state = Mutex(State())
    private let bell: Bell
    private let count = Atomic(0)

    init(ringing bell: Bell) {
        self.bell = bell
    }

    // MARK: - Called by any task

    /// How many transfers were taken and have not ended.
    var underWay: Int { count.load(ordering: .relaxed) }

    /// - Returns: Whether the engine takes transfers still.
    func submit(_ transfer: ActiveTransfer) -> Bool {
        let mustRing = state.withLock { state -> Bool? in
            guard !state.hasEnded, !state.delivery.isStopping else { return nil }
            state.delivery.arrivals.append(transfer)
            return state.wakes()
        }
        guard let mustRing else { return false }
        count.add(1, ordering: .relaxed)
        if mustRing { bell.ring() }
        return true
    }

    func cancel(_ transfer: ActiveTransfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        deliver { $0.cancellations.append(transfer) }
    }

    func stop() { deliver { $0.isStopping = true } }

    private func deliver(_ change: (inout Delivery) -> Void) {
        let wakes = state.withLock { state in
            guard !state.hasEnded else { return false }
            change(&state.delivery)
            return state.wakes()
        }
        if wakes { bell.ring() }
    }

    func waitForEnd() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if !state.hasEnded { state.endWaiters.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: - Called by the engine's thread

    func noteEnd() { count.subtract(1, ordering: .relaxed) }

    func take() -> Delivery {
        state.withLock { state in
            state.isWaiting = false
            defer {
                state.delivery.arrivals = []
                state.delivery.cancellations = []
            }
            return state.delivery
        }
    }

    /// - Returns: Whether there is nothing to take, so that the thread may sleep.
    func willWait() -> Bool {
        state.withLock { state in
            state.isWaiting = state.delivery.isEmpty
            return state.isWaiting
        }
    }

    /// - Returns: What arrived too late.
    func end() -> [ActiveTransfer] {
        let (late, waiters) = state.withLock { state in
            state.hasEnded = true
            defer { state.endWaiters = [] }
            return (state.delivery.arrivals, state.endWaiters)
        }
        for waiter in waiters { waiter.resume() }
        return late
    }
}
