internal import AssayCore
internal import Comparison
internal import DataFormats

extension CaseRun {
    /// Sets the rows or values of an answer against those of earlier steps.
    mutating func check(_ relation: RelationExpectation, in reply: Reply) throws(ResolutionError) {
        citation = Citation(clauses: relation.clauses, level: relation.level)
        defer { citation = nil }
        let others = relation.others.joined(separator: ", ")
        let subject = "\(relation.subject) \(relation.relation.rawValue) \(others)"
        record(subject, at: relation.range, try differences(relation, in: reply))
    }

    private mutating func differences(
        _ relation: RelationExpectation, in reply: Reply
    ) throws(ResolutionError) -> Differences {
        var sides: [RelatedItems] = []
        var columns: [String]?
        for (name, answer) in [("this answer", reply)] + relation.others.map({ ("step '\($0)'", related[$0]) }) {
            guard let answer else {
                throw ResolutionError("\(name) has no answer to relate to", at: relation.range)
            }
            do throws(Unrelatable) {
                sides.append(try items(relation, of: answer, name: name, &columns))
            } catch {
                return differences(error.difference)
            }
        }
        if !relation.allowsEmpty, sides.allSatisfy(\.isEmpty) {
            return differences(
                Difference(
                    .missing, at: .whole, expected: "something to compare",
                    note: "there is nothing on either side; 'allow_empty: true' permits that"))
        }
        return relationDifferences(sides[0], relation.relation, Array(sides.dropFirst()), limit: limit)
    }

    /// Why an answer has no rows or values to be set against others.
    private struct Unrelatable: Error {
        var difference: Difference

        init(_ name: String, expected: String, actual: String? = nil, _ note: String? = nil) {
            difference = Difference(
                .unreadable, at: .whole, expected: expected, actual: actual,
                note: note.map { "\(name): \($0)" } ?? name)
        }
    }

    /// - Parameter columns: Those of the first table, once it was read.
    private mutating func items(
        _ relation: RelationExpectation, of reply: Reply, name: String, _ columns: inout [String]?
    ) throws(Unrelatable) -> RelatedItems {
        switch relation.subject {
        case .values(let query): return RelatedItems(name: name, values: try values(query, in: reply.response.body, name))
        case .body: return try rows(relation, of: reply.response.body, name: name, &columns)
        case .mail(let message, let attachment):
            let bytes = try attachedTable(of: reply.mail, message, attachment, name)
            return try rows(relation, of: bytes, name: name, &columns)
        }
    }

    private func values(_ query: String, in body: [UInt8], _ name: String) throws(Unrelatable) -> [JSONMatch] {
        let document: JSONDocument
        do {
            document = try JSONDocument(parsing: body)
        } catch {
            throw Unrelatable(name, expected: "JSON", "\(error)")
        }
        do {
            return try JSONPath(parsing: query).select(in: document.root)
        } catch {
            throw Unrelatable(name, expected: "'\(query)'", "\(error)")
        }
    }

    private func rows(
        _ relation: RelationExpectation, of bytes: [UInt8], name: String, _ columns: inout [String]?
    ) throws(Unrelatable) -> RelatedItems {
        let table: CSVDocument
        do {
            table = try CSVDocument(parsing: bytes, delimiter: relation.dialect.delimiter)
        } catch {
            throw Unrelatable(name, expected: "CSV", "\(error)")
        }
        guard table.records.first != nil || !relation.dialect.hasHeader else {
            throw Unrelatable(name, expected: "a table with a header", "there are no bytes")
        }
        let related = RelatedColumns(by: relation.by, ignore: relation.ignore, dialect: relation.dialect)
        do throws(InvalidExpectation) {
            let names: [String]
            if let columns { names = columns } else { names = try related.names(in: table) }
            columns = names
            return try related.rows(of: table, columns: names, name: name)
        } catch {
            throw Unrelatable(name, expected: "a table with the same columns", error.message)
        }
    }

    /// The attachment that is meant: one is, where no number says which.
    private func attachedTable(
        of mail: [Mail], _ message: Int?, _ attachment: Int?, _ name: String
    ) throws(Unrelatable) -> [UInt8] {
        guard let meant = chosen(message, of: mail) else {
            throw Unrelatable(name, expected: message.map { "message \($0)" } ?? "one message", actual: "\(mail.count) messages")
        }
        let tables = attachment == nil ? meant.attachments.filter(\.isTable) : meant.attachments
        guard let table = chosen(attachment, of: tables) else {
            let kind = attachment == nil ? "CSV attachments" : "attachments"
            throw Unrelatable(
                name, expected: attachment.map { "attachment \($0)" } ?? "one CSV attachment", actual: "\(tables.count) \(kind)")
        }
        return table.bytes
    }

    private func chosen<Element>(_ number: Int?, of elements: [Element]) -> Element? {
        guard let number else { return elements.count == 1 ? elements[0] : nil }
        return elements.indices.contains(number - 1) ? elements[number - 1] : nil
    }
}

extension Mail.Attachment {
    /// Whether its type or its name says that it is CSV (RFC 7111).
    fileprivate var isTable: Bool {
        let type = contentType.prefix { $0 != ";" && $0 != " " }
        return String(type).equalsIgnoringASCIICase("text/csv") || String(name.suffix(4)).equalsIgnoringASCIICase(".csv")
    }
}
