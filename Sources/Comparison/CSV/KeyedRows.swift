internal import AssayCore
internal import DataFormats

/// The expected rows by their key; made once for a golden.
struct KeyIndex: Sendable {
    private let table: RowTable

    /// - Throws: `InvalidExpectation` when a key is empty or occurs twice.
    init(of view: CSVView, columns: ExpectedColumns, headerCount: Int) throws(InvalidExpectation) {
        var table = RowTable(capacity: view.recordCount)
        let keys = KeyReader(view: view, columns: columns.key.map { ($0, columns.rules[$0]) })
        var scratch: [UInt8] = []
        for record in stride(from: headerCount, to: view.recordCount, by: 1) {
            if keys.isEmpty(record) {
                throw InvalidExpectation("record \(record + 1) of the expected table has an empty key")
            }
            let twin = table.insert(record, hash: keys.hash(record, scratch: &scratch)) { keys.areEqual($0, keys, record) }
            if let twin {
                let key = columns.key.map { view.cell($0, ofRecord: record).value }
                throw InvalidExpectation(
                    "records \(twin + 1) and \(record + 1) of the expected table have the same key \(key.listed)")
            }
        }
        self.table = table
    }

    /// Returns the record, from 0, whose key is that of another table's record.
    func record(hash: UInt64, where hasSameKey: (Int) -> Bool) -> Int? { table.row(hash: hash, where: hasSameKey) }
}

/// The key columns of one table.
struct KeyReader {
    let view: CSVView
    let columns: [(index: Int, rule: CellRule)]

    /// Whether every key column is empty: then nothing is identified. Some may be, in a key of several.
    func isEmpty(_ record: Int) -> Bool { columns.allSatisfy { view.cell($0.index, ofRecord: record).isEmpty } }

    func hash(_ record: Int, scratch: inout [UInt8]) -> UInt64 {
        var hash = RowHash()
        for column in columns {
            hash.combine(view.cell(column.index, ofRecord: record), as: column.rule, scratch: &scratch)
        }
        return hash.value
    }

    /// Whether two records have the same key, the second one by the columns of `other`.
    func areEqual(_ record: Int, _ other: KeyReader, _ otherRecord: Int) -> Bool {
        for (column, otherColumn) in zip(columns, other.columns) {
            let (cell, otherCell) = (
                view.cell(column.index, ofRecord: record), other.view.cell(otherColumn.index, ofRecord: otherRecord)
            )
            if !column.rule.areEqual(cell, otherCell) { return false }
        }
        return true
    }
}

extension TablePair {
    /// Compares the rows that have the same key. O(rows).
    ///
    /// - Returns: For each expected row the one that came, or `UInt32.max`.
    func compareByKey(
        _ index: KeyIndex, rowOrder: TableOptions.RowOrder, into differences: inout Differences
    ) -> [UInt32] {
        let none = UInt32.max
        var partners = [UInt32](repeating: none, count: expectedCount)
        var finder = KeyFinder(pair: self, index: index)
        for row in 0..<actualCount {
            guard hasKeyColumns(row) else {
                reportRagged(row, into: &differences)
                continue
            }
            switch finder.find(row, partners: partners) {
            case .pair(let expectedRow):
                partners[expectedRow] = UInt32(row)
                if !areEqual(expectedRow, row) { compareCells(expectedRow, row, into: &differences) }
            case .unknown: reportExtra(row, into: &differences)
            case .duplicate(of: let first): reportDuplicate(row, of: first, into: &differences)
            case .empty where isRagged(row): reportRagged(row, into: &differences)
            case .empty:
                differences.add(
                    Difference(.missing, at: .record(recordNumber(row), key: []), expected: "a key", note: "the key is empty"))
            }
        }
        for row in partners.indices where partners[row] == none { reportMissing(row, into: &differences) }
        if rowOrder == .significant { reportMoved(partners, into: &differences) }
        return partners
    }

    private func reportDuplicate(_ row: Int, of first: Int, into differences: inout Differences) {
        let records = "records \(recordNumber(first)) and \(recordNumber(row))"
        differences.add(
            Difference(
                .duplicate, at: .record(recordNumber(row), key: key(ofActual: row)),
                actual: shownLine(actual.bytes(ofRecord: row + headerCount)), note: "\(records) have the same key"))
    }

    /// Reports the rows that must be moved, the fewest that do, to have all in the expected order.
    private func reportMoved(_ partners: [UInt32], into differences: inout Differences) {
        let matched = partners.indices.filter { partners[$0] != .max }
        let inOrder = longestIncreasingRun(of: matched.map { partners[$0] })
        guard inOrder.count < matched.count else { return }
        var next = 0
        for (position, row) in matched.enumerated() {
            if next < inOrder.count, inOrder[next] == position {
                next += 1
            } else {
                reportMoved(row, Int(partners[row]), into: &differences)
            }
        }
    }
}

/// Finds the expected row for each row that came, in the order they came.
private struct KeyFinder {
    enum Found {
        case pair(Int)
        case unknown
        /// The earlier row that came with this key.
        case duplicate(of: Int)
        case empty
    }

    private let pair: TablePair
    private let index: KeyIndex
    private let expectedKeys: KeyReader
    private let actualKeys: KeyReader
    /// Rows that came whose key is not expected.
    private var unknown: RowTable?
    /// The row after the last pair: in tables of the same order it is the next.
    private var guess = 0
    private var scratch: [UInt8] = []

    init(pair: TablePair, index: KeyIndex) {
        self.pair = pair
        self.index = index
        expectedKeys = KeyReader(view: pair.expected, columns: pair.plan.key.map { ($0.expected, $0.rule) })
        actualKeys = KeyReader(view: pair.actual, columns: pair.plan.key.map { ($0.actual, $0.rule) })
    }

    /// - Parameter partners: For each expected row the one that came, or `UInt32.max`.
    mutating func find(_ row: Int, partners: [UInt32]) -> Found {
        let record = row + pair.headerCount
        if guess < partners.count, partners[guess] == .max, expectedKeys.areEqual(guess + pair.headerCount, actualKeys, record) {
            guess += 1
            return .pair(guess - 1)
        }
        if actualKeys.isEmpty(record) { return .empty }
        let hash = actualKeys.hash(record, scratch: &scratch)
        guard let found = index.record(hash: hash, where: { expectedKeys.areEqual($0, actualKeys, record) }) else {
            return noteUnknown(row, hash: hash)
        }
        let expectedRow = found - pair.headerCount
        guard partners[expectedRow] == .max else { return .duplicate(of: Int(partners[expectedRow])) }
        guess = expectedRow + 1
        return .pair(expectedRow)
    }

    private mutating func noteUnknown(_ row: Int, hash: UInt64) -> Found {
        var table = unknown.take() ?? RowTable(capacity: pair.actualCount)
        let first = table.insert(row, hash: hash) {
            actualKeys.areEqual($0 + pair.headerCount, actualKeys, row + pair.headerCount)
        }
        unknown = table
        return first.map { .duplicate(of: $0) } ?? .unknown
    }
}
