import AssayCore
import Comparison
import DataFormats
import ScenarioRunning

/// What is wrong with the bytes of a golden file, told without any answer to compare them with.
struct GoldenContentFault {
    var id: String
    var message: String
    var fix: String
    var severity = Diagnostic.Severity.error
    var range: SourceRange?

    private static let accept = "run 'assay accept'"
    private static let keepBytes =
        "keep version control from changing it, with '-text' for it in .gitattributes; then check it out again, or run 'assay accept'"

    /// - Parameter form: What the file holds; `nil` when that is not known.
    /// - Returns: `nil` when nothing is wrong.
    init?(of content: [UInt8], _ form: GoldenForm?) {
        if let line = lineOfConflictMarker(in: content) {
            self.init(
                "conflict-markers", "a merge left its conflict markers in this golden file",
                fix: "take one side, or delete the file and \(Self.accept)", at: SourceRange(line: line, column: 1, length: 7))
            return
        }
        switch form {
        case .json: self.init(ofJSON: content)
        case .table(let options): self.init(ofTable: content, options)
        case .text, nil: return nil
        }
    }

    private init(
        _ id: String, _ message: String, fix: String, _ severity: Diagnostic.Severity = .error, at range: SourceRange? = nil
    ) {
        (self.id, self.message, self.fix, self.severity, self.range) = (id, message, fix, severity, range)
    }

    /// Line ends between the values of JSON mean nothing: a run is right about such a golden all the same.
    private init?(ofJSON content: [UInt8]) {
        do {
            _ = try JSONDocument(parsing: content)
        } catch {
            self.init(
                "broken-golden", "this golden file is no JSON: \(error.message)", fix: "mend it, or \(Self.accept)",
                at: SourceRange(line: error.line, column: error.column, length: 1))
            return
        }
        guard content.contains(0x0D) else { return nil }
        self.init(
            "golden-line-ends", "this golden file has CR in its line ends, which are written as LF", fix: Self.keepBytes, .warning
        )
    }

    private init?(ofTable content: [UInt8], _ options: TableOptions) {
        do {
            guard let fault = try TableComparison(goldenBytes: content, options: options).dialectFaultOfGolden else { return nil }
            self.init("golden-dialect", "this golden file is not in the dialect of its scenario: \(fault)", fix: Self.keepBytes)
        } catch {
            self.init("broken-golden", error.message, fix: "mend it, or \(Self.accept)")
        }
    }
}
