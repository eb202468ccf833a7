package import AssayCore

/// A live service as `assay.yaml` describes it.
package struct LiveDefinition: Sendable {
    package struct TLS: Sendable {
        /// PEM files, relative to the project folder.
        package var ca: String?
        package var certificate: String?
        package var key: String?
        /// Whether any certificate of the server will do.
        package var isInsecure = false
    }

    /// At most so many requests in so long a time.
    package struct Rate: Sendable, Equatable {
        package var requests: Int
        package var period: Duration
    }

    /// A command that the run starts, and ends with itself.
    package struct Start: Sendable {
        package var command: [Template]
        package var environment: [Template.Member]
        /// Relative to the project folder.
        package var folder: String?
        package var range: SourceRange
    }

    /// When a service that was started may be asked.
    package struct Readiness: Sendable {
        package var path: String
        /// Any that is no server error when it is left out.
        package var status: Int?
        package var within: Duration

        package init(path: String = "/", status: Int? = nil, within: Duration = .seconds(20)) {
            self.path = path
            self.status = status
            self.within = within
        }
    }

    /// Where the mail arrives that the service sends.
    package struct MailBox: Sendable {
        package enum Source: Sendable {
            /// The run listens there itself.
            case smtpSink(host: String, port: Int)
            case imap(url: Template, user: Template?, password: Template?)
            case mailpit(url: Template)
            case mailhog(url: Template)
        }

        package var source: Source
        package var tls = TLS()
        /// How long a message is waited for, unless the scenario says.
        package var within: Duration
        /// How long nothing more may come, once all is there or nothing is due.
        package var quiet: Duration
        /// A header that requests carry and the mail they cause too.
        package var correlation: String?
        package var range: SourceRange
    }

    package var url: Template
    package var tls = TLS()
    package var proxy: Template?
    /// `HOST:PORT:ADDRESS`
    package var resolve: [String] = []
    package var unixSocket: String?
    package var version: HTTPVersion?
    package var timeout: Duration?
    package var connectTimeout: Duration?
    package var redirects = 0
    /// In bytes.
    package var maxResponse: Int?
    package var rate: Rate?
    package var concurrency: Int?
    package var respectsRetryAfter = false
    package var start: Start?
    package var ready: Readiness?
    /// Names of preconditions that hold there without the run's help.
    package var provides: [String] = []
    /// Whether the preconditions of a case are sent with its requests.
    package var allowsGiven = false
    package var mail: MailBox?

    package init(url: Template) {
        self.url = url
    }
}
