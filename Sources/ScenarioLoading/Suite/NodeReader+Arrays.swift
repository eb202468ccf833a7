import AssayCore
import YAMLReader

extension NodeReader {
    /// Reads `arrays`: how arrays are compared, by the queries that select them.
    mutating func arrayRules(_ node: Node) -> [ArrayRule] {
        guard mapping(node, "arrays") else { return [] }
        return node.entries.compactMap { entry in
            let path = entry.key.text
            checkPath(path, at: entry.key.range)
            return manner(entry.value).map { ArrayRule(path: path, manner: $0, range: entry.key.range) }
        }
    }

    private mutating func manner(_ node: Node) -> ArrayRule.Manner? {
        let fix = "use unordered, or {key: NAME}"
        guard node.kind != .mapping else {
            guard let fields = fields(of: node, "array", ["key"]) else { return nil }
            guard let key = fields["key"] else {
                report("missing-key", "the array has no 'key'", fix: fix, at: node.range)
                return nil
            }
            return elementKey(key).map { .keyed($0) }
        }
        guard let text = text(node, "the comparison") else { return nil }
        if text == "unordered" { return .unordered }
        report(
            "unknown-value", "the comparison '\(text)' is not known",
            fix: nearestName(to: text, among: ["unordered"]).map { "did you mean '\($0)'?" } ?? fix, at: node.range)
        return nil
    }

    /// `!keyed {key: id, items: [..]}`
    mutating func keyedMatcher(_ node: Node) -> Matcher? {
        guard let fields = matcherFields(node, "!keyed", ["key", "items"]) else { return nil }
        guard let key = fields["key"], let items = fields["items"] else {
            report(
                "missing-key", "!keyed needs 'key' and 'items'", fix: "write !keyed {key: id, items: [{id: 1}]}",
                at: node.fullRange)
            return nil
        }
        guard let names = elementKey(key), let list = sequence(items, "items") else { return nil }
        let read = list.compactMap { template($0, .expectation) }
        return read.count == list.count ? .keyed(key: names, items: read) : nil
    }

    /// One name, or a list of them.
    private mutating func elementKey(_ node: Node) -> [String]? {
        let names = texts(node, "the key")
        if node.kind == .sequence, node.items.isEmpty {
            report("empty-list", "the key has no name", fix: "name at least one member", at: node.range)
        }
        for (index, name) in names.enumerated()
        where names[..<index].contains(where: { $0.text.utf8.elementsEqual(name.text.utf8) }) {
            report("duplicate-name", "the key has '\(name.text)' already", fix: "take it out", at: name.range)
        }
        return names.isEmpty ? nil : names.map(\.text)
    }
}

extension Expectation {
    /// Whether the body or an attachment is compared as JSON.
    var hasJSON: Bool {
        let attached = mail?.messages.flatMap { ($0.attachments ?? []).compactMap(\.content) } ?? []
        return ([body].compactMap { $0 } + attached).contains { content in
            switch content.wanted {
            case .json, .jsonGolden: true
            case .csv, .text, .textGolden, .base64, .file, .empty: false
            }
        }
    }
}
