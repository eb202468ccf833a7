package import AssayCore
package import DataFormats

/// Compares tables with one expected table, as `TableOptions` say. Made once for a golden and used for any number of tables.
///
/// - Cells are equal when their bytes are, or when the column's comparison can read both and takes them as equal.
/// - A line end after the last record is optional (RFC 4180 section 2) and not judged; nor is quoting, but by `findings`.
/// - A key of several columns may have empty parts, but not only such.
/// - A record with another number of fields than the header (without one: than the first record) is ragged; its cells are not
///   compared.
package struct TableComparison: Sendable {
    private let golden: CSVDocument
    private let options: TableOptions
    private let columns: ExpectedColumns
    private let keyIndex: KeyIndex?
    /// How the golden's own bytes depart from the dialect: "its line ends are LF where CRLF is due"; `nil` when they do not, and
    /// equal bytes are then no difference at all. The answer is judged by the dialect, not by such a golden.
    package let dialectFaultOfGolden: String?
    /// What a scenario states of its own rows; then `golden` holds what is shown of them.
    private let cells: CellTemplates?

    /// - Throws: `InvalidExpectation` for a golden that nothing can be compared with: ragged, without the columns that the options
    ///   name, or with keys that are empty or not unique.
    package init(golden: CSVDocument, options: TableOptions) throws(InvalidExpectation) {
        try self.init(golden: golden, cells: nil, options: options)
    }

    private init(golden: CSVDocument, cells: CellTemplates?, options: TableOptions) throws(InvalidExpectation) {
        guard golden.delimiter == options.dialect.delimiter else {
            throw InvalidExpectation("the expected table was read with another delimiter than the dialect's")
        }
        let names = try Self.columnNames(of: golden, hasHeader: options.dialect.hasHeader)
        let columns = try ExpectedColumns(names: names, options: options)
        let headerCount = options.dialect.hasHeader ? 1 : 0
        keyIndex =
            if options.key.isEmpty { nil } else { try Self.keyIndex(of: golden, columns: columns, headerCount: headerCount) }
        var departures = Differences(limit: 1)
        options.dialect.judge(golden, into: &departures)
        dialectFaultOfGolden = departures.shown.first?.faultOfGolden
        self.golden = golden
        self.cells = cells
        self.options = options
        self.columns = columns
    }

    /// Reads a golden as the options' dialect has it.
    ///
    /// - Throws: `InvalidExpectation`, also for bytes that are no CSV.
    package init(goldenBytes: [UInt8], options: TableOptions) throws(InvalidExpectation) {
        try self.init(golden: try Self.document(goldenBytes, options.dialect), options: options)
    }

    /// Takes rows as a scenario states them, the header first unless the dialect has none. A cell is text, a number or boolean
    /// (judged by value where the column has no comparison of its own), or a matcher; those of the header and of key columns are
    /// text.
    ///
    /// - Parameters:
    ///   - rows: Resolved: without references and expressions.
    ///   - range: Where the expectation stands, for what is wrong with it as a whole.
    package init(rows: [[Template]], options: TableOptions, at range: SourceRange) throws(InvalidExpectation) {
        let hasHeader = options.dialect.hasHeader
        for row in rows where row.count != rows[0].count || row.isEmpty {
            throw InvalidExpectation(
                "this row has \(countedFields(row.count)) where the first has \(rows[0].count)", at: row.first?.range ?? range)
        }
        var names: [String] = []
        for (column, cell) in (rows.first ?? []).enumerated() {
            guard let name = hasHeader ? cell.plainText : String(column + 1) else {
                throw InvalidExpectation("the name of a column must be text", at: cell.range)
            }
            names.append(name)
        }
        do {
            let columns = try ExpectedColumns(names: names, options: options)
            let cells = try CellTemplates(Array(rows.dropFirst(hasHeader ? 1 : 0)), columns: columns)
            let golden = try Self.document(showing: rows, cells, options.dialect)
            try self.init(golden: golden, cells: cells, options: options)
        } catch {
            throw InvalidExpectation(error.message, at: error.range ?? range)
        }
    }

    private static func document(
        showing rows: [[Template]], _ cells: CellTemplates, _ dialect: TableDialect
    ) throws(InvalidExpectation) -> CSVDocument {
        let header = dialect.hasHeader ? rows.prefix(1) : []
        let writer = CSVWriter(delimiter: dialect.delimiter)
        var bytes: [UInt8] = []
        for row in header { writer.append(row.map { $0.plainText ?? "" }, to: &bytes) }
        for row in cells.displayed(Array(rows.dropFirst(header.count))) { writer.append(row, to: &bytes) }
        return try document(bytes, dialect)
    }

    private static func document(_ bytes: [UInt8], _ dialect: TableDialect) throws(InvalidExpectation) -> CSVDocument {
        guard CSVDocument.isDelimiter(dialect.delimiter) else {
            throw InvalidExpectation("the delimiter must be one ASCII character other than a quote or a line break")
        }
        do {
            return try CSVDocument(parsing: bytes, delimiter: dialect.delimiter)
        } catch {
            throw InvalidExpectation("the expected table is no CSV: \(error.description)")
        }
    }

    /// Returns every way in which a table departs from the expected one.
    ///
    /// In this order: dialect, columns, rows in the order they came, missing rows, moved rows.
    ///
    /// - Parameters:
    ///   - context: What matchers judge by. What they bind in rows that do not depart stays bound.
    ///   - limit: How many differences are kept; all are counted.
    package func differences(in actual: [UInt8], context: inout MatchContext, limit: Int) -> Differences {
        var differences = Differences(limit: limit)
        // Equal bytes are as valid as the golden, and equal under every option.
        if cells == nil && dialectFaultOfGolden == nil && golden.source.hasSameBytes(as: .array(actual)) { return differences }
        let table: CSVDocument
        do {
            table = try CSVDocument(parsing: actual, delimiter: options.dialect.delimiter)
        } catch {
            differences.add(unreadableTable(actual, error))
            return differences
        }
        compare(rereadWithOwnDelimiter(table, into: &differences) ?? table, &context, into: &differences)
        return differences
    }

    /// Compares a table that was read already, and says which rows and columns belong together. Equal bytes are not taken for an
    /// answer here: whoever has them need not ask.
    ///
    /// - Parameter limit: How many differences are kept; the rows of all are.
    package func findings(in table: CSVDocument, limit: Int, parallel: ParallelLoop = .serial) -> TableFindings {
        var differences = Differences(limit: limit)
        differences.rows = RowChanges()
        var context = MatchContext(clock: Instant(seconds: 0))
        let table = rereadWithOwnDelimiter(table, into: &differences) ?? table
        let columns = compare(table, &context, parallel, into: &differences)
        let plan = ColumnPlan(self.columns, matchedWith: columns, actualWidth: table.records.first?.count ?? 0)
        reportQuoting(table, plan, into: &differences)
        return TableFindings(
            expected: golden, actual: table, columns: columns, key: self.columns.key, differences: differences, plan: plan,
            headerCount: options.dialect.hasHeader ? 1 : 0)
    }

    /// Rows that are equal may still be written otherwise. That counts where nothing is asked for that lets their bytes differ.
    private func reportQuoting(_ table: CSVDocument, _ plan: ColumnPlan, into differences: inout Differences) {
        guard options.columns == .exact, options.ignore.isEmpty, options.compare.isEmpty, options.rowOrder == .significant,
            plan.isIdentity, table.delimiter == golden.delimiter
        else { return }
        let headerCount = options.dialect.hasHeader ? 1 : 0
        golden.withView { expected in
            table.withView { actual in
                let pair = TablePair(
                    expected: expected, actual: actual, plan: plan, headerCount: headerCount, cells: nil,
                    context: MatchContext(clock: Instant(seconds: 0)))
                pair.reportQuoting(into: &differences)
            }
        }
    }

    /// As `differences(in:context:limit:)`, for a golden, whose cells are text.
    package func differences(in actual: [UInt8], limit: Int) -> Differences {
        var context = MatchContext(clock: Instant(seconds: 0))
        return differences(in: actual, context: &context, limit: limit)
    }

    /// - Returns: For each expected column the one that came.
    @discardableResult
    private func compare(
        _ table: CSVDocument, _ context: inout MatchContext, _ parallel: ParallelLoop = .serial,
        into differences: inout Differences
    ) -> [Int?] {
        options.dialect.judge(table, into: &differences)
        let hasHeader = options.dialect.hasHeader
        guard let first = table.records.first else {
            reportEmpty(into: &differences)
            return columns.names.map { _ in nil }
        }
        let matches = matchColumns(first, into: &differences)
        golden.withView { expected in
            table.withView { actual in
                let plan = ColumnPlan(columns, matchedWith: matches, actualWidth: first.count)
                let pair = TablePair(
                    expected: expected, actual: actual, plan: plan, headerCount: hasHeader ? 1 : 0, cells: cells, context: context
                )
                guard cells != nil else {
                    _ = compareRows(of: pair, parallel, into: &differences)
                    return
                }
                let rows = differences.rows
                differences.rows = rows ?? RowChanges()
                let partners = compareRows(of: pair, parallel, into: &differences)
                pair.bindEqualRows(partners, context: &context, into: &differences)
                differences.rows = rows == nil ? nil : differences.rows
            }
        }
        return matches
    }

    /// - Returns: For each expected row the one that came; `nil` when they are compared in sequence.
    private func compareRows(
        of pair: TablePair, _ parallel: ParallelLoop, into differences: inout Differences
    ) -> [UInt32]? {
        if let keyIndex, !pair.plan.key.isEmpty {
            return pair.compareByKey(keyIndex, rowOrder: options.rowOrder, parallel: parallel, into: &differences)
        }
        if options.rowOrder == .ignored { return pair.compareInAnyOrder(into: &differences) }
        pair.compareInSequence(into: &differences)
        return nil
    }

    /// - Parameter first: The header, if there is one.
    private func matchColumns(_ first: CSVDocument.Record, into differences: inout Differences) -> [Int?] {
        let hasHeader = options.dialect.hasHeader
        if columns.names.count == first.count, !hasHeader || hasSameNames(first) { return columns.names.indices.map { $0 } }
        // Without rows nothing says how many columns a table without a header has.
        if columns.names.isEmpty { return [] }
        let names = hasHeader ? first.texts : first.indices.map { String($0 + 1) }
        return Comparison.matchColumns(expected: columns.names, actual: names, mode: options.columns, into: &differences)
    }

    private func hasSameNames(_ header: CSVDocument.Record) -> Bool {
        golden.records.first.map { zip($0, header).allSatisfy { $0.rawBytes == $1.rawBytes } } ?? false
    }

    /// No bytes at all: neither the header nor a row is there.
    private func reportEmpty(into differences: inout Differences) {
        for record in golden.records {
            if record.index > 0 || !options.dialect.hasHeader {
                differences.rows?.add(.removed, expected: record.index - (options.dialect.hasHeader ? 1 : 0), actual: nil)
            }
            differences.add(
                Difference(
                    .missing, at: .record(record.index + 1, key: []),
                    expected: golden.withView { shownLine($0.bytes(ofRecord: record.index)) },
                    note: record.index == 0 ? "the table is empty" : nil))
        }
    }

    private static func keyIndex(
        of golden: CSVDocument, columns: ExpectedColumns, headerCount: Int
    ) throws(InvalidExpectation) -> KeyIndex {
        let result = golden.withView { view in
            Result { () throws(InvalidExpectation) in try KeyIndex(of: view, columns: columns, headerCount: headerCount) }
        }
        return try result.get()
    }

    private static func columnNames(of golden: CSVDocument, hasHeader: Bool) throws(InvalidExpectation) -> [String] {
        guard let first = golden.records.first else {
            if hasHeader { throw InvalidExpectation("the expected table is empty: it has not even a header") }
            return []
        }
        let ragged = golden.withView(\.firstRaggedRecord)
        if let ragged {
            let count = countedFields(golden.records[ragged].count)
            throw InvalidExpectation(
                "record \(ragged + 1) of the expected table has \(count) where the first has \(first.count)")
        }
        return hasHeader ? first.texts : first.indices.map { String($0 + 1) }
    }
}

