import AssayCore
import DataFormats
import YAMLReader

extension NodeReader {
    mutating func parameter(_ node: Node, _ context: ClauseContext) -> Parameter? {
        let known = [
            "name", "in", "type", "summary", "required", "values", "separator", "items", "min_items", "max_items", "min_length",
            "max_length", "min", "max", "pattern", "clause", "examples", "alone", "invalid", "accepted", "refused",
        ]
        guard let node = fields(of: node, "parameter", known) else { return nil }
        for name in ["name", "in", "type"] where node[name] == nil {
            report("missing-key", "the parameter has no '\(name)'", fix: "add '\(name): ..'", at: start(of: node))
        }
        let place = node["in"].flatMap { word($0, "in", as: Parameter.Place.self) }
        let kind = node["type"].flatMap { word($0, "type", as: Parameter.Kind.self) }
        let name = node["name"].flatMap { text($0, "name") }
        guard let name, let place, let kind else { return nil }
        var parameter = Parameter(name: name, place: place, kind: kind, placeInFile: node["name"]?.range ?? node.range)
        parameter.summary = node["summary"].flatMap { text($0, "summary") }
        parameter.isRequired = node["required"].flatMap { boolean($0, "required") } ?? (place == .path)
        parameter.values = node["values"].map { texts($0, "values").map(\.text) } ?? []
        parameter.separator = node["separator"].flatMap { text($0, "separator") }
        parameter.items = node["items"].flatMap { word($0, "items", as: Parameter.Kind.self) }
        parameter.itemCount = .init(
            least: node["min_items"].flatMap { count($0, "min_items") },
            most: node["max_items"].flatMap { count($0, "max_items") })
        parameter.length = .init(
            least: node["min_length"].flatMap { count($0, "min_length") },
            most: node["max_length"].flatMap { count($0, "max_length") })
        parameter.range = .init(least: node["min"].flatMap { number($0, "min") }, most: node["max"].flatMap { number($0, "max") })
        if let pattern = node["pattern"], let text = text(pattern, "pattern") {
            checkPattern(text, at: pattern.range, text: text)
            parameter.pattern = text
        }
        parameter.clause = node["clause"].flatMap { knownClause($0, context) }
        parameter.examples = node["examples"].map { values($0, "examples") } ?? []
        parameter.alone = node["alone"].map { values($0, "alone") } ?? []
        parameter.invalid = node["invalid"].map { values($0, "invalid") } ?? []
        parameter.accepted = node["accepted"].flatMap { due($0, "accepted", context) }
        parameter.refused = node["refused"].flatMap { due($0, "refused", context) }
        check(parameter, node)
        return parameter
    }

    private mutating func check(_ parameter: Parameter, _ node: Node) {
        if [.enum, .list].contains(parameter.kind), parameter.values.isEmpty {
            report(
                "missing-key", "the parameter '\(parameter.name)' has no 'values'", fix: "add 'values: [..]'",
                at: parameter.placeInFile)
        }
        if let separator = node["separator"], parameter.kind != .list {
            report("conflicting-keys", "'separator' is for a list", fix: "write 'type: list', or remove it", at: separator.range)
        }
        if let required = node["required"], parameter.place == .path, !parameter.isRequired {
            report("conflicting-keys", "a parameter of the path is always there", fix: "remove 'required'", at: required.range)
        }
        if parameter.kind == .timestamp {
            for (name, values) in [("examples", parameter.examples), ("alone", parameter.alone)] {
                for (value, item) in zip(values, node[name]?.items ?? []) {
                    if let text = value.string, Instant(rfc3339: text) != nil { continue }
                    report(
                        "bad-timestamp", "an example of a timestamp has to be one",
                        fix: "write it as 2015-03-04T00:00:00.000Z", at: item.range)
                }
            }
        }
    }

    /// A list of values as they would be sent.
    private mutating func values(_ node: Node, _ what: String) -> [DataValue] {
        (sequence(node, what) ?? []).compactMap { plainValue($0, what) }
    }

    private mutating func plainValue(_ node: Node, _ what: String) -> DataValue? {
        guard withoutTag(node, "a value of '\(what)'") else { return nil }
        switch node.kind {
        case .sequence: return .array(node.items.compactMap { plainValue($0, what) })
        case .mapping:
            return .object(
                node.entries.compactMap { entry in
                    plainValue(entry.value, what).map { DataValue.Member(entry.key.text, $0) }
                })
        case .scalar:
            switch node.yaml.coreValue {
            case .null: return .null
            case .bool(let value): return .bool(value)
            default:
                if node.yaml.isPlain, let number = NumberText(node.yaml.text) { return .number(number) }
                return .string(node.yaml.text)
            }
        }
    }

    private mutating func count(_ node: Node, _ what: String) -> Int? {
        if let text = text(node, what), let count = Int(text), count >= 0 { return count }
        report("wrong-kind", "\(what) must be a number from 0 on", at: node.range)
        return nil
    }

    private mutating func number(_ node: Node, _ what: String) -> NumberText? {
        if let text = text(node, what), let number = NumberText(text) { return number }
        report("wrong-kind", "\(what) must be a number", at: node.range)
        return nil
    }
}
