internal import AssayCore
internal import DataFormats

/// Every way in which one recorded answer is changed, each once, at the first place where it can be.
struct ReplyChanges {
    let reply: Reply
    let exchange: Int
    private(set) var found: [ChangedReply] = []
    private var seen: Set<ReplyMutant> = []

    init(reply: Reply, exchange: Int) {
        self.reply = reply
        self.exchange = exchange
    }

    mutating func addAll() {
        addStatus()
        addHeaders()
        addBody()
        addMail()
    }

    /// Adds a change, unless there is one of the same kind already.
    mutating func add(
        _ change: ReplyOperator, _ general: String = "", at place: String, before: String? = nil, after: String? = nil,
        _ make: @escaping @Sendable (inout Reply) -> Void
    ) {
        let mutant = ReplyMutant(change: change, place: general)
        guard seen.insert(mutant).inserted else { return }
        found.append(
            ChangedReply(mutant: mutant, exchange: exchange, place: place, before: before, after: after, make: make))
    }

    /// Whether no change of that kind was added yet: of a long array every element could have the same.
    func isNew(_ change: ReplyOperator, _ general: String) -> Bool { !seen.contains(ReplyMutant(change: change, place: general)) }

    mutating func addStatus() {
        let status = reply.response.status
        let other = status / 100 * 100 + (status % 100 + 1) % 100
        let otherClass = (200..<300).contains(status) ? 500 : 200
        for (change, new) in [(ReplyOperator.status, other), (.statusClass, otherClass)] {
            add(change, at: "status", before: String(status), after: String(new)) { $0.response.status = new }
        }
    }

    // MARK: Headers

    /// Headers that say nothing about the answer itself, as every service has its own and they change from one to the next, and those
    /// by which it is transferred, which are never wrong in an answer that arrived.
    private static let passing = [
        "date", "age", "expires", "last-modified", "server", "via", "set-cookie",
        "connection", "keep-alive", "transfer-encoding", "content-length",
    ]

    mutating func addHeaders() {
        let fields = reply.response.headers.fields
        for (index, field) in fields.enumerated() {
            let name = String(decoding: field.name.utf8.map(lowercased), as: UTF8.self)
            guard !Self.passing.contains(name) else { continue }
            add(.headerDropped, name, at: "header \(name)", before: field.value) { reply in
                reply.response.headers = HeaderFields(fields.enumerated().filter { $0.offset != index }.map(\.element))
            }
            add(.headerChanged, name, at: "header \(name)", before: field.value, after: field.value + "x") { reply in
                var changed = fields
                changed[index].value += "x"
                reply.response.headers = HeaderFields(changed)
            }
        }
        add(.headerCase, at: "headers") { reply in
            reply.response.headers = HeaderFields(
                fields.map { .init(name: String(decoding: $0.name.utf8.map(inOtherCase), as: UTF8.self), value: $0.value) })
        }
        add(.replayed, at: "answer") { _ in }
    }

    // MARK: The body

    mutating func addBody() {
        let body = reply.response.body
        guard !body.isEmpty else { return }
        add(.bodyCut, at: "body", before: "\(body.count) bytes", after: "\(cut(body).count) bytes") {
            $0.response.body = cut(body)
        }
        if isTable(type: reply.response.headers["Content-Type"] ?? "", name: "") {
            addTable(body, at: "csv") { $0.response.body = $1 }
        } else if let value = try? DataValue(json: body) {
            addJSON(value)
        } else {
            add(.textChanged, at: "body") { $0.response.body += Array("x".utf8) }
        }
    }

    // MARK: Mail

    mutating func addMail() {
        for (index, mail) in reply.mail.enumerated() {
            let place = "mail \(index + 1)"
            add(.mailLost, at: place, before: "to \(mail.to.joined(separator: ", "))") { $0.mail.remove(at: index) }
            add(.mailDoubled, at: place, after: "a second one to \(mail.to.joined(separator: ", "))") {
                $0.mail.insert(mail, at: index)
            }
            let other = mail.to.map { "x" + $0 }
            add(.mailRedirected, at: "\(place) to", before: mail.to.joined(separator: ", "), after: other.joined(separator: ", "))
            {
                $0.mail[index].to = other
            }
            add(.mailFrom, at: "\(place) from", before: mail.from, after: "x\(mail.from)") {
                $0.mail[index].from = "x\(mail.from)"
            }
            add(.mailSubject, at: "\(place) subject", before: mail.subject, after: mail.subject + "x") {
                $0.mail[index].subject += "x"
            }
            add(.mailText, at: "\(place) text", before: mail.text, after: "x" + mail.text) {
                $0.mail[index].text = "x" + mail.text
            }
            addAttachments(of: mail, number: index)
        }
    }

    private mutating func addAttachments(of mail: Mail, number: Int) {
        for (index, attachment) in mail.attachments.enumerated() {
            let place = "mail \(number + 1) attachment \(index + 1)"
            add(.attachmentLost, at: place, before: attachment.name) { $0.mail[number].attachments.remove(at: index) }
            let renamed = "x" + attachment.name
            add(.attachmentRenamed, at: "\(place) name", before: attachment.name, after: renamed) {
                $0.mail[number].attachments[index].name = renamed
            }
            let type = attachment.contentType + "x"
            add(.attachmentType, at: "\(place) type", before: attachment.contentType, after: type) {
                $0.mail[number].attachments[index].contentType = type
            }
            let shorter = cut(attachment.bytes)
            add(.attachmentCut, at: place, before: "\(attachment.bytes.count) bytes", after: "\(shorter.count) bytes") {
                $0.mail[number].attachments[index].bytes = shorter
            }
            if isTable(type: attachment.contentType, name: attachment.name) {
                addTable(attachment.bytes, at: "\(place) csv") { $0.mail[number].attachments[index].bytes = $1 }
            }
        }
    }

    private func isTable(type: String, name: String) -> Bool {
        let type = String(decoding: type.utf8.prefix { $0 != UInt8(ascii: ";") }.map(lowercased), as: UTF8.self)
        return type == "text/csv" || String(decoding: name.utf8.suffix(4).map(lowercased), as: UTF8.self) == ".csv"
    }
}

/// Without about the last tenth, and at least one byte.
private func cut(_ bytes: [UInt8]) -> [UInt8] { bytes.dropLast(max(1, bytes.count / 10)) }

func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

private func inOtherCase(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) ? byte ^ 0x20 : byte
}
