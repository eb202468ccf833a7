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
        let (left, right) = (head..<expectedCount - tail, head..<actualCount - tail)
        if left.isEmpty && right.isEmpty { return }

        var scratch: [UInt8] = []
        let expectedHashes = left.map { hash(ofExpected: $0, withTolerances: false, scratch: &scratch) }
        let actualHashes = right.map { hash(ofActual: $0, withTolerances: false, scratch: &scratch) }
        var surplus = Surplus()
        for part in Alignment(of: expectedHashes, with: actualHashes).parts {
            switch part {
            case .equal(let first, let second, let count):
                for offset in 0..<count where !areEqual(head + first + offset, head + second + offset) {
                    compareCells(head + first + offset, head + second + offset, into: &differences)
                }
            case .gap(let gapLeft, let gapRight):
                let (gapLeft, gapRight) = (gapLeft.shifted(by: head), gapRight.shifted(by: head))
                let pairs = pairSimilar(gapLeft, gapRight)
                for (row, other) in pairs where !areEqual(row, other) { compareCells(row, other, into: &differences) }
                surplus.note(gapLeft, gapRight, without: pairs)
            }
        }
        reportSurplus(surplus, hashes: (expectedHashes, actualHashes), from: head, into: &differences)
    }

    /// Rows that no row of the other side stands beside.
    private struct Surplus {
        var expected: [Int] = []
        var actual: [Int] = []

        mutating func note(_ left: Range<Int>, _ right: Range<Int>, without pairs: [(Int, Int)]) {
            var remaining = pairs[...]
            for row in left {
                if remaining.first?.0 == row { remaining.removeFirst() } else { expected.append(row) }
            }
            remaining = pairs[...]
            for row in right {
                if remaining.first?.1 == row { remaining.removeFirst() } else { actual.append(row) }
            }
        }
    }

    /// A row that is missing in one place and too many in another has moved.
    private func reportSurplus(
        _ surplus: Surplus, hashes: (expected: [UInt64], actual: [UInt64]), from head: Int, into differences: inout Differences
    ) {
        var missing = RowGroups(surplus.expected) { hashes.expected[$0 - head] }
        for row in surplus.actual {
            if let moved = missing.take(hash: hashes.actual[row - head], where: { areEqual($0, row) }) {
                reportMoved(moved, row, into: &differences)
            } else {
                reportExtra(row, into: &differences)
            }
        }
        for row in missing.remaining { reportMissing(row, into: &differences) }
    }
}

extension Range<Int> {
    fileprivate func shifted(by offset: Int) -> Range<Int> { lowerBound + offset..<upperBound + offset }
}
