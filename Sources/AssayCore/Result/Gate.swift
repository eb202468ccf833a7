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

    public enum Comparison: String, Sendable, CaseIterable {
        // The longer ones first, as they begin like the others.
        case atMost = "<="
        case atLeast = ">="
        case equal = "="
        case below = "<"
        case above = ">"
    }

    /// Why a text is no gate.
    public struct Invalid: Error, Sendable, Hashable {
        public var message: String
        public var fix: String
    }

    /// As it was written.
    public let text: String
    public let quantity: Quantity
    public let comparison: Comparison
    public let isPercentage: Bool
    /// The bound is `value / scale`; `scale` is a power of ten.
    private let value: Int
    private let scale: Int

    public init(_ text: String) throws(Invalid) {
        let bytes = Array(text.utf8).filter { $0 != UInt8(ascii: " ") }
        let written = String(decoding: bytes, as: UTF8.self)
        guard let start = bytes.firstIndex(where: { "<>=".utf8.contains($0) }),
            let comparison = Comparison.allCases.first(where: { bytes[start...].starts(with: $0.rawValue.utf8) })
        else { throw Invalid("'\(text)' compares nothing", fix: "write it like must=100%, untested=0 or failed<=3") }
        quantity = try Self.quantity(String(decoding: bytes[..<start], as: UTF8.self), in: text)
        self.comparison = comparison
        var number = bytes[(start + comparison.rawValue.utf8.count)...]
        isPercentage = number.last == UInt8(ascii: "%")
        if isPercentage { number.removeLast() }
        guard let bound = Self.bound(number) else {
            throw Invalid(
                "'\(String(decoding: number, as: UTF8.self))' in '\(text)' is no figure",
                fix: "write a number, or a percentage like 99.5%")
        }
        (value, scale) = bound
        if isPercentage, value > 100 * scale {
            throw Invalid("no part is more than 100% of the whole: '\(text)'", fix: "write at most 100%")
        }
        if !isPercentage, scale != 1 {
            throw Invalid("'\(text)' counts things", fix: "write a whole number, or a percentage")
        }
        self.text = written
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

    /// Of `12`, `99.5`.
    private static func bound(_ digits: ArraySlice<UInt8>) -> (value: Int, scale: Int)? {
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard digits.count <= 12, parts.allSatisfy({ part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }),
            let value = Int(String(decoding: parts.joined(), as: UTF8.self))
        else { return nil }
        return (value, (0..<(parts.count > 1 ? parts[1].count : 0)).reduce(1) { scale, _ in scale * 10 })
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
        let part = whole > 0 ? "\(count) of \(whole) (\(count * 100 / whole)%)" : "\(count) of 0"
        guard isPercentage else {
            return GateOutcome(gate: self, isMet: holds(count * scale, value), figure: isShare ? part : String(count))
        }
        guard whole > 0 else { return GateOutcome(gate: self, isMet: false, figure: "none applies") }
        // Exact: 99.9 percent are not 100.
        let isMet = holds(count * 100 * scale, value * whole)
        return GateOutcome(gate: self, isMet: isMet, figure: part)
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

    private func holds(_ figure: Int, _ bound: Int) -> Bool {
        switch comparison {
        case .atMost: figure <= bound
        case .atLeast: figure >= bound
        case .equal: figure == bound
        case .below: figure < bound
        case .above: figure > bound
        }
    }
}

extension Gate.Invalid {
    fileprivate init(_ message: String, fix: String) { self.init(message: message, fix: fix) }
}
