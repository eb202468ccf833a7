package import AssayCore

/// Where the mail of a live service arrives. Implemented by whoever knows mailboxes: this module does not.
package protocol LiveMail: Sendable {
    /// Whether the mail of a case that uses no address of its own cannot be told from that of another.
    var isShared: Bool { get }

    /// - Parameter token: In the correlation header of each request of the case, where the target has one.
    func begin(token: String) async throws -> any CaseMail
}

/// The mail of one case; used by one task at a time.
package protocol CaseMail: Sendable {
    /// Called before each request: what is there already is not of that request.
    mutating func requestFollows() async throws

    /// See `TargetSession.mail(_:until:)`.
    mutating func arrival(_ wait: MailWait, until isEnough: ([Mail]) -> Bool) async throws -> MailArrival

    mutating func end() async
}
