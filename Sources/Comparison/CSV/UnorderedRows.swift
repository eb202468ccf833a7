internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Compares the rows as a collection without order: each that is expected must come once.
    func compareInAnyOrder(into differences: inout Differences) {
        var scratch: [UInt8] = []
        let actualHashes = (0..<actualCount).map { hash(ofActual: $0, scratch: &scratch) }
        var missing = RowGroups(Array(0..<expectedCount)) { hash(ofExpected: $0, scratch: &scratch) }
        var surplus: [Int] = []
        var assignment = Assignment(expectedCount: expectedCount, actualCount: actualCount)
        for row in 0..<actualCount {
            if let equal = missing.take(hash: actualHashes[row], where: { areEqual($0, row) }) {
                assignment.assign(equal, to: row)
            } else {
                surplus.append(row)
            }
        }
        if plan.compared.contains(where: \.rule.hasTolerance), !surplus.isEmpty { placeWithTolerance(&surplus, &assignment) }
        let left = assignment.partners.indices.filter { assignment.partners[$0] == nil }
        report(missing: left, surplus: surplus, into: &differences)
    }

    /// Finds places for rows that are equal to an expected one within a tolerance only. Which takes which matters then: an early
    /// choice may leave another row without.
    private func placeWithTolerance(_ surplus: inout [Int], _ assignment: inout Assignment) {
        var scratch: [UInt8] = []
        let groups = RowGroups(Array(0..<expectedCount)) { hash(ofExpected: $0, withTolerances: false, scratch: &scratch) }
        var unplaced: [Int] = []
        for row in surplus {
            let isPlaced = assignment.place(row) { candidate in
                var scratch: [UInt8] = []
                return groups.candidates(hash: hash(ofActual: candidate, withTolerances: false, scratch: &scratch))
            } accepts: {
                areEqual($0, $1)
            }
            if !isPlaced { unplaced.append(row) }
        }
        surplus = unplaced
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
