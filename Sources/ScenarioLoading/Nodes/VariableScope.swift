import AssayCore

/// Which names `${name}` may stand for at a place in a file, and which of them were used.
struct VariableScope {
    /// Where each name is declared; names compare by their UTF-8.
    private(set) var declared: [String: SourceRange] = [:]
    private(set) var used: Set<String> = []

    mutating func declare(_ name: String, at range: SourceRange) { declared[name] = range }
    mutating func use(_ name: String) { used.insert(name) }
    mutating func remove(_ name: String) { declared[name] = nil }
}
