internal import AssayCore
internal import DataFormats

/// Takes the values of secrets out of everything that a report may show: as they are, percent-encoded, as JSON writes them, and
/// in base64, alone or within more.
struct Redaction {
    /// Longer ones first, so that none leaves a rest of another.
    private let forms: [[UInt8]]

    private static let mark = Array("***".utf8)

    /// - Returns: `nil` when there are no secrets.
    init?(of secrets: [String]) {
        if secrets.isEmpty { return nil }
        var forms: Set<[UInt8]> = []
        for secret in secrets {
            forms.insert(Array(secret.utf8))
            forms.insert(Array(percentEncoded(secret).utf8))
            forms.insert(Array(percentEncoded(secret, form: true).utf8))
            var json: [UInt8] = []
            appendJSONString(secret, to: &json)
            forms.insert(Array(json.dropFirst().dropLast()))
            forms.formUnion(Self.base64Forms(of: Array(secret.utf8)))
        }
        self.forms = forms.sorted { $0.count > $1.count }
    }

    /// What base64 makes of a secret, in either alphabet, wherever among other bytes it stands: the characters that depend on it
    /// alone. Those of a very short secret say too little, and stand in too many texts, to be looked for.
    private static func base64Forms(of secret: [UInt8]) -> [[UInt8]] {
        (0..<3).flatMap { shift -> [[UInt8]] in
            let length = shift + secret.count
            let (start, end) = ((shift * 8 + 5) / 6, length * 8 / 6)
            guard end - start >= 4 else { return [] }
            let form = Array(base64([UInt8](repeating: 0, count: shift) + secret).utf8)[start..<end]
            let urlSafe = form.map { byte in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: byte
                }
            }
            return [Array(form), urlSafe]
        }
    }

    func redacted(_ result: CaseResult) -> CaseResult {
        var result = result
        result.reason = redacted(result.reason)
        for index in result.checks.indices {
            result.checks[index].differences = result.checks[index].differences.map(redacted)
        }
        result.exchanges = result.exchanges.map(redacted)
        return result
    }

    func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return finds(bytes) ? String(decoding: redacted(bytes), as: UTF8.self) : text
    }

    func redacted(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let form = forms.first(where: { bytes[index...].starts(with: $0) }) {
                result += Self.mark
                index += form.count
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return result
    }

    func finds(_ bytes: [UInt8]) -> Bool {
        bytes.indices.contains { index in forms.contains { bytes[index...].starts(with: $0) } }
    }

    private func redacted(_ text: String?) -> String? { text.map { redacted($0) } }

    /// As `redacted(_:)`, for a text that was cut where an ellipsis stands: what the cut left of a secret goes too.
    private func redacted(excerpt text: String?) -> String? {
        guard let text = redacted(text) else { return nil }
        let ellipsis = Array("\u{2026}".utf8)
        var bytes = Array(text.utf8)
        if bytes.suffix(ellipsis.count) == ellipsis[...] {
            let end = bytes.count - ellipsis.count
            let length = longestRest { bytes[..<end].suffix($0).elementsEqual($1.prefix($0)) }
            if length > 0 { bytes.replaceSubrange(end - length..<end, with: Self.mark) }
        }
        if bytes.prefix(ellipsis.count) == ellipsis[...] {
            let start = ellipsis.count
            let length = longestRest { bytes[start...].prefix($0).elementsEqual($1.suffix($0)) }
            if length > 0 { bytes.replaceSubrange(start..<start + length, with: Self.mark) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many bytes of some form stand at a cut.
    private func longestRest(isThere: (_ length: Int, _ form: [UInt8]) -> Bool) -> Int {
        forms.map { form in (0...form.count).last { isThere($0, form) } ?? 0 }.max() ?? 0
    }

    private func redacted(_ difference: Difference) -> Difference {
        var difference = difference
        difference.expected = redacted(excerpt: difference.expected)
        difference.actual = redacted(excerpt: difference.actual)
        difference.note = redacted(difference.note)
        switch difference.place {
        case .json(let pointer): difference.place = .json(redacted(pointer))
        case .cell(let record, let column, let key):
            difference.place = .cell(record: record, column: redacted(column), key: key.map(redacted))
        case .record(let record, let key): difference.place = .record(record, key: key.map(redacted))
        case .column(let column): difference.place = .column(redacted(column))
        case .whole, .line, .byte: break
        }
        return difference
    }

    private func redacted(_ exchange: RecordedExchange) -> RecordedExchange {
        var exchange = exchange
        exchange.request.path = redacted(exchange.request.path)
        exchange.request.query = redacted(exchange.request.query)
        exchange.request.headers = redacted(exchange.request.headers)
        exchange.request.body = exchange.request.body.map { redacted($0) }
        exchange.reply = exchange.reply.map(redacted)
        return exchange
    }

    private func redacted(_ reply: Reply) -> Reply {
        var reply = reply
        reply.response.headers = redacted(reply.response.headers)
        reply.response.body = redacted(reply.response.body)
        reply.mail = reply.mail.map { mail in
            Mail(
                from: redacted(mail.from), to: mail.to.map { redacted($0) }, subject: redacted(mail.subject),
                text: redacted(mail.text),
                attachments: mail.attachments.map {
                    Mail.Attachment(
                        name: redacted($0.name), contentType: redacted($0.contentType), bytes: redacted($0.bytes))
                })
        }
        return reply
    }

    private func redacted(_ headers: HeaderFields) -> HeaderFields {
        HeaderFields(headers.fields.map { HeaderFields.Field(name: $0.name, value: redacted($0.value)) })
    }
}

extension Scope {
    /// Returns a message as it may be shown, whatever secrets were used so far.
    func withoutSecrets(_ message: String) -> String { Redaction(of: secrets)?.redacted(message) ?? message }
}
