internal import CLibCurl
#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension TransferFailure {
    /// Says what an error of libcurl means for a transfer.
    init(_ code: CURLcode, _ easy: EasyHandle, _ transfer: ActiveTransfer) {
        let peer = transfer.work.peer
        let detail = easy.detail.isEmpty ? code.text : easy.detail
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.nameNotResolved, "the name of \(peer) cannot be resolved", advice: "check the URL and the name service")
        case CURLE_COULDNT_CONNECT: self = .notConnected(easy, transfer, detail)
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut(easy, transfer)
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: self = .ofProxy(transfer, detail)
        case CURLE_PEER_FAILED_VERIFICATION: self = .notVerified(easy, transfer, detail)
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
            self.init(
                .tlsFile, "a certificate or key file for \(peer) cannot be used: \(detail)", advice: "check 'tls' of the target")
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            self.init(
                .tlsHandshake, "no TLS with \(peer): \(detail)", advice: "does it speak TLS there, and want a client certificate?"
            )
        case CURLE_BAD_CONTENT_ENCODING:
            self.init(.badCompression, "the body of \(peer) cannot be decompressed: \(detail)")
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR:
            self.init(
                .loginRefused, "\(peer) refused the login: \(transfer.refusal ?? detail)", advice: "check user and password")
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM,
            CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_QUOTE_ERROR,
            CURLE_REMOTE_ACCESS_DENIED, CURLE_REMOTE_FILE_NOT_FOUND, CURLE_READ_ERROR:
            self = .inExchange(code, transfer, detail)
        case CURLE_URL_MALFORMAT: self.init(.invalidRequest, "the URL of \(peer) cannot be used: \(detail)")
        default: self.init(.other, "the exchange with \(peer) failed: \(detail)")
        }
    }

    // MARK: - Before the connection

    private static func notConnected(_ easy: EasyHandle, _ transfer: ActiveTransfer, _ detail: String) -> TransferFailure {
        let peer = transfer.work.peer
        if transfer.work.options.proxy != nil, transfer.work.options.unixSocket == nil { return .ofProxy(transfer, detail) }
        switch Int32(easy.long(CURLINFO_OS_ERRNO)) {
        case ECONNREFUSED: return TransferFailure(.refused, "\(peer) refused the connection", advice: "is the service running?")
        case ENOENT where transfer.work.options.unixSocket != nil:
            return TransferFailure(.unreachable, "there is no \(peer.dropFirst(4))", advice: "is the service running?")
        default:
            return TransferFailure(.unreachable, "\(peer) cannot be reached: \(detail)", advice: "check the URL and the network")
        }
    }

    private static func timedOut(_ easy: EasyHandle, _ transfer: ActiveTransfer) -> TransferFailure {
        let (peer, options) = (transfer.work.peer, transfer.work.options)
        let spent = (easy.time(CURLINFO_TOTAL_TIME_T) ?? .zero).inMilliseconds
        if easy.time(CURLINFO_PRETRANSFER_TIME_T) == nil {
            return TransferFailure(
                .connectTimeout, "no connection with \(peer) within \(spent) ms",
                advice: "is the service running? The limit is the target's 'timeout'")
        }
        let received =
            switch transfer.work {
            case .http where transfer.answer.heads.head == nil: "no answer"
            case .http: "an answer had begun (\(transfer.answer.body.count) bytes of its body came), but was not whole"
            case .imap, .smtp: "no complete answer"
            }
        _ = options
        return TransferFailure(
            .timeout, "\(peer): \(received) within \(spent) ms", advice: "raise 'timeout', or look why it takes so long")
    }

    private static func ofProxy(_ transfer: ActiveTransfer, _ detail: String) -> TransferFailure {
        let proxy = transfer.work.options.proxy?.displayed ?? ""
        return TransferFailure(
            .proxy, "the proxy \(proxy) gave no connection with \(transfer.work.peer): \(detail)", advice: "check 'proxy'")
    }

    private static func notVerified(_ easy: EasyHandle, _ transfer: ActiveTransfer, _ detail: String) -> TransferFailure {
        let peer = transfer.work.peer
        // libcurl compares names itself, and gives no number for it.
        if detail.contains("subject name") {
            return TransferFailure(
                .certificateForAnotherHost, "the certificate of \(peer) is for another host: \(detail)",
                advice: "use the name in the certificate, with 'resolve' if it leads elsewhere")
        }
        // https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
        switch easy.long(CURLINFO_SSL_VERIFYRESULT) {
        case 9, 10:
            return TransferFailure(.certificateExpired, "the certificate of \(peer) is not valid today: \(detail)")
        default:
            return TransferFailure(
                .certificateNotTrusted, "the certificate of \(peer) is not trusted: \(detail)",
                advice: "name its authority under 'tls: {ca: FILE}'")
        }
    }

    // MARK: - Within the exchange

    private static func inExchange(_ code: CURLcode, _ transfer: ActiveTransfer, _ detail: String) -> TransferFailure {
        let peer = transfer.work.peer
        guard case .http = transfer.work else { return .ofMailServer(transfer, detail) }
        if detail.contains("CONNECT tunnel failed") || detail.contains("Proxy CONNECT") { return .ofProxy(transfer, detail) }
        if detail.contains("Too large response headers") {
            return TransferFailure(.tooLarge, "the header section of \(peer) is too large: \(detail)")
        }
        // After its part of a TLS 1.3 handshake a client goes on before it knows whether it is taken.
        if detail.contains("alert") {
            return TransferFailure(
                .tlsHandshake, "no TLS with \(peer): \(detail)", advice: "does it want a client certificate?")
        }
        // libcurl has one code for several faults; its words tell them apart.
        if detail.contains("chunk") || detail.contains("Chunk") {
            return TransferFailure(.badChunking, "the chunked body of \(peer) is malformed: \(detail)")
        }
        switch code {
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_FUNCTION_ARGUMENT, CURLE_UNSUPPORTED_PROTOCOL:
            return TransferFailure(
                .badProtocol, "what \(peer) sent is no HTTP: \(detail)", advice: "is it a service of another kind, or behind TLS?"
            )
        case CURLE_PARTIAL_FILE where detail.contains("bytes remaining"):
            return TransferFailure(.shortBody, "the body of \(peer) is shorter than its Content-Length: \(detail)")
        default: break
        }
        guard let head = transfer.answer.heads.head, head.status >= 200 else {
            return TransferFailure(
                .cutBeforeAnswer, "\(peer) closed the connection without an answer: \(detail)", advice: "has the service crashed?"
            )
        }
        return TransferFailure(
            .cutWithinAnswer,
            "\(peer) closed the connection within its response, after \(transfer.answer.body.count) bytes of the body: \(detail)")
    }

    private static func ofMailServer(_ transfer: ActiveTransfer, _ detail: String) -> TransferFailure {
        let peer = transfer.work.peer
        if let line = transfer.refusal {
            return TransferFailure(.commandRefused, "\(peer) refused a command: \(line)")
        }
        guard let line = transfer.lastLine else {
            return TransferFailure(.cutBeforeAnswer, "\(peer) sent nothing that could be understood: \(detail)")
        }
        return TransferFailure(.cutWithinAnswer, "the exchange with \(peer) broke off after '\(line)': \(detail)")
    }
}

extension ActiveTransfer {
    /// What a mail server said last.
    fileprivate var lastLine: String? { answer.lines.last.map(readable) }

    /// How it said no; libcurl may have taken its leave after that.
    fileprivate var refusal: String? { answer.lines.last { refusesCommand(readable($0)) }.map(readable) }

    private func readable(_ line: [UInt8]) -> String {
        String(decoding: line.prefix(200).filter { $0 >= 0x20 && $0 != 0x7F }, as: UTF8.self)
    }

    /// A 4xx or 5xx reply of SMTP (RFC 5321 section 4.2), a `NO` or `BAD` of IMAP (RFC 3501 section 7.1).
    private func refusesCommand(_ line: String) -> Bool {
        let words = line.utf8.split(separator: UInt8(ascii: " "), maxSplits: 2)
        if case .smtp = work { return line.utf8.first == UInt8(ascii: "4") || line.utf8.first == UInt8(ascii: "5") }
        return words.count > 1 && ["NO", "BAD"].contains(String(decoding: Array(words[1]), as: UTF8.self))
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}

extension CURLcode {
    /// libcurl's words for it.
    var text: String {
        guard let text = unsafe curl_easy_strerror(self) else { return "error \(rawValue)" }
        return unsafe String(cString: text)
    }
}
