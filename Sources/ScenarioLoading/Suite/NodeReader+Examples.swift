import AssayCore
import YAMLReader

extension NodeReader {
    /// Reads what makes a scenario several cases, if anything does, and declares the names that differ between them.
    ///
    /// - Parameter variables: What stands in for a column that a row lacks.
    mutating func examples(
        of stated: Node, beside variables: [Template.Member], _ context: LoadingContext
    ) -> [Example] {
        if let matrix = stated["matrix"] {
            if let node = stated["examples"] {
                report(
                    "conflicting-keys", "'examples' and 'matrix' exclude each other",
                    fix: "keep one of them; an axis of the matrix may have {name: .., value: ..} pairs", at: node.range)
            }
            return self.matrix(matrix)
        }
        guard let node = stated["examples"] else { return [] }
        return node.tag == "!file" ? examples(inFile: node, context) : listedExamples(node, beside: variables)
    }

    private mutating func listedExamples(_ node: Node, beside variables: [Template.Member]) -> [Example] {
        let rows = sequence(node, "examples") ?? []
        if node.kind == .sequence, rows.isEmpty { report("empty-list", "the list of examples is empty", at: node.range) }
        var examples: [Example] = []
        var first: [String: SourceRange] = [:]
        for row in rows {
            guard let example = example(row) else { continue }
            if let earlier = first[example.name] {
                report(
                    "duplicate-id", "the example '\(example.name)' is given twice", fix: "give one of them another name",
                    at: example.range, notes: [note("first given here", at: earlier)])
            }
            first[example.name] = example.range
            examples.append(example)
        }
        checkColumns(of: examples, beside: Set(variables.map(\.name)))
        // Also those whose value cannot be read: what uses them is not at fault.
        for entry in rows.filter({ $0.kind == .mapping }).flatMap(\.entries) where !entry.key.hasText("name") {
            scope.declare(entry.key.text, at: entry.key.range)
        }
        return examples
    }

    private mutating func example(_ row: Node) -> Example? {
        guard mapping(row, "an example") else { return nil }
        guard let nameNode = row["name"] else {
            report("missing-key", "the example has no name", fix: "add 'name: some-name'", at: row.range)
            return nil
        }
        let name = slug(nameNode, "the example's name")
        let values = members(row.without(["name"]), "an example", .request)
        for value in values where !isVariableName(value.name) {
            report("bad-name", "'\(value.name)' is not a column's name", fix: nameForm, at: value.nameRange)
        }
        return name.map { Example(name: $0, values: values, range: nameNode.range) }
    }

    /// Every row has the same columns, unless a variable of that name stands in for it.
    private mutating func checkColumns(of examples: [Example], beside variables: Set<String>) {
        let all = Set(examples.flatMap { $0.values.map(\.name) })
        for example in examples {
            let missing = all.subtracting(variables).subtracting(example.values.map(\.name)).sorted()
            for column in missing {
                report(
                    "missing-column", "the example '\(example.name)' has no '\(column)', which other examples have",
                    fix: "add '\(column): ..'", at: example.range)
            }
        }
    }
}
