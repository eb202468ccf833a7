import AssayCore

/// A request and its answer as a person reads them: each line behind a mark, so that no content can be taken for the
/// report's own lines, or for a command of whoever reads the log.
struct ExchangeText {
    private(set) var lines: [String] = []

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
        let content = ContentLines(body, type: type)
        for line in content.lines { add(line, mark: mark) }
        if let remark = content.remark { add("(\(remark))", mark: mark) }
    }
}
