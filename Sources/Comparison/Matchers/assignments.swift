/// A pairing of rows with columns that fit, with as many pairs as there can be (augmenting paths, breadth first).
///
/// - Parameter fits: Asked at most once for each pair.
/// - Returns: The column of each row; `nil` for a row that is left out. The same for the same answers.
func largestMatching(rows: Int, columns: Int, fits: (Int, Int) -> Bool) -> [Int?] {
    var matching = Matching(rows: rows, columns: columns)
    // Most often things stand in the order in which they are expected.
    for row in 0..<min(rows, columns) where matching.knows(row, row, fits) { matching.pair(row, row) }
    for row in 0..<rows where matching.columnOfRow[row] == nil { matching.augment(from: row, fits) }
    return matching.columnOfRow
}

private struct Matching {
    private(set) var columnOfRow: [Int?]
    private var rowOfColumn: [Int?]
    /// 0 not asked, 1 fits, 2 does not.
    private var answers: [UInt8]
    /// Columns that a search has reached in vain: from there nothing can be freed, now or later.
    private var isLost: [Bool]
    private let columns: Int

    init(rows: Int, columns: Int) {
        self.columns = columns
        columnOfRow = Array(repeating: nil, count: rows)
        rowOfColumn = Array(repeating: nil, count: columns)
        answers = Array(repeating: 0, count: rows * columns)
        isLost = Array(repeating: false, count: columns)
    }

    mutating func knows(_ row: Int, _ column: Int, _ fits: (Int, Int) -> Bool) -> Bool {
        let index = row * columns + column
        if answers[index] == 0 { answers[index] = fits(row, column) ? 1 : 2 }
        return answers[index] == 1
    }

    mutating func pair(_ row: Int, _ column: Int) {
        columnOfRow[row] = column
        rowOfColumn[column] = row
    }

    /// Frees a column for `start` by moving other rows, if that can be done.
    mutating func augment(from start: Int, _ fits: (Int, Int) -> Bool) {
        var reachedFrom = [Int?](repeating: nil, count: columns)
        var queue = [start]
        var next = 0
        while next < queue.count {
            let row = queue[next]
            next += 1
            for column in 0..<columns where !isLost[column] && reachedFrom[column] == nil && knows(row, column, fits) {
                reachedFrom[column] = row
                guard let holder = rowOfColumn[column] else { return shift(to: column, reachedFrom) }
                queue.append(holder)
            }
        }
        for column in 0..<columns where reachedFrom[column] != nil { isLost[column] = true }
    }

    private mutating func shift(to free: Int, _ reachedFrom: [Int?]) {
        var column: Int? = free
        while let current = column, let row = reachedFrom[current] {
            column = columnOfRow[row]
            pair(row, current)
        }
    }
}

/// The pairing of rows with columns of the smallest total cost (the Hungarian method with potentials); every row is paired, or
/// every column if there are fewer. O(n³).
///
/// - Parameter costs: Row by row, all of one length.
/// - Returns: The column of each row.
func cheapestAssignment(_ costs: [[Int]]) -> [Int?] {
    let rows = costs.count
    guard let columns = costs.first?.count, columns > 0 else { return Array(repeating: nil, count: rows) }
    guard rows <= columns else {
        let transposed = (0..<columns).map { column in costs.map { $0[column] } }
        var result = [Int?](repeating: nil, count: rows)
        for (column, row) in cheapestAssignment(transposed).enumerated() {
            if let row { result[row] = column }
        }
        return result
    }
    // Rows and columns count from 1; column 0 stands for the row that is being placed.
    var rowPotential = [Int](repeating: 0, count: rows + 1)
    var columnPotential = [Int](repeating: 0, count: columns + 1)
    var rowOfColumn = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
        rowOfColumn[0] = row
        var (column, slack) = (0, [Int](repeating: .max, count: columns + 1))
        var (previous, isDone) = ([Int](repeating: 0, count: columns + 1), [Bool](repeating: false, count: columns + 1))
        repeat {
            isDone[column] = true
            let current = rowOfColumn[column]
            var (delta, nearest) = (Int.max, 0)
            for candidate in 1...columns where !isDone[candidate] {
                let reduced = costs[current - 1][candidate - 1] - rowPotential[current] - columnPotential[candidate]
                if reduced < slack[candidate] { (slack[candidate], previous[candidate]) = (reduced, column) }
                if slack[candidate] < delta { (delta, nearest) = (slack[candidate], candidate) }
            }
            for candidate in 0...columns {
                if isDone[candidate] {
                    rowPotential[rowOfColumn[candidate]] += delta
                    columnPotential[candidate] -= delta
                } else if slack[candidate] != .max {
                    slack[candidate] -= delta
                }
            }
            column = nearest
        } while rowOfColumn[column] != 0
        while column != 0 {
            rowOfColumn[column] = rowOfColumn[previous[column]]
            column = previous[column]
        }
    }
    var result = [Int?](repeating: nil, count: rows)
    for column in 1...columns where rowOfColumn[column] != 0 { result[rowOfColumn[column] - 1] = column - 1 }
    return result
}
