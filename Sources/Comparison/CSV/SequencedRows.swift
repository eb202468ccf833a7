internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Compares the rows in sequence: those inserted or left out are found, and shift nothing after them.
    func compareInSequence(into differences: inout Differences) {
        let shorter = min(expectedCount, actualCount)
        var head = 0
        while head < shorter, areEqual(head, head) { head += 1 }
        var tail = 0
        while tail < shorter - head, areEqual(expectedCount - 1 - tail, actualCount - 1 - tail) { tail += 1 }
        if head + tail == max(expectedCount, actualCount) { return }
        SequenceComparison(pair: self, from: head, withoutLast: tail).report(into: &differences)
    }
}

/// What is between the first and the last rows that differ. Rows are counted from its start.
private struct SequenceComparison {
    private let pair: TablePair
    private let start: Int
    private let parts: [Alignment.Part]
    /// Rows that are missing in one place and too many in another.
    private var moved: [(expected: Int, actual: Int)] = []
    private var isMovedExpected: [Bool]
    private var isMovedActual: [Bool]

    init(pair: TablePair, from start: Int, withoutLast tail: Int) {
        var scratch: [UInt8] = []
        let expected = (start..<pair.expectedCount - tail).map {
            pair.hash(ofExpected: $0, withTolerances: false, scratch: &scratch)
        }
        let actual = (start..<pair.actualCount - tail).map {
            pair.hash(ofActual: $0, withTolerances: false, scratch: &scratch)
        }
        self.pair = pair
        self.start = start
        parts = Alignment(of: expected, with: actual).parts
        isMovedExpected = [Bool](repeating: false, count: expected.count)
        isMovedActual = [Bool](repeating: false, count: actual.count)
        findMoved()
    }

    /// Rows that are equal only within a tolerance are not looked for: where few columns are without one, nearly all rows of a
    /// table would have to be tried for each.
    private mutating func findMoved() {
        let (pair, start) = (pair, start)
        var scratch: [UInt8] = []
        var gaps = (expected: [Int](), actual: [Int]())
        for case .gap(let left, let right) in parts {
            gaps.expected += left
            gaps.actual += right
        }
        var missing = RowGroups(gaps.expected) { pair.hash(ofExpected: start + $0, scratch: &scratch) }
        for row in gaps.actual {
            let hash = pair.hash(ofActual: start + row, scratch: &scratch)
            if let twin = missing.take(hash: hash, where: { pair.areEqual(start + $0, start + row) }) {
                moved.append((twin, row))
                isMovedExpected[twin] = true
                isMovedActual[row] = true
            }
        }
    }

    func report(into differences: inout Differences) {
        var missing: [Int] = []
        for part in parts {
            switch part {
            case .equal(let first, let second, let count):
                // By their hashes; tolerances are still to be looked at.
                for offset in 0..<count { compare(first + offset, second + offset, into: &differences) }
            case .gap(let left, let right):
                missing += reportGap(
                    left.filter { !isMovedExpected[$0] }, right.filter { !isMovedActual[$0] }, into: &differences)
            }
        }
        for row in missing { pair.reportMissing(start + row, into: &differences) }
        for row in moved { pair.reportMoved(start + row.expected, start + row.actual, into: &differences) }
    }

    /// - Returns: The expected rows that have no like.
    private func reportGap(_ left: [Int], _ right: [Int], into differences: inout Differences) -> [Int] {
        var pairs = pair.pairSimilar(left.map { start + $0 }, right.map { start + $0 })[...]
        var missing = Set(left)
        for row in right {
            if let (expectedRow, actualRow) = pairs.first, actualRow == start + row {
                pairs.removeFirst()
                missing.remove(expectedRow - start)
                compare(expectedRow - start, row, into: &differences)
            } else {
                pair.reportExtra(start + row, into: &differences)
            }
        }
        return left.filter(missing.contains)
    }

    private func compare(_ expected: Int, _ actual: Int, into differences: inout Differences) {
        if !pair.areEqual(start + expected, start + actual) {
            pair.compareCells(start + expected, start + actual, into: &differences)
        }
    }
}
