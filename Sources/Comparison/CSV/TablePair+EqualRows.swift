internal import DataFormats

extension TablePair {
    /// Calls `body` with the rows of a comparison in sequence, or by key in order, that do not depart: first those that stand in the
    /// same order on both sides, then those that moved.
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
        while true {
            while row < expectedCount, departs[row] { row += 1 }
            while other < actualCount, otherDeparts[other] { other += 1 }
            guard row < expectedCount, other < actualCount else { break }
            body(row, other)
            (row, other) = (row + 1, other + 1)
            if row & 0x7FFF == 0, min(row, other) >= 0x8000 { release(row - 0x8000..<row, other - 0x8000..<other) }
        }
        var changed = Set<Int>()
        for change in changes.all where change.kind == .changed { if let row = change.actual { changed.insert(row) } }
        for change in changes.all where change.kind == .moved {
            if let row = change.expected, let other = change.actual, !changed.contains(other) { body(row, other) }
        }
    }
}
