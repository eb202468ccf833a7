import AssayCore

/// Which names `${name}` may stand for at a place in a file, and which of them were used.
struct VariableScope {
    /// Where each name is declared; names compare by their UTF-8.
    private(set) var declared: [String: SourceRange] = [:]
    private(set) var used: Set<String> = []
    /// Names that `!bind` gives, with their first place.
    private var bindings: [String: SourceRange] = [:]

    mutating func declare(_ name: String, at range: SourceRange) { declared[name] = range }
    mutating func use(_ name: String) { used.insert(name) }

    mutating func bind(_ name: String, at range: SourceRange) {
        if bindings[name] == nil { bindings[name] = range }
    }

    func isBinding(_ name: String) -> Bool { bindings[name] != nil }

    /// Makes what was bound so far known to the steps that follow: a step's own expectation is worked out before it binds.
    mutating func declareBindings() { declared.merge(bindings) { known, _ in known } }

    /// Takes the names away that are not in `outer`, and gives those back that were hidden; what was used stays used.
    mutating func restore(_ outer: VariableScope) {
        declared = outer.declared
        bindings = outer.bindings
    }
}
