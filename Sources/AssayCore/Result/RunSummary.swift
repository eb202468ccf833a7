/// How a clause fares in a run.
public enum ClauseVerdict: String, Sendable, CaseIterable {
    /// A citing check failed that is as binding as the clause.
    case violated
    /// None failed, and at least one passed.
    case conforms
    /// Nothing that cites it was checked.
    case untested
}

/// Counts of a run, kept as the results stream by; its size does not depend on how many there are.
public struct RunSummary: Sendable, Hashable {
    /// How the cases fare that cite one clause.
    public struct ClauseTally: Sendable, Hashable {
        public var passed = 0
        public var failed = 0
        public var errored = 0
        public var skipped = 0
        public var inapplicable = 0
        public var known = 0
        /// Cases in which a check does not hold that is less binding than the clause.
        public var warned = 0

        public init() {}

        public var verdict: ClauseVerdict {
            if failed + known > 0 { return .violated }
            return passed > 0 ? .conforms : .untested
        }

        /// Whether the target could be brought to the state of no case that cites it.
        public var isInapplicable: Bool { inapplicable > 0 && passed + failed + errored + skipped + known + warned == 0 }
    }

    public private(set) var counts: [Verdict: Int] = [:]
    public private(set) var clauses: [ClauseID: ClauseTally] = [:]
    public private(set) var checks = 0
    /// Cases that passed and have a check that should hold and does not.
    public private(set) var warned = 0
    /// Cases that passed when they were run again.
    public private(set) var flaky = 0
    /// Set when the run ended before its last case: fail-fast, or an interrupt.
    public var isInterrupted = false
    /// How long the whole run took; `nil` when nobody measured it.
    public var duration: Duration?
    /// What is other than in earlier runs; `nil` without a history.
    public var changes: RunChanges?

    private let levels: [ClauseID: Clause.Level]

    /// - Parameter header: Says how binding each clause is; one that it does not know is taken for a `must`.
    public init(of header: RunHeader) {
        levels = Dictionary(header.clauses.map { ($0.id, $0.level) }) { first, _ in first }
    }

    public var total: Int { counts.values.reduce(0, +) }

    public func count(_ verdict: Verdict) -> Int { counts[verdict, default: 0] }

    public mutating func add(_ result: CaseResult) {
        counts[result.verdict, default: 0] += 1
        checks += result.checks.count
        if result.hasWarnings { warned += 1 }
        if result.isFlaky { flaky += 1 }
        for clause in result.citedClauses { tally(result, for: clause) }
    }

    private mutating func tally(_ result: CaseResult, for clause: ClauseID) {
        // By index: a copy of each check would be made otherwise, for every clause of every case.
        let citing = result.checks.indices.filter { result.checks[$0].clauses.contains(clause) }
        let level = levels[clause] ?? .must
        let violates = citing.contains { !result.checks[$0].holds && result.checks[$0].level.binds(atLeastAs: level) }
        var tally = clauses[clause] ?? ClauseTally()
        switch result.verdict {
        case .errored:
            tally.errored += 1
            // A check that failed before the error is evidence all the same.
            if violates { tally.failed += 1 }
        case .skipped: tally.skipped += 1
        case .inapplicable: tally.inapplicable += 1
        case .passed, .failed, .known:
            guard !citing.isEmpty else { return }
            if violates {
                if result.verdict == .known { tally.known += 1 } else { tally.failed += 1 }
            } else {
                if citing.contains(where: { !result.checks[$0].holds }) { tally.warned += 1 }
                if citing.contains(where: { result.checks[$0].holds }) { tally.passed += 1 }
            }
        }
        clauses[clause] = tally
    }
}

extension Clause.Level {
    /// Whether what departs on this level is as bad as what departs on the other.
    public func binds(atLeastAs other: Clause.Level) -> Bool {
        switch (self, other) {
        case (.must, _), (.should, .should), (.should, .may), (.may, .may): true
        default: false
        }
    }
}

extension CaseResult {
    /// The clauses of the scenario and of its single checks, each once, in the order they first stand.
    public var citedClauses: [ClauseID] {
        guard checks.contains(where: { $0.clauses != clauses }) else { return clauses }
        var seen = Set(clauses)
        return clauses + checks.flatMap(\.clauses).filter { seen.insert($0).inserted }
    }
}
