internal import AssayCore
internal import CLibCurl

extension EasyHandle {
    /// Sets the options of a transfer, whatever the last one had: those that differ where both are plain, else all anew.
    func prepare(for transfer: ActiveTransfer, sockets: OpenSockets) throws(TransferFailure) {
        if isSetForPlainTransfers, !transfer.wasStale, case .http(let http) = transfer.work, http.isPlain {
            forgetOutcome()
            setContext(of: transfer)
            setTimeouts(http.options)
            try configureAgain(http)
            if let cookies = http.cookies { begin(transfer, with: cookies, of: http) }
            return
        }
        reset()
        try configure(for: transfer, sockets: sockets)
        if case .http(let http) = transfer.work { isSetForPlainTransfers = http.isPlain && !transfer.wasStale }
    }

    /// Sets every option of a transfer on a handle that has none.
    private func configure(for transfer: ActiveTransfer, sockets: OpenSockets) throws(TransferFailure) {
        report(to: transfer, sockets: sockets)
        setConnection(transfer.work.options)
        if transfer.wasStale { set(CURLOPT_FRESH_CONNECT, true) }
        switch transfer.work {
        case .http(let http):
            try configure(http)
            if let cookies = http.cookies { begin(transfer, with: cookies, of: http) }
            if http.version == .http2 || http.version == .http2Only { listen(for: transfer) }
        case .imap(let imap): try configure(imap)
        case .smtp(let submission): try configure(submission)
        }
    }

    private func begin(_ transfer: ActiveTransfer, with cookies: CookieJar, of http: HTTPTransfer) {
        keepCookies()
        if http.headers["Cookie"] == nil { addCookies(cookies) } else { transfer.withheldCookies = cookies }
    }

    private func setTimeouts(_ options: TransferOptions) {
        set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout)
        set(CURLOPT_TIMEOUT_MS, options.timeout)
    }

    private func setConnection(_ options: TransferOptions) {
        // Signals are for the program. Names are looked up on threads that an ended transfer does not wait for.
        set(CURLOPT_NOSIGNAL, true)
        set(CURLOPT_QUICK_EXIT, true)
        setTimeouts(options)
        // In seconds.
        set(CURLOPT_MAXAGE_CONN, 1)
        // An empty text keeps the environment out; a proxy is for every host.
        set(CURLOPT_PROXY, options.proxy?.url ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, true)
        if let path = options.unixSocket {
            set(CURLOPT_UNIX_SOCKET_PATH, path)
            // Such connections have no ports by which `OpenSockets` could know them, and cost little.
            set(CURLOPT_FORBID_REUSE, true)
        }
        // Not CURLOPT_RESOLVE: that fills a cache of names which all transfers share.
        set(
            CURLOPT_CONNECT_TO,
            list: options.resolve.map { override in
                let address = override.address.utf8.contains(UInt8(ascii: ":")) ? "[\(override.address)]" : override.address
                return "\(override.host):\(override.port):\(address):\(override.port)"
            })
        setTLS(options.tls)
    }

    private func setTLS(_ tls: TLSOptions) {
        if let authorities = tls.authorities {
            set(CURLOPT_CAINFO, authorities)
            set(CURLOPT_CAPATH, nil)
            set(CURLOPT_PROXY_CAINFO, authorities)
            set(CURLOPT_PROXY_CAPATH, nil)
        }
        if let certificate = tls.certificate {
            set(CURLOPT_SSLCERT, certificate)
            set(CURLOPT_SSLKEY, tls.key ?? certificate)
        }
        if tls.isInsecure {
            set(CURLOPT_SSL_VERIFYPEER, false)
            set(CURLOPT_SSL_VERIFYHOST, false)
            set(CURLOPT_PROXY_SSL_VERIFYPEER, false)
            set(CURLOPT_PROXY_SSL_VERIFYHOST, false)
        }
    }
}

extension HTTPTransfer {
    /// Whether nothing but target, header fields, cookies and time limits tells it from another such transfer.
    fileprivate var isPlain: Bool {
        method.utf8.elementsEqual("GET".utf8) && body == nil && digest == nil && !decompresses && (version ?? .http1) == .http1
            && options.isDirect
    }
}

extension TransferOptions {
    /// Whether connections are made as the URL alone says.
    fileprivate var isDirect: Bool { proxy == nil && unixSocket == nil && resolve.isEmpty && tls == TLSOptions() }
}
