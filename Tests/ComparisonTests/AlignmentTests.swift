import TestSupport
import Testing

@testable import Comparison

struct AlignmentTests {
    @Test(
        arguments: [
            ([], [], []),
            ([1, 2], [1, 2], [.equal(expected: 0, actual: 0, count: 2)]),
            ([1, 2], [9, 1, 2], [.gap(expected: 0..<0, actual: 0..<1), .equal(expected: 0, actual: 1, count: 2)]),
            (
                [1, 2, 3], [1, 3],
                [
                    .equal(expected: 0, actual: 0, count: 1), .gap(expected: 1..<2, actual: 1..<1),
                    .equal(expected: 2, actual: 1, count: 1),
                ]
            ),
            ([1], [2], [.gap(expected: 0..<1, actual: 0..<1)]),
            ([], [2], [.gap(expected: 0..<0, actual: 0..<1)]),
        ] as [([UInt64], [UInt64], [Alignment.Part])])
    func `equal elements stand side by side`(expected: [UInt64], actual: [UInt64], parts: [Alignment.Part]) {
        #expect(Alignment(of: expected, with: actual).parts == parts)
    }

    @Test(arguments: [3, 10, 1000] as [UInt64])
    func `nothing is left out, and what is called equal is equal`(values: UInt64) {
        var random = SeededRandom(seed: values)
        for _ in 0..<300 {
            let sides = (0..<2).map { _ in
                (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt64.random(in: 0..<values, using: &random) }
            }
            var (left, right) = (0, 0)
            for part in Alignment(of: sides[0], with: sides[1]).parts {
                switch part {
                case .equal(let first, let second, let count):
                    #expect((first, second) == (left, right))
                    #expect(sides[0][first..<first + count].elementsEqual(sides[1][second..<second + count]))
                    (left, right) = (left + count, right + count)
                case .gap(let first, let second):
                    #expect((first.lowerBound, second.lowerBound) == (left, right))
                    (left, right) = (first.upperBound, second.upperBound)
                }
            }
            #expect((left, right) == (sides[0].count, sides[1].count))
        }
    }

    @Test func `two long sequences without anything in common are one gap`() {
        let parts = Alignment(of: Array(repeating: 1, count: 100_000), with: Array(repeating: 2, count: 100_000)).parts
        #expect(parts == [.gap(expected: 0..<100_000, actual: 0..<100_000)])
    }
}

struct LongestIncreasingRunTests {
    @Test(
        arguments: [
            ([], []), ([5], [0]), ([1, 2, 3], [0, 1, 2]), ([3, 2, 1], [2]), ([2, 3, 1], [0, 1]), ([1, 5, 2, 3], [0, 2, 3]),
        ] as [([UInt32], [Int])])
    func `the longest run that rises is found`(values: [UInt32], run: [Int]) {
        #expect(longestIncreasingRun(of: values) == run)
    }
}
