/// What stands side by side in two sequences: runs of equal elements, and between them gaps where they differ.
///
/// Elements are given as hashes. Where an alignment says "equal", the caller still compares: equal hashes are no proof.
struct Alignment {
    enum Part: Equatable {
        /// `count` elements from `expected` and from `actual` on are equal.
        case equal(expected: Int, actual: Int, count: Int)
        /// One of the two may be empty.
        case gap(expected: Range<Int>, actual: Range<Int>)
    }

    /// From the first element to the last, leaving none out.
    private(set) var parts: [Part] = []

    private let expected: [UInt64]
    private let actual: [UInt64]

    /// Up to this many pairs, a gap without unique elements is aligned exactly; beyond, it is left as one gap.
    private static let exactLimit = 250_000
    /// How often the gaps between unique elements are searched for elements that are unique within them.
    private static let depthLimit = 12

    /// Elements that occur once on both sides, as rows of a table mostly do, are aligned first; so what is inserted at the top
    /// shifts nothing. O(n log n) for n elements, however much they differ.
    init(of expected: [UInt64], with actual: [UInt64]) {
        self.expected = expected
        self.actual = actual
        align(expected.indices, actual.indices, depth: 0)
    }

    private mutating func align(_ left: Range<Int>, _ right: Range<Int>, depth: Int) {
        let shorter = min(left.count, right.count)
        var head = 0
        while head < shorter, expected[left.lowerBound + head] == actual[right.lowerBound + head] { head += 1 }
        var tail = 0
        while tail < shorter - head, expected[left.upperBound - 1 - tail] == actual[right.upperBound - 1 - tail] { tail += 1 }

        appendEqual(left.lowerBound, right.lowerBound, head)
        alignWithoutEnds(
            left.lowerBound + head..<left.upperBound - tail, right.lowerBound + head..<right.upperBound - tail, depth: depth)
        appendEqual(left.upperBound - tail, right.upperBound - tail, tail)
    }

    private mutating func alignWithoutEnds(_ left: Range<Int>, _ right: Range<Int>, depth: Int) {
        guard !left.isEmpty, !right.isEmpty else { return appendGap(left, right) }
        let anchors = depth < Self.depthLimit ? uniqueInBoth(left, right) : []
        if anchors.isEmpty {
            if left.count * right.count <= Self.exactLimit { alignExactly(left, right) } else { appendGap(left, right) }
            return
        }
        var (nextLeft, nextRight) = (left.lowerBound, right.lowerBound)
        for anchor in anchors {
            align(nextLeft..<anchor.expected, nextRight..<anchor.actual, depth: depth + 1)
            appendEqual(anchor.expected, anchor.actual, 1)
            (nextLeft, nextRight) = (anchor.expected + 1, anchor.actual + 1)
        }
        align(nextLeft..<left.upperBound, nextRight..<right.upperBound, depth: depth + 1)
    }

    /// Returns the most elements that occur once on both sides and stand in the same order.
    private func uniqueInBoth(_ left: Range<Int>, _ right: Range<Int>) -> [(expected: Int, actual: Int)] {
        let (none, several) = (UInt32.max, UInt32.max - 1)
        var partners = [UInt32](repeating: none, count: left.count)
        var table = RowTable(capacity: left.count)
        for (offset, index) in left.enumerated() {
            let twin = table.insert(offset, hash: expected[index]) { expected[left.lowerBound + $0] == expected[index] }
            if let twin { partners[twin] = several }
        }
        for index in right {
            let partner = table.row(hash: actual[index]) { expected[left.lowerBound + $0] == actual[index] }
            if let partner { partners[partner] = partners[partner] == none ? UInt32(index) : several }
        }
        let unique = partners.indices.filter { partners[$0] < several }
        return longestIncreasingRun(of: unique.map { partners[$0] }).map { position in
            (left.lowerBound + unique[position], Int(partners[unique[position]]))
        }
    }

    /// The longest common subsequence, by a table of `left.count × right.count` lengths.
    private mutating func alignExactly(_ left: Range<Int>, _ right: Range<Int>) {
        let width = right.count + 1
        // At [i, j] the length for what begins at i and at j. A length is at most the root of the limit.
        var lengths = [UInt16](repeating: 0, count: (left.count + 1) * width)
        for i in stride(from: left.count - 1, through: 0, by: -1) {
            for j in stride(from: right.count - 1, through: 0, by: -1) {
                let isEqual = expected[left.lowerBound + i] == actual[right.lowerBound + j]
                lengths[i * width + j] =
                    isEqual
                    ? lengths[(i + 1) * width + j + 1] + 1 : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        var (gapLeft, gapRight) = (left.lowerBound, right.lowerBound)
        while i < left.count, j < right.count {
            let (index, otherIndex) = (left.lowerBound + i, right.lowerBound + j)
            if expected[index] == actual[otherIndex] {
                appendGap(gapLeft..<index, gapRight..<otherIndex)
                appendEqual(index, otherIndex, 1)
                (i, j) = (i + 1, j + 1)
                (gapLeft, gapRight) = (index + 1, otherIndex + 1)
            } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        appendGap(gapLeft..<left.upperBound, gapRight..<right.upperBound)
    }

    private mutating func appendEqual(_ expected: Int, _ actual: Int, _ count: Int) {
        guard count > 0 else { return }
        if case .equal(let start, let otherStart, let length) = parts.last, start + length == expected,
            otherStart + length == actual
        {
            parts[parts.count - 1] = .equal(expected: start, actual: otherStart, count: length + count)
        } else {
            parts.append(.equal(expected: expected, actual: actual, count: count))
        }
    }

    private mutating func appendGap(_ left: Range<Int>, _ right: Range<Int>) {
        if left.isEmpty && right.isEmpty { return }
        parts.append(.gap(expected: left, actual: right))
    }
}
