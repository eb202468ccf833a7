/// Returns for each row the column it is paired with, so that the costs of all pairs together are least; `nil` for rows that are
/// left over. O(n² m) for n of the fewer and m of the more.
///
/// The Hungarian method with potentials, row by row (Kuhn 1955, in the form of Jonker and Volgenant 1987).
func cheapestPairs(_ costs: [[Int]]) -> [Int?] {
    let rows = costs.count
    let columns = costs.first?.count ?? 0
    guard columns > 0 else { return costs.map { _ in nil } }
    if rows <= columns { return pairs(rows, columns) { costs[$0][$1] } }
    var result = [Int?](repeating: nil, count: rows)
    for (column, row) in pairs(columns, rows, { costs[$1][$0] }).enumerated() {
        if let row { result[row] = column }
    }
    return result
}

/// As `cheapestPairs(_:)`, with no more rows than columns. Index 0 of the arrays stands for none.
private func pairs(_ rows: Int, _ columns: Int, _ cost: (Int, Int) -> Int) -> [Int?] {
    var rowPotentials = [Int](repeating: 0, count: rows + 1)
    var columnPotentials = [Int](repeating: 0, count: columns + 1)
    var rowOfColumn = [Int](repeating: 0, count: columns + 1)
    for row in 1...rows {
        rowOfColumn[0] = row
        var column = 0
        var least = [Int](repeating: .max, count: columns + 1)
        var previous = [Int](repeating: 0, count: columns + 1)
        var isVisited = [Bool](repeating: false, count: columns + 1)
        repeat {
            isVisited[column] = true
            let current = rowOfColumn[column]
            var (delta, next) = (Int.max, 0)
            for candidate in 1...columns where !isVisited[candidate] {
                let reduced = cost(current - 1, candidate - 1) - rowPotentials[current] - columnPotentials[candidate]
                if reduced < least[candidate] { (least[candidate], previous[candidate]) = (reduced, column) }
                if least[candidate] < delta { (delta, next) = (least[candidate], candidate) }
            }
            for index in 0...columns {
                if isVisited[index] {
                    rowPotentials[rowOfColumn[index]] += delta
                    columnPotentials[index] -= delta
                } else if least[index] != .max {
                    least[index] -= delta
                }
            }
            column = next
        } while rowOfColumn[column] != 0
        while column != 0 {
            rowOfColumn[column] = rowOfColumn[previous[column]]
            column = previous[column]
        }
    }
    var result = [Int?](repeating: nil, count: rows)
    for column in 1...columns where rowOfColumn[column] > 0 { result[rowOfColumn[column] - 1] = column - 1 }
    return result
}
