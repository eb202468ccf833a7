import AssayCore
import TestSupport
import Testing
import YAMLReader

/// Reads the marked text and compares all that is said about it.
func expectDiagnostics(
    _ marked: String, _ expected: [ExpectedDiagnostic], sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = MarkedText(marked)
    #expect(text.departures(of: diagnostics(of: text.file), from: expected) == [], sourceLocation: sourceLocation)
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
