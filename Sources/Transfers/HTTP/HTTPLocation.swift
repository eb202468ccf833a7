internal import CLibCurl

/// Where requests go: the part of an http URL before the path.
package struct HTTPOrigin: Sendable, Hashable, CustomStringConvertible {
    package var isSecure: Bool
    /// A name, an IPv4 address, or an IPv6 address in brackets.
    package var host: String
    package var port: Int

    /// `127.0.0.1:8080`, always with the port.
    package var authority: String { "\(host):\(port)" }

    package var description: String {
        let scheme = isSecure ? "https" : "http"
        return port == (isSecure ? 443 : 80) ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }
}

/// A URL of HTTP, taken apart.
package struct HTTPLocation: Sendable, Hashable {
    package var origin: HTTPOrigin
    /// Path and query as they stand in the URL; the path is `/` when it has none.
    package var target: String
    /// A name and password before the host, not decoded.
    package var hasUserInfo: Bool

    /// - Throws: `TransferFailure` with `.invalidRequest` for a URL that is not http or https or cannot be read.
    package init(url: String) throws(TransferFailure) {
        guard let parts = URLParts(url) else {
            throw TransferFailure(.invalidRequest, "'\(url)' is no URL", advice: "write it as http://host:port/path")
        }
        guard parts.scheme == "http" || parts.scheme == "https" else {
            throw TransferFailure(.invalidRequest, "'\(url)' is no URL of http or https")
        }
        guard let port = Int(parts.port) else { throw TransferFailure(.invalidRequest, "'\(url)' has no valid port") }
        origin = HTTPOrigin(isSecure: parts.scheme == "https", host: parts.host, port: port)
        target = parts.path + (parts.query.map { "?\($0)" } ?? "")
        hasUserInfo = parts.user != nil
    }
}

/// The parts of a URL as libcurl reads them.
struct URLParts {
    var scheme: String
    var user: String?
    var host: String
    /// The scheme's own when the URL has none.
    var port: String
    var path: String
    var query: String?

    /// - Parameter base: What a relative `url` is relative to.
    init?(_ url: String, relativeTo base: String? = nil) {
        guard !url.utf8.contains(0), let handle = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_PATH_AS_IS)
        if let base, unsafe curl_url_set(handle, CURLUPART_URL, base, flags) != CURLUE_OK { return nil }
        // A relative reference may hold bytes that a URL may not (RFC 3986 section 2); browsers encode them, and so does libcurl.
        guard unsafe curl_url_set(handle, CURLUPART_URL, url, flags | UInt32(CURLU_URLENCODE)) == CURLUE_OK else { return nil }
        func part(_ part: CURLUPart, _ flags: UInt32 = 0) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text = unsafe text else { return nil }
            defer { unsafe curl_free(text) }
            return unsafe String(cString: text)
        }
        guard let scheme = part(CURLUPART_SCHEME), let host = part(CURLUPART_HOST),
            let port = part(CURLUPART_PORT, UInt32(CURLU_DEFAULT_PORT)), let path = part(CURLUPART_PATH)
        else { return nil }
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        user = part(CURLUPART_USER)
        query = part(CURLUPART_QUERY)
    }
}
