internal import Synchronization

/// The values of the secrets that the cases of a run have used.
final class UsedSecrets: Sendable {
    // As bytes: texts that Unicode takes for equal are written differently all the same.
    private let known: Mutex<Set<[UInt8]>>

    init(_ secrets: [String]) {
        known = Mutex(Set(secrets.map { Array($0.utf8) }))
    }

    var values: [String] { known.withLock { $0.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) } } }

    func add(_ secrets: [String]) {
        if secrets.isEmpty { return }
        known.withLock { known in
            for secret in secrets { known.insert(Array(secret.utf8)) }
        }
    }
}
