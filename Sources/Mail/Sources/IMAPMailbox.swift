internal import AssayCore
package import Transfers

/// A mailbox on an IMAP server (RFC 3501). It is looked at only: no message is deleted or marked as seen.
package struct IMAPMailbox: MailSource {
    // Its own, with one thread: what one connection was told of a mailbox, another may not know yet, and two transfers of which one
    // follows the other are sure to share a connection only where no others are made.
    private let engine: TransferEngine
    private let server: MailServer
    private let mailbox: String
    private let options: TransferOptions

    /// - Parameters:
    ///   - url: `imaps://mail.example.com/INBOX`, or `imap://` for a server where TLS is taken as it is offered (STARTTLS). The
    ///     port is 993 or 143, the mailbox `INBOX`, unless it says otherwise.
    ///   - credentials: `nil` does not log in.
    /// - Throws: `MailFailure` for a URL that is none of a mailbox; `TransferFailure` when there is no thread to be had.
    package init(url: String, credentials: MailCredentials?, options: TransferOptions = TransferOptions()) throws {
        let location = try IMAPLocation(url)
        engine = try TransferEngine()
        self.options = options
        server = MailServer(
            host: location.host, port: location.port, security: location.isSecure ? .tls : .opportunistic,
            credentials: credentials)
        mailbox = location.mailbox
    }

    package func mark() async throws -> MailMark {
        let status = try await status()
        return .uid(next: status.next, validity: status.validity)
    }

    package func messages(after mark: MailMark) async throws -> (messages: [ArrivedMail], mark: MailMark) {
        guard case .uid(var next, let validity) = mark else { throw MailFailure("the mark is of another mailbox") }
        let status = try await status()
        guard status.validity == validity else {
            throw MailFailure("the mailbox '\(mailbox)' was made anew during the run: its messages have other numbers now")
        }
        guard status.next > next else { return ([], mark) }
        var messages: [ArrivedMail] = []
        for uid in try await uids(from: next) {
            // Where the connection was made anew in between, it may be one to a server that has heard of the message later.
            var bytes = try await message(uid)
            if bytes == nil { bytes = try await secondLook(at: uid) }
            if let bytes { messages.append(ArrivedMail(bytes)) }
            next = uid + 1
        }
        return (messages, .uid(next: next, validity: validity))
    }

    private func status() async throws -> (next: UInt32, validity: UInt32) {
        // On a connection that is kept, a server need not tell what has arrived since, unless it is asked (section 5.2).
        _ = try await lines(of: "NOOP", selects: true)
        let quoted = mailbox.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let lines = try await lines(of: "STATUS \"\(quoted)\" (UIDNEXT UIDVALIDITY)", selects: false)
        for line in lines {
            let words = line.words
            if words.starts(with: ["*", "STATUS"]), let next = words.number(after: "UIDNEXT"),
                let validity = words.number(after: "UIDVALIDITY")
            {
                return (next, validity)
            }
        }
        throw MailFailure(
            "the IMAP server \(server.host):\(server.port) does not say how it numbers the messages of '\(mailbox)'")
    }

    /// Ascending, which is the order of arrival.
    private func uids(from first: UInt32) async throws -> [UInt32] {
        var found: Set<UInt32> = []
        for line in try await lines(of: "UID SEARCH UID \(first):*", selects: true) {
            let words = line.words
            guard words.starts(with: ["*", "SEARCH"]) else { continue }
            // `*` is the last message, also when it is before the first that was asked for.
            found.formUnion(words.dropFirst(2).compactMap { UInt32($0) }.filter { $0 >= first })
        }
        return found.sorted()
    }

    // What a command brings may not be long; see `IMAPTransfer.maxLineBytes`.
    private static let pieceBytes = 128 << 10

    /// - Returns: `nil` when the message is gone.
    private func message(_ uid: UInt32) async throws -> [UInt8]? {
        var message: [UInt8] = []
        while true {
            let command = "UID FETCH \(uid) (UID BODY.PEEK[]<\(message.count).\(Self.pieceBytes)>)"
            let lines = try await lines(of: command, selects: true)
            guard let start = lines.firstIndex(where: { $0.isFetch }) else { return nil }
            let piece = try literal(of: uid, in: lines[start...])
            message += piece
            if piece.count < Self.pieceBytes { return message }
            guard message.count <= options.maxBodyBytes else {
                throw MailFailure("a message in '\(mailbox)' has more than \(options.maxBodyBytes) bytes")
            }
        }
    }

    private func secondLook(at uid: UInt32) async throws -> [UInt8]? {
        _ = try await lines(of: "NOOP", selects: true)
        return try await message(uid)
    }

    private func literal(of uid: UInt32, in lines: ArraySlice<[UInt8]>) throws(MailFailure) -> [UInt8] {
        guard let line = lines.first, let length = line.literalLength else {
            if lines.first?.endsWithNothing ?? false { return [] }
            throw MailFailure("the IMAP server \(server.host):\(server.port) sends message \(uid) in no form that is known")
        }
        let rest = Array(lines.dropFirst().joined())
        guard rest.count > length, rest[length] == UInt8(ascii: ")"), rest.count - length < 1000 else {
            throw MailFailure("message \(uid) of the IMAP server \(server.host):\(server.port) did not come whole")
        }
        return Array(rest[..<length])
    }

    private func lines(of command: String, selects: Bool) async throws -> [[UInt8]] {
        var transfer = IMAPTransfer(server: server, mailbox: selects ? mailbox : nil, command: .custom(command))
        transfer.options = options
        return try await engine.perform(transfer).lines
    }
}

