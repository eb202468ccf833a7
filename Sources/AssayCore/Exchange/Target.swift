/// What scenarios run against: an in-process model, or a live service.
public protocol Target: Sendable {
    /// Brings the system to the stated preconditions.
    ///
    /// - Throws: `InvalidGiven`, or what kept the target from answering.
    func begin(_ given: Given, for case: CaseID) async throws -> Beginning

    /// Whether the mail of a case that uses no address of its own cannot be told from that of another.
    var sharesMail: Bool { get }

    /// Where its cases run best; `nil` for anywhere.
    var executor: (any TaskExecutor)? { get }

    /// Whether `begin(_:for:)` judges preconditions without reaching for anything outside of the process.
    var isInProcess: Bool { get }
}

extension Target {
    public var sharesMail: Bool { false }
    public var isInProcess: Bool { true }
    public var executor: (any TaskExecutor)? { nil }
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

    /// Waits for the mail that the last request set in motion.
    ///
    /// - Parameter isEnough: Whether these messages are all that is due.
    /// - Returns: `nil` where the reply has all of it.
    /// - Throws: When the mail could not be looked at.
    mutating func mail(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival?

    /// Lets go of what the session holds; called once, when the case is over.
    mutating func end() async
}

extension TargetSession {
    public mutating func mail(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival? { nil }
    public mutating func end() async {}
}

/// What mail a step waits for.
public struct MailWait: Sendable, Hashable {
    /// `nil` for as long as the target says.
    public var within: Duration?
    /// Nothing is due: it is waited whether something comes all the same.
    public var isNoneDue: Bool
    /// What is in every address of the case, so that its mail is known by it; `nil` for a case that has none such.
    public var mailbox: String?

    public init(within: Duration?, isNoneDue: Bool, mailbox: String?) {
        self.within = within
        self.isNoneDue = isNoneDue
        self.mailbox = mailbox
    }
}

/// The mail that was there when the waiting ended.
public struct MailArrival: Sendable, Hashable {
    public var messages: [Mail]
    public var waited: Duration
    /// How long what is due was to be waited for; `nil` where it is not said.
    public var within: Duration?

    public init(messages: [Mail], waited: Duration, within: Duration? = nil) {
        self.messages = messages
        self.waited = waited
        self.within = within
    }
}
