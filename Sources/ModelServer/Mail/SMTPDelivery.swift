package import AssayCore
package import Transfers

/// Delivers mails to a mail server, which decides what becomes of them.
package struct SMTPDelivery: MailDelivery {
    private let engine: TransferEngine
    private let server: MailServer
    private let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - engine: Stopped by the caller, after the server that delivers by it.
    ///   - now: The moment that messages are dated with.
    package init(to server: MailServer, by engine: TransferEngine, now: @escaping @Sendable () -> Instant) {
        self.engine = engine
        self.server = server
        self.now = now
    }

    package func deliver(_ mails: [OutgoingMail]) async throws {
        // One after the other: who reads them may count on their order.
        for mail in mails {
            let id = "\(String(UInt64.random(in: 0 ... .max), radix: 36)).\(String(UInt64.random(in: 0 ... .max), radix: 36))"
            let message = MIMEMessage(outgoing: mail, date: now(), id: id)
            if let fault = message.fault { throw UndeliverableMail(description: fault) }
            try await engine.perform(
                MailSubmission(server: server, from: mail.mail.from, to: mail.mail.to, message: message.bytes))
        }
    }
}

/// A mail that no message can be made of.
private struct UndeliverableMail: Error, CustomStringConvertible {
    var description: String
}
