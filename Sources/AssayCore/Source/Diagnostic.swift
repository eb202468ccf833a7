/// One thing that is wrong with an input file, where it stands, and what to type instead.
public struct Diagnostic: Sendable {
    public enum Severity: String, Sendable { case error, warning }

    /// A second place that explains the first: "first defined here".
    public struct Note: Sendable {
        public var message: String
        public var file: SourceFile
        public var range: SourceRange

        public init(_ message: String, in file: SourceFile, at range: SourceRange) {
            self.message = message
            self.file = file
            self.range = range
        }
    }

    /// Stable and greppable: `unknown-key`.
    public var id: String
    public var severity: Severity
    /// The broken rule, quoting the offending text; lower case, no full stop.
    public var message: String
    /// What to type instead: "did you mean 'expect'?".
    public var fix: String?
    public var file: SourceFile
    /// `nil` when the fault is the file as a whole.
    public var range: SourceRange?
    public var notes: [Note]

    public init(
        _ id: String, _ message: String, fix: String? = nil, severity: Severity = .error,
        in file: SourceFile, at range: SourceRange?, notes: [Note] = []
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.fix = fix
        self.file = file
        self.range = range
        self.notes = notes
    }
}

/// Everything wrong with the input, in file and line order; thrown once, after all of it was read.
public struct InvalidInput: Error, Sendable {
    public var diagnostics: [Diagnostic]

    public init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}
