internal import AssayCore
internal import DataFormats

/// Takes the values of secrets out of everything that a report may show: as they are, percent-encoded, as JSON writes them, in
/// base64, alone or within more, line by line, and cut short.
struct Redaction {
    /// Longer ones first, so that none leaves a rest of another.
    private let forms: [[UInt8]]

    private static let mark = Array("***".utf8)

    /// - Returns: `nil` when there are no secrets.
    init?(of secrets: [String]) {
        if secrets.isEmpty { return nil }
        var forms: Set<[UInt8]> = []
        for secret in secrets {
            forms.formUnion(Self.forms(of: secret))
            // Texts are compared line by line, and shown so.
            let lines = secret.utf8.split { $0 == 0x0A || $0 == 0x0D }
            if lines.count > 1 {
                for line in lines where line.count >= 8 { forms.formUnion(Self.forms(of: String(decoding: line, as: UTF8.self))) }
            }
        }
        self.forms = forms.sorted { $0.count > $1.count }
    }

    private static func forms(of secret: String) -> Set<[UInt8]> {
        let encoded = [percentEncoded(secret), percentEncoded(secret, form: true)]
        var json: [UInt8] = []
        appendJSONString(secret, to: &json)
        json = Array(json.dropFirst().dropLast())
        let jsonWithSlashes = Array(
            json.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).joined(separator: Array("\\/".utf8)))
        var forms: Set<[UInt8]> = [Array(secret.utf8), json, jsonWithSlashes]
        for text in encoded { forms.formUnion([Array(text.utf8), text.utf8.withLowercaseEscapes]) }
        return forms.union(base64Forms(of: Array(secret.utf8)))
    }

    /// What base64 makes of a secret, in either alphabet, alone and wherever among other bytes it stands: then the characters that
    /// depend on it alone. Those of a very short secret say too little, and stand in too many texts, to be looked for.
    private static func base64Forms(of secret: [UInt8]) -> [[UInt8]] {
        let alone = Array(base64(secret).utf8)
        let within = (0..<3).map { shift -> [UInt8] in
            let length = shift + secret.count
            let (start, end) = ((shift * 8 + 5) / 6, length * 8 / 6)
            return end - start < 4 ? [] : Array(Array(base64([UInt8](repeating: 0, count: shift) + secret).utf8)[start..<end])
        }
        return ([alone, alone.filter { $0 != UInt8(ascii: "=") }] + within).filter { !$0.isEmpty }.flatMap { [$0, urlSafe($0)] }
    }

    /// RFC 4648 section 5.
    private static func urlSafe(_ base64: [UInt8]) -> [UInt8] {
        base64.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
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

    private func redacted(_ text: String?) -> String? { text.map { withoutRests(redacted($0)) } }

    /// The least part of a secret, next to where a text was cut, that is taken out: less would be found in any text.
    private static let leastRest = 4

    /// Takes out the beginning of a secret before an ellipsis, and the end of one after it.
    private func withoutRests(_ text: String) -> String {
        let ellipsis = Array("\u{2026}".utf8)
        var rest = Array(text.utf8)[...]
        var result: [UInt8] = []
        while let mark = rest.indices.first(where: { rest[$0...].starts(with: ellipsis) }) {
            result += withoutBeginning(rest[..<mark]) + ellipsis
            rest = withoutEnd(rest[(mark + ellipsis.count)...])
        }
        return String(decoding: result + rest, as: UTF8.self)
    }

    private func withoutBeginning(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let lengths = forms.map { form in
            (Self.leastRest..<max(form.count, Self.leastRest)).last {
                text.count >= $0 && text.suffix($0).elementsEqual(form.prefix($0))
            } ?? 0
        }
        guard let length = lengths.max(), length > 0 else { return text }
        return text.dropLast(length) + Self.mark
    }

    private func withoutEnd(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let lengths = forms.map { form in
            (Self.leastRest..<max(form.count, Self.leastRest)).last { text.starts(with: form.suffix($0)) } ?? 0
        }
        guard let length = lengths.max(), length > 0 else { return text }
        return Self.mark + text.dropFirst(length)
    }

    private func redacted(_ difference: Difference) -> Difference {
        var difference = difference
        difference.expected = redacted(difference.expected)
        difference.actual = redacted(difference.actual)
        difference.note = redacted(difference.note)
        for index in difference.cells.indices {
            difference.cells[index].column = redacted(difference.cells[index].column)
            difference.cells[index].text = withoutRests(redacted(difference.cells[index].text))
        }
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

extension String.UTF8View {
    /// With the digits of percent-encoding in lower case, as some systems write them: `%2f`.
    fileprivate var withLowercaseEscapes: [UInt8] {
        var bytes = Array(self)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "%") && index + 2 < bytes.count {
            for digit in index + 1...index + 2 where (0x41...0x46).contains(bytes[digit]) { bytes[digit] |= 0x20 }
        }
        return bytes
    }
}
