/// A command to an IMAP server (RFC 3501), after login and SELECT of the mailbox.
package struct IMAPTransfer: Sendable {
    package enum Command: Sendable, Hashable {
        /// Any command without its tag: `UID SEARCH UID 5:*`, `STATUS INBOX (UIDNEXT UIDVALIDITY)`.
        case custom(String)
        /// The whole message (`UID FETCH uid BODY[]`, which marks it as seen). Its bytes are `IMAPAnswer.bytes`.
        case message(uid: Int)
    }

    /// What of a line is past these many bytes is lost. All lines together may have 300 kB: libcurl takes them for a header.
    package static let maxLineBytes = 256 << 10

    package var server: MailServer
    /// Selected before the command; `nil` selects none. Special characters need no encoding.
    package var mailbox: String?
    package var command: Command
    package var options = TransferOptions()

    package init(server: MailServer, mailbox: String? = nil, command: Command) {
        self.server = server
        self.mailbox = mailbox
        self.command = command
    }
}

/// What an IMAP server said.
package struct IMAPAnswer: Sendable {
    /// Every line that the server sent, as it came, for the greeting and login on a new connection too: `* SEARCH 2 3`. A literal
    /// stands between the lines, whole, with its own line ends. Where `Command.message` is asked for, prefer `bytes`.
    package var lines: [[UInt8]]
    /// The message of `Command.message`; for `Command.custom` the untagged lines that answer it.
    package var bytes: [UInt8]
}

/// A host that speaks IMAP or SMTP.
package struct MailServer: Sendable, Hashable {
    package enum Security: Sendable, Hashable {
        case none
        /// STARTTLS where the server offers it.
        case opportunistic
        /// STARTTLS, or failure.
        case startTLS
        /// TLS from the first byte (`imaps`, `smtps`).
        case tls
    }

    /// A name, an IPv4 address, or an IPv6 address in brackets.
    package var host: String
    package var port: Int
    package var security: Security
    /// `nil` does not log in.
    package var credentials: MailCredentials?

    package init(host: String, port: Int, security: Security = .none, credentials: MailCredentials? = nil) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
    }

    var authority: String { "\(host):\(port)" }
}

package struct MailCredentials: Sendable, Hashable {
    package var user: String
    package var password: String

    package init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}
