package import AssayCore
package import DataFormats

/// The rows of a table or the values of a document, to be set against others of the same kind.
package struct RelatedItems: Sendable {
    /// Equal for rows or values that are equal.
    enum Key: Hashable, Sendable {
        /// The compared cells, each behind its length.
        case row([UInt8])
        case value(JSONValue)
    }

    struct Item: Sendable {
        var key: Key
        var place: Difference.Place
        var shown: String
    }

    /// What messages call them: "step 'everything'".
    package var name: String
    var items: [Item]

    package var isEmpty: Bool { items.isEmpty }

    init(name: String, items: [Item]) {
        self.name = name
        self.items = items
    }

    /// - Parameter values: What a query selected.
    package init(name: String, values: [JSONMatch]) {
        self.init(
            name: name,
            items: values.map {
                Item(key: .value(JSONValue(node: $0.node)), place: .json($0.pointer), shown: $0.node.displayed(limit: 200))
            })
    }
}

/// A value of a document that is equal to others by value.
struct JSONValue: Hashable, Sendable {
    var node: JSONNode

    static func == (left: JSONValue, right: JSONValue) -> Bool { left.node.isEqual(to: right.node) }
    func hash(into hasher: inout Hasher) { hasher.combine(node.valueHash) }
}

/// Which cells of a table make a row what it is.
package struct RelatedColumns: Sendable {
    /// The only ones that count; empty for all.
    package var by: [String]
    package var ignore: [String]
    package var dialect: TableDialect

    package init(by: [String], ignore: [String], dialect: TableDialect) {
        self.by = by
        self.ignore = ignore
        self.dialect = dialect
    }

    /// Returns the rows of tables that are set against one another, by the cells of the same columns in each: those that count of the
    /// first table that has any, in its order.
    ///
    /// Without `by` all tables must have the same columns. A name that several columns have stands for each of them, in order.
    /// - Throws: `InvalidExpectation` for a table that has other columns or none, for a ragged row, and where no column is left to
    ///   count: every row would be like every other.
    package func rows(of tables: [(name: String, table: CSVDocument)]) throws(InvalidExpectation) -> [RelatedItems] {
        for (name, table) in tables where dialect.hasHeader && table.records.isEmpty {
            throw InvalidExpectation("\(name) has no header")
        }
        guard let first = tables.first(where: { !$0.table.records.isEmpty }) else {
            return tables.map { RelatedItems(name: $0.name, items: []) }
        }
        let columns = try names(in: first.table, of: first.name)
        var sides: [RelatedItems] = []
        for (name, table) in tables { sides.append(try rows(of: table, columns: columns, name: name)) }
        return sides
    }

    /// Returns the names of the columns that count.
    private func names(in table: CSVDocument, of name: String) throws(InvalidExpectation) -> [String] {
        let known = columnNames(of: table)
        for column in by + ignore where !known.contains(where: { $0.utf8.elementsEqual(column.utf8) }) {
            throw InvalidExpectation("\(name) has no column '\(column)'")
        }
        let counting = known.filter { column in
            let isNamed = by.isEmpty || by.contains { $0.utf8.elementsEqual(column.utf8) }
            return isNamed && !ignore.contains { $0.utf8.elementsEqual(column.utf8) }
        }
        if counting.isEmpty { throw InvalidExpectation("no column of \(name) is left to count") }
        return counting
    }

    private func rows(
        of table: CSVDocument, columns: [String], name: String
    ) throws(InvalidExpectation) -> RelatedItems {
        // Without a header no record says what the columns are.
        guard let width = table.records.first?.count else { return RelatedItems(name: name, items: []) }
        let places = try places(of: columns, in: table, name: name)
        let fault = table.records.first { $0.count != width }.map { $0.index + 1 }
        if let fault { throw InvalidExpectation("record \(fault) of \(name) has another number of fields than the first") }
        let headerCount = dialect.hasHeader ? 1 : 0
        let items = table.withView { view in
            (headerCount..<max(view.recordCount, headerCount)).map { record in
                var key: [UInt8] = []
                for column in places {
                    let cell = view.cell(column, ofRecord: record)
                    withUnsafeBytes(of: UInt32(cell.count)) { key.append(contentsOf: $0) }
                    key.append(contentsOf: cell)
                }
                return RelatedItems.Item(
                    key: .row(key), place: .record(record + 1, key: []), shown: shownLine(view.bytes(ofRecord: record)))
            }
        }
        return RelatedItems(name: name, items: items)
    }

    private func places(of columns: [String], in table: CSVDocument, name: String) throws(InvalidExpectation) -> [Int] {
        let known = columnNames(of: table)
        if by.isEmpty {
            let extra = known.first { candidate in
                !(columns + ignore).contains { $0.utf8.elementsEqual(candidate.utf8) }
            }
            if let extra { throw InvalidExpectation("\(name) has a column '\(extra)' that the other table has not") }
        }
        var places: [Int] = []
        for (index, column) in columns.enumerated() {
            let found = known.indices.filter { known[$0].utf8.elementsEqual(column.utf8) }
            let due = columns.count { $0.utf8.elementsEqual(column.utf8) }
            guard !found.isEmpty else { throw InvalidExpectation("\(name) has no column '\(column)'") }
            guard found.count == due else {
                throw InvalidExpectation("\(name) has \(found.count) columns '\(column)', and the other table \(due)")
            }
            places.append(found[columns[..<index].count { $0.utf8.elementsEqual(column.utf8) }])
        }
        return places
    }

    private func columnNames(of table: CSVDocument) -> [String] {
        guard let first = table.records.first else { return [] }
        return dialect.hasHeader ? first.texts : first.indices.map { String($0 + 1) }
    }
}
