/// How a request is made over a network, as far as a scenario says so. What it leaves open is for the target to settle; an
/// in-process model has no use for it.
public struct RequestOptions: Sendable, Hashable {
    /// For the whole exchange.
    public var timeout: Duration?
    /// How many redirects are followed; 0 for none.
    public var redirects: Int?
    public var version: HTTPVersion?
    /// A URL such as `socks5://127.0.0.1:1080`; empty for no proxy at all.
    public var proxy: String?
    public var digest: DigestCredentials?
    /// Whether compressed bodies are asked for, and unpacked.
    public var decompresses: Bool

    public init(
        timeout: Duration? = nil, redirects: Int? = nil, version: HTTPVersion? = nil, proxy: String? = nil,
        digest: DigestCredentials? = nil, decompresses: Bool = false
    ) {
        self.decompresses = decompresses
        self.timeout = timeout
        self.redirects = redirects
        self.version = version
        self.proxy = proxy
        self.digest = digest
    }
}

public enum HTTPVersion: String, Sendable, Hashable, CaseIterable {
    case http1 = "1.1"
    /// Agreed upon in the TLS handshake (ALPN); over plain TCP, HTTP/1.1.
    case http2 = "2"
    /// From the first byte, also over plain TCP.
    case http2Only = "2-prior-knowledge"
}

/// What a challenge of the Digest scheme is answered with (RFC 7616).
public struct DigestCredentials: Sendable, Hashable {
    public var user: String
    public var password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }
}

/// When each phase of an exchange was over, from its start on. `nil` for one that there was not, such as the connection where one
/// was kept.
public struct PhaseTimings: Sendable, Hashable {
    public var nameLookup: Duration?
    public var connect: Duration?
    public var tls: Duration?
    public var firstByte: Duration?
    public var total: Duration

    public init(
        nameLookup: Duration? = nil, connect: Duration? = nil, tls: Duration? = nil, firstByte: Duration? = nil, total: Duration
    ) {
        self.nameLookup = nameLookup
        self.connect = connect
        self.tls = tls
        self.firstByte = firstByte
        self.total = total
    }
}
