import AssayCore
import YAMLReader

/// A YAML node as a reader sees it: what a file states, or what it states merged over its `defaults`.
struct Node {
    struct Entry {
        var key: YAMLNode
        var value: Node
    }

    /// The node itself; of merged mappings, the one that overrides.
    let yaml: YAMLNode
    /// The entries of merged mappings; `nil` for a node that is what the file says.
    private let merged: [Entry]?

    init(_ yaml: YAMLNode) {
        self.yaml = yaml
        merged = nil
    }

    private init(_ yaml: YAMLNode, merged: [Entry]) {
        self.yaml = yaml
        self.merged = merged
    }

    var kind: YAMLNode.Kind { yaml.kind }
    var tag: String? { yaml.tag }
    var range: SourceRange { yaml.range }
    /// From the tag on.
    var fullRange: SourceRange { yaml.rangeWithProperties }
    var items: [Node] { yaml.items.map(Node.init) }
    var entries: [Entry] {
        if let merged { return merged }
        let stated = yaml.entries
        return (0..<stated.endIndex).map { Entry(key: stated[$0].key, value: Node(stated[$0].value)) }
    }

    subscript(name: String) -> Node? {
        guard let merged else { return yaml.kind == .mapping ? yaml[name].map(Node.init) : nil }
        return merged.firstIndex { $0.key.hasText(name) }.map { merged[$0].value }
    }

    /// Whether it is a mapping with an entry of that name.
    func has(_ name: String) -> Bool {
        guard let merged else { return yaml.kind == .mapping && yaml.hasKey(name) }
        return merged.contains { $0.key.hasText(name) }
    }

    /// The keys of a mapping that are none of these names.
    func keys(notIn names: [String]) -> [YAMLNode] {
        if let merged { return merged.lazy.map(\.key).filter { !$0.hasText(oneOf: names) } }
        let stated = yaml.entries
        return (0..<stated.endIndex).lazy.map { stated[$0].key }.filter { !$0.hasText(oneOf: names) }
    }

    /// The node that several keys lead to; `nil` where one of them is missing.
    subscript(path path: [String]) -> Node? {
        path.reduce(Optional(self)) { node, name in node?[name] }
    }

    /// The node where it is what the file says, and so the same wherever it is read; `nil` for merged mappings.
    var stated: YAMLNode? { merged == nil ? yaml : nil }

    /// An empty plain scalar, as after `key:`.
    var isEmpty: Bool { kind == .scalar && yaml.isPlain && yaml.text.isEmpty }

    /// Returns this node laid over `defaults`: mappings without tags are merged entry by entry, anything else replaces.
    ///
    /// - Parameter fields: The key below which names are those of header fields: there `accept` replaces `Accept`.
    func merged(over defaults: Node, withFieldsBelow fields: String? = nil) -> Node {
        guard kind == .mapping, defaults.kind == .mapping, tag == nil, defaults.tag == nil else { return self }
        var own = entries
        var result: [Entry] = []
        for entry in defaults.entries {
            guard let index = own.firstIndex(where: { $0.key.hasText(entry.key.text) }) else {
                result.append(entry)
                continue
            }
            let overriding = own.remove(at: index)
            let isFields = fields.map { entry.key.hasText($0) } ?? false
            let value = isFields ? overriding.value.replacingFields(of: entry.value) : overriding.value.merged(over: entry.value)
            result.append(Entry(key: overriding.key, value: value))
        }
        return Node(yaml, merged: result + own)
    }

    /// As `merged(over:)` for header fields: every one of the defaults that has the name of an own one gives way.
    private func replacingFields(of defaults: Node) -> Node {
        guard kind == .mapping, defaults.kind == .mapping, tag == nil, defaults.tag == nil else { return self }
        let own = entries
        let rest = defaults.entries.filter { entry in
            !own.contains { $0.key.text.equalsIgnoringASCIICase(entry.key.text) }
        }
        return Node(yaml, merged: rest + own)
    }

    /// Returns the mapping without the entries of these names at `path`, which is empty for the mapping itself.
    func without(_ names: [String], at path: [String]) -> Node {
        guard let first = path.first else { return without(names) }
        guard self[first] != nil else { return self }
        return Node(
            yaml,
            merged: entries.map { entry in
                guard entry.key.hasText(first) else { return entry }
                return Entry(key: entry.key, value: entry.value.without(names, at: Array(path.dropFirst())))
            })
    }

    /// Returns the mapping without the entries of these names.
    func without(_ names: [String]) -> Node {
        guard names.contains(where: { has($0) }) else { return self }
        return Node(yaml, merged: entries.filter { !$0.key.hasText(oneOf: names) })
    }
}
