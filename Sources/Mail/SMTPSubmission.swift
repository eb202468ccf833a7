package import AssayCore
package import Transfers

/// Sends mail by SMTP, to be read as a model meant it.
package struct SMTPSubmission: Sendable {
    private let engine: TransferEngine
    private let server: MailServer
    private let options: TransferOptions

    /// - Parameter engine: Keeps connections; stays with the caller to be stopped.
    package init(engine: TransferEngine, server: MailServer, options: TransferOptions = TransferOptions()) {
        self.engine = engine
        self.server = server
        self.options = options
    }

    /// Returns when the server has taken the message for all of its recipients. The envelope is `from` and `to` of the mail.
    ///
    /// - Throws: `MailFailure` for a message that cannot be written, `TransferFailure` when it cannot be delivered.
    package func send(_ mail: Mail, by composer: MessageComposer) async throws {
        var submission = MailSubmission(server: server, from: mail.from, to: mail.to, message: try composer.compose(mail))
        submission.options = options
        try await engine.perform(submission)
    }
}
