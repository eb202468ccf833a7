internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Compares the rows that have the same key. O(rows).
    ///
    /// - Returns: For each expected row the one that came, or `UInt32.max`.
    func compareByKey(
        _ index: KeyIndex, rowOrder: TableOptions.RowOrder, parallel: ParallelLoop, into differences: inout Differences
    ) -> [UInt32] {
        let none = UInt32.max
        var partners = [UInt32](repeating: none, count: expectedCount)
        let search = KeySearch(pair: self, index: index)
        let results = search.findAll(parallel)
        var unknown = UnknownKeys(pair: self, count: results.count { if case .unknown = $0.outcome { true } else { false } })
        for (row, found) in results.enumerated() {
            switch found.outcome {
            case .pair(let expectedRow, let likeness):
                guard partners[expectedRow] == none else {
                    reportDuplicate(row, of: Int(partners[expectedRow]), into: &differences)
                    continue
                }
                partners[expectedRow] = UInt32(row)
                switch likeness {
                case .same: break
                case .equal: differences.rows?.rewritten.note(expectedRow, row)
                case .different: compareCells(expectedRow, row, into: &differences)
                }
            case .unknown:
                if let first = unknown.note(row) {
                    reportDuplicate(row, of: first, into: &differences)
                } else {
                    reportExtra(row, into: &differences)
                }
            case .incomplete: reportRagged(row, into: &differences)
            case .empty where isRagged(row): reportRagged(row, into: &differences)
            case .empty: reportWithoutKey(row, into: &differences)
            }
        }
        for row in partners.indices where partners[row] == none { reportMissing(row, into: &differences) }
        if rowOrder == .significant {
            // What is left takes memory of its own, and looks at few rows.
            release(0..<expectedCount, 0..<actualCount)
            reportMoved(partners, into: &differences)
            // Those that are described lie anywhere, and each has brought its surroundings with it.
            release(0..<expectedCount, 0..<actualCount)
        }
        return partners
    }

    private func reportDuplicate(_ row: Int, of first: Int, into differences: inout Differences) {
        let records = "records \(recordNumber(first)) and \(recordNumber(row))"
        differences.rows?.add(.duplicate, expected: nil, actual: row)
        differences.add(
            Difference(
                .duplicate, at: .record(recordNumber(row), key: key(ofActual: row)),
                actual: shownLine(actual.bytes(ofRecord: row + headerCount)), note: "\(records) have the same key",
                cells: shownCells(ofActual: row)))
    }

    private func reportWithoutKey(_ row: Int, into differences: inout Differences) {
        differences.rows?.add(.unkeyed, expected: nil, actual: row)
        differences.add(
            Difference(
                .missing, at: .record(recordNumber(row), key: []), expected: "a key", note: "the key is empty",
                cells: shownCells(ofActual: row)))
    }

    /// Reports the rows that must be moved, the fewest that do, to have all in the expected order.
    private func reportMoved(_ partners: [UInt32], into differences: inout Differences) {
        var matched: [UInt32] = []
        matched.reserveCapacity(partners.count)
        for (row, partner) in partners.enumerated() where partner != .max { matched.append(UInt32(row)) }
        let inOrder = longestIncreasingRun(of: partners.filter { $0 != .max })
        guard inOrder.count < matched.count else { return }
        differences.rows?.reserve(matched.count - inOrder.count)
        var next = 0
        for (position, row) in matched.enumerated() {
            if next < inOrder.count, inOrder[next] == position {
                next += 1
            } else {
                reportMoved(Int(row), Int(partners[Int(row)]), into: &differences)
            }
        }
    }
}

/// Rows that came whose key is not expected.
private struct UnknownKeys {
    private let keys: KeyReader
    private let headerCount: Int
    private let capacity: Int
    private var table: RowTable?
    private var scratch: [UInt8] = []

    /// - Parameter count: How many there are.
    init(pair: TablePair, count: Int) {
        keys = KeyReader(view: pair.actual, columns: pair.plan.key.map { ($0.actual, $0.rule) })
        headerCount = pair.headerCount
        capacity = count
    }

    /// - Returns: The earlier row of the same key.
    mutating func note(_ row: Int) -> Int? {
        var table = table.take() ?? RowTable(capacity: capacity)
        let first = table.insert(row, hash: keys.hash(row + headerCount, scratch: &scratch)) {
            keys.areEqual($0 + headerCount, keys, row + headerCount)
        }
        self.table = table
        return first
    }
}
