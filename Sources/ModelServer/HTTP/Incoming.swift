internal import AssayCore

/// What a client sent, cut out of the bytes of its connection.
enum Incoming: Sendable {
    case request(IncomingRequest)
    /// The client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    case expectsContinue
    /// The bytes are no request that the server takes; nothing behind them is read.
    case fault(HTTPFault)
}

struct IncomingRequest: Sendable {
    var request: Request
    /// As it stands in the request line: `/a?b=c`, `http://host/a?b=c`, `*`.
    var target: String
    /// Whether another request may follow on the connection.
    var keepsAlive: Bool
    /// Whether the client speaks HTTP/1.0, and has to be told that its connection is kept.
    var isHTTP10: Bool
}

/// Why bytes are not taken as a request, as the client is told.
struct HTTPFault: Error, Hashable {
    var status: Int
    var message: String

    init(_ status: Int, _ message: String) {
        self.status = status
        self.message = message
    }
}

/// How large a request may be, and how long it may take to come.
package struct RequestLimits: Sendable {
    package var bodyBytes: Int
    /// The request line and all header fields together.
    package var headBytes: Int
    package var targetBytes: Int
    package var headerFields: Int
    /// From its first byte to its last, however steadily they drip.
    package var requestTime: Duration
    /// Between requests, before the first one too.
    package var idleTime: Duration

    package init(
        bodyBytes: Int = 1 << 20, headBytes: Int = 64 << 10, targetBytes: Int = 16 << 10, headerFields: Int = 500,
        requestTime: Duration = .seconds(60), idleTime: Duration = .seconds(120)
    ) {
        self.bodyBytes = bodyBytes
        self.headBytes = headBytes
        self.targetBytes = targetBytes
        self.headerFields = headerFields
        self.requestTime = requestTime
        self.idleTime = idleTime
    }
}
