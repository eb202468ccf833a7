/// A failure that a project knows of and lives with for a while.
public struct KnownFailure: Sendable, Hashable {
    /// A case, a scenario for all of its cases, or a pattern in which `*` stands for any text.
    public var scenario: String
    /// How many cases a pattern stands for; `nil` for one that is no pattern.
    public var count: Int?
    /// `nil` for all targets.
    public var target: String?
    /// `failed` or `errored`.
    public var verdict: Verdict
    /// The subject of the check that fails; `nil` for any.
    public var check: String?
    /// A clause of the check that fails; `nil` for any.
    public var clause: ClauseID?
    /// Part of what is said of the failure; `nil` for anything.
    public var message: String?
    public var because: String
    public var issue: String?
    /// The first moment at which it is no longer known; `nil` for no end.
    public var end: Instant?
    /// Where the entry stands.
    public var place: SourcePlace
    /// The whole entry.
    public var range: SourceRange

    public init(
        scenario: String, count: Int? = nil, target: String? = nil, verdict: Verdict = .failed, check: String? = nil,
        clause: ClauseID? = nil, message: String? = nil, because: String, issue: String? = nil, end: Instant? = nil,
        place: SourcePlace, range: SourceRange
    ) {
        self.scenario = scenario
        self.count = count
        self.target = target
        self.verdict = verdict
        self.check = check
        self.clause = clause
        self.message = message
        self.because = because
        self.issue = issue
        self.end = end
        self.place = place
        self.range = range
    }

    public var isPattern: Bool { scenario.utf8.contains(UInt8(ascii: "*")) }

    /// Whether the entry is about a case, on whatever target.
    public func covers(_ id: CaseID) -> Bool {
        let texts = [id.description, id.scenario.description]
        return isPattern
            ? Self.matches(Array(scenario.utf8), Array(texts[0].utf8)) : texts.contains { $0.utf8.elementsEqual(scenario.utf8) }
    }

    /// Whether `*` in the pattern can stand for texts that make it the other.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (at, place) = (0, 0)
        var retry: (pattern: Int, text: Int)?
        while at < text.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                retry = (place, at)
            } else if place < pattern.count, pattern[place] == text[at] {
                (at, place) = (at + 1, place + 1)
            } else if let last = retry {
                retry = (last.pattern, last.text + 1)
                (place, at) = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
