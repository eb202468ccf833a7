internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Reports, once, the equal rows whose bytes differ: where nothing else can, quotes do. O(bytes).
    ///
    /// - Parameter differences: With the rows that were found to depart; all others stand in the same order on both sides.
    func reportQuoting(into differences: inout Differences) {
        guard let rows = differences.rows else { return }
        var records: (count: Int, first: (expected: Int, actual: Int)?) = (0, nil)
        func compare(_ expectedRecord: Int, _ actualRecord: Int) {
            if expected.bytes(ofRecord: expectedRecord).hasSameBytes(as: actual.bytes(ofRecord: actualRecord)) { return }
            records.count += 1
            if actualRecord < records.first?.actual ?? .max { records.first = (expectedRecord, actualRecord) }
        }
        if hasSameHeader { compare(0, 0) }
        forEachEqualRow(but: rows) { compare($0 + headerCount, $1 + headerCount) }
        guard let first = records.first else { return }
        let others = records.count == 2 ? "1 more record" : "\(records.count - 1) more records"
        differences.add(
            Difference(
                .dialect, at: .record(first.actual + 1, key: []), expected: shownLine(expected.bytes(ofRecord: first.expected)),
                actual: shownLine(actual.bytes(ofRecord: first.actual)),
                note: "other quotes round the same values" + (records.count > 1 ? ", here and in \(others)" : "")))
    }

    /// Whether both have a header of the same names.
    private var hasSameHeader: Bool {
        guard headerCount > 0, expected.recordCount > 0, actual.recordCount > 0 else { return false }
        let count = expected.fieldCount(ofRecord: 0)
        return actual.fieldCount(ofRecord: 0) == count
            && (0..<count).allSatisfy { expected.cell($0, ofRecord: 0).hasSameBytes(as: actual.cell($0, ofRecord: 0)) }
    }
}
