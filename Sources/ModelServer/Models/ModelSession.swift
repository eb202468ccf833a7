internal import AssayCore
internal import Synchronization

/// A model that requests share; it answers one at a time.
actor ModelSession {
    private var model: any Model

    /// - Throws: `InvalidGiven`
    init(_ type: any Model.Type, given: Given) throws {
        model = try type.init(given: given)
    }

    func reply(to request: Request) throws -> Reply { try model.respond(to: request) }
}

/// The models of the cases that are under way, by a text that tells them apart.
///
/// Of at least `capacity / 2` and at most `capacity` cases: those that asked last.
final class CaseSessions: Sendable {
    fileprivate struct State {
        var recent: [String: ModelSession] = [:]
        var older: [String: ModelSession] = [:]
    }

    static let capacity = 2048

    private let state = Mutex(State())

    /// - Parameter make: Called for a case that is not known, or no longer.
    func session(_ key: String, _ make: () throws -> ModelSession) rethrows -> ModelSession {
        if let known = state.withLock({ $0.take(key) }) { return known }
        let session = try make()
        // Of two requests that begin a case at once, both go on with one model.
        return state.withLock { state in
            if let known = state.take(key) { return known }
            state.keep(session, for: key)
            return session
        }
    }
}

extension CaseSessions.State {
    fileprivate mutating func take(_ key: String) -> ModelSession? {
        if let session = recent[key] { return session }
        guard let session = older.removeValue(forKey: key) else { return nil }
        keep(session, for: key)
        return session
    }

    fileprivate mutating func keep(_ session: ModelSession, for key: String) {
        if recent.count >= CaseSessions.capacity / 2 {
            older = recent
            recent = [:]
        }
        recent[key] = session
    }
}
