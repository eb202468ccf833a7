internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Compares the rows in sequence: those inserted or left out are found, and shift nothing after them.
    func compareInSequence(into differences: inout Differences) {
        let shorter = min(expectedCount, actualCount)
        var head = 0
        var rewritten = RowChanges.Rewritten()
        while head < shorter, areEqual(head, head, noting: &rewritten) {
            head += 1
            if head & 0x7FFF == 0 { release(head - 0x8000..<head, head - 0x8000..<head) }
        }
        defer { differences.rows?.rewritten.add(rewritten) }
        if head == max(expectedCount, actualCount) { return }
        var tail = 0
        while tail < shorter - head,
            areEqual(expectedCount - 1 - tail, actualCount - 1 - tail, noting: &rewritten)
        {
            tail += 1
        }
        SequenceComparison(pair: self, from: head, withoutLast: tail).report(into: &differences)
    }

    func release(_ expectedRows: Range<Int>, _ actualRows: Range<Int>) {
        expected.release(expectedRows)
        actual.release(actualRows)
    }
}

/// What is between the first and the last rows that differ.
private struct SequenceComparison {
    private let pair: TablePair
    /// Without those parts that are known to be equal.
    private var parts: [Alignment.Part] = []
    /// Rows that are missing in one place and too many in another.
    private var moved: [(expected: UInt32, actual: UInt32)] = []
    /// For each row whether it is one of those; empty when there are none.
    private var movedExpected: [Bool] = []
    private var movedActual: [Bool] = []
    private var rewritten = RowChanges.Rewritten()

    init(pair: TablePair, from start: Int, withoutLast tail: Int) {
        self.pair = pair
        let (expectedEnd, actualEnd) = (pair.expectedCount - tail, pair.actualCount - tail)
        let (row, other) = alignByLookingAhead(start..<expectedEnd, start..<actualEnd)
        alignByHashes(row..<expectedEnd, other..<actualEnd)
        findMoved()
    }

    /// Goes on as long as it is plain where the rows meet again after those that differ. Most tables are done with then, without a
    /// look at any row but those.
    ///
    /// - Returns: Up to where that was.
    private mutating func alignByLookingAhead(_ left: Range<Int>, _ right: Range<Int>) -> (Int, Int) {
        var (row, other) = (left.lowerBound, right.lowerBound)
        while row < left.upperBound, other < right.upperBound {
            if pair.areEqual(row, other, noting: &rewritten) {
                (row, other) = (row + 1, other + 1)
                if row & 0x7FFF == 0, min(row, other) >= 0x8000 {
                    pair.release(row - 0x8000..<row, other - 0x8000..<other)
                }
            } else if let (expected, actual) = meeting(after: row, other, left.upperBound, right.upperBound) {
                alignByHashes(row..<expected, other..<actual)
                (row, other) = (expected, actual)
            } else {
                break
            }
        }
        return (row, other)
    }

    /// Where both sides go on alike for some rows, if there is one such place near and only one.
    private func meeting(after row: Int, _ other: Int, _ end: Int, _ otherEnd: Int) -> (Int, Int)? {
        let (reach, run) = (8, 8)
        var found: (Int, Int)?
        for shift in -reach...reach {
            let first = max(0, -shift)
            let place = (first...min(reach, reach - shift)).first { step in
                let (left, right) = (row + step, other + step + shift)
                guard step + shift + step > 0, left + run <= end, right + run <= otherEnd else { return false }
                return (0..<run).allSatisfy { pair.areEqual(left + $0, right + $0) }
            }
            guard let place else { continue }
            // Rows that repeat go on alike in several places, and which is right shows only further on.
            if found != nil { return nil }
            found = (row + place, other + place + shift)
        }
        return found
    }

