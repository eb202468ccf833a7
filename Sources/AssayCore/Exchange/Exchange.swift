/// A request as it is to be sent: nothing left to interpolate, nothing added behind the scenario's back.
public struct Request: Sendable, Hashable {
    /// Any token, also one that no server knows: `POST`, `QUERY`.
    public var method: String
    /// The path alone, percent-encoded: `/v3/mlog/export`.
    public var path: String
    /// What stands after `?`, percent-encoded; `nil` when there is no `?`.
    public var query: String?
    public var headers: HeaderFields
    /// `nil` sends no body at all, which differs from an empty one.
    public var body: [UInt8]?
    public var options: RequestOptions

    public init(
        method: String, path: String, query: String? = nil, headers: HeaderFields = HeaderFields(), body: [UInt8]? = nil,
        options: RequestOptions = RequestOptions()
    ) {
        self.options = options
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }
}

/// An HTTP response as it came.
public struct Response: Sendable, Hashable {
    public var status: Int
    public var headers: HeaderFields
    public var body: [UInt8]
    /// `nil` when there was no transfer, as with an in-process model.
    public var timings: PhaseTimings?

    public init(status: Int, headers: HeaderFields = HeaderFields(), body: [UInt8] = [], timings: PhaseTimings? = nil) {
        self.timings = timings
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A mail message that a request set in motion, after decoding: what its reader would see.
public struct Mail: Sendable, Hashable {
    public struct Attachment: Sendable, Hashable {
        public var name: String
        /// With parameters: `text/csv; charset=utf-8`.
        public var contentType: String
        public var bytes: [UInt8]

        public init(name: String, contentType: String, bytes: [UInt8]) {
            self.name = name
            self.contentType = contentType
            self.bytes = bytes
        }
    }

    public var from: String
    /// The addresses it was delivered to (the envelope's recipients).
    public var to: [String]
    public var subject: String
    public var text: String
    public var attachments: [Attachment]

    public init(from: String, to: [String], subject: String, text: String, attachments: [Attachment]) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.attachments = attachments
    }
}

/// The response and everything the request set in motion.
public struct Reply: Sendable, Hashable {
    public var response: Response
    public var mail: [Mail]

    public init(response: Response, mail: [Mail] = []) {
        self.response = response
        self.mail = mail
    }
}
