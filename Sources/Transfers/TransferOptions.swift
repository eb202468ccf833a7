/// How a connection is made, and how much time and room an exchange may take; the same for all protocols.
package struct TransferOptions: Sendable, Hashable {
    /// For name lookup, connection, proxy and TLS together.
    package var connectTimeout: Duration = .seconds(10)
    /// For the whole exchange; redirects are part of it.
    package var timeout: Duration = .seconds(60)
    /// Bytes of a body, after decompression; what has more is a failure.
    package var maxBodyBytes = 64 << 20
    /// Bytes of status lines and header fields, all responses of an exchange together. libcurl itself takes no more than 300 KiB.
    package var maxHeaderBytes = 256 << 10
    package var tls = TLSOptions()
    /// `nil` for a direct connection: the environment's `http_proxy` and the like are never read.
    package var proxy: Proxy?
    /// The path of a socket that is connected to whatever the URL names.
    package var unixSocket: String?
    package var resolve: [ResolveOverride] = []

    package init() {}
}

/// Who is trusted, and what proves who asks. Files are PEM.
package struct TLSOptions: Sendable, Hashable {
    /// Trusted in place of the system's authorities.
    package var authorities: String?
    package var certificate: String?
    package var key: String?
    /// Takes any certificate for any host: only where the user says so.
    package var isInsecure = false

    package init() {}
}

/// A host that passes a connection on.
package struct Proxy: Sendable, Hashable {
    /// `http://127.0.0.1:3128`, `socks5h://user:password@10.0.0.1:1080`
    package let url: String

    private static let schemes: Set = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"]

    /// Returns `nil` unless `url` has one of the schemes `http`, `https`, `socks4`, `socks4a`, `socks5`, `socks5h` and a host.
    package init?(url: String) {
        guard let end = url.utf8.firstRange(of: Array("://".utf8)),
            Self.schemes.contains(String(decoding: url.utf8[..<end.lowerBound], as: UTF8.self).lowercased()),
            end.upperBound < url.utf8.endIndex, url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        self.url = url
    }

    /// The URL without what may be a password.
    var displayed: String {
        guard let start = url.utf8.firstRange(of: Array("://".utf8))?.upperBound,
            let at = url.utf8[start...].lastIndex(of: UInt8(ascii: "@"))
        else { return url }
        return String(decoding: Array(url.utf8[..<start]) + url.utf8[url.utf8.index(after: at)...], as: UTF8.self)
    }
}

/// Connects to `address` where the URL names `host` and `port`; TLS and the `Host` field keep the name.
package struct ResolveOverride: Sendable, Hashable {
    package var host: String
    package var port: Int
    /// A numeric address or a name.
    package var address: String

    package init(host: String, port: Int, address: String) {
        self.host = host
        self.port = port
        self.address = address
    }

    /// Reads `HOST:PORT:ADDRESS`, where an IPv6 address may stand in brackets or bare; `nil` for anything else.
    package init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let port = Int(parts[1]), (1...65535).contains(port) else { return nil }
        var address = parts[2]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        guard !address.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        self.init(host: String(parts[0]), port: port, address: String(address))
    }
}
