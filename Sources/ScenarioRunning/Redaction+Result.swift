internal import AssayCore

extension Redaction {
    func redacted(_ result: CaseResult) -> CaseResult {
        var result = result
        result.reason = redacted(result.reason)
        for index in result.checks.indices {
            result.checks[index].differences = result.checks[index].differences.map(redacted)
        }
        result.exchanges = result.exchanges.map(redacted)
        return result
    }

    private func redacted(_ text: String?) -> String? { text.map { withoutRests(redacted($0)) } }

    private func redacted(_ difference: Difference) -> Difference {
        var difference = difference
        difference.expected = redacted(difference.expected)
        difference.actual = redacted(difference.actual)
        difference.note = redacted(difference.note)
        for index in difference.cells.indices {
            difference.cells[index].column = withoutRests(redacted(difference.cells[index].column))
            difference.cells[index].text = withoutRests(redacted(difference.cells[index].text))
        }
        switch difference.place {
        case .json(let pointer): difference.place = .json(redacted(pointer))
        case .cell(let record, let column, let key):
            difference.place = .cell(record: record, column: redacted(column), key: key.map(redacted))
        case .record(let record, let key): difference.place = .record(record, key: key.map(redacted))
        case .column(let column): difference.place = .column(redacted(column))
        case .byte:
            difference.expected = difference.expected.map(withoutCodedRests)
            difference.actual = difference.actual.map(withoutCodedRests)
        case .whole, .line: break
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
        HeaderFields(headers.fields.map { HeaderFields.Field(name: redacted($0.name), value: redacted($0.value)) })
    }
}
