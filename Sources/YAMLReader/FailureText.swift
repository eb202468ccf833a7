internal import AssayCore

/// What a failure means: the parts of its diagnostic.
struct Explanation {
    var message: String
    var fix: String?
    var range: SourceRange
    var note: (message: String, range: SourceRange)?

    init(_ message: String, fix: String? = nil, at range: SourceRange, note: (message: String, range: SourceRange)? = nil) {
        self.message = message
        self.fix = fix
        self.range = range
        self.note = note
    }
}

/// The two lines that libyaml's marks point at.
struct FailureText {
    let context: Spot
    let problem: Spot
    /// The last line before the problem's that is not blank; `nil` when there is none.
    let lineBefore: Spot?

    struct Spot {
        let mark: Mark
        let line: [Unicode.Scalar]

        init(_ file: SourceFile, _ mark: Mark) {
            self.mark = mark
            let scalars = Array((file.line(mark.line + 1) ?? "").unicodeScalars)
            line = mark.line == 0 && scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
        }

        var before: ArraySlice<Unicode.Scalar> { line[..<min(mark.column, line.count)] }
        var after: ArraySlice<Unicode.Scalar> { line[min(mark.column, line.count)...] }
        var scalar: Unicode.Scalar? { after.first }
        var isLineStart: Bool { before.allSatisfy { $0 == " " || $0 == "\t" } }

        func range(length: Int = 1) -> SourceRange {
            SourceRange(line: mark.line + 1, column: mark.column + 1, length: length)
        }
    }

    init(_ file: SourceFile, context: Mark, problem: Mark) {
        self.context = Spot(file, context)
        self.problem = Spot(file, problem)
        var mark = problem
        var spot: Spot?
        mark.column = 0
        while mark.line > 0, spot == nil {
            mark.line -= 1
            let candidate = Spot(file, mark)
            if !candidate.line.allSatisfy({ $0 == " " || $0 == "\t" }) { spot = candidate }
            if problem.line - mark.line > 100 { break }
        }
        lineBefore = spot
    }

    /// From the context to the problem, when they stand on one line.
    var unfinished: (text: String, range: SourceRange)? {
        guard context.mark.line == problem.mark.line, context.mark.column < problem.mark.column else { return nil }
        let length = problem.mark.column - context.mark.column
        return (string(context.after.prefix(length)), context.range(length: length))
    }
}

func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}
