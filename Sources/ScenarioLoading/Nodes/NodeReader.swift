import AssayCore
import YAMLReader

/// Reads nodes of one file into values, and collects everything that is wrong on the way.
///
/// A method that meets a fault reports it and returns `nil` or what is left of the value, so that one pass over a file
/// finds all of its faults.
struct NodeReader {
    let file: SourceFile
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var warnings: [Diagnostic] = []
    /// Other files that were read because this one names them.
    var companions: [SourceFile] = []
    /// The names that `${name}` may stand for here.
    var scope = VariableScope()
    /// Ids of the steps before the one that is read, of the same scenario.
    var earlierSteps: [String] = []
    /// Where the first step of each id stands.
    var stepPlaces: [String: SourceRange] = [:]
    /// Queries, in UTF-8, that were read before: scenarios mostly have the same.
    var readablePaths: Set<[UInt8]> = []
    /// What nodes came to that are the same for every scenario: the defaults are read with each.
    var knownValues: [YAMLNode: Template] = [:]
    var knownGivens: [YAMLNode: GivenTemplate] = [:]

    init(file: SourceFile) {
        self.file = file
    }

    mutating func report(
        _ id: String, _ message: String, fix: String? = nil, at range: SourceRange, notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(Diagnostic(id, message, fix: fix, in: file, at: range, notes: notes))
    }

    /// Adds what is wrong with another file.
    mutating func report(_ others: [Diagnostic]) { diagnostics += others }

    mutating func warn(_ id: String, _ message: String, fix: String? = nil, at range: SourceRange) {
        warnings.append(Diagnostic(id, message, fix: fix, severity: .warning, in: file, at: range))
    }

    func note(_ message: String, at range: SourceRange) -> Diagnostic.Note { Diagnostic.Note(message, in: file, at: range) }

    /// Throws everything that was reported, in the order of the text, other files last; each fault once, however often defaults
    /// repeat it.
    func throwIfInvalid() throws(InvalidInput) {
        guard !diagnostics.isEmpty else { return }
        var seen: Set<String> = []
        let unique = diagnostics.filter { diagnostic in
            let place = diagnostic.range.map { "\($0.start.line):\($0.start.column)" } ?? ""
            return seen.insert("\(diagnostic.file.path) \(place) \(diagnostic.id) \(diagnostic.message)").inserted
        }
        throw InvalidInput(
            unique.enumerated().sorted { left, right in
                let paths = (left.element.file.path, right.element.file.path)
                if paths.0 != paths.1 { return paths.0 == file.path || (paths.1 != file.path && paths.0 < paths.1) }
                guard let leftPlace = left.element.range?.start, let rightPlace = right.element.range?.start,
                    leftPlace != rightPlace
                else { return left.offset < right.offset }
                return leftPlace < rightPlace
            }.map(\.element))
    }
}

extension NodeReader {
    /// Reads the one document of the file, which must be a mapping that says `assay: 1`.
    mutating func root(_ purpose: String) throws(InvalidInput) -> Node? {
        guard let yaml = try YAMLDocument.readSingle(file).root else {
            diagnostics.append(Diagnostic("empty-file", "the file is empty", fix: "start with 'assay: 1'", in: file, at: nil))
            return nil
        }
        let node = Node(yaml)
        guard node.kind == .mapping else {
            report("wrong-kind", "\(purpose) must be a mapping", fix: "start with 'assay: 1'", at: node.range)
            return nil
        }
        if let version = node["assay"] {
            if !(version.yaml.isPlain && version.yaml.hasText("1")) {
                report("version", "the format's version must be 1", fix: "write 'assay: 1'", at: version.range)
            }
        } else {
            let first = node.entries.first?.key.range ?? node.range
            report(
                "missing-key", "the key 'assay' is missing, which gives the format's version", fix: "start with 'assay: 1'",
                at: first)
        }
        return node
    }

