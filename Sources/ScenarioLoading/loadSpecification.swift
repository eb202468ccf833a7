package import AssayCore
import YAMLReader

/// Reads a specification: its clauses, and the operations that cases can be generated from.
///
/// - Throws: Everything that is wrong with the file, in the order of its text.
package func loadSpecification(_ file: SourceFile) throws(InvalidInput) -> Specification {
    var reader = NodeReader(file: file)
    guard let root = try reader.root("a specification") else { throw InvalidInput(reader.diagnostics) }
    let specification = reader.specification(root)
    try reader.throwIfInvalid()
    return specification
}

extension NodeReader {
    fileprivate mutating func specification(_ root: Node) -> Specification {
        _ = fields(of: root, "specification", ["assay", "specification", "title", "source", "clauses", "operations"])
        var name = ""
        if let node = root["specification"] {
            name = slug(node, "the specification's name") ?? ""
        } else {
            report("missing-key", "the specification has no name", fix: "add 'specification: NAME'", at: start(of: root))
        }
        var clauses: [Clause] = []
        if let node = root["clauses"] {
            clauses = (sequence(node, "clauses") ?? []).compactMap { clause($0) }
            if clauses.isEmpty, diagnostics.isEmpty { report("no-clauses", "the specification has no clause", at: node.range) }
        } else {
            report("missing-key", "the specification has no clauses", fix: "add 'clauses:' with a list", at: start(of: root))
        }
        refuseDuplicates(among: clauses)
        var specification = Specification(
            name: name, title: root["title"].flatMap { text($0, "title") }, source: root["source"].map { source($0) } ?? .init(),
            clauses: clauses, file: file)
        if let node = root["operations"] { specification.operations = operations(node, of: specification) }
        return specification
    }

    func start(of root: Node) -> SourceRange { root.entries.first?.key.range ?? root.range }

    private mutating func source(_ node: Node) -> Specification.Source {
        guard let node = fields(of: node, "source", ["title", "url", "retrieved"]) else { return .init() }
        return Specification.Source(
            title: node["title"].flatMap { text($0, "title") }, url: node["url"].flatMap { text($0, "url") },
            retrieved: node["retrieved"].flatMap { text($0, "retrieved") })
    }

    private mutating func clause(_ node: Node) -> Clause? {
        let known = ["id", "level", "origin", "section", "text", "because", "not_tested"]
        guard let node = fields(of: node, "clause", known) else { return nil }
        for name in ["id", "level", "origin", "text"] where node[name] == nil {
            report("missing-key", "the clause has no '\(name)'", fix: "add '\(name): ..'", at: start(of: node))
        }
        let section = node["section"].flatMap { self.text($0, "section") }
        let because = node["because"].flatMap { self.text($0, "because") }
        let notTested = node["not_tested"].flatMap { self.text($0, "not_tested") }
        let level = node["level"].flatMap { word($0, "level", as: Clause.Level.self) }
        let origin = node["origin"].flatMap { word($0, "origin", as: Clause.Origin.self) }
        let text = node["text"].flatMap { self.text($0, "text") }
        guard let idNode = node["id"], let id = clauseID(idNode), let level, let origin, let text else { return nil }
        return Clause(
            id: id, level: level, origin: origin, section: section, text: text, because: because, notTested: notTested,
            range: idNode.range)
    }

    mutating func clauseID(_ node: Node) -> ClauseID? {
        guard let text = text(node, "a clause's id") else { return nil }
        if let id = ClauseID(text) { return id }
        report(
            "bad-id", "'\(text)' is not a clause's id",
            fix: "use letters, digits, '-', '_' and '.', as in RANGE-MAX or RANGE-MAX~2",
            at: node.range)
        return nil
    }

    private mutating func refuseDuplicates(among clauses: [Clause]) {
        var first: [ClauseID: SourceRange] = [:]
        for clause in clauses {
            if let earlier = first[clause.id] {
                report(
                    "duplicate-clause", "the clause '\(clause.id)' is defined twice", at: clause.range,
                    notes: [note("first defined here", at: earlier)])
            } else {
                first[clause.id] = clause.range
            }
        }
    }
}
