package import AssayCore
internal import Mail
package import Transfers

/// Delivers mails to a mail server, which decides what becomes of them.
package struct SMTPDelivery: MailDelivery {
    private let submission: SMTPSubmission
    private let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - engine: Stopped by the caller, after the server that delivers by it.
    ///   - now: The moment that messages are dated with.
    package init(to server: MailServer, by engine: TransferEngine, now: @escaping @Sendable () -> Instant) {
        submission = SMTPSubmission(engine: engine, server: server)
        self.now = now
    }

    package func deliver(_ mails: [OutgoingMail]) async throws {
        // One after the other: who reads them may count on their order.
        for outgoing in mails {
            // Of two mails that are alike, a mailbox may keep one, unless each has a name of its own.
            let id = "<\(Self.randomWord()).\(Self.randomWord())@assay.invalid>"
            try await submission.send(
                outgoing.mail, by: MessageComposer(date: now(), messageID: id, headers: outgoing.headers))
        }
    }

    private static func randomWord() -> String { String(UInt64.random(in: 0 ... .max), radix: 36) }
}
