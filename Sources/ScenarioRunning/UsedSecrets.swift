internal import Synchronization

/// The values of the secrets that the cases of a run have used.
final class UsedSecrets: Sendable {
    private let known: Mutex<Set<String>>

    init(_ secrets: [String]) {
        known = Mutex(Set(secrets.filter { !$0.isEmpty }))
    }

    var values: [String] { known.withLock { Array($0) } }

    func add(_ secrets: [String]) {
        if secrets.isEmpty { return }
        known.withLock { $0.formUnion(secrets) }
    }
}
