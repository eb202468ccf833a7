internal import Synchronization

/// The messages of a sink that no one has asked for yet, and those who wait for more.
final class SinkMailbox: Sendable {
    struct Message: Sendable {
        var envelope: SMTPConversation.Envelope
        var bytes: [UInt8]
    }

    private struct State {
        /// Numbers of the messages rise by one, without a gap.
        var messages: [Message] = []
        var firstNumber: UInt64 = 0
        var keptBytes = 0
        var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter: UInt64 = 0
        var refusals: [String] = []
        var refusalCount = 0

        var nextNumber: UInt64 { firstNumber + UInt64(messages.count) }
    }

    private let state = Mutex(State())
    private let maxBytes: Int

    init(maxBytes: Int) {
        self.maxBytes = maxBytes
    }

    var nextNumber: UInt64 { state.withLock(\.nextNumber) }

    /// What was turned away, the first hundred sentences, and how many there were.
    var refusals: (sentences: [String], count: Int) { state.withLock { ($0.refusals, $0.refusalCount) } }

    /// - Returns: `false` when there is no room.
    func add(_ message: Message) -> Bool {
        let waiters: [CheckedContinuation<Void, Never>]? = state.withLock { state in
            guard state.keptBytes + message.bytes.count <= maxBytes else { return nil }
            state.messages.append(message)
            state.keptBytes += message.bytes.count
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume() }
        return true
    }

    func note(refusal: String) {
        state.withLock { state in
            state.refusalCount += 1
            if state.refusals.count < 100 { state.refusals.append(refusal) }
        }
    }

    /// Returns the messages from that number on; those before it are forgotten.
    func messages(from number: UInt64) -> (messages: [Message], next: UInt64) {
        state.withLock { state in
            let known = Int(min(max(number, state.firstNumber), state.nextNumber) - state.firstNumber)
            for message in state.messages[..<known] { state.keptBytes -= message.bytes.count }
            state.messages.removeFirst(known)
            state.firstNumber += UInt64(known)
            return (state.messages, state.nextNumber)
        }
    }

    /// Returns when there is a message of that number or a later one, or the task is cancelled.
    func waitForMessage(_ number: UInt64) async {
        let own = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDue = state.withLock { state in
                    // A cancellation that comes later finds the waiter below.
                    if state.nextNumber > number || Task.isCancelled { return true }
                    state.waiters[own] = continuation
                    return false
                }
                if isDue { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: own) }?.resume()
        }
    }
}
