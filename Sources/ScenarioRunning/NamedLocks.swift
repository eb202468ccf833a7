internal import Synchronization

/// Locks that are known by a name. Who waits for one holds up no thread; they get it in the order in which they asked.
final class NamedLocks: Sendable {
    /// Those who wait for each lock that is held.
    private let waiting = Mutex<[String: [CheckedContinuation<Void, Never>]]>([:])

    func lock(_ name: String) async {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting[name] == nil else {
                    waiting[name]?.append(continuation)
                    return false
                }
                waiting[name] = []
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func unlock(_ name: String) {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard let first = waiting[name]?.first else {
                waiting[name] = nil
                return nil
            }
            waiting[name]?.removeFirst()
            return first
        }
        next?.resume()
    }
}
