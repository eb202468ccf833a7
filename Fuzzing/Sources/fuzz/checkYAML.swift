import AssayCore
import YAMLReader

func checkYAML(_ bytes: [UInt8]) {
    do throws(InvalidInput) {
        for document in try YAMLDocument.read(SourceFile(path: "fuzz.yaml", bytes: bytes)) {
            guard let root = document.root else { continue }
            var budget = 10_000
            walk(root, &budget)
        }
    } catch {
        demand(!error.diagnostics.isEmpty, "what is refused has a reason")
        for diagnostic in error.diagnostics.prefix(20) {
            demand(!diagnostic.message.isEmpty && diagnostic.rendered().utf8.count < 5000, "a diagnostic is short")
        }
    }
}

/// Aliases may make the tree far larger than the text.
private func walk(_ node: YAMLNode, _ budget: inout Int) {
    budget -= 1
    guard budget > 0 else { return }
    demand(node.range.start <= node.range.end, "a range does not end before it starts")
    demand(node.rangeWithProperties.start <= node.range.start, "properties stand before the node")
    switch node.kind {
    case .scalar:
        _ = node.coreValue
        demand(node.hasText(node.text), "a text is itself")
    case .sequence:
        for item in node.items { walk(item, &budget) }
    case .mapping:
        for entry in node.entries {
            demand(node[entry.key.text] == entry.value, "a value is found by its key")
            walk(entry.value, &budget)
        }
    }
}
