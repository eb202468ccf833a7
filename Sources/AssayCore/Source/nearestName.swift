/// Returns the name that was most likely meant by `text`: the one with the fewest letters to insert, delete, replace or
/// swap, when those are at most a third of its length; the first of several.
public func nearestName(to text: String, among names: [String]) -> String? {
    let typed = Array(text.utf8.prefix(100))
    var nearest: (name: String, distance: Int)?
    for name in names {
        let distance = editDistance(typed, Array(name.utf8))
        // A name of one letter is no nearer to one typed letter than to any other.
        guard distance <= max(1, name.utf8.count / 3), distance < name.utf8.count, distance < nearest?.distance ?? .max else {
            continue
        }
        nearest = (name, distance)
    }
    return nearest?.name
}

/// Optimal string alignment distance over bytes, ASCII case ignored: O(left × right).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let isEqual = lowercased(byte) == lowercased(other)
            var best = min(previous[column] + (isEqual ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                best = min(best, beforePrevious[column - 1] + 1)
            }
            current.append(best)
        }
        (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
}

private func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
