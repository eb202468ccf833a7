import AssayCore

/// How a command ends, as the shell sees it.
enum ExitStatus: Int32 {
    case conforms = 0
    /// A clause is violated, or there is something left to do.
    case violated = 1
    case badUsage = 2
    case unusableInput = 3
    /// The target or the harness failed, or the run was interrupted.
    case harnessFailed = 4
    /// The reader of the output went away: what a shell reports for SIGPIPE.
    case outputClosed = 141

    /// What was found so far is no verdict of the whole.
    static let interrupted = harnessFailed
}

/// Why a command stops before its end.
struct CommandFailure: Error {
    var status: ExitStatus
    /// Without `error:`; empty when everything was said already.
    var message: String
    var fix: String?
    /// Lines to show below the message.
    var excerpt: String

    init(_ status: ExitStatus, _ message: String, fix: String? = nil, excerpt: String = "") {
        self.status = status
        self.message = message
        self.fix = fix
        self.excerpt = excerpt
    }

    var rendered: String {
        guard !message.isEmpty else { return "" }
        return "error: \(message.displayed)\n\(excerpt)" + (fix.map { "  fix: \($0.displayed)\n" } ?? "")
    }
}
