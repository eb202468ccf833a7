extension TransferEngine {
    /// Sends a command to an IMAP server. One that it refuses (`NO`, `BAD`) is a failure.
    ///
    /// - Throws: `TransferFailure`, or `CancellationError` when the task is cancelled.
    package func perform(_ transfer: IMAPTransfer) async throws -> IMAPAnswer {
        let raw = try await perform(.imap(transfer))
        return IMAPAnswer(lines: raw.lines, bytes: raw.body)
    }

    /// Hands a message to an SMTP server; returns when the server has taken it.
    ///
    /// - Throws: `TransferFailure`, or `CancellationError` when the task is cancelled: the server may have taken it then.
    package func perform(_ submission: MailSubmission) async throws {
        _ = try await perform(.smtp(submission))
    }
}
