import AssayCore

/// A request and its answer as a person reads them: each line behind a mark, so that no content can be taken for the
/// report's own lines, or for a command of whoever reads the log.
struct ExchangeText {
    private(set) var lines: [String] = []

    private static let linesShown = 200
    private static let bytesShown = 64 * 1024

    init(_ exchange: RecordedExchange) {
        add(exchange.request, step: exchange.step)
        guard let reply = exchange.reply else {
            lines.append("  no response\(asked(exchange))")
            return
        }
        add(reply.response, remarks: asked(exchange))
        if let wait = exchange.mailWait { lines.append("  waited \(wait.shown) for mail") }
        for (index, mail) in reply.mail.enumerated() { add(mail, number: index + 1) }
    }

    private mutating func add(_ request: Request, step: String?) {
        lines.append(step.map { "  request of step '\($0.displayed)'" } ?? "  request")
        let target = request.query.map { "\(request.path)?\($0)" } ?? request.path
        add("\(shown(request.method)) \(shown(target, limit: 4000))", mark: ">")
        add(request.headers, mark: ">")
        if let body = request.body { add(body, type: request.headers["Content-Type"], mark: ">", separated: true) }
    }

    private func asked(_ exchange: RecordedExchange) -> String {
        exchange.tries > 1 ? ", asked \(exchange.tries) times" : ""
    }

    private mutating func add(_ response: Response, remarks: String) {
        let time = response.timings.map { " after \($0.total.shown)" } ?? ""
        lines.append("  response\(time)\(remarks)")
        add(String(response.status), mark: "<")
        add(response.headers, mark: "<")
        add(response.body, type: response.headers["Content-Type"], mark: "<", separated: true)
    }

    private mutating func add(_ mail: Mail, number: Int) {
        lines.append("  mail \(number)")
        add("From: \(shown(mail.from))", mark: "@")
        add("To: \(shown(mail.to.joined(separator: ", ")))", mark: "@")
        add("Subject: \(shown(mail.subject))", mark: "@")
        add(Array(mail.text.utf8), type: nil, mark: "@", separated: true)
        for attachment in mail.attachments {
            let size = counted(attachment.bytes.count, "byte")
            lines.append("  attachment '\(shown(attachment.name))' (\(shown(attachment.contentType)), \(size))")
            add(attachment.bytes, type: attachment.contentType, mark: "@", separated: false)
        }
    }

    private mutating func add(_ headers: HeaderFields, mark: String) {
        for field in headers.fields { add("\(shown(field.name)): \(shown(field.value, limit: 2000))", mark: mark) }
    }

    private mutating func add(_ line: String, mark: String) {
        lines.append("    \(mark) \(line)".withoutTrailingSpaces)
    }

    private mutating func add(_ body: [UInt8], type: String?, mark: String, separated: Bool) {
        guard !body.isEmpty else { return }
        if separated { lines.append("    \(mark)") }
        let kept = body.count > Self.bytesShown ? Self.prefix(of: body, count: Self.bytesShown) : body
        guard let text = String(validating: kept, as: UTF8.self), !text.utf8.contains(0) else {
            let head = body.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            add("(\(counted(body.count, "byte")), not text: \(head)\(body.count > 32 ? " \u{2026}" : ""))", mark: mark)
            return
        }
        let content = kept.count == body.count && Self.isJSON(type) ? indentedJSON(text) ?? text : text
        add(linesOf: content, more: body.count - kept.count, mark: mark)
    }

    private mutating func add(linesOf content: String, more: Int, mark: String) {
        var parts = content.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        let carriageReturn = UInt8(ascii: "\r")
        let endInCRLF = parts.dropLast().allSatisfy { $0.last == carriageReturn } && parts.first?.last == carriageReturn
        if endInCRLF { parts = parts.map { $0.last == carriageReturn ? $0.dropLast() : $0 } }
        for part in parts.prefix(Self.linesShown) { add(shown(String(decoding: part, as: UTF8.self), limit: 1000), mark: mark) }
        var remarks: [String] = []
        if parts.count > Self.linesShown { remarks.append("\(counted(parts.count - Self.linesShown, "more line"))") }
        if more > 0 { remarks.append("\(counted(more, "more byte"))") }
        if endInCRLF { remarks.append("lines end in CRLF") }
        if !remarks.isEmpty { add("(\(remarks.joined(separator: ", ")))", mark: mark) }
    }

    /// The first `count` bytes, less what would cut a UTF-8 sequence.
    private static func prefix(of body: [UInt8], count: Int) -> [UInt8] {
        var end = count
        while end > count - 4, end > 0, body[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(body[..<end])
    }

    private static func isJSON(_ type: String?) -> Bool {
        guard let media = type?.utf8.split(separator: UInt8(ascii: ";")).first else { return false }
        let name = String(decoding: media, as: UTF8.self).withoutTrailingSpaces.lowercased()
        return name.utf8.elementsEqual("application/json".utf8) || name.utf8.suffix(5).elementsEqual("+json".utf8)
    }
}
