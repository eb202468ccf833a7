import AssayCore

/// Which names `${name}` may stand for at a place in a file, and which of them were used.
struct VariableScope {
    /// Where each name is declared; names compare by their UTF-8.
    private(set) var declared: [String: SourceRange] = [:]
    private(set) var used: Set<String> = []
    /// The declared names that `!bind` gave a value; it may stand there again.
    private(set) var bound: Set<String> = []

    mutating func declare(_ name: String, at range: SourceRange) { declared[name] = range }
    mutating func use(_ name: String) { used.insert(name) }

    mutating func bind(_ name: String, at range: SourceRange) {
        guard bound.insert(name).inserted else { return }
        declare(name, at: range)
    }

    mutating func remove(_ name: String) {
        declared[name] = nil
        bound.remove(name)
    }
}
