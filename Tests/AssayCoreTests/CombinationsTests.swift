import AssayCore
import Testing

struct CombinationsTests {
    /// Every pair that some allowed combination has, by trying all of them.
    private func possiblePairs(_ combinations: Combinations) -> Set<[Int]> { pairs(in: combinations.all()) }

    private func pairs(in rows: [[Int]]) -> Set<[Int]> {
        var pairs: Set<[Int]> = []
        for row in rows {
            for first in row.indices {
                for second in row.indices where second > first { pairs.insert([first, row[first], second, row[second]]) }
            }
        }
        return pairs
    }

    @Test func `all combinations stand in the order of the values, the last parameter changing fastest`() {
        #expect(Combinations(sizes: [2, 3]).all() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
        #expect(Combinations(sizes: [2, 2], excluding: [[0: 1, 1: 0]]).all() == [[0, 0], [0, 1], [1, 1]])
        #expect(Combinations(sizes: []).all() == [[]])
    }

    @Test func `the count of a product that is too large for an Int is not known`() {
        #expect(Combinations(sizes: [1000, 1000]).productCount == 1_000_000)
        #expect(Combinations(sizes: Array(repeating: 1000, count: 10)).productCount == nil)
    }

    @Test(arguments: [[2, 2], [3, 3, 3], [2, 3, 4, 5], [5, 1, 5], [2, 2, 2, 2, 2, 2, 2, 2], [7, 6, 1, 2, 3], [4]])
    func `pairwise rows have every pair`(sizes: [Int]) throws {
        let combinations = Combinations(sizes: sizes)
        let rows = try #require(combinations.pairwise())
        #expect(pairs(in: rows) == possiblePairs(combinations))
        #expect(Set(rows).count == rows.count)
        #expect(rows.count <= combinations.all().count)
    }

    @Test func `pairwise rows keep out what is left out and have every pair that is possible beside it`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let sizes = (0..<Int.random(in: 2...5, using: &random)).map { _ in Int.random(in: 1...4, using: &random) }
            let excluded = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                Dictionary(
                    sizes.indices.shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random)).map {
                        ($0, Int.random(in: 0..<sizes[$0], using: &random))
                    }, uniquingKeysWith: { first, _ in first })
            }
            let combinations = Combinations(sizes: sizes, excluding: excluded)
            let allowed = combinations.all()
            let rows = try #require(combinations.pairwise(), "\(sizes) \(excluded)")
            #expect(rows.allSatisfy(allowed.contains), "\(sizes) \(excluded)")
            #expect(pairs(in: rows) == pairs(in: allowed), "\(sizes) \(excluded)")
        }
    }

    @Test func `pairwise rows are far fewer than all combinations`() throws {
        let rows = try #require(Combinations(sizes: Array(repeating: 10, count: 10)).pairwise())
        #expect(rows.count < 260)
        #expect(pairs(in: rows).count == 45 * 100)
        #expect(try #require(Combinations(sizes: Array(repeating: 3, count: 13)).pairwise()).count <= 30)
    }

    @Test func `the same parameters give the same rows`() {
        let combinations = Combinations(sizes: [3, 4, 2, 5], excluding: [[0: 1, 3: 2]])
        #expect(combinations.pairwise() == combinations.pairwise())
    }
}
