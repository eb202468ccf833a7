internal import CLibCurl

extension EasyHandle {
    func configure(_ transfer: IMAPTransfer) throws(TransferFailure) {
        set(CURLOPT_PROTOCOLS_STR, "imap,imaps")
        var path = transfer.mailbox.map(percentEncoded) ?? ""
        switch transfer.command {
        case .custom(let command):
            try check(command, "the IMAP command")
            set(CURLOPT_CUSTOMREQUEST, command)
            // libcurl reads the answer line by line, and cuts what has no room in its buffer.
            set(CURLOPT_BUFFERSIZE, IMAPTransfer.maxLineBytes)
        case .message(let uid): path += "/;UID=\(uid)"
        }
        try configure(transfer.server, scheme: "imap", path: path)
    }

    func configure(_ submission: MailSubmission) throws(TransferFailure) {
        set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        for address in [submission.from] + submission.to { try check(address, "the address") }
        guard !submission.to.isEmpty else {
            throw TransferFailure(.invalidRequest, "a message without recipients cannot be sent")
        }
        try configure(submission.server, scheme: "smtp", path: percentEncoded(submission.clientName))
        set(CURLOPT_MAIL_FROM, submission.from)
        set(CURLOPT_MAIL_RCPT, list: submission.to)
        set(CURLOPT_UPLOAD, true)
        set(CURLOPT_INFILESIZE_LARGE, size: submission.message.count)
    }

    private func configure(_ server: MailServer, scheme: String, path: String) throws(TransferFailure) {
        try check(server.host, "the host")
        set(CURLOPT_URL, "\(scheme)\(server.security == .tls ? "s" : "")://\(server.authority)/\(path)")
        switch server.security {
        case .none, .tls: break
        case .opportunistic: set(CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
        case .startTLS: set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        }
        if let credentials = server.credentials {
            set(CURLOPT_USERNAME, credentials.user)
            set(CURLOPT_PASSWORD, credentials.password)
        }
    }

    private func check(_ text: String, _ what: String) throws(TransferFailure) {
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw TransferFailure(.invalidRequest, "\(what) '\(text)' has a control character")
        }
    }
}

/// Every byte but the unreserved ones of RFC 3986 section 2.3 as `%XX`.
private func percentEncoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            bytes.append(byte)
        default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
