internal import AssayCore

extension TablePair {
    /// Up to this many pairs of rows, a gap is searched for those that are most alike; beyond, row stands by row.
    private static let similarityLimit = 4096

    /// Returns which rows of a gap are versions of each other, in order; rows without a like are left out.
    func pairSimilar(_ left: [Int], _ right: [Int]) -> [(Int, Int)] {
        if left.isEmpty || right.isEmpty { return [] }
        let inOrder = zip(left, right)
        if left.count == right.count, inOrder.allSatisfy({ areAlike($0, $1) }) { return Array(inOrder) }
        guard left.count * right.count <= Self.similarityLimit else { return inOrder.filter { areAlike($0, $1) } }
        return mostAlike(left, right)
    }

    /// Whether two rows are versions of each other rather than two rows: a third of their cells is equal. In a table of one or two
    /// columns any two are, and so are a row and a ragged one, of which nothing better is known.
    private func areAlike(_ row: Int, _ other: Int) -> Bool {
        plan.compared.count <= 2 || isRagged(other) || equalCells(row, other) * 3 >= plan.compared.count
    }

    /// The pairs in order that have the most equal cells in all.
    private func mostAlike(_ left: [Int], _ right: [Int]) -> [(Int, Int)] {
        let width = right.count + 1
        var gains = [Int](repeating: 0, count: left.count * right.count)
        var best = [Int](repeating: 0, count: (left.count + 1) * width)
        for i in stride(from: left.count - 1, through: 0, by: -1) {
            for j in stride(from: right.count - 1, through: 0, by: -1) {
                let (row, other) = (left[i], right[j])
                // A pair counts for itself too, so that rows without an equal cell are still paired.
                let gain = areAlike(row, other) ? equalCells(row, other) * 2 + 1 : 0
                gains[i * right.count + j] = gain
                let paired = gain > 0 ? best[(i + 1) * width + j + 1] + gain : 0
                best[i * width + j] = max(paired, best[(i + 1) * width + j], best[i * width + j + 1])
            }
        }
        var pairs: [(Int, Int)] = []
        var (i, j) = (0, 0)
        while i < left.count, j < right.count {
            let gain = gains[i * right.count + j]
            if gain > 0, best[i * width + j] == best[(i + 1) * width + j + 1] + gain {
                pairs.append((left[i], right[j]))
                (i, j) = (i + 1, j + 1)
            } else if best[i * width + j] == best[(i + 1) * width + j] {
                i += 1
            } else {
                j += 1
            }
        }
        return pairs
    }
}
