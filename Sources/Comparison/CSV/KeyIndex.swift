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

