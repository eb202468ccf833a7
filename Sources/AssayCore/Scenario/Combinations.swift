/// The combinations of one value for each of several parameters, without those that are left out. Parameters and values are numbers
/// from 0 on.
package struct Combinations: Sendable {
    /// How many values each parameter has; none is 0.
    package var sizes: [Int]
    /// A combination in which all of these parameters have these values is left out. An empty one leaves out everything.
    package var excluded: [[Int: Int]]

    package init(sizes: [Int], excluding excluded: [[Int: Int]] = []) {
        self.sizes = sizes
        self.excluded = excluded
    }

    /// How many combinations there are before any is left out; `nil` when that is no `Int`.
    package var productCount: Int? {
        var count = 1
        for size in sizes {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            if overflow { return nil }
            count = product
        }
        return count
    }

    /// Returns every combination, the last parameter changing fastest. Takes O(`productCount`).
    package func all() -> [[Int]] {
        guard sizes.allSatisfy({ $0 > 0 }) else { return [] }
        var row = [Int](repeating: 0, count: sizes.count)
        var rows: [[Int]] = []
        while true {
            if !isExcluded(row) { rows.append(row) }
            var position = sizes.count - 1
            while position >= 0, row[position] == sizes[position] - 1 {
                row[position] = 0
                position -= 1
            }
            if position < 0 { return rows }
            row[position] += 1
        }
    }

    /// Returns rows in which every two values of different parameters meet at least once, wherever a row that is not left out allows
    /// it. The same parameters always give the same rows. A single parameter has a row for each of its values.
    ///
    /// Greedy, a row at a time (ISTQB: pairwise testing): each is built around the first pair that no row has yet, and takes
    /// from every other parameter the value that adds most new pairs.
    ///
    /// - Returns: `nil` when what is left out is so entangled that it is not found out in reasonable time whether a pair can meet.
    package func pairwise() -> [[Int]]? {
        guard sizes.count > 1 else { return all() }
        var search = PairwiseSearch(self)
        return search.rows()
    }

    fileprivate func isExcluded(_ row: [Int]) -> Bool {
        excluded.contains { $0.allSatisfy { parameter, value in row[parameter] == value } }
    }
}

/// The rows of `Combinations.pairwise()` in the making.
private struct PairwiseSearch {
    private enum Completion { case found, impossible, undecided }

    private static let open = -1
    /// How many values one row may try before it is given up.
    private static let triesPerRow = 200_000

    private let combinations: Combinations
    private let sizes: [Int]
    /// Where the values of a parameter begin among the values of all of them.
    private let offsets: [Int]
    private let valueCount: Int
    /// For two values, whether a row has yet to bring them together.
    private var isMissing: [Bool]
    private var tries = 0

    init(_ combinations: Combinations) {
        self.combinations = combinations
        sizes = combinations.sizes
        var offsets: [Int] = []
        var count = 0
        for size in combinations.sizes {
            offsets.append(count)
            count += size
        }
        self.offsets = offsets
        valueCount = count
        isMissing = [Bool](repeating: true, count: count * count)
    }

    mutating func rows() -> [[Int]]? {
        var rows: [[Int]] = []
        for first in sizes.indices {
            for second in sizes.indices.dropFirst(first + 1) {
                for left in 0..<sizes[first] {
                    for right in 0..<sizes[second] where isMissing[place(first, left, second, right)] {
                        var row = [Int](repeating: Self.open, count: sizes.count)
                        row[first] = left
                        row[second] = right
                        tries = 0
                        switch contradicts(row) ? .impossible : complete(&row, from: 0) {
                        case .found:
                            note(row)
                            rows.append(row)
                        case .impossible: continue
                        case .undecided: return nil
                        }
                    }
                }
            }
        }
        return rows
    }

    private func place(_ first: Int, _ left: Int, _ second: Int, _ right: Int) -> Int {
        (offsets[first] + left) * valueCount + offsets[second] + right
    }

    private mutating func note(_ row: [Int]) {
        for first in row.indices {
            for second in row.indices.dropFirst(first + 1) { isMissing[place(first, row[first], second, row[second])] = false }
        }
    }

    /// Gives the open parameters from `parameter` on values, the most useful ones that nothing speaks against.
    private mutating func complete(_ row: inout [Int], from parameter: Int) -> Completion {
        guard let next = row.indices.dropFirst(parameter).first(where: { row[$0] == Self.open }) else { return .found }
        let gains = (0..<sizes[next]).map { gain(of: $0, for: next, in: row) }
        for value in gains.indices.sorted(by: { (gains[$1], $0) < (gains[$0], $1) }) {
            tries += 1
            if tries > Self.triesPerRow { return .undecided }
            row[next] = value
            if contradicts(row) { continue }
            let completion = complete(&row, from: next + 1)
            if completion != .impossible { return completion }
        }
        row[next] = Self.open
        return .impossible
    }

    /// How many missing pairs a value makes with the values that the row has.
    private func gain(of value: Int, for parameter: Int, in row: [Int]) -> Int {
        var gain = 0
        for other in row.indices where row[other] != Self.open && other != parameter {
            let isNew =
                other < parameter
                ? isMissing[place(other, row[other], parameter, value)] : isMissing[place(parameter, value, other, row[other])]
            if isNew { gain += 1 }
        }
        return gain
    }

    /// Whether what the row has so far is left out already; an open parameter has no value yet.
    private func contradicts(_ row: [Int]) -> Bool { combinations.isExcluded(row) }
}
