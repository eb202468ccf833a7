/// How a clause fares in a run.
public enum ClauseVerdict: String, Sendable, CaseIterable {
    /// A citing check failed.
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

        public init() {}

        public var verdict: ClauseVerdict {
            if failed + known > 0 { return .violated }
            return passed > 0 ? .conforms : .untested
        }
    }

    public private(set) var counts: [Verdict: Int] = [:]
    public private(set) var clauses: [ClauseID: ClauseTally] = [:]
    public private(set) var checks = 0
    /// Set when the run ended before its last case: fail-fast, or an interrupt.
    public var isInterrupted = false
    /// How long the whole run took; `nil` when nobody measured it.
    public var duration: Duration?

    public init() {}

    public var total: Int { counts.values.reduce(0, +) }

    public func count(_ verdict: Verdict) -> Int { counts[verdict, default: 0] }

    public mutating func add(_ result: CaseResult) {
        counts[result.verdict, default: 0] += 1
        checks += result.checks.count
        for clause in result.citedClauses { tally(result, for: clause) }
    }

    private mutating func tally(_ result: CaseResult, for clause: ClauseID) {
        // By index: a copy of each check would be made otherwise, for every clause of every case.
        let citing = result.checks.indices.filter { result.checks[$0].clauses.contains(clause) }
        let fails = citing.contains { !result.checks[$0].holds }
        switch result.verdict {
        case .errored: clauses[clause, default: ClauseTally()].errored += 1
        case .skipped: clauses[clause, default: ClauseTally()].skipped += 1
        case .inapplicable: clauses[clause, default: ClauseTally()].inapplicable += 1
        case .passed, .failed, .known:
            guard !citing.isEmpty else { return }
            if !fails {
                clauses[clause, default: ClauseTally()].passed += 1
            } else if result.verdict == .known {
                clauses[clause, default: ClauseTally()].known += 1
            } else {
                clauses[clause, default: ClauseTally()].failed += 1
            }
        }
        // A check that failed before the error is evidence all the same.
        if result.verdict == .errored, fails {
            clauses[clause, default: ClauseTally()].failed += 1
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
