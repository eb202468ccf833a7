/// Why there is no answer: never a judgement about the answer of a server, for there was none, or none that is whole.
package struct TransferFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// It cannot be sent as it is stated.
        case invalidRequest = "invalid-request"
        case nameNotResolved = "name-not-resolved"
        case refused
        /// No route, no such socket, and the like.
        case unreachable
        case connectTimeout = "connect-timeout"
        case timeout
        case certificateNotTrusted = "certificate-not-trusted"
        case certificateExpired = "certificate-expired"
        case certificateForAnotherHost = "certificate-for-another-host"
        /// A file with certificates or a key that cannot be used.
        case tlsFile = "tls-file"
        case tlsHandshake = "tls-handshake"
        case proxy
        /// The connection ended before a response had begun.
        case cutBeforeAnswer = "cut-before-answer"
        /// The connection ended within a response.
        case cutWithinAnswer = "cut-within-answer"
        /// Fewer bytes came than `Content-Length` says.
        case shortBody = "short-body"
        case badChunking = "bad-chunking"
        /// What came is no HTTP, SMTP or IMAP.
        case badProtocol = "bad-protocol"
        case badCompression = "bad-compression"
        case tooLarge = "too-large"
        case tooManyRedirects = "too-many-redirects"
        /// A `Location` that leads nowhere.
        case badRedirect = "bad-redirect"
        case loginRefused = "login-refused"
        /// A mail server that said no.
        case commandRefused = "command-refused"
        case engineStopped = "engine-stopped"
        case other
    }

    package var kind: Kind
    /// What happened: "127.0.0.1:8080 refused the connection".
    package var message: String
    /// What to do about it: "is the service running?"
    package var advice: String?

    package init(_ kind: Kind, _ message: String, advice: String? = nil) {
        self.kind = kind
        self.message = message
        self.advice = advice
    }

    package var description: String { advice.map { "\(message); \($0)" } ?? message }
}
