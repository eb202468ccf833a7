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
    var entries: [Entry] { merged ?? yaml.entries.map { Entry(key: $0.key, value: Node($0.value)) } }

    subscript(name: String) -> Node? {
        guard let merged else { return yaml.kind == .mapping ? yaml[name].map(Node.init) : nil }
        return merged.first { $0.key.hasText(name) }?.value
    }

    /// An empty plain scalar, as after `key:`.
    var isEmpty: Bool { kind == .scalar && yaml.isPlain && yaml.text.isEmpty }

    /// Returns this node laid over `defaults`: mappings without tags are merged entry by entry, anything else replaces.
    func merged(over defaults: Node) -> Node {
        guard kind == .mapping, defaults.kind == .mapping, tag == nil, defaults.tag == nil else { return self }
        var own = entries
        var result: [Entry] = []
        for entry in defaults.entries {
            if let index = own.firstIndex(where: { $0.key.hasText(entry.key.text) }) {
                let overriding = own.remove(at: index)
                result.append(Entry(key: overriding.key, value: overriding.value.merged(over: entry.value)))
            } else {
                result.append(entry)
            }
        }
        return Node(yaml, merged: result + own)
    }

    /// Returns the mapping without the entries of these names.
    func without(_ names: Set<String>) -> Node {
        guard entries.contains(where: { names.contains($0.key.text) }) else { return self }
        return Node(yaml, merged: entries.filter { !names.contains($0.key.text) })
    }
}
