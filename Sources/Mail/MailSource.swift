package import AssayCore

/// Where the mail of a run arrives.
package protocol MailSource: Sendable {
    /// Every message that arrived after `mark`, oldest first, decoded; with a new mark. Does not wait.
    ///
    /// - Throws: `MailFailure` or `TransferFailure` when the mailbox could not be looked at.
    func messages(after mark: MailMark) async throws -> (messages: [ArrivedMail], mark: MailMark)

    /// The present end of the mailbox.
    func mark() async throws -> MailMark

    /// Returns when there may be something after `mark`, at the deadline at the latest.
    func waitForMail(after mark: MailMark, until deadline: ContinuousClock.Instant) async throws
}

extension MailSource {
    /// For a mailbox that has to be asked: it is asked again a quarter of a second later.
    package func waitForMail(after mark: MailMark, until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: min(deadline, .now + .milliseconds(250)), clock: .continuous)
    }
}

/// A place between two messages of a mailbox; means something to the mailbox alone that gave it.
package enum MailMark: Sendable, Hashable {
    /// The number of the next message.
    case number(UInt64)
    /// What IMAP numbers messages by (RFC 3501 section 2.3.1.1): good as long as `validity` stays the same.
    case uid(next: UInt32, validity: UInt32)
    /// The names of the messages before it.
    case names(Set<String>)
}

/// A message that arrived.
package struct ArrivedMail: Sendable, Hashable {
    package var mail: Mail
    /// Decoded; every field in order.
    package var headers: HeaderFields
    /// Who it was for by its envelope; `nil` where the mailbox does not know: then `mail.to` is what its header says.
    package var envelopeRecipients: [String]?
    /// What is wrong with the message.
    package var faults: [String]
    /// The message as it came.
    package var bytes: [UInt8]

    /// - Parameters:
    ///   - sender: Of the envelope.
    ///   - recipients: Of the envelope.
    package init(_ bytes: [UInt8], sender: String? = nil, recipients: [String]? = nil) {
        let parsed = MessageParser().parse(bytes, sender: sender, recipients: recipients)
        mail = parsed.mail
        headers = parsed.headers
        envelopeRecipients = recipients
        faults = parsed.faults
        self.bytes = bytes
    }
}

/// Why mail could not be looked at.
package struct MailFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened and what to do about it.
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String { message }
}
