import AssayCore
import YAMLReader

/// The keys of a matrix that are no axes.
private let settings = ["strategy", "exclude"]
/// A matrix beyond this is rather a mistake than a wish.
private let mostCases = 1_000

private enum Strategy: String, CaseIterable { case all, pairwise }

/// One column of a matrix, and what it may be.
private struct Axis {
    struct Value {
        var name: String
        var template: Template
    }

    var name: String
    var range: SourceRange
    var values: [Value]
}

extension NodeReader {
    /// Reads a matrix into an example for each combination that its strategy demands. They are named by their values' names.
    mutating func matrix(_ node: Node) -> [Example] {
        guard mapping(node, "matrix") else { return [] }
        let entries = node.entries.filter { !$0.key.hasText(oneOf: settings) }
        let axes = entries.compactMap { axis($0) }
        for entry in entries { scope.declare(entry.key.text, at: entry.key.range) }
        if entries.isEmpty {
            report(
                "empty-matrix", "the matrix has no axis", fix: "as in {channel: [S, E], timezone: [GMT, GMT-5]}", at: node.range)
        }
        let strategy = node["strategy"].map { word($0, "strategy", as: Strategy.self) } ?? .all
        guard axes.count == entries.count, !axes.isEmpty else { return [] }
        let excluded = node["exclude"].map { exclusions($0, axes) } ?? []
        guard let strategy, let excluded else { return [] }
        let combinations = Combinations(sizes: axes.map(\.values.count), excluding: excluded)
        guard let rows = rows(of: combinations, strategy, at: node.range) else { return [] }
        return named(rows, axes, at: node.range)
    }

    private mutating func axis(_ entry: Node.Entry) -> Axis? {
        let name = entry.key.text
        guard isVariableName(name), name != "name" else {
            report(
                "bad-name", "'\(name)' is not an axis's name", fix: name == "name" ? "choose another one" : nameForm,
                at: entry.key.range)
            return nil
        }
        guard let items = sequence(entry.value, "the axis '\(name)'") else { return nil }
        if items.isEmpty {
            report("empty-list", "the axis '\(name)' has no value", fix: "state at least one", at: entry.value.range)
        }
        var axis = Axis(name: name, range: entry.key.range, values: [])
        for item in items {
            guard let value = axisValue(item, of: name) else { continue }
            if axis.values.contains(where: { $0.name == value.name }) {
                report(
                    "duplicate-id", "two values of '\(name)' are called '\(value.name)'",
                    fix: "name them yourself: {name: some-name, value: ..}", at: item.range)
                continue
            }
            axis.values.append(value)
        }
        return axis.values.count == items.count && !items.isEmpty ? axis : nil
    }

    private mutating func axisValue(_ item: Node, of axis: String) -> Axis.Value? {
        if item.kind == .mapping, item.tag == nil, item.has("name"), item.has("value") {
            guard fields(of: item, "value", ["name", "value"]) != nil, let nameNode = item["name"],
                let valueNode = item["value"],
                let name = slug(nameNode, "the value's name"), let template = template(valueNode, .request)
            else { return nil }
            return Axis.Value(name: name, template: template)
        }
        guard let template = template(item, .request) else { return nil }
        guard item.kind == .scalar, template.isConstant, let name = idWords(of: item.yaml.text) else {
            report(
                "unnamed-value", "this value of '\(axis)' gives no name for the case", fix: "write {name: some-name, value: ..}",
                at: item.fullRange)
            return nil
        }
        return Axis.Value(name: name, template: template)
    }

