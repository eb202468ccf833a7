import AssayCore
import YAMLReader

extension NodeReader {
    /// Checks the form of `operations`: parameters with what is known of their values, and relations between them.
    mutating func checkOperations(_ node: Node, clauses: [Clause]) {
        guard mapping(node, "operations") else { return }
        for operation in node.entries {
            guard let fields = fields(of: operation.value, "operation", ["method", "path", "parameters", "relations"]) else {
                continue
            }
            for name in ["method", "path"] {
                guard let value = fields[name] else {
                    report("missing-key", "the operation has no '\(name)'", fix: "add '\(name): ..'", at: operation.key.range)
                    continue
                }
                _ = text(value, name)
            }
            var names: Set<String> = []
            for parameter in fields["parameters"].flatMap({ sequence($0, "parameters") }) ?? [] {
                if let name = checkParameter(parameter) { names.insert(name) }
            }
            for relation in fields["relations"].flatMap({ sequence($0, "relations") }) ?? [] {
                checkRelation(relation, parameters: names, clauses: clauses)
            }
        }
    }

    private enum Place: String, CaseIterable { case query, path, header, body }
    private enum ValueType: String, CaseIterable {
        case string, integer, number, boolean, timestamp, email, phone, uuid, `enum`, list, array, object
    }

    private mutating func checkParameter(_ node: Node) -> String? {
        let known = [
            "name", "in", "type", "required", "values", "separator", "items", "min_items", "max_items", "min_length",
            "max_length", "min", "max", "pattern", "clause",
        ]
        guard let node = fields(of: node, "parameter", known) else { return nil }
        for name in ["name", "in", "type"] where node[name] == nil {
            report("missing-key", "the parameter has no '\(name)'", fix: "add '\(name): ..'", at: start(of: node))
        }
        if let place = node["in"] { _ = word(place, "in", as: Place.self) }
        if let type = node["type"] { _ = word(type, "type", as: ValueType.self) }
        if let items = node["items"] { _ = word(items, "items", as: ValueType.self) }
        if let required = node["required"] { _ = boolean(required, "required") }
        if let values = node["values"] { _ = texts(values, "values") }
        return node["name"].flatMap { text($0, "name") }
    }

    private mutating func checkRelation(_ node: Node, parameters: Set<String>, clauses: [Clause]) {
        guard mapping(node, "relation") else { return }
        for entry in node.entries {
            let name = entry.key.text
            if name == "clause" {
                guard let id = clauseID(entry.value), !clauses.contains(where: { $0.id == id }) else { continue }
                let near = nearestName(to: id.rawValue, among: clauses.map(\.id.rawValue))
                report(
                    "unknown-clause", "there is no clause '\(id)'", fix: near.map { "did you mean '\($0)'?" },
                    at: entry.value.range)
            } else if !parameters.contains(name) {
                report(
                    "unknown-parameter", "the relation is about '\(name)', which is no parameter of the operation",
                    fix: nearestName(to: name, among: Array(parameters).sorted()).map { "did you mean '\($0)'?" },
                    at: entry.key.range)
            } else {
                _ = fields(
                    of: entry.value, "relation", ["after", "before", "at_most", "at_least", "past", "requires", "excludes"])
            }
        }
    }
}
