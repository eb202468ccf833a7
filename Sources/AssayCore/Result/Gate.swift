/// A figure that a run has to reach: `must=100%`, `documented.must>=99.5%`, `untested=0`, `failed<=3`.
public struct Gate: Sendable, Hashable {
    /// What is counted.
    public enum Quantity: Sendable, Hashable {
        /// Clauses of a level and an origin, `nil` for all, that fare in a way.
        case clauses(Clause.Origin?, Clause.Level?, Measure)
        case cases(Verdict)
        /// Cases that passed with warnings.
        case warned
        /// Cases that passed when they were run again.
        case flaky
    }

    /// How clauses fare; `untested` are those without a stated reason.
    public enum Measure: String, Sendable, CaseIterable { case conforming, violated, untested }

    public typealias Comparison = Threshold.Comparison

    /// Why a text is no gate.
    public struct Invalid: Error, Sendable, Hashable {
        public var message: String
        public var fix: String
    }

    /// As it was written.
    public let text: String
    public let quantity: Quantity
    private let threshold: Threshold

    public var comparison: Comparison { threshold.comparison }
    public var isPercentage: Bool { threshold.isPercentage }

    public init(_ text: String) throws(Invalid) {
        let (name, threshold) = try Threshold.parse(text, example: "must=100%, untested=0 or failed<=3")
        quantity = try Self.quantity(name, in: text)
        self.threshold = threshold
        self.text = threshold.text
    }

    private static func quantity(_ name: String, in text: String) throws(Invalid) -> Quantity {
        if let verdict = Verdict(rawValue: name) { return .cases(verdict) }
        if name == "warned" { return .warned }
        if name == "flaky" { return .flaky }
        var words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
        let origin = words.first.flatMap(Clause.Origin.init)
        if origin != nil { words.removeFirst() }
        let level = words.first.flatMap(Clause.Level.init)
        if level != nil { words.removeFirst() }
        let measure = words.first.flatMap(Measure.init)
        if measure != nil { words.removeFirst() }
        guard words.isEmpty, origin != nil || level != nil || measure != nil else {
            throw Invalid(
                "'\(name)' in '\(text)' is nothing that is counted",
                fix: "write must, documented.must, untested, violated, passed, failed, errored, skipped, known, warned or flaky")
        }
        return .clauses(origin, level, measure ?? .conforming)
    }
}

/// How a gate came out.
public struct GateOutcome: Sendable, Hashable {
    public var gate: Gate
    public var isMet: Bool
    /// "118 of 120 (98%)", "3"
    public var figure: String
}

extension Gate {
    /// Judges a run. A percentage of nothing is reached by no run.
    public func outcome(of header: RunHeader, _ summary: RunSummary) -> GateOutcome {
        let (count, whole) = measured(header, summary)
        return GateOutcome(
            gate: self, isMet: threshold.isMet(by: count, of: whole),
            figure: threshold.figure(of: count, in: whole, isShare: isShare))
    }

    /// Whether the count is best seen as a part of a whole.
    private var isShare: Bool {
        switch quantity {
        case .clauses(_, _, .conforming), .cases(.passed): true
        default: isPercentage
        }
    }

    private func measured(_ header: RunHeader, _ summary: RunSummary) -> (count: Int, whole: Int) {
        let cases = summary.total - summary.count(.inapplicable)
        switch quantity {
        case .clauses(let origin, let level, let measure):
            let counts = ClauseCounts(of: header, in: summary, level: level, origin: origin)
            switch measure {
            case .conforming: return (counts.conforming, counts.applicable)
            case .violated: return (counts.violated, counts.applicable)
            case .untested: return (counts.untested, counts.applicable)
            }
        case .cases(let verdict): return (summary.count(verdict), verdict == .inapplicable ? summary.total : cases)
        case .warned: return (summary.warned, cases)
        case .flaky: return (summary.flaky, cases)
        }
    }
}

extension Gate.Invalid {
    init(_ message: String, fix: String) { self.init(message: message, fix: fix) }
}