// MARK: - Delimiter

extension TableComparison {
    /// A table of other delimiters than the dialect's reads as one column. If another delimiter gives the expected header, that
    /// is the difference, and the rest is compared with it.
    private func rereadWithOwnDelimiter(_ table: CSVDocument, into differences: inout Differences) -> CSVDocument? {
        guard options.dialect.hasHeader, columns.names.count > 1, let header = table.records.first, header.count == 1 else {
            return nil
        }
        let wanted = options.dialect.delimiter
        for delimiter in [",", ";", "\t", "|"].map({ UInt8(ascii: $0) }) where delimiter != wanted {
            guard let other = try? CSVDocument(parsing: table.source, delimiter: delimiter), let names = other.records.first,
                names.count > 1, zip(names, columns.names).contains(where: { $0.bytes.elementsEqual($1.utf8) })
            else { continue }
            let texts = [wanted, delimiter].map { String(UnicodeScalar($0)) }
            differences.add(
                Difference(.dialect, at: .whole, expected: texts[0], actual: texts[1], note: "another delimiter"))
            return other
        }
        return nil
    }
}

extension Difference {
    /// A departure from the dialect, said of a golden file.
    fileprivate var faultOfGolden: String {
        guard let expected, let actual else { return "it has \(note ?? "another dialect")" }
        let isMixed = place != .whole
        return isMixed
            ? "some of its line ends are \(actual) where \(expected) is due"
            : "its line ends are \(actual) where \(expected) is due"
    }
}

/// What came is no CSV: shown with what stands at the fault.
private func unreadableTable(_ bytes: [UInt8], _ error: CSVSyntaxError) -> Difference {
    let rest = bytes[min(error.byte, bytes.count)...].prefix { $0 != 0x0A && $0 != 0x0D }.prefix(80)
    return Difference(
        .unreadable, at: .record(error.record, key: []), expected: "a CSV table", actual: String(decoding: rest, as: UTF8.self),
        note: "line \(error.line), column \(error.column), byte \(error.byte): \(error.message)")
}
