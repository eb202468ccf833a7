package import AssayCore
package import DataFormats

/// The arrays of one expected document that are not compared by position.
package struct ArrangedArrays: Sendable {
    /// By where the array begins in its document.
    private var manners: [Int: ArrayRule.Manner] = [:]
    /// The places of all of them, rising.
    private var offsets: [Int] = []
    /// What was selected and is no array, and arrays of which two rules say different things.
    package private(set) var faults: [Difference] = []
    /// Which rules selected anything, by their index.
    package private(set) var usedRules: Set<Int> = []

    /// - Parameter selections: For each rule what it selects in the document.
    package init(_ selections: [(rule: ArrayRule, nodes: [JSONMatch])]) {
        for (index, (rule, matches)) in selections.enumerated() {
            for match in matches {
                usedRules.insert(index)
                add(match, rule)
            }
        }
        offsets = manners.keys.sorted()
    }

    package var isEmpty: Bool { offsets.isEmpty }

    private mutating func add(_ match: JSONMatch, _ rule: ArrayRule) {
        guard match.node.kind == .array else {
            faults.append(
                Difference(
                    .type, at: .json(match.pointer), expected: "an array", actual: match.node.displayed(),
                    note: "'\(rule.path)' selects \(match.pointer.isEmpty ? "the whole" : match.pointer) in what is expected",
                    range: rule.range))
            return
        }
        let earlier = manners.updateValue(rule.manner, forKey: match.node.offset)
        guard let earlier, earlier != rule.manner else { return }
        faults.append(
            Difference(
                .value, at: .json(match.pointer),
                note: "'\(rule.path)' selects \(match.pointer), for which there is another rule",
                range: rule.range))
    }

    /// How that array is compared; `nil` for by position.
    package func manner(of node: JSONNode) -> ArrayRule.Manner? { manners[node.offset] }

    /// Whether the value is, or holds, one of them.
    func touch(_ node: JSONNode) -> Bool {
        let range = node.byteRange
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < offsets.count && offsets[low] < range.upperBound
    }
}

// MARK: - Goldens

extension ExpectedValue {
    /// A part of a golden.
    init(golden node: JSONNode, at path: [JSONStep], _ arrays: ArrangedArrays) throws(InvalidExpectation) {
        range = nil
        acceptsAbsence = false
        guard arrays.touch(node) else {
            rule = .literal(Literal(node, template: nil))
            return
        }
        if node.kind == .object {
            var members: [Member] = []
            for member in node.members {
                let name = member.name.string ?? ""
                members.append(
                    Member(name: name, value: try ExpectedValue(golden: member.value, at: path + [.name(name)], arrays)))
            }
            rule = .object(members, allowsMore: false)
            return
        }
        var items: [ExpectedValue] = []
        for (index, element) in node.elements.enumerated() {
            items.append(try ExpectedValue(golden: element, at: path + [.index(index)], arrays))
        }
        switch arrays.manner(of: node) {
        case nil: rule = .array(items)
        case .unordered: rule = .unordered(items)
        case .keyed(let names): rule = .keyed(try KeyedItems(names, items, at: path))
        }
    }
}

// MARK: - Templates

extension Template {
    /// A document in which queries find the arrays of a resolved template: matchers stand as the array or object that they
    /// describe, and those that describe none as null.
    package func outline() throws(InvalidExpectation) -> JSONDocument {
        var bytes: [UInt8] = []
        appendJSON(to: &bytes)
        do throws(JSONSyntaxError) {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw InvalidExpectation("this cannot be expected of JSON: \(error.message)", at: range)
        }
    }

    /// The same with `!unordered` and `!keyed` where the rules ask for them.
    ///
    /// - Parameter outline: What stands for this part in the outline.
    func arranged(by arrays: ArrangedArrays, _ outline: JSONNode) throws(InvalidExpectation) -> Template {
        guard arrays.touch(outline) else { return self }
        switch shape {
        case .array(let items):
            let items = try Self.arranged(items, by: arrays, outline)
            switch arrays.manner(of: outline) {
            case nil: return Template(.array(items), at: range)
            case .unordered: return Template(.matcher(.unordered(items)), at: range)
            case .keyed(let names): return Template(.matcher(.keyed(key: names, items: items)), at: range)
            }
        case .object(let members):
            return Template(.object(try Self.arranged(members, by: arrays, outline)), at: range)
        case .matcher(let matcher):
            return Template(.matcher(try arranged(matcher, by: arrays, outline)), at: range)
        default: return self
        }
    }

    private func arranged(
        _ matcher: Matcher, by arrays: ArrangedArrays, _ outline: JSONNode
    ) throws(InvalidExpectation) -> Matcher {
        if case .optional(let item) = matcher { return .optional(try item.arranged(by: arrays, outline)) }
        guard arrays.manner(of: outline) == nil else {
            throw InvalidExpectation("'arrays' says how this array is compared, and so does its tag", at: range)
        }
        switch matcher {
        case .partial(let members): return .partial(try Self.arranged(members, by: arrays, outline))
        case .unordered(let items): return .unordered(try Self.arranged(items, by: arrays, outline))
        case .keyed(let key, let items): return .keyed(key: key, items: try Self.arranged(items, by: arrays, outline))
        case .includes(let items): return .includes(try Self.arranged(items, by: arrays, outline))
        default: return matcher
        }
    }

    private static func arranged(
        _ items: [Template], by arrays: ArrangedArrays, _ outline: JSONNode
    ) throws(InvalidExpectation) -> [Template] {
        var result: [Template] = []
        for (item, part) in zip(items, outline.elements) { result.append(try item.arranged(by: arrays, part)) }
        return result
    }

    private static func arranged(
        _ members: [Member], by arrays: ArrangedArrays, _ outline: JSONNode
    ) throws(InvalidExpectation) -> [Member] {
        var result = members
        for (index, part) in outline.members.enumerated() {
            result[index].value = try members[index].value.arranged(by: arrays, part.value)
        }
        return result
    }
}
