internal import AssayCore
internal import DataFormats

/// Takes the values of secrets out of everything that a report may show: as they are, percent-encoded, and as JSON writes them.
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
        }
        self.forms = forms.sorted { $0.count > $1.count }
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

    private func redacted(_ difference: Difference) -> Difference {
        var difference = difference
        difference.expected = redacted(difference.expected)
        difference.actual = redacted(difference.actual)
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
