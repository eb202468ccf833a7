import AssayCore
import YAMLReader

extension NodeReader {
    /// Reads `operations`: requests, what is known of the values of their parameters, and relations between these.
    mutating func operations(_ node: Node, of specification: Specification) -> [Operation] {
        guard mapping(node, "operations") else { return [] }
        let context = ClauseContext(specification)
        return node.entries.compactMap { operation($0, context) }
    }

    private mutating func operation(_ entry: Node.Entry, _ context: ClauseContext) -> Operation? {
        let known = [
            "summary", "method", "path", "clauses", "given", "headers", "accepted", "refused", "parameters", "relations",
        ]
        guard let fields = fields(of: entry.value, "operation", known) else { return nil }
        let id = slug(Node(entry.key), "the operation's name") ?? ""
        for name in ["method", "path"] where fields[name] == nil {
            report("missing-key", "the operation has no '\(name)'", fix: "add '\(name): ..'", at: entry.key.range)
        }
        let (method, path) = (fields["method"].flatMap { text($0, "method") }, fields["path"].flatMap { text($0, "path") })
        var operation = Operation(id: id, method: method ?? "", path: path ?? "", range: entry.key.range)
        operation.summary = fields["summary"].flatMap { text($0, "summary") }
        operation.clauses = fields["clauses"].map { operationClauses($0, context) } ?? []
        operation.given = fields["given"].flatMap { fragment($0, "given") }
        operation.headers = fields["headers"].flatMap { fragment($0, "headers") }
        operation.accepted = fields["accepted"].flatMap { due($0, "accepted", context) }
        operation.refused = fields["refused"].flatMap { due($0, "refused", context) }
        let parameters = fields["parameters"].flatMap { sequence($0, "parameters") } ?? []
        operation.parameters = parameters.compactMap { parameter($0, context) }
        refuseDuplicates(among: operation.parameters)
        checkPath(of: operation, at: fields["path"]?.range)
        let names = parameters.compactMap { $0.kind == .mapping ? $0["name"]?.yaml.text : nil }
        let stated = StatedParameters(read: operation.parameters, names: Set(names))
        for relation in fields["relations"].flatMap({ sequence($0, "relations") }) ?? [] {
            operation.relations += relations(relation, among: stated, context)
        }
        return operation
    }

    private mutating func operationClauses(_ node: Node, _ context: ClauseContext) -> [ClauseID] {
        let items = node.kind == .sequence ? sequence(node, "clauses") ?? [] : [node]
        return items.compactMap { knownClause($0, context) }
    }

    private mutating func refuseDuplicates(among parameters: [Parameter]) {
        for (index, parameter) in parameters.enumerated() {
            guard let first = parameters[..<index].first(where: { $0.place == parameter.place && $0.name == parameter.name })
            else { continue }
            report(
                "duplicate-parameter", "the parameter '\(parameter.name)' of the \(parameter.place.rawValue) is described twice",
                at: parameter.placeInFile, notes: [note("first described here", at: first.placeInFile)])
        }
    }

    /// Every `{name}` of a path is a parameter, and the other way round.
    private mutating func checkPath(of operation: Operation, at range: SourceRange?) {
        guard let range else { return }
        let named = operation.path.matches(of: /\{([^{}]*)\}/).map { String($0.1) }
        let described = operation.parameters.filter { $0.place == .path }
        for name in named where !described.contains(where: { $0.name == name }) {
            report(
                "unknown-parameter", "the path has '{\(name)}', which is no parameter of the operation",
                fix: "add {name: \(name), in: path, type: string, required: true}", at: range)
        }
        for parameter in described where !named.contains(parameter.name) {
            report(
                "unknown-parameter", "the path has no '{\(parameter.name)}'", fix: "write it where the value belongs",
                at: parameter.placeInFile)
        }
    }

    func clauseFix(_ id: ClauseID, _ context: ClauseContext) -> String? {
        nearestName(to: id.rawValue, among: context.specification?.clauses.map(\.id.rawValue) ?? []).map {
            "did you mean '\($0)'?"
        }
    }

    mutating func knownClause(_ node: Node, _ context: ClauseContext) -> ClauseID? {
        guard let id = clauseID(node) else { return nil }
        if context.contains(id) { return id }
        report("unknown-clause", "there is no clause '\(id)'", fix: clauseFix(id, context), at: node.range)
        return nil
    }

    /// An expectation: read for its faults, kept as it is written.
    mutating func due(_ node: Node, _ what: String, _ context: ClauseContext) -> YAMLFragment? {
        guard let stated = expectation(node, context: context) else { return nil }
        if stated.isEmpty {
            report("empty-expectation", "'\(what)' states nothing", fix: "state at least a 'status'", at: node.range)
        }
        return fragment(node, what)
    }

    private mutating func fragment(_ node: Node, _ what: String) -> YAMLFragment? {
        guard mapping(node, what) else { return nil }
        guard let stated = node.stated, !stated.isAlias else {
            report("misplaced-alias", "\(what) is copied as it is written, and an alias stands for it", at: node.range)
            return nil
        }
        return YAMLFragment(of: node.fullRange, in: file, isInline: isFlow(node))
    }

    private func isFlow(_ node: Node) -> Bool {
        file.line(node.range.start.line)?.unicodeScalars.dropFirst(node.range.start.column - 1).first == "{"
    }
}

extension YAMLFragment {
    init(of range: SourceRange, in file: SourceFile, isInline: Bool) {
        var lines: [String] = []
        for number in range.start.line...range.end.line {
            var scalars = Array((file.line(number) ?? "").unicodeScalars)
            if number == range.end.line { scalars = Array(scalars.prefix(range.end.column - 1)) }
            let margin = range.start.column - 1
            if number == range.start.line {
                scalars = Array(scalars.dropFirst(margin))
            } else {
                let spaces = scalars.prefix { $0 == " " }.count
                scalars = Array(scalars.dropFirst(isInline ? spaces : min(spaces, margin)))
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars)
            lines.append(String(text))
        }
        while let last = lines.last, last.allSatisfy({ $0 == " " }) { lines.removeLast() }
        self.init(lines: lines, isInline: isInline)
    }
}
