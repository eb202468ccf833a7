/// One run of a query over one value. Nodes are tape indices; where they stand is kept in an arena of parent links, so a walk
/// over a large document makes no path until it is asked for.
struct JSONPathEvaluation {
    private struct Visit {
        var node: Int
        /// Index into `links`; -1 for the root, and everywhere in a filter's queries, whose paths nobody asks for.
        var link: Int
    }

    struct Link {
        var parent: Int
        /// The tape index of a member's name, or the complement of an element's index.
        var step: Int
    }

    private let tape: JSONTape
    private let root: Int
    private var links: [Link] = []
    private var keepsLinks = true
    /// Patterns by their text: the same one is asked for every node. `nil` for what is no I-Regexp.
    private var patterns: [[UInt8]: IRegexp?] = [:]

    /// Steps that are left; below zero, all loops end. `$..*..*..*` selects a document's depth cubed, and a filter may walk the whole
    /// document for every node of it.
    private var budget: Int
    /// What a node costs that is kept: so many steps, as memory is dearer than time.
    private static let costOfVisit = 20

    /// - Parameter budget: In steps of some nanoseconds.
    init(root: JSONNode, budget: Int) {
        tape = root.tape
        self.root = root.index
        self.budget = budget
    }

    /// `nil` when the budget did not suffice.
    mutating func matches(of segments: [JSONPath.Segment]) -> [JSONMatch]? {
        let visits = visits(of: segments, from: root)
        guard budget >= 0 else { return nil }
        return visits.map { JSONMatch(node: JSONNode(tape: tape, index: $0.node), links: links, link: $0.link) }
    }

    private mutating func visits(of segments: [JSONPath.Segment], from start: Int) -> [Visit] {
        var nodes = [Visit(node: start, link: -1)]
        for segment in segments {
            var selected: [Visit] = []
            for visit in nodes where budget >= 0 {
                switch segment.reach {
                case .children: select(segment.selectors, from: visit, into: &selected)
                case .descendants: descend(segment.selectors, from: visit, into: &selected)
                }
            }
            nodes = selected
        }
        return nodes
    }

    /// Section 2.5.2: a node before its descendants, in the order of the text. Recursive; no deeper than the document is.
    private mutating func descend(_ selectors: [JSONPath.Selector], from visit: Visit, into selected: inout [Visit]) {
        guard tape.entries[visit.node].isContainer else { return }
        select(selectors, from: visit, into: &selected)
        var children: [Visit] = []
        select([.wildcard], from: visit, into: &children)
        for child in children where budget >= 0 { descend(selectors, from: child, into: &selected) }
    }

    private mutating func select(_ selectors: [JSONPath.Selector], from visit: Visit, into selected: inout [Visit]) {
        for selector in selectors where budget >= 0 {
            budget -= 1
            switch selector {
            case .wildcard:
                forEachChild(of: visit) { evaluation, child, step in selected.append(evaluation.visit(child, step, from: visit)) }
            case .filter(let condition):
                forEachChild(of: visit) { evaluation, child, step in
                    if evaluation.holds(condition, at: child) { selected.append(evaluation.visit(child, step, from: visit)) }
                }
            case .name(let name):
                selectMembers(name, from: visit, into: &selected)
            case .index(let index):
                let count = elementCount(of: visit)
                selectElements(in: index < 0 ? [index + count] : [index], from: visit, into: &selected)
            case .slice(let start, let end, let step):
                selectElements(in: sliced(start, end, step, count: elementCount(of: visit)), from: visit, into: &selected)
            }
        }
    }

    private mutating func visit(_ child: Int, _ step: Int, from parent: Visit) -> Visit {
        budget -= Self.costOfVisit
        guard keepsLinks else { return Visit(node: child, link: -1) }
        links.append(Link(parent: parent.link, step: step))
        return Visit(node: child, link: links.count - 1)
    }

    /// Gives each child and the step that leads to it, as `Link` keeps it.
    private mutating func forEachChild(of visit: Visit, _ body: (inout JSONPathEvaluation, Int, Int) -> Void) {
        let container = tape.entries[visit.node]
        guard container.isContainer else { return }
        let isObject = container.tag == .object
        var (index, position) = (visit.node + 1, 0)
        while index < Int(container.link), budget >= 0 {
            budget -= 1
            let child = isObject ? index + 1 : index
            body(&self, child, isObject ? index : ~position)
            index = indexAfter(child)
            position += 1
        }
    }

    private func indexAfter(_ node: Int) -> Int {
        let entry = tape.entries[node]
        return entry.isContainer ? Int(entry.link) : node + 1
    }

    private func elementCount(of visit: Visit) -> Int {
        let entry = tape.entries[visit.node]
        return entry.tag == .array ? entry.count : 0
    }

    private mutating func selectMembers(_ name: [UInt8], from visit: Visit, into selected: inout [Visit]) {
        guard tape.entries[visit.node].tag == .object else { return }
        let hash = name.withUnsafeBufferPointer(nameHash)
        forEachChild(of: visit) { evaluation, child, nameIndex in
            guard evaluation.tape.entries[nameIndex].link == hash,
                JSONNode(tape: evaluation.tape, index: nameIndex).withUTF8({ $0.elementsEqual(name) })
            else { return }
            selected.append(evaluation.visit(child, nameIndex, from: visit))
        }
    }

    /// Positions that the array does not have are skipped.
    private mutating func selectElements(in positions: some Sequence<Int>, from visit: Visit, into selected: inout [Visit]) {
        let positions = Array(positions)
        let count = elementCount(of: visit)
        guard let last = positions.max(), count > 0 else { return }
        budget -= min(last, count - 1)
        var indices: [Int] = []
        forEachElement(of: visit, through: min(last, count - 1)) { indices.append($0) }
        for position in positions where indices.indices.contains(position) && budget >= 0 {
            selected.append(self.visit(indices[position], ~position, from: visit))
        }
    }

