/// A message on its way to an SMTP server (RFC 5321).
package struct MailSubmission: Sendable {
    package var server: MailServer
    /// The envelope's sender without angle brackets; empty for the null sender.
    package var from: String
    /// The envelope's recipients. When one is refused, nothing is sent and the submission is a failure.
    package var to: [String]
    /// Header fields, an empty line and the body, with CRLF at the ends of lines. Dots are stuffed here.
    package var message: [UInt8]
    /// What is said in EHLO.
    package var clientName = "localhost"
    package var options = TransferOptions()

    package init(server: MailServer, from: String, to: [String], message: [UInt8]) {
        self.server = server
        self.from = from
        self.to = to
        self.message = message
    }
}