    /// Checks that a node is a mapping with known keys only.
    ///
    /// - Parameter what: What the mapping is of: "scenario" makes "scenario key 'expcet' is not known".
    mutating func fields(of node: Node, _ what: String, _ known: [String]) -> Node? {
        guard mapping(node, what) else { return nil }
        for key in node.keys(notIn: known) {
            let name = key.text
            let near = nearestName(to: name, among: known)
            report(
                "unknown-key", "\(what) key '\(name)' is not known",
                fix: near.map { "did you mean '\($0)'?" } ?? "known here: \(known.joined(separator: ", "))", at: key.range)
        }
        return node
    }

    mutating func mapping(_ node: Node, _ what: String) -> Bool {
        guard node.kind == .mapping else {
            report("wrong-kind", "\(what) must be a mapping, and is \(node.description)", at: node.range)
            return false
        }
        return withoutTag(node, what)
    }

    mutating func sequence(_ node: Node, _ what: String) -> [Node]? {
        guard node.kind == .sequence else {
            report("wrong-kind", "\(what) must be a list, and is \(node.description)", fix: "write [..]", at: node.range)
            return nil
        }
        return withoutTag(node, what) ? node.items : nil
    }

    /// The text of a scalar that is text whatever it looks like: a title, an id.
    mutating func text(_ node: Node, _ what: String) -> String? {
        guard node.kind == .scalar, !node.isEmpty else {
            let found = node.isEmpty ? "empty" : node.description
            report("wrong-kind", "\(what) must be text, and is \(found)", at: node.range)
            return nil
        }
        return withoutTag(node, what) ? node.yaml.text : nil
    }

    mutating func slug(_ node: Node, _ what: String, withFolders: Bool = false) -> String? {
        guard let text = text(node, what) else { return nil }
        guard withFolders ? isSlugPath(text) : isSlug(text[...]) else {
            let form = "lower-case letters and digits in words joined by '-'" + (withFolders ? ", with '/' between folders" : "")
            report("bad-id", "\(what) '\(text)' is not an id", fix: "use \(form)", at: node.range)
            return nil
        }
        return text
    }

    /// One word of a closed set.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: Node, _ what: String, as type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue)
        guard let text = text(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        let near = nearestName(to: text, among: known)
        report(
            "unknown-value", "\(what) '\(text)' is not known",
            fix: near.map { "did you mean '\($0)'?" } ?? "use one of \(known.joined(separator: ", "))", at: node.range)
        return nil
    }

    mutating func boolean(_ node: Node, _ what: String) -> Bool? {
        if node.kind == .scalar, node.tag == nil, case .bool(let value) = node.yaml.coreValue { return value }
        report("wrong-kind", "\(what) must be true or false, and is \(node.description)", at: node.range)
        return nil
    }

    /// A list of texts; a single text stands for a list of one.
    mutating func texts(_ node: Node, _ what: String) -> [(text: String, range: SourceRange)] {
        guard node.kind == .sequence else { return text(node, what).map { [($0, node.range)] } ?? [] }
        return (sequence(node, what) ?? []).compactMap { item in text(item, what).map { ($0, item.range) } }
    }

    /// Reports a tag where none has a meaning: passed over, it would say something that is not checked.
    mutating func withoutTag(_ node: Node, _ what: String) -> Bool {
        guard let tag = node.tag, !tag.hasPrefix("tag:yaml.org,2002:") else { return true }
        report(
            "misplaced-tag", "\(what) takes no tag, and has \(tag)", fix: "remove \(tag)", at: node.yaml.tagRange ?? node.range)
        return false
    }
}

extension Node {
    /// "a mapping", "a list", "the text 'abc'": what stands there, for a message.
    var description: String {
        switch kind {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar: isEmpty ? "empty" : "'\(yaml.text.prefix(40))'"
        }
    }
}

/// Whether a text is ids with `/` between them.
func isSlugPath(_ text: String) -> Bool { text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(isSlug) }

private func isSlug(_ text: Substring) -> Bool {
    let hyphen = UInt8(ascii: "-")
    var last = hyphen
    for byte in text.utf8 {
        let isWordByte = (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
        guard isWordByte || (byte == hyphen && last != hyphen) else { return false }
        last = byte
    }
    return last != hyphen
}
