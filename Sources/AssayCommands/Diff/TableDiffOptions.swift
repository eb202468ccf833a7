import ArgumentParser
import AssayCore
import DataFormats

/// The options of `csv:` in a scenario, as flags.
struct TableDiffOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("A column that identifies a row; may be given again. (default: rows in sequence)", valueName: "column")
    )
    var key: [String] = []

    @Option(help: "Whether the order of rows counts: significant or ignored. (default: significant)", transform: word)
    var rowOrder = TableOptions.RowOrder.significant

    @Option(help: "Which columns there must be: exact, any_order or superset. (default: exact)", transform: word)
    var columns = TableOptions.Columns.exact

    @Option(help: ArgumentHelp("A column that is not compared; may be given again.", valueName: "column"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "How a column is compared: decimal, decimal:0.01 (no further apart), instant, instant:1s, digits or case; may be given again.",
            valueName: "column=how"))
    var compare: [String] = []

    @Option(
        help: ArgumentHelp("One character, or tab. (default: what the first line of the first file has)", valueName: "character"))
    var delimiter: String?

    @Option(help: "Line ends: crlf, lf or any. (default: those of the first file)", transform: word)
    var newline: TableDialect.Newline?

    @Option(help: "A byte order mark: refused, required or any. (default: as in the first file)", transform: word)
    var bom: TableDialect.ByteOrderMark?

    @Flag(help: "The first record is a row; columns are named by their numbers from 1.")
    var noHeader = false

    /// Whether any of them was given.
    var areGiven: Bool {
        !(key + ignore + compare).isEmpty || rowOrder != .significant || columns != .exact || delimiter != nil || newline != nil
            || bom != nil || noHeader
    }

    /// Whether the first file itself may depart from what is asked for.
    var demandDialect: Bool { newline ?? .any != .any || bom ?? .any != .any || delimiter != nil }

    /// - Parameter golden: The first file, whose dialect counts where none is given.
    func options(for golden: CSVDocument, _ comparisons: [TableOptions.ColumnComparison]) -> TableOptions {
        let kinds = golden.newlines.kinds
        let ownNewline: TableDialect.Newline = kinds == [.crlf] ? .crlf : kinds == [.lf] ? .lf : .any
        let dialect = TableDialect(
            delimiter: golden.delimiter, newline: newline ?? ownNewline,
            byteOrderMark: bom ?? (golden.hasByteOrderMark ? .required : .refused), hasHeader: !noHeader)
        return TableOptions(
            key: key, rowOrder: rowOrder, columns: columns, ignore: ignore, compare: comparisons, dialect: dialect)
    }

    /// - Throws: `CommandFailure` for what says nothing that can be done.
    func comparisons() throws(CommandFailure) -> [TableOptions.ColumnComparison] {
        for column in key where ignore.contains(column) {
            throw CommandFailure(.badUsage, "the column '\(column)' is both a key and ignored")
        }
        var comparisons: [TableOptions.ColumnComparison] = []
        for text in compare { comparisons.append(try Self.comparison(text)) }
        return comparisons
    }

    /// - Throws: `CommandFailure` when a column that is named is not in the first file.
    func checkColumns(in names: [String]) throws(CommandFailure) {
        for name in key + ignore + compare.map({ Self.split($0)?.column ?? $0 })
        where !names.contains(where: { $0.utf8.elementsEqual(name.utf8) }) {
            throw CommandFailure(
                .badUsage, "there is no column '\(name)' in the first file", fix: suggestion(for: name, among: names))
        }
    }

    /// The delimiter that is asked for, or the first of comma, semicolon, tab and bar that the first line has.
    func delimiter(for input: DiffInput) throws(CommandFailure) -> UInt8 {
        guard let delimiter else {
            let line = input.content[0..<min(input.content.count, 1 << 16)].prefix { $0 != 0x0A && $0 != 0x0D }
            let candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
            return candidates.first { line.contains($0) } ?? UInt8(ascii: ",")
        }
        let byte = ["tab", "\\t"].contains(delimiter) ? UInt8(ascii: "\t") : delimiter.utf8.first ?? 0
        guard delimiter.utf8.count == 1 || byte == UInt8(ascii: "\t"), CSVDocument.isDelimiter(byte) else {
            throw CommandFailure(
                .badUsage, "--delimiter takes one ASCII character or 'tab', not '\(delimiter)'")
        }
        return byte
    }

    private static func split(_ text: String) -> (column: String, how: String)? {
        guard let equals = text.utf8.lastIndex(of: UInt8(ascii: "=")) else { return nil }
        return (String(text[..<equals]), String(text[text.utf8.index(after: equals)...]))
    }

    /// `Price=decimal:0.01`; a column's name may have `=` in it.
    private static func comparison(_ text: String) throws(CommandFailure) -> TableOptions.ColumnComparison {
        guard let (column, how) = split(text) else {
            throw CommandFailure(
                .badUsage, "--compare takes column=how, not '\(text)'", fix: "for example --compare Price=decimal:0.01")
        }
        let parts = how.split(separator: ":", maxSplits: 1).map(String.init)
        let within = parts.count > 1 ? parts[1] : nil
        let comparison: TableOptions.CellComparison? =
            switch (parts.first, within) {
            case ("decimal", nil): .decimal(within: nil)
            case ("decimal", let within?): NumberText(within).map { .decimal(within: $0) }
            case ("instant", nil): .instant(within: nil)
            case ("instant", let within?): (try? Duration(text: within)).map { .instant(within: $0) }
            case ("digits", nil): .digits
            case ("case", nil): .ignoringCase
            default: nil
            }
        guard let comparison else {
            throw CommandFailure(
                .badUsage, "--compare does not know '\(how)'",
                fix: "use decimal, decimal:0.01, instant, instant:1s, digits or case")
        }
        return .init(column: column, comparison: comparison)
    }
}

/// Reads one of the words that a type is made of.
private func word<Choice: CaseIterable & RawRepresentable<String>>(_ text: String) throws -> Choice {
    guard let choice = Choice.allCases.first(where: { $0.rawValue == text }) else {
        throw ValidationError("it is one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
}
