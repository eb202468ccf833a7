internal import AssayCore
internal import CLibCurl

extension EasyHandle {
    func configure(_ transfer: HTTPTransfer) throws(TransferFailure) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PATH_AS_IS, true)
        try configureAgain(transfer)
        setVersion(transfer)
        setMethod(transfer)
        if transfer.decompresses { set(CURLOPT_ACCEPT_ENCODING, transfer.headers["Accept-Encoding"] ?? "") }
        if let digest = transfer.digest {
            set(CURLOPT_HTTPAUTH, assay_curl_auth_digest)
            set(CURLOPT_USERNAME, digest.user)
            set(CURLOPT_PASSWORD, digest.password)
        }
    }

    /// Sets what is each transfer's own: where it goes, and its header fields.
    func configureAgain(_ transfer: HTTPTransfer) throws(TransferFailure) {
        try checkSendable(transfer)
        set(CURLOPT_URL, "\(transfer.origin)\(transfer.readableTarget)")
        set(CURLOPT_REQUEST_TARGET, transfer.requestTarget)
        setHeaderLines(try RequestLines(transfer).lines)
    }

    private func setVersion(_ transfer: HTTPTransfer) {
        set(CURLOPT_HTTP_VERSION, transfer.libcurlVersion)
        switch transfer.version {
        case .http1, nil: break
        case .http2Only where !transfer.origin.isSecure:
            // libcurl 7.88 cannot send a second request on such a connection, and would send one on a connection of HTTP/1.1.
            set(CURLOPT_FRESH_CONNECT, true)
            set(CURLOPT_FORBID_REUSE, true)
        case .http2, .http2Only:
            // HTTP/2 demands it (RFC 9113 section 9.2), and with it libcurl keeps these connections apart from those of HTTP/1.1.
            set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        }
    }

    private func setMethod(_ transfer: HTTPTransfer) {
        if let body = transfer.body {
            setBody(body)
            if transfer.method != "POST" { set(CURLOPT_CUSTOMREQUEST, transfer.method) }
        } else if transfer.method == "HEAD" {
            set(CURLOPT_NOBODY, true)
        } else {
            set(CURLOPT_HTTPGET, true)
            if transfer.method != "GET" { set(CURLOPT_CUSTOMREQUEST, transfer.method) }
        }
    }

    /// Wrong is allowed, but not what would end the line it stands in.
    private func checkSendable(_ transfer: HTTPTransfer) throws(TransferFailure) {
        guard !transfer.method.isEmpty, transfer.method.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw TransferFailure(.invalidRequest, "the method '\(transfer.method)' is empty or has a space or control character")
        }
        guard !transfer.target.isEmpty, !transfer.target.utf8.contains(where: \.endsLine) else {
            throw TransferFailure(.invalidRequest, "the path or query is empty or has a line break or NUL")
        }
        for field in transfer.headers.fields {
            guard !field.name.isEmpty, !field.name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ":") })
            else {
                throw TransferFailure(
                    .invalidRequest, "the header name '\(field.name)' is empty or has a space, colon or control character")
            }
            guard !field.value.utf8.contains(where: \.endsLine) else {
                throw TransferFailure(.invalidRequest, "the header '\(field.name)' has a line break or NUL in its value")
            }
        }
        if transfer.method == "HEAD", transfer.body != nil {
            throw TransferFailure(.invalidRequest, "a HEAD request with a body cannot be sent", advice: "leave out the body")
        }
    }
}

extension HTTPTransfer {
    /// The target as far as a URL may hold it, for what libcurl works out from the URL: which cookies belong to it, and the `uri` of
    /// a digest. What is sent is `requestTarget`.
    var readableTarget: String {
        guard target.utf8.first == UInt8(ascii: "/") else { return "/" }
        if target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) { return target }
        let readable = target.utf8.prefix { $0 != UInt8(ascii: "#") }.flatMap { byte -> [UInt8] in
            if byte > 0x20 && byte < 0x7F { return [byte] }
            let digits = Array("0123456789ABCDEF".utf8)
            return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: readable, as: UTF8.self)
    }

    /// What stands between the method and the version (RFC 9112 section 3.2).
    fileprivate var requestTarget: String {
        let isForProxy = options.proxy.map { $0.url.lowercased().hasPrefix("http") } ?? false
        return isForProxy && !origin.isSecure && target.utf8.first == UInt8(ascii: "/") ? "\(origin)\(target)" : target
    }

    fileprivate var libcurlVersion: Int {
        switch version {
        case .http1, nil: Int(CURL_HTTP_VERSION_1_1)
        case .http2Only: Int(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE)
        case .http2: Int(CURL_HTTP_VERSION_2TLS)
        }
    }
}

/// The fields of a request as libcurl takes them, with those taken away that it would add.
private struct RequestLines {
    private(set) var lines: [String] = []
    /// Fields that libcurl would leave out or act upon.
    private var hidden: [String] = []

    init(_ transfer: HTTPTransfer) throws(TransferFailure) {
        var hasHost = false
        for field in transfer.headers.fields {
            let line = Self.line(field.name, field.value)
            if field.name.equalsIgnoringASCIICase("Host"), hasHost {
                // libcurl sends the first one only.
                hidden.append(line)
            } else if field.name.equalsIgnoringASCIICase("Expect") {
                // libcurl would wait for an interim response, and after a 417 send the request once more without the field.
                hidden.append(line)
            } else {
                lines.append(line)
            }
            hasHost = hasHost || field.name.equalsIgnoringASCIICase("Host")
        }
        addOwn(of: transfer)
        try hide()
        takeAway(of: transfer)
    }

    private mutating func addOwn(of transfer: HTTPTransfer) {
        if let agent = transfer.userAgent, transfer.headers["User-Agent"] == nil { lines.append(Self.line("User-Agent", agent)) }
        if transfer.body == nil, ["POST", "PUT", "PATCH"].contains(transfer.method), transfer.headers["Content-Length"] == nil,
            transfer.headers["Transfer-Encoding"] == nil
        {
            lines.append("Content-Length: 0")
        }
    }

    /// libcurl looks at the beginning of each line it is given, and sends what it is given up to its end.
    private mutating func hide() throws(TransferFailure) {
        guard !hidden.isEmpty else { return }
        // Not the host, of which libcurl takes the value alone, and no line of the form that stands for an empty value.
        let carrier = lines.lastIndex { $0.utf8.contains(UInt8(ascii: ":")) && !$0.lowercased().hasPrefix("host:") }
        guard let carrier else {
            throw TransferFailure(
                .invalidRequest, "this combination of header fields cannot be sent", advice: "add another field")
        }
        lines[carrier] += hidden.map { $0.utf8.last == UInt8(ascii: ";") ? "\r\n\($0.dropLast()):" : "\r\n\($0)" }.joined()
    }

    private mutating func takeAway(of transfer: HTTPTransfer) {
        lines.append("Expect:")
        if transfer.headers["Accept"] == nil { lines.append("Accept:") }
        if transfer.body != nil, transfer.headers["Content-Type"] == nil { lines.append("Content-Type:") }
        if transfer.options.proxy != nil { lines.append("Proxy-Connection:") }
    }

    private static func line(_ name: String, _ value: String) -> String {
        // `Name:` alone would take a field away.
        value.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ? "\(name);" : "\(name): \(value)"
    }
}

extension UInt8 {
    fileprivate var endsLine: Bool { self == 0x0D || self == 0x0A || self == 0 }
}
