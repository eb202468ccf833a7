package import AssayCore

/// A mail that a model sends, with the header fields that the server adds.
package struct OutgoingMail: Sendable, Hashable {
    package var mail: Mail
    package var headers: HeaderFields

    package init(_ mail: Mail, headers: HeaderFields = HeaderFields()) {
        self.mail = mail
        self.headers = headers
    }
}

/// What takes the mails of a model to their readers: a mail server, or a list in a test.
package protocol MailDelivery: Sendable {
    /// Returns when somebody else has taken charge of every mail.
    ///
    /// - Throws: An error whose description says what happened, when that is so for one of them or more.
    func deliver(_ mails: [OutgoingMail]) async throws
}
