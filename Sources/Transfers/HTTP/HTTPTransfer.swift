package import AssayCore

/// An HTTP request on its way to a server, and how it gets there.
///
/// Sent are the request line, the fields as they stand here, and what HTTP cannot do without: `Host` (unless given),
/// `Content-Length` for a body (unless that or `Transfer-Encoding` is given; `chunked` is then applied to the body) and for a POST,
/// PUT or PATCH without one (RFC 9110 section 8.6). Nothing else: no `Accept`, no `Content-Type`, no `Expect`, no
/// `Accept-Encoding`; `User-Agent` only as `userAgent` says. A body is sent at once even where `Expect: 100-continue` is given.
///
/// A request is sent once. What other clients repeat behind their user's back, the request on a kept connection that the server
/// cuts, is a failure; so that a server's closing of idle connections is not taken for one, no connection is used again after a
/// second of rest.
package struct HTTPTransfer: Sendable {
    package var method: String
    package var origin: HTTPOrigin
    /// Path and query as they are sent: `/v3/mlog?from=1`. Nothing is normalized or encoded.
    package var target: String
    package var headers: HeaderFields
    /// `nil` sends none; an empty one has `Content-Length: 0`.
    package var body: [UInt8]?
    /// `nil` for HTTP/1.1. libcurl 7.88 takes the answer of a server that does not wait for the end of the request's body for a
    /// fault where HTTP/2 is spoken, so that is for those who ask for it.
    package var version: HTTPVersion?
    /// `nil` follows no redirect: the 3xx response is the answer.
    package var redirects: RedirectPolicy?
    package var digest: DigestCredentials?
    /// Asks for compressed bodies (unless `Accept-Encoding` is given) and decompresses them. Otherwise a body comes as it is.
    package var decompresses = false
    /// Sent as `User-Agent` where the headers have none; `nil` for no such field.
    package var userAgent: String?
    /// Cookies to send where they belong and to renew; `nil` neither sends nor takes any. A `Cookie` among the headers is sent
    /// in place of these.
    package var cookies: CookieJar?
    package var options = TransferOptions()

    package init(
        method: String, origin: HTTPOrigin, target: String, headers: HeaderFields = HeaderFields(), body: [UInt8]? = nil
    ) {
        self.method = method
        self.origin = origin
        self.target = target
        self.headers = headers
        self.body = body
    }

    /// - Throws: `TransferFailure` with `.invalidRequest` for a URL that is not http or https or cannot be read.
    package init(
        method: String = "GET", url: String, headers: HeaderFields = HeaderFields(), body: [UInt8]? = nil
    ) throws(TransferFailure) {
        let location = try HTTPLocation(url: url)
        self.init(method: method, origin: location.origin, target: location.target, headers: headers, body: body)
    }
}

/// Which redirects are followed.
///
/// A 303, and a 301 or 302 of a POST, is followed with GET and no body, others with the same method and body (RFC 9110 section
/// 15.4). `Authorization`, `Cookie` and `Host` are not sent on to another origin.
package struct RedirectPolicy: Sendable, Hashable {
    /// Past so many, the transfer is a failure.
    package var limit: Int
    /// Methods whose redirects are followed; `nil` for all. Of another method the 3xx response is the answer.
    package var methods: Set<String>?

    package init(limit: Int, methods: Set<String>? = nil) {
        self.limit = limit
        self.methods = methods
    }
}

/// The cookies of one user of a service. A value: what a transfer has changed is in its answer.
package struct CookieJar: Sendable, Hashable {
    /// In the form of Netscape's cookie file, which is libcurl's.
    var lines: [String] = []

    package init() {}

    package var isEmpty: Bool { lines.isEmpty }
}
