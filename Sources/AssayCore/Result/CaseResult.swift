public enum Verdict: String, Sendable, CaseIterable {
    /// Everything stated was checked and holds.
    case passed
    /// At least one check does not hold.
    case failed
    /// The target or the harness could not answer.
    case errored
    /// Asked for.
    case skipped
    /// The target cannot be brought to the given state, or the scenario is for other targets.
    case inapplicable
    /// A listed failure.
    case known
}

/// Where something stands in a file, with the line itself, so that a report needs no file.
public struct SourcePlace: Sendable, Hashable {
    /// Relative to the project folder.
    public var path: String
    public var range: SourceRange
    /// The line where the range starts, without its line break.
    public var line: String

    public init(path: String, range: SourceRange, line: String) {
        self.path = path
        self.range = range
        self.line = line
    }

    public init(_ range: SourceRange, in file: SourceFile) {
        self.init(path: file.path, range: range, line: file.line(range.start.line) ?? "")
    }
}

/// What became of one demand of a scenario.
public struct CheckResult: Sendable, Hashable {
    /// What was checked: `status`, `header Content-Type`, `json`, `mail 1 attachment 1 csv`.
    public var subject: String
    /// The step's id; `nil` in a scenario without steps.
    public var step: String?
    public var clauses: [ClauseID]
    /// How binding it is: as stated, else as the strictest of its clauses. `must` where it cites none.
    public var level: Clause.Level
    /// Empty when the check holds; at most `differenceLimit` of them.
    public var differences: [Difference]
    /// How many differences there are in all.
    public var differenceCount: Int
    /// The golden file that was compared with, relative to the project folder.
    public var golden: String?
    /// Where the expectation stands; set when the check fails.
    public var place: SourcePlace?

    public init(
        subject: String, step: String?, clauses: [ClauseID], level: Clause.Level = .must, differences: [Difference],
        differenceCount: Int, golden: String? = nil, place: SourcePlace? = nil
    ) {
        self.subject = subject
        self.step = step
        self.clauses = clauses
        self.level = level
        self.differences = differences
        self.differenceCount = differenceCount
        self.golden = golden
        self.place = place
    }

    public var holds: Bool { differenceCount == 0 }

    /// Whether it does not hold and has to. What only should hold, or may, makes a case no failure.
    public var isViolation: Bool { !holds && level == .must }
}

/// A request and its answer, kept for the reader of a report.
public struct RecordedExchange: Sendable, Hashable {
    public var step: String?
    public var request: Request
    /// `nil` when there was no answer.
    public var reply: Reply?
    /// How often it was asked: this is the last time.
    public var tries: Int
    /// How long mail was waited for; `nil` when it was not.
    public var mailWait: Duration?

    public init(step: String?, request: Request, reply: Reply?, tries: Int = 1, mailWait: Duration? = nil) {
        self.tries = tries
        self.mailWait = mailWait
        self.step = step
        self.request = request
        self.reply = reply
    }
}

/// What became of one case.
public struct CaseResult: Sendable, Hashable {
    public var id: CaseID
    public var title: String?
    public var verdict: Verdict
    /// Why it was errored, skipped or inapplicable.
    public var reason: String?
    /// Where the scenario stands, or what in it led to `reason`.
    public var place: SourcePlace?
    public var clauses: [ClauseID]
    public var tags: [String]
    /// In the order they were made.
    public var checks: [CheckResult]
    /// Kept for cases that did not pass, and for all when asked for.
    public var exchanges: [RecordedExchange]
    public var duration: Duration
    /// Its place in the plan of the whole run, of all shards, from 0.
    public var number: Int
    /// How often it was run; the result is that of the last time.
    public var attempts: Int

    public init(
        id: CaseID, title: String?, verdict: Verdict, reason: String? = nil, place: SourcePlace? = nil, clauses: [ClauseID],
        tags: [String], checks: [CheckResult] = [], exchanges: [RecordedExchange] = [], duration: Duration = .zero,
        number: Int = 0, attempts: Int = 1
    ) {
        self.number = number
        self.attempts = attempts
        self.id = id
        self.title = title
        self.verdict = verdict
        self.reason = reason
        self.place = place
        self.clauses = clauses
        self.tags = tags
        self.checks = checks
        self.exchanges = exchanges
        self.duration = duration
    }

    /// Whether it passed, and something that should hold does not.
    public var hasWarnings: Bool { verdict == .passed && checks.contains { !$0.holds } }

    /// Whether it passed when it was run again, after it had not.
    public var isFlaky: Bool { verdict == .passed && attempts > 1 }
}
