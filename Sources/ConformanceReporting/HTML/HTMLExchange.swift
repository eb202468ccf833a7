import AssayCore

/// A request and all that came of it, as blocks of lines.
struct HTMLExchange {
    private let exchange: RecordedExchange
    private static let linesShown = 200
    private static let bytesShown = 16 << 10

    init(_ exchange: RecordedExchange) {
        self.exchange = exchange
    }

    var page: Page {
        var blocks = [requestBlock]
        if let reply = exchange.reply {
            blocks.append(block(of: reply.response))
            for (index, mail) in reply.mail.enumerated() { blocks += self.blocks(of: mail, number: index + 1) }
        }
        var page: Page = ["heading": heading, "blocks": blocks]
        if let wait = exchange.mailWait { page["wait"] = wait.shown }
        return page
    }

    private var target: String {
        let request = exchange.request
        let target = request.query.map { "\(request.path)?\($0)" } ?? request.path
        return "\(shown(request.method, limit: 80)) \(shown(target, limit: 4000))"
    }

    private var heading: String {
        var text = exchange.step.map { "Step '\(shown($0, limit: 120))': " } ?? ""
        text += "\(shown(exchange.request.method, limit: 80)) \(shown(exchange.request.path, limit: 200))"
        guard let reply = exchange.reply else { return text + ", no response\(asked)" }
        text += ", answered \(reply.response.status)\(asked)"
        if !reply.mail.isEmpty { text += ", \(counted(reply.mail.count, "mail"))" }
        return text
    }

    private var asked: String { exchange.tries > 1 ? ", asked \(exchange.tries) times" : "" }

    private var requestBlock: Page {
        let request = exchange.request
        return Self.block(
            "Request", [target] + Self.lines(of: request.headers), request.body ?? [], type: request.headers["Content-Type"])
    }

    private func block(of response: Response) -> Page {
        let time = response.timings.map { " after \($0.total.shown)" } ?? ""
        var page = Self.block(
            "Response\(time)", [String(response.status)] + Self.lines(of: response.headers), response.body,
            type: response.headers["Content-Type"])
        if let timings = response.timings { page["phases"] = Self.phases(timings) }
        return page
    }

    /// `name lookup 1.0 ms, connected 1.2 ms, first byte 3.1 ms`
    private static func phases(_ timings: PhaseTimings) -> String {
        let phases: [(String, Duration?)] = [
            ("name lookup", timings.nameLookup), ("connect", timings.connect), ("TLS", timings.tls),
            ("first byte", timings.firstByte), ("total", timings.total),
        ]
        return phases.compactMap { name, time in time.map { "\(name) \($0.shown)" } }.joined(separator: ", ")
    }

    private func blocks(of mail: Mail, number: Int) -> [Page] {
        let lines = [
            "From: \(shown(mail.from))", "To: \(shown(mail.to.joined(separator: ", ")))", "Subject: \(shown(mail.subject))",
        ]
        let attachments = mail.attachments.map { attachment in
            Self.block(
                "Mail \(number), attachment '\(shown(attachment.name))' (\(shown(attachment.contentType)), "
                    + "\(counted(attachment.bytes.count, "byte")))",
                [], attachment.bytes, type: attachment.contentType)
        }
        return [Self.block("Mail \(number)", lines, Array(mail.text.utf8), type: nil)] + attachments
    }

    private static func lines(of headers: HeaderFields) -> [String] {
        headers.fields.map { "\(shown($0.name)): \(shown($0.value, limit: 2000))" }
    }

    private static func block(_ label: String, _ head: [String], _ body: [UInt8], type: String?) -> Page {
        var page: Page = ["label": label]
        var lines = head
        if !body.isEmpty {
            let content = ContentLines(body, type: type, linesShown: linesShown, bytesShown: bytesShown)
            if !head.isEmpty, !content.lines.isEmpty { lines.append("") }
            lines += content.lines
            if let remark = content.remark { page["remark"] = remark }
        }
        page["lines"] = lines
        return page
    }
}
