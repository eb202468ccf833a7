internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Reports, once, the rows and the header that are equal and whose bytes differ: quotes do, where nothing else can.
    ///
    /// - Parameter differences: With the rows that were found to be so.
    func reportQuoting(into differences: inout Differences) {
        guard let rewritten = differences.rows?.rewritten else { return }
        let count = rewritten.count + (hasRewrittenHeader ? 1 : 0)
        guard count > 0 else { return }
        var first = (expected: 0, actual: 0)
        if !hasRewrittenHeader { first = (Int(rewritten.expected) + headerCount, Int(rewritten.actual) + headerCount) }
        let others = count == 2 ? "1 more record" : "\(count - 1) more records"
        differences.add(
            Difference(
                .dialect, at: .record(first.actual + 1, key: []), expected: shownLine(expected.bytes(ofRecord: first.expected)),
                actual: shownLine(actual.bytes(ofRecord: first.actual)),
                note: "other quotes round the same values" + (count > 1 ? ", here and in \(others)" : "")))
    }

    private var hasRewrittenHeader: Bool {
        guard headerCount > 0, expected.recordCount > 0, actual.recordCount > 0 else { return false }
        let count = expected.fieldCount(ofRecord: 0)
        return !expected.bytes(ofRecord: 0).hasSameBytes(as: actual.bytes(ofRecord: 0))
            && actual.fieldCount(ofRecord: 0) == count
            && (0..<count).allSatisfy { expected.cell($0, ofRecord: 0).hasSameBytes(as: actual.cell($0, ofRecord: 0)) }
    }
}
