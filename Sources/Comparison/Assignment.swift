/// Gives as many actual elements as possible an expected one of their own (augmenting paths, Kuhn 1955).
struct Assignment {
    /// For each expected element the actual one that has it.
    private(set) var partners: [Int?]
    /// For each actual element the expected one it has.
    private var holdings: [Int?]
    /// Thousands of elements that are all alike would take too long: beyond these steps no one is moved any more.
    private var stepsLeft = 5_000_000

    init(expectedCount: Int, actualCount: Int) {
        partners = [Int?](repeating: nil, count: expectedCount)
        holdings = [Int?](repeating: nil, count: actualCount)
    }

    mutating func assign(_ expected: Int, to actual: Int) {
        partners[expected] = actual
        holdings[actual] = expected
    }

    /// Finds a place for one more element, moving others on to another of theirs where that makes room.
    ///
    /// - Parameters:
    ///   - candidates: The expected elements that an actual one might have.
    ///   - accepts: Whether it may.
    /// - Returns: Whether it has a place now; `false` leaves all as it was.
    mutating func place(_ element: Int, candidates: (Int) -> [Int], accepts: (_ expected: Int, _ actual: Int) -> Bool) -> Bool {
        var cameFrom: [Int: Int] = [:]
        var queue = [element]
        var next = 0
        while next < queue.count {
            let current = queue[next]
            next += 1
            for candidate in candidates(current) where cameFrom[candidate] == nil {
                guard stepsLeft > 0 else { return false }
                stepsLeft -= 1
                guard accepts(candidate, current) else { continue }
                cameFrom[candidate] = current
                guard let holder = partners[candidate] else {
                    move(from: candidate, cameFrom)
                    return true
                }
                queue.append(holder)
            }
        }
        return false
    }

    /// Gives the free expected element to the last of the chain, that one's to the one before it, and so on to the new one.
    private mutating func move(from free: Int, _ cameFrom: [Int: Int]) {
        var target = free
        while let mover = cameFrom[target] {
            let previous = holdings[mover]
            assign(target, to: mover)
            guard let previous else { return }
            target = previous
        }
    }
}