    /// Which values of which axes must not come together. A value is meant by its name.
    private mutating func exclusions(_ node: Node, _ axes: [Axis]) -> [[Int: Int]]? {
        let known = diagnostics.count
        let excluded = (sequence(node, "exclude") ?? []).compactMap { item -> [Int: Int]? in
            guard mapping(item, "an exclusion") else { return nil }
            if item.entries.isEmpty {
                report("empty-exclusion", "this would exclude everything", fix: "name values, as in {channel: S}", at: item.range)
            }
            var values: [Int: Int] = [:]
            for entry in item.entries {
                guard let axis = axes.firstIndex(where: { entry.key.hasText($0.name) }) else {
                    reportUnknown(
                        "there is no axis '\(entry.key.text)'", entry.key.text, among: axes.map(\.name), at: entry.key.range)
                    continue
                }
                let names = axes[axis].values.map(\.name)
                let text = entry.value.kind == .scalar ? entry.value.yaml.text : ""
                guard let value = names.firstIndex(of: idWords(of: text) ?? "") else {
                    reportUnknown("'\(text)' is no value of '\(axes[axis].name)'", text, among: names, at: entry.value.range)
                    continue
                }
                values[axis] = value
            }
            return values
        }
        return diagnostics.count == known ? excluded : nil
    }

    private mutating func reportUnknown(_ message: String, _ text: String, among known: [String], at range: SourceRange) {
        let near = nearestName(to: text, among: known)
        report(
            "unknown-value", message,
            fix: near.map { "did you mean '\($0)'?" } ?? "use one of \(known.joined(separator: ", "))", at: range)
    }

    /// - Returns: `nil` after a report.
    private mutating func rows(of combinations: Combinations, _ strategy: Strategy, at range: SourceRange) -> [[Int]]? {
        // A bound on the work, well above what is let through in the end.
        let largest = combinations.sizes.sorted().suffix(2).reduce(1, *)
        let count = strategy == .all ? combinations.productCount : largest
        guard let count, count <= mostCases * 100, combinations.sizes.reduce(0, +) <= mostCases * 2 else {
            let shown = count.map { "\($0)" } ?? "more than \(Int.max)"
            reportTooMany("\(strategy == .all ? "" : "at least ")\(shown)", strategy, at: range)
            return nil
        }
        guard let rows = strategy == .all ? combinations.all() : combinations.pairwise() else {
            report(
                "entangled-exclusions", "it takes too long to find out which pairs the exclusions leave",
                fix: "exclude less, or list the cases under 'examples'", at: range)
            return nil
        }
        guard rows.count <= mostCases else {
            reportTooMany("\(rows.count)", strategy, at: range)
            return nil
        }
        if rows.isEmpty { report("empty-matrix", "the exclusions leave no case", fix: "exclude less", at: range) }
        return rows
    }

    private mutating func reportTooMany(_ count: String, _ strategy: Strategy, at range: SourceRange) {
        report(
            "too-many-cases", "the matrix makes \(count) cases, and \(mostCases) are allowed",
            fix: strategy == .all ? "add 'strategy: pairwise', or take values away" : "take values away", at: range)
    }

    private mutating func named(_ rows: [[Int]], _ axes: [Axis], at range: SourceRange) -> [Example] {
        var known: Set<String> = []
        return rows.map { row in
            let values = zip(axes, row).map { $0.values[$1] }
            let name = values.map(\.name).joined(separator: "-")
            if !known.insert(name).inserted {
                report(
                    "duplicate-id", "two combinations are called '\(name)'",
                    fix: "give values names of their own: {name: some-name, value: ..}", at: range)
            }
            return Example(
                name: name,
                values: zip(axes, values).map { Template.Member(name: $0.name, nameRange: $0.range, value: $1.template) },
                range: range)
        }
    }
}

/// The words of letters and digits in a text, in lower case and joined by '-': `GMT-5` gives `gmt-5`. A sign is told from its
/// opposite: `GMT+5:30` gives `gmt-plus-5-30`, and `-1` gives `minus-1`.
///
/// - Returns: `nil` when there are none.
private func idWords(of text: String) -> String? {
    var words: [[UInt8]] = [[]]
    for (index, byte) in text.utf8.enumerated() {
        switch byte {
        case 0x30...0x39, 0x61...0x7A: words[words.count - 1].append(byte)
        case 0x41...0x5A: words[words.count - 1].append(byte | 0x20)
        case UInt8(ascii: "+"): words += [Array("plus".utf8), []]
        case UInt8(ascii: "-") where index == 0: words += [Array("minus".utf8), []]
        default: words.append([])
        }
    }
    words.removeAll(where: \.isEmpty)
    return words.isEmpty ? nil : words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
}
