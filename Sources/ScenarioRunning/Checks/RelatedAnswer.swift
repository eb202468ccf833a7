internal import AssayCore
internal import Comparison
internal import DataFormats

/// The answer of a step, for what is related to it: each of its parts is read once, however many relations there are.
struct RelatedAnswer {
    /// Why there are no rows or values to be set against others.
    struct Fault: Error {
        var difference: Difference
    }

    private struct TableKey: Hashable {
        var subject: RelationExpectation.Subject
        var delimiter: UInt8
    }

    let body: [UInt8]
    /// Where the step lists its messages, in that order, `nil` for one that did not come; then the others as they came.
    let messages: [Mail?]
    private var document: Result<JSONDocument, JSONSyntaxError>?
    private var tables: [TableKey: CSVDocument] = [:]

    /// - Parameters:
    ///   - listed: Which message that came is each of those that the step lists; `nil` for a step that lists none.
    ///   - document: The body as JSON, where it was read.
    init(_ reply: Reply, listed: [Int?]?, document: Result<JSONDocument, JSONSyntaxError>?) {
        body = reply.response.body
        let order = listed ?? []
        let rest = reply.mail.indices.filter { !order.contains($0) }
        messages = order.map { place in place.map { reply.mail[$0] } } + rest.map { reply.mail[$0] }
        self.document = document
    }

    /// Returns what a query selects in the body.
    mutating func values(_ path: JSONPath, written query: String) throws(Fault) -> [JSONMatch] {
        let document = self.document ?? Result { () throws(JSONSyntaxError) in try JSONDocument(parsing: body) }
        self.document = document
        switch document {
        case .failure(let error): throw Fault(Difference(unreadableJSON: body, error))
        case .success(let document):
            do {
                return try path.select(in: document)
            } catch {
                throw Fault(difference: Difference(.unreadable, at: .whole, expected: "'\(query)'", note: error.message))
            }
        }
    }

    mutating func table(_ subject: RelationExpectation.Subject, _ dialect: TableDialect) throws(Fault) -> CSVDocument {
        let key = TableKey(subject: subject, delimiter: dialect.delimiter)
        if let known = tables[key] { return known }
        let bytes = try bytes(of: subject)
        do {
            let table = try CSVDocument(parsing: bytes, delimiter: dialect.delimiter)
            tables[key] = table
            return table
        } catch {
            throw Fault(Difference(unreadableCSV: bytes, error))
        }
    }

    private func bytes(of subject: RelationExpectation.Subject) throws(Fault) -> [UInt8] {
        guard case .mail(let message, let number) = subject else { return body }
        let attachments = try self.message(message).attachments
        if let number {
            guard attachments.indices.contains(number - 1) else {
                throw Fault(expected: "attachment \(number)", actual: shown(attachments))
            }
            return attachments[number - 1].bytes
        }
        let tables = attachments.filter(\.isTable)
        guard tables.count == 1 else {
            throw Fault(expected: "one CSV attachment", actual: shown(tables.isEmpty ? attachments : tables))
        }
        return tables[0].bytes
    }

    private func message(_ number: Int?) throws(Fault) -> Mail {
        if let number {
            guard messages.indices.contains(number - 1), let message = messages[number - 1] else {
                throw Fault(expected: "message \(number)", actual: shownMessages)
            }
            return message
        }
        let came = messages.compactMap { $0 }
        guard came.count == 1 else { throw Fault(expected: "one message", actual: shownMessages) }
        return came[0]
    }

    private var shownMessages: String {
        shown(messages.compactMap { $0 }.map { "to \($0.to.joined(separator: ", "))" }, of: "message")
    }

    private func shown(_ attachments: [Mail.Attachment]) -> String {
        shown(attachments.map { "\($0.name), \($0.contentType)" }, of: "attachment")
    }

    /// `2 messages: to a@example.com; to b@example.com`
    private func shown(_ things: [String], of kind: String) -> String {
        if things.isEmpty { return "no \(kind)" }
        let rest = things.count > 3 ? "; \u{2026}" : ""
        return "\(things.count) \(kind)\(things.count == 1 ? "" : "s"): " + things.prefix(3).joined(separator: "; ") + rest
    }
}

extension RelatedAnswer.Fault {
    /// - Parameter difference: The note says where in the answer it is, which may be that of another step.
    fileprivate init(_ difference: Difference) {
        self.difference = difference
        self.difference.place = .whole
    }

    fileprivate init(expected: String, actual: String) {
        self.init(difference: Difference(.unreadable, at: .whole, expected: expected, actual: actual))
    }
}

extension Mail.Attachment {
    /// Whether its type (RFC 7111) or its name says that it is CSV.
    fileprivate var isTable: Bool {
        let type = contentType.prefix { $0 != ";" && $0 != " " }
        return String(type).equalsIgnoringASCIICase("text/csv") || String(name.suffix(4)).equalsIgnoringASCIICase(".csv")
    }
}
