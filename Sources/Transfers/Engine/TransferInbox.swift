internal import CLibCurl
internal import Synchronization

/// The way from any task to the engine's thread.
@safe final class TransferInbox: Sendable {
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
        /// The multi handle is gone.
        var hasEnded = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    /// `curl_multi_wakeup` is the one function of libcurl that any thread may call.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init(waking multi: UnsafeMutableRawPointer) {
        unsafe self.multi = multi
    }

    // MARK: - Called by any task

    /// - Returns: Whether the engine takes transfers still.
    func submit(_ transfer: ActiveTransfer) -> Bool {
        state.withLock { state in
            guard !state.hasEnded, !state.delivery.isStopping else { return false }
            state.delivery.arrivals.append(transfer)
            wake(&state)
            return true
        }
    }

    func cancel(_ transfer: ActiveTransfer) {
        transfer.isCancelled.store(true, ordering: .releasing)
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.delivery.cancellations.append(transfer)
            wake(&state)
        }
    }

    func stop() {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.delivery.isStopping = true
            wake(&state)
        }
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

    /// Under the lock, so that the multi handle is still there.
    private func wake(_ state: inout State) {
        guard state.isWaiting else { return }
        state.isWaiting = false
        _ = unsafe curl_multi_wakeup(multi)
    }

    // MARK: - Called by the engine's thread

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
