/// How many clauses of a kind fare how in a run.
public struct ClauseCounts: Sendable, Hashable {
    public private(set) var conforming = 0
    public private(set) var violated = 0
    /// Without a stated reason.
    public private(set) var untested = 0
    /// Untested, and the specification says why.
    public private(set) var excused = 0
    /// That the target cannot be brought to the state of. They are no part of `applicable`.
    public private(set) var inapplicable = 0

    /// - Parameters:
    ///   - level: `nil` for all levels.
    ///   - origin: `nil` for all origins.
    public init(
        of header: RunHeader, in summary: RunSummary, level: Clause.Level? = nil, origin: Clause.Origin? = nil
    ) {
        for clause in header.clauses where level ?? clause.level == clause.level && origin ?? clause.origin == clause.origin {
            let tally = summary.clauses[clause.id] ?? RunSummary.ClauseTally()
            switch tally.verdict {
            case .conforms: conforming += 1
            case .violated: violated += 1
            case .untested where tally.isInapplicable: inapplicable += 1
            case .untested where clause.notTested != nil: excused += 1
            case .untested: untested += 1
            }
        }
    }

    /// What `conforming` is a part of: skipped and untested clauses are in it.
    public var applicable: Int { conforming + violated + untested + excused }

    /// Of `conforming` in `applicable`, rounded down, so that 100 is all; `nil` where nothing is applicable.
    public var percentage: Int? { applicable == 0 ? nil : conforming * 100 / applicable }
}
