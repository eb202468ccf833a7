internal import AssayCore
internal import DataFormats

extension Judge {
    /// Pairs elements without regard to their order, each expected one with one of its own.
    ///
    /// Equal ones are paired by their hashes, whatever their number. If the rest can be paired without any difference, it is. If
    /// not, it is paired so that the fewest differences remain, up to `Pairing.exactLimit` elements; beyond, those that match
    /// nothing are paired in order. For `!includes` they are missing. Pairing knows what was bound before, not what
    /// these elements bind.
    mutating func judgeUnordered(
        _ actual: JSONNode, _ items: [ExpectedValue], allowsMore: Bool, _ expected: ExpectedValue
    ) {
        guard actual.kind == .array else { return add(actual, expected, kind: .type) }
        let elements = Array(actual.elements)
        var pairing = Pairing(items: items, elements: elements)
        pairing.pairEqual()
        guard pairing.pairMatching(judge: self) else {
            return add(
                actual, expected, note: "\(items.count) and \(elements.count) elements are too many to be paired by matchers")
        }
        if !allowsMore { pairing.pairClosest(judge: self) }

        for (index, item) in items.enumerated() {
            guard let partner = pairing.partners[index] else {
                addMissing(item, note: "element \(index + 1) of those expected, in any order")
                continue
            }
            if !pairing.isEqual[index] { at(.index(partner)) { $0.judge(elements[partner], by: item) } }
        }
        guard !allowsMore else { return }
        for index in elements.indices where !pairing.isTaken[index] {
            at(.index(index)) { $0.addExtra(elements[index], range: expected.range) }
        }
    }
}

/// Which element stands for which expected one.
private struct Pairing {
    let items: [ExpectedValue]
    let elements: [JSONNode]
    private(set) var partners: [Int?]
    /// Whether the pair is known to be equal.
    private(set) var isEqual: [Bool]
    private(set) var isTaken: [Bool]

    /// The closest pairs take time cubed.
    static let exactLimit = 300
    /// How many pairs of a matcher and an element are tried at most.
    private static let trialLimit = 16_000_000

    init(items: [ExpectedValue], elements: [JSONNode]) {
        self.items = items
        self.elements = elements
        partners = Array(repeating: nil, count: items.count)
        isEqual = Array(repeating: false, count: items.count)
        isTaken = Array(repeating: false, count: elements.count)
    }

    private var restOfItems: [Int] { items.indices.filter { partners[$0] == nil } }
    private var restOfElements: [Int] { elements.indices.filter { !isTaken[$0] } }

    private mutating func pair(_ item: Int, _ element: Int, isEqual: Bool = false) {
        partners[item] = element
        isTaken[element] = true
        self.isEqual[item] = isEqual
    }

    /// An equal element is as good as any other: whatever it could also match, its equals can.
    mutating func pairEqual() {
        for index in items.indices.prefix(elements.count) {
            guard let literal = items[index].literal, literal.node.isEqual(to: elements[index]) else { continue }
            pair(index, index, isEqual: true)
        }
        let literals = restOfItems.filter { items[$0].literal != nil }
        guard !literals.isEmpty else { return }
        var candidates: [UInt64: [Int]] = [:]
        for element in restOfElements.reversed() { candidates[elements[element].valueHash, default: []].append(element) }
        for item in literals {
            guard let literal = items[item].literal, let indices = candidates[literal.hash],
                let position = indices.lastIndex(where: { literal.node.isEqual(to: elements[$0]) })
            else { continue }
            pair(item, indices[position], isEqual: true)
            candidates[literal.hash]?.remove(at: position)
        }
    }

    /// Pairs as many of the rest as can be without any difference; `false` when there are too many to try.
    mutating func pairMatching(judge: Judge) -> Bool {
        // A literal that has found no equal matches nothing.
        let (restOfItems, restOfElements) = (restOfItems.filter { items[$0].literal == nil }, restOfElements)
        guard restOfItems.count * restOfElements.count <= Self.trialLimit else { return false }
        let matches = largestMatching(rows: restOfItems.count, columns: restOfElements.count) { row, column in
            judge.cost(of: elements[restOfElements[column]], by: items[restOfItems[row]]) == 0
        }
        for (row, column) in matches.enumerated() {
            if let column { pair(restOfItems[row], restOfElements[column]) }
        }
        return true
    }

    /// Pairs what is left, so that few differences remain.
    mutating func pairClosest(judge: Judge) {
        guard !restOfItems.isEmpty, !restOfElements.isEmpty else { return }
        let fixed = items.indices.filter { isEqual[$0] }
        let free = items.indices.filter { !isEqual[$0] }
        let openElements = elements.count - fixed.count
        guard max(free.count, openElements) <= Self.exactLimit else {
            for (item, element) in zip(restOfItems, restOfElements) { pair(item, element) }
            return
        }
        // The pairs that matched are chosen anew: another choice may leave closer ones.
        for item in free {
            if let element = partners[item] { isTaken[element] = false }
            partners[item] = nil
        }
        let open = restOfElements
        let costs = free.map { item in open.map { judge.cost(of: elements[$0], by: items[item]) } }
        for (row, column) in cheapestAssignment(costs).enumerated() {
            if let column { pair(free[row], open[column]) }
        }
    }
}
