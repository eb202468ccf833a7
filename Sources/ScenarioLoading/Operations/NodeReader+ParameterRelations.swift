import AssayCore
import YAMLReader

extension NodeReader {
    /// The relations of one entry: `{clause: RANGE-MAX, to: {at_most: 92d, past: from}}`.
    mutating func relations(_ node: Node, among parameters: StatedParameters, _ context: ClauseContext) -> [ParameterRelation] {
        guard mapping(node, "relation") else { return [] }
        let clause = node["clause"].flatMap { knownClause($0, context) }
        let refused = node["refused"].flatMap { due($0, "refused", context) }
        return node.entries.flatMap { entry -> [ParameterRelation] in
            if entry.key.hasText(oneOf: ["clause", "refused"]) { return [] }
            let subject = place(of: entry.key.text, among: parameters, at: entry.key.range)
            let known = ["after", "before", "at_most", "at_least", "past", "requires", "excludes", "by", "values"]
            guard let fields = fields(of: entry.value, "relation", known), let subject else { return [] }
            return kinds(fields, of: subject, among: parameters).map {
                ParameterRelation(subject: subject, other: $0.other, kind: $0.kind, clause: clause, refused: refused)
            }
        }
    }

    private mutating func kinds(
        _ fields: Node, of subject: Int, among parameters: StatedParameters
    ) -> [(kind: ParameterRelation.Kind, other: Int)] {
        var found: [(ParameterRelation.Kind, Int)] = []
        let simple: [(String, ParameterRelation.Kind)] = [
            ("after", .after), ("before", .before), ("requires", .requires), ("excludes", .excludes),
        ]
        for (name, kind) in simple {
            if let node = fields[name], let other = named(node, name, among: parameters) { found.append((kind, other)) }
        }
        let past = fields["past"].flatMap { named($0, "past", among: parameters) }
        for name in ["at_most", "at_least"] {
            guard let node = fields[name] else { continue }
            if fields["past"] == nil {
                report("missing-key", "'\(name)' is a distance from another parameter", fix: "add 'past: NAME'", at: node.range)
            }
            guard let distance = duration(node, name), let past else { continue }
            found.append((name == "at_most" ? .atMost(distance) : .atLeast(distance), past))
        }
        if let found = valuesBeside(fields, of: parameters.read[subject], among: parameters) { return [found] }
        return found
    }

    /// `{by: channel, values: {S: [SENT, READ], E: [SENT]}}`.
    private mutating func valuesBeside(
        _ fields: Node, of subject: Parameter, among parameters: StatedParameters
    ) -> (kind: ParameterRelation.Kind, other: Int)? {
        guard let by = fields["by"], let node = fields["values"] else {
            if let by = fields["by"] {
                report("missing-key", "'by' has no 'values'", fix: "add 'values: {VALUE: [..]}'", at: by.range)
            }
            if let node = fields["values"] {
                report("missing-key", "'values' depend on another parameter", fix: "add 'by: NAME'", at: node.range)
            }
            return nil
        }
        guard let other = named(by, "by", among: parameters), mapping(node, "values") else { return nil }
        let deciding = parameters.read[other]
        if deciding.kind != .enum {
            report("wrong-kind", "'by' must name an enum, and '\(deciding.name)' is \(deciding.kind.rawValue)", at: by.range)
            return nil
        }
        if ![.enum, .list].contains(subject.kind) {
            report("wrong-kind", "'values' are of an enum or a list, and '\(subject.name)' is neither", at: node.range)
            return nil
        }
        let beside = node.entries.map { entry in
            checkKnown((entry.key.text, entry.key.range), among: deciding)
            let allowed = texts(entry.value, "values")
            for item in allowed { checkKnown(item, among: subject) }
            return ParameterRelation.ValuesBeside(other: entry.key.text, allowed: allowed.map(\.text))
        }
        for value in deciding.values where !beside.contains(where: { $0.other.utf8.elementsEqual(value.utf8) }) {
            report(
                "missing-key", "nothing is said of '\(subject.name)' beside '\(deciding.name)' \(value)",
                fix: "add '\(value): [..]'", at: node.range)
        }
        return (.values(beside), other)
    }

    private mutating func checkKnown(_ value: (text: String, range: SourceRange), among parameter: Parameter) {
        guard !parameter.values.contains(where: { $0.utf8.elementsEqual(value.text.utf8) }) else { return }
        report(
            "unknown-value", "'\(value.text)' is no value of '\(parameter.name)'",
            fix: nearestName(to: value.text, among: parameter.values).map { "did you mean '\($0)'?" }, at: value.range)
    }

    private mutating func named(_ node: Node, _ what: String, among parameters: StatedParameters) -> Int? {
        text(node, what).flatMap { place(of: $0, among: parameters, at: node.range) }
    }

    /// Where names come twice, that of the query comes before that of the body.
    private mutating func place(of name: String, among parameters: StatedParameters, at range: SourceRange) -> Int? {
        if let index = parameters.read.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) { return index }
        // What is wrong with it was said there.
        if parameters.names.contains(name) { return nil }
        report(
            "unknown-parameter", "the relation is about '\(name)', which is no parameter of the operation",
            fix: nearestName(to: name, among: parameters.names.sorted()).map { "did you mean '\($0)'?" }, at: range)
        return nil
    }
}

/// The parameters that relations may be about.
struct StatedParameters {
    var read: [Parameter]
    /// Also of those that could not be read.
    var names: Set<String>
}