    private mutating func alignByHashes(_ left: Range<Int>, _ right: Range<Int>) {
        if left.isEmpty && right.isEmpty { return }
        var scratch: [UInt8] = []
        let expected = left.map { row in
            if row & 0x7FFF == 0, row - left.lowerBound >= 0x8000 { pair.expected.release(row - 0x8000..<row) }
            return pair.hash(ofExpected: row, withTolerances: false, scratch: &scratch)
        }
        let actual = right.map { row in
            if row & 0x7FFF == 0, row - right.lowerBound >= 0x8000 { pair.actual.release(row - 0x8000..<row) }
            return pair.hash(ofActual: row, withTolerances: false, scratch: &scratch)
        }
        let (row, other) = (left.lowerBound, right.lowerBound)
        for part in Alignment(of: expected, with: actual).parts {
            switch part {
            case .equal(let first, let second, let count):
                parts.append(.equal(expected: row + first, actual: other + second, count: count))
            case .gap(let left, let right):
                parts.append(
                    .gap(
                        expected: row + left.lowerBound..<row + left.upperBound,
                        actual: other + right.lowerBound..<other + right.upperBound))
            }
        }
    }

    /// Rows that are equal only within a tolerance are not looked for: where few columns are without one, nearly all rows of a
    /// table would have to be tried for each.
    private mutating func findMoved() {
        var gaps = (expected: [Int](), actual: [Int]())
        for case .gap(let left, let right) in parts {
            gaps.expected += left
            gaps.actual += right
        }
        guard !gaps.expected.isEmpty, !gaps.actual.isEmpty else { return }
        var scratch: [UInt8] = []
        var missing = RowGroups(gaps.expected) { row in
            if row & 0x7FFF == 0, row >= 0x8000 { pair.expected.release(row - 0x8000..<row) }
            return pair.hash(ofExpected: row, scratch: &scratch)
        }
        for row in gaps.actual {
            if row & 0x7FFF == 0, row >= 0x8000 { pair.actual.release(row - 0x8000..<row) }
            let hash = pair.hash(ofActual: row, scratch: &scratch)
            guard let twin = missing.take(hash: hash, where: { [pair] in pair.areEqual($0, row) }) else { continue }
            if moved.isEmpty {
                movedExpected = Array(repeating: false, count: pair.expectedCount)
                movedActual = Array(repeating: false, count: pair.actualCount)
            }
            if !pair.areSurelyEqual(twin, row) { rewritten.note(twin, row) }
            moved.append((UInt32(twin), UInt32(row)))
            movedExpected[twin] = true
            movedActual[row] = true
        }
    }

    func report(into differences: inout Differences) {
        differences.rows?.rewritten.add(rewritten)
        var missing: [Int] = []
        for part in parts {
            switch part {
            case .equal(let first, let second, let count):
                // By their hashes; tolerances are still to be looked at.
                for offset in 0..<count { compare(first + offset, second + offset, into: &differences) }
            case .gap(let left, let right):
                missing += reportGap(
                    left.filter { moved.isEmpty || !movedExpected[$0] }, right.filter { moved.isEmpty || !movedActual[$0] },
                    into: &differences)
            }
        }
        for row in missing { pair.reportMissing(row, into: &differences) }
        for row in moved { pair.reportMoved(Int(row.expected), Int(row.actual), into: &differences) }
    }

    /// - Returns: The expected rows that have no like.
    private func reportGap(_ left: [Int], _ right: [Int], into differences: inout Differences) -> [Int] {
        var pairs = pair.pairSimilar(left, right)[...]
        var missing = Set(left)
        for row in right {
            if let (expectedRow, actualRow) = pairs.first, actualRow == row {
                pairs.removeFirst()
                missing.remove(expectedRow)
                compare(expectedRow, row, into: &differences)
            } else {
                pair.reportExtra(row, into: &differences)
            }
        }
        return left.filter(missing.contains)
    }

    private func compare(_ expected: Int, _ actual: Int, into differences: inout Differences) {
        var rewritten = RowChanges.Rewritten()
        if !pair.areEqual(expected, actual, noting: &rewritten) { pair.compareCells(expected, actual, into: &differences) }
        differences.rows?.rewritten.add(rewritten)
    }
}
