/// A walk through two values at once that notes where they part.
struct JSONWalk {
    enum Mode {
        /// Ends at the first departure; duplicate names are compared in their order.
        case equality
        /// Finds every departure; a duplicate name in the actual value is one.
        case all
        case allButDuplicates
    }

    /// Names as tape indices: only the few departures that are shown need their text.
    enum Step {
        case index(Int)
        case expectedName(Int)
        case actualName(Int)
    }

    struct Found {
        var kind: JSONDeparture.Kind
        var path: [Step]
        var expected: Int?
        var actual: Int?
    }

    let expected: TapeView
    let actual: TapeView
    let limit: Int
    let mode: Mode
    private(set) var found: [Found] = []
    private(set) var count = 0
    private var path: [Step] = []
    /// Names of the actual objects whose members come in another order, innermost last.
    private var candidates: [Int] = []

    init(expected: TapeView, actual: TapeView, limit: Int, mode: Mode) {
        self.expected = expected
        self.actual = actual
        self.limit = limit
        self.mode = mode
    }

    private var isDone: Bool { mode == .equality && count > 0 }

    /// Recursive; no deeper than the documents are.
    mutating func compare(_ left: Int, _ right: Int) {
        let leftEntry = expected.entries[left]
        let rightEntry = actual.entries[right]
        guard leftEntry.tagBits == rightEntry.tagBits else {
            let areBooleans = leftEntry.isBoolean && rightEntry.isBoolean
            return note(areBooleans ? .value : .type, left, right)
        }
        switch leftEntry.tag {
        case .null, .no, .yes:
            return
        case .string:
            if !stringsAreEqual(leftEntry, expected, rightEntry, actual) { note(.value, left, right) }
        case .number:
            let (leftText, rightText) = (expected.raw(leftEntry), actual.raw(rightEntry))
            if !bytesAreEqual(leftText, rightText), !numbersAreEqual(leftText, rightText) { note(.value, left, right) }
        case .array:
            compareArrays(left, right)
        case .object:
            compareObjects(left, right)
        }
    }

    private mutating func compareArrays(_ left: Int, _ right: Int) {
        let (leftEnd, rightEnd) = (Int(expected.entries[left].link), Int(actual.entries[right].link))
        var (leftIndex, rightIndex, position) = (left + 1, right + 1, 0)
        while leftIndex < leftEnd || rightIndex < rightEnd {
            path.append(.index(position))
            if leftIndex == leftEnd {
                note(.extra, nil, rightIndex)
                rightIndex = actual.entries.index(after: rightIndex)
            } else if rightIndex == rightEnd {
                note(.missing, leftIndex, nil)
                leftIndex = expected.entries.index(after: leftIndex)
            } else {
                compare(leftIndex, rightIndex)
                leftIndex = expected.entries.index(after: leftIndex)
                rightIndex = actual.entries.index(after: rightIndex)
            }
            path.removeLast()
            if isDone { return }
            position += 1
        }
    }

    private mutating func note(_ kind: JSONDeparture.Kind, _ left: Int?, _ right: Int?) {
        count += 1
        guard found.count < limit else { return }
        found.append(Found(kind: kind, path: path, expected: left, actual: right))
    }
}

// MARK: - Objects

extension JSONWalk {
    private mutating func compareObjects(_ left: Int, _ right: Int) {
        if mode == .equality, expected.hasDuplicateNames || actual.hasDuplicateNames { return compareSorted(left, right) }
        let (leftEnd, rightEnd) = (Int(expected.entries[left].link), Int(actual.entries[right].link))
        var (leftIndex, rightIndex) = (left + 1, right + 1)
        if !actual.hasDuplicateNames, !expected.hasDuplicateNames {
            // Most often the members come in the same order.
            while leftIndex < leftEnd, rightIndex < rightEnd, namesAreEqual(leftIndex, rightIndex) {
                compareMember(leftIndex, rightIndex)
                if isDone { return }
                leftIndex = expected.entries.index(after: leftIndex + 1)
                rightIndex = actual.entries.index(after: rightIndex + 1)
            }
        }
        guard leftIndex < leftEnd || rightIndex < rightEnd else { return }
        let base = candidates.count
        while rightIndex < rightEnd {
            candidates.append(rightIndex)
            rightIndex = actual.entries.index(after: rightIndex + 1)
        }
        if candidates.count - base <= 32, !actual.hasDuplicateNames {
            compareByProbing(leftIndex, leftEnd, base: base)
        } else {
            compareBySearching(leftIndex, leftEnd, base: base)
        }
        noteExtraMembers(from: base)
        candidates.removeLast(candidates.count - base)
    }

    private func namesAreEqual(_ left: Int, _ right: Int) -> Bool {
        let (left, right) = (expected.entries[left], actual.entries[right])
        return left.link == right.link && stringsAreEqual(left, expected, right, actual)
    }

