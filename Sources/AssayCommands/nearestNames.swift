/// Returns the names that were most likely meant by `text`, nearest first: those with the fewest letters to insert, delete or
/// replace, when these are at most a third of the longer one, and those that hold all of `text`.
///
/// Ties keep the order of `names`. O(names × text × name); texts are looked at for their first 200 bytes.
func nearestNames(to text: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
    let typed = Array(text.utf8.prefix(200)).map(\.asciiLowercased)
    var nearest: [(name: String, distance: Int)] = []
    for name in names {
        let candidate = Array(name.utf8.prefix(200)).map(\.asciiLowercased)
        let allowed = max(1, max(typed.count, candidate.count) / 3)
        var distance = editDistance(typed, candidate, upTo: allowed)
        if distance > allowed, typed.count > 2, candidate.holds(typed) { distance = allowed }
        guard distance <= allowed, distance < candidate.count else { continue }
        let index = nearest.firstIndex { distance < $0.distance } ?? nearest.count
        guard index < limit else { continue }
        nearest.insert((name, distance), at: index)
        if nearest.count > limit { nearest.removeLast() }
    }
    // What is much further than the nearest one was not meant.
    return nearest.filter { $0.distance <= nearest[0].distance + 1 }.map(\.name)
}

/// `did you mean 'a' or 'b'?`; `nil` when nothing is near.
func suggestion(for text: String, among names: some Sequence<String>, limit: Int = 3) -> String? {
    let nearest = nearestNames(to: text, among: names, limit: limit).map { "'\($0)'" }
    return nearest.isEmpty ? nil : "did you mean \(nearest.joined(separator: " or "))?"
}

/// Levenshtein distance; some number above `limit` when it is more than that.
private func editDistance(_ left: [UInt8], _ right: [UInt8], upTo limit: Int) -> Int {
    guard abs(left.count - right.count) <= limit else { return limit + 1 }
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            let replaced = previous[column] + (byte == other ? 0 : 1)
            current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
        }
        guard current.contains(where: { $0 <= limit }) else { return limit + 1 }
        previous = current
    }
    return previous[right.count]
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}

extension [UInt8] {
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard count >= part.count else { return false }
        return (0...count - part.count).contains { self[$0..<$0 + part.count].elementsEqual(part) }
    }
}
