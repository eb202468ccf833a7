import AssayCore
import DataFormats
import YAMLReader

extension NodeReader {
    /// Reads examples from a CSV file: the header names the columns, one of which is `name`, and each cell is text.
    mutating func examples(inFile node: Node, _ context: LoadingContext) -> [Example] {
        guard node.kind == .scalar, !node.yaml.text.isEmpty else {
            report("wrong-kind", "'!file' takes the path of a CSV file", fix: "as in 'examples: !file rows.csv'", at: node.range)
            return []
        }
        let source: SourceFile
        do {
            source = try context.readFile(node.yaml.text, file)
        } catch {
            report("unreadable-file", "the examples cannot be read: \(error)", at: node.range)
            return []
        }
        companions.append(source)
        var reader = ExampleFileReader(file: source, place: node.range)
        let examples = reader.examples()
        for name in reader.columns { scope.declare(name, at: node.range) }
        report(reader.diagnostics)
        return examples
    }
}

/// Reads one CSV file of examples.
private struct ExampleFileReader {
    let file: SourceFile
    /// Where the scenario names the file: what the values are traced back to.
    let place: SourceRange
    private(set) var columns: [String] = []
    private(set) var diagnostics: [Diagnostic] = []

    init(file: SourceFile, place: SourceRange) {
        self.file = file
        self.place = place
    }

    mutating func examples() -> [Example] {
        let table: CSVDocument
        do throws(CSVSyntaxError) {
            table = try CSVDocument(parsing: file.bytes)
        } catch {
            report("bad-csv", error.message, at: SourceRange(line: error.line, column: error.column))
            return []
        }
        guard let header = table.records.first else {
            report("no-examples", "the file is empty", fix: "start with a header: name,column,..", at: nil)
            return []
        }
        let names = header.texts
        guard let nameColumn = checkedHeader(names) else { return [] }
        let rows = table.records.dropFirst()
        if rows.isEmpty { report("no-examples", "the file has a header and no row", at: lineRange(header)) }
        var lines: [String: Int] = [:]
        return rows.compactMap { example($0, names, nameColumn, &lines) }
    }

    /// Declares the columns and returns which of them holds the name.
    private mutating func checkedHeader(_ names: [String]) -> Int? {
        let line = SourceRange(line: 1, column: 1)
        for (index, name) in names.enumerated() {
            if names[..<index].contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
                report("duplicate-column", "the column '\(name)' is there twice", fix: "remove one", at: line)
            } else if !isVariableName(name) {
                report("bad-name", "'\(name)' is not a column's name", fix: nameForm, at: line)
            }
        }
        columns = names.filter { $0 != "name" && isVariableName($0) }
        guard let index = names.firstIndex(of: "name") else {
            report("missing-column", "there is no column 'name'", fix: "give every row a name of its own: name,..", at: line)
            return nil
        }
        return index
    }

    private mutating func example(
        _ record: CSVDocument.Record, _ names: [String], _ nameColumn: Int, _ lines: inout [String: Int]
    ) -> Example? {
        guard record.count == names.count else {
            report(
                "ragged-row", "the header has \(names.count) fields, and this row \(record.count)",
                fix: "quote a cell that holds a comma", at: lineRange(record))
            return nil
        }
        let name = record[nameColumn].text
        guard isSlugPath(name), !name.utf8.contains(UInt8(ascii: "/")) else {
            report(
                "bad-id", "the example's name '\(name)' is not an id",
                fix: "use lower-case letters and digits in words joined by '-'", at: lineRange(record))
            return nil
        }
        if let earlier = lines.updateValue(record.index, forKey: name) {
            report(
                "duplicate-id", "the example '\(name)' is given twice, first in record \(earlier + 1)",
                fix: "give one of them another name", at: lineRange(record))
        }
        let values = names.indices.filter { $0 != nameColumn }.map { column in
            Template.Member(
                name: names[column], nameRange: place, value: Template(.string(record[column].text), at: place))
        }
        return Example(name: name, values: values, range: place)
    }

    private func lineRange(_ record: CSVDocument.Record) -> SourceRange { SourceRange(line: record.line, column: 1) }

    private mutating func report(_ id: String, _ message: String, fix: String? = nil, at range: SourceRange?) {
        diagnostics.append(Diagnostic(id, message, fix: fix, in: file, at: range))
    }
}