    private mutating func compareMember(_ leftName: Int, _ rightName: Int) {
        path.append(.expectedName(leftName))
        compare(leftName + 1, rightName + 1)
        path.removeLast()
    }

    private mutating func noteMissing(_ leftName: Int) {
        path.append(.expectedName(leftName))
        note(.missing, leftName + 1, nil)
        path.removeLast()
    }

    /// A candidate that found its member is set to 0, which is never a name's index.
    private mutating func compareByProbing(_ first: Int, _ end: Int, base: Int) {
        let total = candidates.count - base
        var leftIndex = first
        // Where the next name is likely to be: beside the last one, in the direction that was right before.
        var (guess, direction) = (total - 1, -1)
        while leftIndex < end {
            var match: Int?
            for distance in 0..<total {
                let position = (guess + distance * direction + total * 2) % total
                let candidate = candidates[base + position]
                guard candidate != 0, namesAreEqual(leftIndex, candidate) else { continue }
                match = candidate
                candidates[base + position] = 0
                if distance > 0, distance != 1 { direction = -direction }
                guess = (position + direction + total) % total
                break
            }
            if let match { compareMember(leftIndex, match) } else { noteMissing(leftIndex) }
            if isDone { return }
            leftIndex = expected.entries.index(after: leftIndex + 1)
        }
    }

    /// For large objects and for duplicate names: sorts the candidates, so that no choice of names makes it slow.
    private mutating func compareBySearching(_ first: Int, _ end: Int, base: Int) {
        let (view, order) = (actual, NameOrder(left: actual, right: actual))
        candidates[base...].sort { left, right in
            let comparison = order.compare(left, right)
            return comparison == 0 ? left < right : comparison < 0
        }
        var sorted = Array(candidates[base...])
        var repeated: [Int] = []
        if view.hasDuplicateNames {
            for index in sorted.indices.dropFirst() where order.compare(sorted[index - 1], sorted[index]) == 0 {
                repeated.append(sorted[index])
            }
            let later = Set(repeated)
            sorted.removeAll(where: later.contains)
        }
        var isMatched = [Bool](repeating: false, count: sorted.count)
        var leftIndex = first
        while leftIndex < end {
            if let position = position(of: leftIndex, in: sorted), !isMatched[position] {
                isMatched[position] = true
                compareMember(leftIndex, sorted[position])
            } else {
                noteMissing(leftIndex)
            }
            if isDone { return }
            leftIndex = expected.entries.index(after: leftIndex + 1)
        }
        for name in repeated.sorted() where mode == .all {
            path.append(.actualName(name))
            note(.duplicate, nil, name + 1)
            path.removeLast()
        }
        candidates.removeLast(candidates.count - base)
        candidates += zip(sorted, isMatched).compactMap { $1 ? nil : $0 }.sorted()
    }

    private func position(of leftName: Int, in sorted: [Int]) -> Int? {
        let order = NameOrder(left: expected, right: actual)
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            let comparison = order.compare(leftName, sorted[middle])
            if comparison == 0 { return middle }
            if comparison < 0 { high = middle } else { low = middle + 1 }
        }
        return nil
    }

    private mutating func noteExtraMembers(from base: Int) {
        for position in base..<candidates.count where candidates[position] != 0 {
            path.append(.actualName(candidates[position]))
            note(.extra, nil, candidates[position] + 1)
            path.removeLast()
        }
    }

    /// For equality where names may come twice: member by member in the order of names.
    private mutating func compareSorted(_ left: Int, _ right: Int) {
        guard expected.entries[left].count == actual.entries[right].count else { return note(.value, left, right) }
        let leftNames = sortedNames(ofObject: left, entries: expected.entries, bytes: expected.bytes)
        let rightNames = sortedNames(ofObject: right, entries: actual.entries, bytes: actual.bytes)
        for (leftName, rightName) in zip(leftNames, rightNames) {
            guard namesAreEqual(leftName, rightName) else { return note(.value, left, right) }
            compare(leftName + 1, rightName + 1)
            if isDone { return }
        }
    }
}

/// An order of names for searching: by hash first, as that is quick.
private struct NameOrder {
    let left: TapeView
    let right: TapeView

    func compare(_ leftName: Int, _ rightName: Int) -> Int {
        let (leftEntry, rightEntry) = (left.entries[leftName], right.entries[rightName])
        if leftEntry.link != rightEntry.link { return leftEntry.link < rightEntry.link ? -1 : 1 }
        return withDecoded(leftEntry, left.bytes) { leftText in
            withDecoded(rightEntry, right.bytes) { compareByUTF16(leftText, $0) }
        }
    }
}

extension JSONTape.Entry {
    fileprivate var isBoolean: Bool { tagBits == JSONTape.Tag.no.rawValue || tagBits == JSONTape.Tag.yes.rawValue }
}
