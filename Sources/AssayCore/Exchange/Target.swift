/// What scenarios run against: an in-process model, or a live service.
public protocol Target: Sendable {
    /// Brings the system to the stated preconditions.
    ///
    /// - Throws: `InvalidGiven`, or what kept the target from answering.
    func begin(_ given: Given, for case: CaseID) async throws -> Beginning
}

/// Whether a target can be brought to the preconditions of a scenario.
public enum Beginning: Sendable {
    case ready(any TargetSession)
    /// The scenario cannot be judged there, for this reason.
    case inapplicable(String)
}

/// One scenario's conversation with a target; used by one task at a time.
public protocol TargetSession: Sendable {
    /// - Throws: When there was no answer to judge: the verdict is then `errored`, never `failed`.
    mutating func respond(to request: Request) async throws -> Reply
}
