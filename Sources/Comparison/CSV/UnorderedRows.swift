internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Up to this many pairs of rows that may be equal within a tolerance or by matchers, all are tried.
    private static let looseLimit = 4_000_000

    /// Compares the rows as a collection without order: each that is expected must come once.
    ///
    /// - Returns: For each expected row the one that came, or `UInt32.max`.
    func compareInAnyOrder(into differences: inout Differences) -> [UInt32] {
        var scratch: [UInt8] = []
        let actualHashes = (0..<actualCount).map { hash(ofActual: $0, scratch: &scratch) }
        var missing = RowGroups(Array(0..<expectedCount)) { hash(ofExpected: $0, scratch: &scratch) }
        var partners = [UInt32](repeating: .max, count: expectedCount)
        var surplus: [Int] = []
        for row in 0..<actualCount {
            if let equal = missing.take(hash: actualHashes[row], where: { areEqual($0, row) }) {
                partners[equal] = UInt32(row)
            } else {
                surplus.append(row)
            }
        }
        if !surplus.isEmpty, cells?.areAllText == false || plan.compared.contains(where: \.rule.hasTolerance) {
            surplus = pairLoosely(surplus, &partners)
        }
        report(missing: partners.indices.filter { partners[$0] == .max }, surplus: surplus, into: &differences)
        return partners
    }

    /// Finds places for rows that are equal to an expected one within a tolerance or by matchers. Which takes which matters then:
    /// an early choice may leave another row without, so all rows that are alike are paired anew.
    ///
    /// - Returns: The rows that came and found none.
    private func pairLoosely(_ surplus: [Int], _ partners: inout [UInt32]) -> [Int] {
        let withTolerance = plan.compared.filter(\.rule.hasTolerance)
        for group in looseGroups() {
            var (left, right) = (group.expected, group.actual)
            if cells?.areAllText != false, withTolerance.count == 1 {
                pairAlongScale(of: withTolerance[0], left, right, &partners)
                continue
            }
            if left.count * right.count > Self.looseLimit {
                // Too many to be sure of the best: what was paired exactly stays so.
                let unpaired = Set(surplus)
                (left, right) = (left.filter { partners[$0] == .max }, right.filter(unpaired.contains))
                if left.count * right.count > Self.looseLimit { continue }
            }
            let matching = largestMatching(rows: left.count, columns: right.count) { areEqual(left[$0], right[$1]) }
            for (row, column) in matching.enumerated() { partners[left[row]] = column.map { UInt32(right[$0]) } ?? .max }
        }
        let paired = Set(partners)
        return (0..<actualCount).filter { !paired.contains(UInt32($0)) }
    }

    /// Pairs rows that agree in all but one column, as many as there can be. O(n log n): what is within a tolerance of each other
    /// lies close together once it is sorted.
    private func pairAlongScale(of column: ColumnPlan.Pair, _ left: [Int], _ right: [Int], _ partners: inout [UInt32]) {
        func expectedCell(_ row: Int) -> CellRule.Cell { expected.cell(column.expected, ofRecord: row + headerCount) }
        func actualCell(_ row: Int) -> CellRule.Cell { actual.cell(column.actual, ofRecord: row + headerCount) }
        let left = left.sorted { column.rule.precedes(expectedCell($0), expectedCell($1)) }
        let right = right.filter { !isRagged($0) }.sorted { column.rule.precedes(actualCell($0), actualCell($1)) }
        for row in left { partners[row] = .max }
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            if areEqual(left[i], right[j]) {
                partners[left[i]] = UInt32(right[j])
                (i, j) = (i + 1, j + 1)
            } else if column.rule.precedes(expectedCell(left[i]), actualCell(right[j])) {
                i += 1
            } else {
                j += 1
            }
        }
    }

    /// The rows that may be equal to each other: those that agree in all columns without a tolerance, or all, where there are
    /// matchers.
    private func looseGroups() -> [(expected: [Int], actual: [Int])] {
        if cells?.areAllText == false { return [(Array(0..<expectedCount), Array(0..<actualCount))] }
        var scratch: [UInt8] = []
        var places: [UInt64: Int] = [:]
        var groups: [(expected: [Int], actual: [Int])] = []
        for row in 0..<expectedCount {
            let hash = hash(ofExpected: row, withTolerances: false, scratch: &scratch)
            let place = places[hash] ?? groups.count
            places[hash] = place
            if place == groups.count { groups.append(([], [])) }
            groups[place].expected.append(row)
        }
        for row in 0..<actualCount {
            guard let place = places[hash(ofActual: row, withTolerances: false, scratch: &scratch)] else { continue }
            groups[place].actual.append(row)
        }
        return groups
    }

    /// Rows that are left on both sides and are much alike are one row that changed.
    private func report(missing: [Int], surplus: [Int], into differences: inout Differences) {
        var missing = missing
        for row in surplus {
            if !isRagged(row), missing.count * surplus.count <= 10_000, let place = mostAlike(to: row, among: missing) {
                compareCells(missing.remove(at: place), row, into: &differences)
            } else {
                reportExtra(row, into: &differences)
            }
        }
        for row in missing { reportMissing(row, into: &differences) }
    }

    /// The place of the row with the most equal cells, if at least half of them are.
    private func mostAlike(to row: Int, among missing: [Int]) -> Int? {
        let counts = missing.map { equalCells($0, row) }
        guard let best = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[best] * 2 >= plan.compared.count else {
            return nil
        }
        return best
    }
}