    private func forEachElement(of visit: Visit, through last: Int, _ body: (Int) -> Void) {
        var index = visit.node + 1
        for _ in 0..<max(0, last + 1) {
            body(index)
            index = indexAfter(index)
        }
    }

    /// Section 2.3.4.2.2.
    private func sliced(_ start: Int?, _ end: Int?, _ step: Int, count: Int) -> StrideTo<Int> {
        func normal(_ index: Int) -> Int { index >= 0 ? index : count + index }
        if step > 0 {
            let lower = min(max(normal(start ?? 0), 0), count)
            return stride(from: lower, to: min(max(normal(end ?? count), 0), count), by: step)
        }
        guard step < 0 else { return stride(from: 0, to: 0, by: 1) }
        let upper = min(max(start.map(normal) ?? count - 1, -1), count - 1)
        return stride(from: upper, to: min(max(end.map(normal) ?? -1, -1), count - 1), by: step)
    }
}

// MARK: - Filters

extension JSONPathEvaluation {
    private mutating func holds(_ condition: JSONPath.Logical, at node: Int) -> Bool {
        switch condition {
        case .any(let parts):
            for part in parts where holds(part, at: node) { return true }
            return false
        case .all(let parts):
            for part in parts where !holds(part, at: node) { return false }
            return true
        case .not(let part):
            return !holds(part, at: node)
        case .exists(let query):
            return !nodes(of: query, at: node).isEmpty
        case .comparison(let left, let comparison, let right):
            return holds(comparison, value(of: left, at: node), value(of: right, at: node))
        case .matches(let text, let pattern, let isWhole):
            guard let text = string(value(of: text, at: node)), let pattern = string(value(of: pattern, at: node)) else {
                return false
            }
            return matches(text, pattern, isWhole: isWhole)
        }
    }

    private mutating func nodes(of query: JSONPath.Query, at node: Int) -> [Visit] {
        let outer = keepsLinks
        keepsLinks = false
        defer { keepsLinks = outer }
        return visits(of: query.segments, from: query.isRelative ? node : root)
    }

    private enum Value {
        case nothing
        case node(JSONNode)
        case count(Int)
    }

    private mutating func value(of operand: JSONPath.Operand, at node: Int) -> Value {
        switch operand {
        case .literal(let literal): return .node(literal)
        case .query(let query), .value(let query):
            let nodes = nodes(of: query, at: node)
            guard nodes.count == 1 else { return .nothing }
            let value = JSONNode(tape: tape, index: nodes[0].node)
            // Whatever is done with it: it is compared, measured or copied.
            budget -= value.byteRange.count / 16
            return .node(value)
        case .count(let query): return .count(nodes(of: query, at: node).count)
        case .length(let operand):
            guard case .node(let value) = value(of: operand, at: node) else { return .nothing }
            switch value.kind {
            case .array, .object: return .count(value.count)
            case .string: return .count(value.scalarCount)
            case .null, .bool, .number: return .nothing
            }
        }
    }

    private func string(_ value: Value) -> [UInt8]? {
        guard case .node(let node) = value, node.kind == .string else { return nil }
        return node.withUTF8 { Array($0) }
    }

    private mutating func matches(_ text: [UInt8], _ pattern: [UInt8], isWhole: Bool) -> Bool {
        if patterns[pattern] == nil {
            // They may come from the document, each short and large when it is compiled.
            if patterns.count >= 64 { patterns.removeAll() }
            let compiled = IRegexp(parsing: String(decoding: pattern, as: UTF8.self))
            budget -= pattern.count + Self.costOfVisit * (compiled?.size ?? IRegexp.maxInstructions)
            patterns[pattern] = .some(compiled)
        }
        guard let regexp = patterns[pattern] ?? nil else { return false }
        let text = String(decoding: text, as: UTF8.self)
        return isWhole ? regexp.matchesWhole(text, budget: &budget) : regexp.isFound(in: text, budget: &budget)
    }

    /// Section 2.3.5.2.2.
    private func holds(_ comparison: JSONPath.Comparison, _ left: Value, _ right: Value) -> Bool {
        switch comparison {
        case .equal: isEqual(left, right)
        case .notEqual: !isEqual(left, right)
        case .less: isLess(left, right)
        case .greater: isLess(right, left)
        case .atMost: isLess(left, right) || isEqual(left, right)
        case .atLeast: isLess(right, left) || isEqual(left, right)
        }
    }

    private func isEqual(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.nothing, .nothing): true
        case (.nothing, _), (_, .nothing): false
        case (.count(let left), .count(let right)): left == right
        case (.node(let node), .count(let count)), (.count(let count), .node(let node)): node.decimal == Decimal(count)
        case (.node(let left), .node(let right)): left.isEqual(to: right)
        }
    }

    private func isLess(_ left: Value, _ right: Value) -> Bool {
        if let left = number(left), let right = number(right) { return left < right }
        guard let left = string(left), let right = string(right) else { return false }
        // The order of UTF-8 is that of Unicode scalars.
        return left.lexicographicallyPrecedes(right)
    }

    private func number(_ value: Value) -> Decimal? {
        switch value {
        case .nothing: nil
        case .count(let count): Decimal(count)
        case .node(let node): node.decimal
        }
    }
}

extension JSONNode {
    /// The Unicode scalars of a string; half of a surrogate pair counts as one.
    package var scalarCount: Int {
        withUTF8 { text in text.reduce(into: 0) { count, byte in if byte & 0xC0 != 0x80 { count += 1 } } }
    }
}
