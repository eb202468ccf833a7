import ArgumentParser
import AssayCore
import Comparison
import ConformanceReporting
import DataFormats

struct DiffCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two files as a run would: CSV, JSON, text or bytes.",
        discussion: """
            The first file is what is expected. Files of the same bytes are equal whatever they hold.

              assay diff old.csv new.csv                          rows in sequence
              assay diff old.csv new.csv --key id                 rows by their key
              assay diff old.csv new.csv --compare price=decimal:0.01 --ignore updated
              assay diff old.csv new.csv --format daff > p.csv    a patch: daff patch old.csv p.csv
              assay diff a.json b.json --array '$.rows=key:id'    elements by their key
              curl -s https://example.com/a | assay diff a.json - --as json

            Exit codes: 0 equal, 1 different, 2 bad usage, 3 a file is no CSV or JSON, 4 a file cannot be read.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, daff }

    @Argument(help: "What is expected: a file, or - for standard input.")
    var expected: String

    @Argument(help: "What came: a file, or - for standard input.")
    var actual: String

    @Option(help: "What the files are: csv, json, text or bytes. (default: by their extensions)")
    var `as`: DiffForm?

    @Option(help: "What to print: text; json, one object; daff, a tabular diff that daff applies as a patch.")
    var format = Format.text

    @Flag(help: "Show all differences, however many.")
    var all = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    @OptionGroup(title: "CSV") var tables: TableDiffOptions

    @OptionGroup(title: "JSON") var json: JSONDiffOptions

    func perform(in context: CommandContext) async throws -> ExitStatus {
        guard expected != "-" || actual != "-" else {
            throw CommandFailure(.badUsage, "only one of the files can be standard input")
        }
        let (left, right) = (try DiffInput(expected, context.workingFolder), try DiffInput(actual, context.workingFolder))
        let form = try self.as ?? DiffForm(of: left, right)
        guard form == .csv || (format != .daff && !tables.areGiven) else {
            throw CommandFailure(
                .badUsage, format == .daff ? "--format daff is for CSV files" : "the options of CSV files are given for others",
                fix: "if the files are CSV, say so: --as csv")
        }
        guard form == .json || json.array.isEmpty else {
            throw CommandFailure(
                .badUsage, "the option of JSON files is given for others", fix: "if the files are JSON, say so: --as json")
        }
        let console = Console()
        let style = TextStyle(
            color: console.usesColor(color, environment: context.environment), width: Console.width(), verbose: all)
        let output = DiffOutput(format: format, style: style, expectedPath: expected, actualPath: actual, form: form)
        switch form {
        case .csv: return try TableDiff(left, right, tables).run(output, console)
        case .json: return try output.show(try jsonDifferences(left, right), console)
        case .text, .bytes: return try output.show(contentDifferences(left, right, form), console)
        }
    }

    private var limit: Int { format == .text && !all ? DiffOutput.limit : .max }

    private func jsonDifferences(_ left: DiffInput, _ right: DiffInput) throws(CommandFailure) -> Differences {
        let rules = try json.rules()
        if rules.isEmpty, left.content.hasSameBytes(as: right.content, parallel: .processors) { return Differences(limit: 0) }
        let (golden, actual) = concurrently({ left.jsonDocument }, { right.jsonDocument })
        guard !rules.isEmpty else { return differences(golden: try golden.get(), actual: try actual.get(), limit: limit) }
        let diff = ArrangedDiff(
            expected: (expected, try golden.get()), actual: (self.actual, try actual.get()), rules: rules)
        return try diff.differences(limit: limit)
    }

    private func contentDifferences(_ left: DiffInput, _ right: DiffInput, _ form: DiffForm) -> Differences {
        if left.content.hasSameBytes(as: right.content, parallel: .processors) { return Differences(limit: 0) }
        let (expected, actual) = (left.content.array, right.content.array)
        return form == .text
            ? textDifferences(expected: expected, actual: actual, limit: limit)
            : byteDifferences(expected: expected, actual: actual, limit: limit)
    }
}

/// What two files are compared as.
enum DiffForm: String, CaseIterable, ExpressibleByArgument {
    case csv, json, text, bytes

    /// - Throws: `CommandFailure` when the extensions of the files speak for different forms.
    init(of left: DiffInput, _ right: DiffInput) throws(CommandFailure) {
        let forms = [left, right].map { Self.byExtension[$0.pathExtension] }
        if let one = forms[0], let other = forms[1], one != other {
            throw CommandFailure(
                .badUsage, "'\(left.path)' is \(one.rawValue) and '\(right.path)' is \(other.rawValue) by extension",
                fix: "say what both are: --as csv, json, text or bytes")
        }
        self = forms[0] ?? forms[1] ?? (left.looksLikeText && right.looksLikeText ? .text : .bytes)
    }

    private static let byExtension: [String: DiffForm] = [
        "csv": .csv, "tsv": .csv, "json": .json, "txt": .text, "md": .text, "log": .text, "yaml": .text, "yml": .text,
        "xml": .text, "html": .text,
    ]
}
