internal import DataFormats

extension TablePair {
    /// Calls `body` with the rows of a comparison in sequence, or by key in order, that neither depart nor move: they stand in the
    /// same order on both sides.
    ///
    /// - Parameter changes: All rows that were found to depart.
    func forEachEqualRow(but changes: RowChanges, _ body: (_ expected: Int, _ actual: Int) -> Void) {
        var departs = [Bool](repeating: false, count: expectedCount)
        var otherDeparts = [Bool](repeating: false, count: actualCount)
        for change in changes.all {
            if let row = change.expected { departs[row] = true }
            if let row = change.actual { otherDeparts[row] = true }
        }
        var (row, other) = (0, 0)
        var released = (row, other)
        while true {
            while row < expectedCount, departs[row] { row += 1 }
            while other < actualCount, otherDeparts[other] { other += 1 }
            guard row < expectedCount, other < actualCount else { break }
            body(row, other)
            (row, other) = (row + 1, other + 1)
            if row + other - released.0 - released.1 > 0x10000 {
                release(released.0..<row, released.1..<other)
                released = (row, other)
            }
        }
    }
}
