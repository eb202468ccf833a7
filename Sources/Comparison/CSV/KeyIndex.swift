internal import AssayCore
internal import DataFormats
internal import Synchronization

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
            if record & 0x7FFF == 0x7FFF { view.release(record - 0x7FFF..<record) }
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

extension KeyIndex {
    /// Reads the memory that looking for these hashes will need, all of it at once, so that it is near when it is needed.
    func fetch(_ hashes: ArraySlice<UInt64>, from view: CSVView) {
        var candidates = [UInt32](repeating: .max, count: hashes.count)
        for (position, hash) in hashes.enumerated() { candidates[position] = table.firstCandidate(hash: hash) }
        var sum: UInt8 = 0
        for record in candidates where record != .max { sum &+= view.touch(Int(record)) }
        touched.store(sum, ordering: .relaxed)
    }
}

/// Nobody looks at it; but what it holds has to be read.
private let touched = Atomic<UInt8>(0)

/// The key columns of one table.
struct KeyReader {
    let view: CSVView
    let columns: [(index: Int, rule: CellRule)]
    /// The only key column, when there is one and it is compared by its bytes, as is most often so.
    private let exactColumn: Int?

    init(view: CSVView, columns: [(index: Int, rule: CellRule)]) {
        self.view = view
        self.columns = columns
        exactColumn = if columns.count == 1, case .exact = columns[0].rule { columns[0].index } else { nil }
    }

    /// Whether every key column is empty: then nothing is identified. Some may be, in a key of several.
    func isEmpty(_ record: Int) -> Bool { columns.allSatisfy { view.cell($0.index, ofRecord: record).isEmpty } }

    func hash(_ record: Int, scratch: inout [UInt8]) -> UInt64 {
        var hash = RowHash()
        if let exactColumn {
            hash.combine(view.cell(exactColumn, ofRecord: record))
            return hash.value
        }
        for column in columns {
            hash.combine(view.cell(column.index, ofRecord: record), as: column.rule, scratch: &scratch)
        }
        return hash.value
    }

    /// Whether two records have the same key, the second one by the columns of `other`.
    func areEqual(_ record: Int, _ other: KeyReader, _ otherRecord: Int) -> Bool {
        if let exactColumn, let otherColumn = other.exactColumn {
            return view.cell(exactColumn, ofRecord: record).hasSameBytes(as: other.view.cell(otherColumn, ofRecord: otherRecord))
        }
        for (column, otherColumn) in zip(columns, other.columns) {
            let (cell, otherCell) = (
                view.cell(column.index, ofRecord: record), other.view.cell(otherColumn.index, ofRecord: otherRecord)
            )
            if !column.rule.areEqual(cell, otherCell) { return false }
        }
        return true
    }
}