/// The parts of an IMAP URL (RFC 5092) that a run needs.
private struct IMAPLocation {
    var isSecure: Bool
    var host: String
    var port: Int
    var mailbox: String

    init(_ url: String) throws(MailFailure) {
        let invalid = MailFailure("'\(url)' is no URL of a mailbox; write it as imaps://host/INBOX")
        let lowercased = url.lowercased()
        guard let scheme = ["imaps://", "imap://"].first(where: lowercased.hasPrefix) else { throw invalid }
        isSecure = scheme == "imaps://"
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" }
        guard !authority.contains("@") else {
            throw MailFailure("a mailbox's URL may hold no user and password: state 'user' and 'password' beside it")
        }
        mailbox = try Self.decoded(rest.dropFirst(authority.count + 1), of: url)
        if mailbox.isEmpty { mailbox = "INBOX" }
        let hostEnd =
            authority.first == "[" ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        host = String(authority[..<(hostEnd ?? authority.endIndex)])
        let port = authority[(hostEnd ?? authority.endIndex)...]
        guard !host.isEmpty, host != "[]", host.hasPrefix("[") == host.hasSuffix("]"), port.isEmpty || port.first == ":" else {
            throw invalid
        }
        guard let number = port.isEmpty ? (isSecure ? 993 : 143) : Int(port.dropFirst()), (1...65535).contains(number) else {
            throw invalid
        }
        self.port = number
    }

    private static func decoded(_ path: Substring, of url: String) throws(MailFailure) -> String {
        var bytes: [UInt8] = []
        var rest = path.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(Substring(rest.prefix(2)), radix: 16) else {
                throw MailFailure("'\(url)' has a % that encodes nothing")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        // Other names are sent in a form of their own (RFC 3501 section 5.1.3).
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !bytes.contains(UInt8(ascii: ";")) else {
            throw MailFailure(
                "the mailbox of '\(url)' has a character that is not supported: only printable ASCII is, without ';'")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// In upper case, parentheses between them left out.
    fileprivate var words: [String] {
        split { $0 <= 0x20 || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
            .map { String(decoding: $0, as: UTF8.self).uppercased() }
    }

    /// `* 3 FETCH (UID 7 BODY[]<0> {123}`
    fileprivate var isFetch: Bool {
        guard first == UInt8(ascii: "*") else { return false }
        let words = Array(prefix(200)).words
        return words.count > 3 && words[2] == "FETCH" && words.contains { $0.hasPrefix("BODY[]") }
    }

    /// `BODY[]<131072> "")`: a piece past the end.
    fileprivate var endsWithNothing: Bool {
        let text = String(decoding: self, as: UTF8.self).filter { $0 != ")" && !$0.isWhitespace }
        return text.hasSuffix("\"\"") || text.uppercased().hasSuffix("NIL")
    }

    /// The number in braces at the end of a line, which so many bytes follow.
    fileprivate var literalLength: Int? {
        guard let open = lastIndex(of: UInt8(ascii: "{")), let close = lastIndex(of: UInt8(ascii: "}")), open < close,
            self[(close + 1)...].allSatisfy({ $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") })
        else { return nil }
        return Int(String(decoding: self[(open + 1)..<close], as: UTF8.self))
    }
}

extension [String] {
    fileprivate func number(after name: String) -> UInt32? {
        guard let index = firstIndex(of: name), index + 1 < count else { return nil }
        return UInt32(self[index + 1])
    }
}
