import TestSupport
import Testing

@testable import Comparison

struct AssignmentTests {
    @Test func `the cheapest assignment is as cheap as the best of all`() {
        var random = SeededRandom(seed: 6)
        for _ in 0..<300 {
            let (rows, columns) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
            let costs = (0..<rows).map { _ in (0..<columns).map { _ in Int.random(in: 0...9, using: &random) } }
            let result = cheapestAssignment(costs)
            let chosen = result.compactMap(\.self)
            #expect(Set(chosen).count == chosen.count && chosen.count == min(rows, columns))
            let total = zip(costs, result).reduce(0) { sum, pair in sum + (pair.1.map { pair.0[$0] } ?? 0) }
            #expect(total == best(costs))
        }
    }

    @Test func `the largest matching is as large as the best of all`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let (rows, columns) = (Int.random(in: 0...5, using: &random), Int.random(in: 0...5, using: &random))
            let fits = (0..<rows).map { _ in (0..<columns).map { _ in Int.random(in: 0..<3, using: &random) == 0 } }
            var asked: Set<[Int]> = []
            let result = largestMatching(rows: rows, columns: columns) { row, column in
                #expect(asked.insert([row, column]).inserted)
                return fits[row][column]
            }
            let chosen = result.compactMap(\.self)
            #expect(Set(chosen).count == chosen.count)
            #expect(result.enumerated().allSatisfy { pair in pair.element.map { fits[pair.offset][$0] } ?? true })
            #expect(chosen.count == largest(fits, from: 0, taken: []))
        }
    }

    @Test func `rows that cannot all find a column are given up on in time`() {
        let result = largestMatching(rows: 2000, columns: 2000) { _, column in column < 1000 }
        #expect(result.count { $0 != nil } == 1000)
    }

    /// By trying everything.
    private func best(_ costs: [[Int]]) -> Int {
        let columns = costs.first?.count ?? 0
        guard costs.count <= columns else { return best((0..<columns).map { column in costs.map { $0[column] } }) }
        func rest(_ row: Int, _ taken: Set<Int>) -> Int {
            guard row < costs.count else { return 0 }
            return (0..<columns).filter { !taken.contains($0) }.map { costs[row][$0] + rest(row + 1, taken.union([$0])) }.min()
                ?? 0
        }
        return rest(0, [])
    }

    private func largest(_ fits: [[Bool]], from row: Int, taken: Set<Int>) -> Int {
        guard row < fits.count else { return 0 }
        let columns = fits[row].indices.filter { fits[row][$0] && !taken.contains($0) }
        return
            ([largest(fits, from: row + 1, taken: taken)]
            + columns.map { 1 + largest(fits, from: row + 1, taken: taken.union([$0])) }).max() ?? 0
    }
}
