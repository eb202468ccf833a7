import AssayCore
import Testing
import YAMLReader

/// A text with places marked in it by `1️⃣` to `9️⃣`, which are not part of it.
struct MarkedText {
    let file: SourceFile
    private(set) var places: [Character: SourcePosition] = [:]

    init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var (line, column) = (1, 1)
        let scalars = Array(marked.unicodeScalars)
        var index = 0
        while index < scalars.count {
            if index + 2 < scalars.count, scalars[index + 1] == "\u{FE0F}", scalars[index + 2] == "\u{20E3}" {
                places[Character(String(String.UnicodeScalarView(scalars[index...index + 2])))] = SourcePosition(
                    line: line, column: column)
                index += 3
                continue
            }
            text.append(scalars[index])
            if scalars[index] == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
            index += 1
        }
        file = SourceFile(path: "test.yaml", text: String(text))
    }

    /// Where the mark stands; a column 0 for a mark that the text has not.
    func place(_ mark: Character) -> SourcePosition {
        places[mark] ?? SourcePosition(line: 0, column: 0)
    }
}

/// A diagnostic as a test states it. `end` is left out where only the start matters.
struct ExpectedDiagnostic {
    var id: String
    var start: Character
    var end: Character?
    var message: String
    var fix: String?
    var notes: [(Character, String)] = []

    static func error(
        _ id: String, _ start: Character, to end: Character? = nil, _ message: String, fix: String? = nil,
        notes: [(Character, String)] = []
    ) -> ExpectedDiagnostic {
        ExpectedDiagnostic(id: id, start: start, end: end, message: message, fix: fix, notes: notes)
    }
}

/// Reads the marked text and compares all that is said about it.
func expectDiagnostics(
    _ marked: String, _ expected: [ExpectedDiagnostic], sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = MarkedText(marked)
    let found = diagnostics(of: text.file)
    #expect(found.map(\.message) == expected.map(\.message), sourceLocation: sourceLocation)
    for (diagnostic, wanted) in zip(found, expected) {
        #expect(diagnostic.id == wanted.id, sourceLocation: sourceLocation)
        #expect(diagnostic.fix == wanted.fix, sourceLocation: sourceLocation)
        #expect(diagnostic.range?.start == text.place(wanted.start), sourceLocation: sourceLocation)
        if let end = wanted.end { #expect(diagnostic.range?.end == text.place(end), sourceLocation: sourceLocation) }
        #expect(diagnostic.notes.map(\.message) == wanted.notes.map(\.1), sourceLocation: sourceLocation)
        #expect(diagnostic.notes.map(\.range.start) == wanted.notes.map { text.place($0.0) }, sourceLocation: sourceLocation)
        #expect(!diagnostic.rendered().isEmpty, sourceLocation: sourceLocation)
    }
}

/// Everything that reading the file complains of; empty when it reads.
func diagnostics(of file: SourceFile) -> [Diagnostic] {
    do {
        _ = try YAMLDocument.read(file)
        return []
    } catch {
        return error.diagnostics
    }
}

func diagnostics(of text: String) -> [Diagnostic] {
    diagnostics(of: SourceFile(path: "test.yaml", text: text))
}

/// The root of the only document in the text.
func root(of text: String) throws -> YAMLNode {
    try #require(try YAMLDocument.readSingle(SourceFile(path: "test.yaml", text: text)).root)
}

/// The node in one line, kinds and types visible: `{a: int 1, b: ["x", null]}`.
func outline(_ node: YAMLNode) -> String {
    let tag = node.tag.map { "\($0) " } ?? ""
    switch node.kind {
    case .sequence: return tag + "[" + node.items.map(outline).joined(separator: ", ") + "]"
    case .mapping:
        return tag + "{" + node.entries.map { "\($0.key.text): \(outline($0.value))" }.joined(separator: ", ") + "}"
    case .scalar: return tag + describe(node.coreValue)
    }
}

func describe(_ value: CoreScalar) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let text): "int \(text)"
    case .float(let text): "float \(text)"
    case .string(let text): "\"\(text)\""
    }
}

/// The text that a range marks, its line breaks as `\n`. A byte order mark counts as no column.
func cut(_ range: SourceRange, outOf file: SourceFile) -> String {
    var result = String.UnicodeScalarView()
    guard range.start.line <= range.end.line else { return "" }
    for number in range.start.line...range.end.line {
        var line = Array((file.line(number) ?? "").unicodeScalars)
        if number == 1, line.first == "\u{FEFF}" { line.removeFirst() }
        let start = number == range.start.line ? min(range.start.column - 1, line.count) : 0
        let end = number == range.end.line ? min(range.end.column - 1, line.count) : line.count
        if start < end { result.append(contentsOf: line[start..<end]) }
        if number < range.end.line { result.append("\n") }
    }
    return String(result)
}
