/// A figure that a proof of the suite has to reach: `documented.must=100%`, `all>=95%`, `false-alarms=0`.
package struct MutationGate: Sendable, Hashable {
    /// What is counted.
    package enum Quantity: Sendable, Hashable {
        case all
        case kind(Mutant.Kind)
        /// Of the mutants that break a clause of an origin and a level; `nil` for all.
        case clauses(Clause.Origin?, Clause.Level?)
        /// Mutants that must survive and were killed.
        case falseAlarms
        /// Mutants that nobody noticed, without a reason.
        case survived
    }

    package let quantity: Quantity
    private let threshold: Threshold

    /// As it was written, without spaces.
    package var text: String { threshold.text }

    package init(_ text: String) throws(Gate.Invalid) {
        let (name, threshold) = try Threshold.parse(text, example: "all>=95%, documented.must=100% or false-alarms=0")
        quantity = try Self.quantity(name, in: text)
        self.threshold = threshold
        switch quantity {
        case .falseAlarms, .survived:
            guard !threshold.isPercentage else {
                throw Gate.Invalid("'\(name)' in '\(text)' is counted, it is no part of anything", fix: "write \(name)=0")
            }
        case .all, .kind, .clauses: break
        }
    }

    private static func quantity(_ name: String, in text: String) throws(Gate.Invalid) -> Quantity {
        switch name {
        case "all": return .all
        case "false-alarms": return .falseAlarms
        case "survived": return .survived
        default: break
        }
        if let kind = Mutant.Kind(rawValue: name), kind != .surviving { return .kind(kind) }
        var words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
        let origin = words.first.flatMap(Clause.Origin.init)
        if origin != nil { words.removeFirst() }
        let level = words.first.flatMap(Clause.Level.init)
        if level != nil { words.removeFirst() }
        guard words.isEmpty, origin != nil || level != nil else {
            throw Gate.Invalid(
                "'\(name)' in '\(text)' is nothing that is counted",
                fix: "write all, model, policy, answer, must, documented.must, survived or false-alarms")
        }
        return .clauses(origin, level)
    }

    package func outcome(of report: MutationReport) -> MutationGateOutcome {
        let count: Int
        let whole: Int
        switch quantity {
        case .falseAlarms: (count, whole) = (report.falseAlarms.count, 0)
        case .survived: (count, whole) = (report.score().survived, 0)
        case .all: (count, whole) = report.score().share
        case .kind(let kind): (count, whole) = report.score { $0.kind == kind }.share
        case .clauses(let origin, let level): (count, whole) = report.score(level: level, origin: origin).share
        }
        return MutationGateOutcome(
            gate: self, isMet: threshold.isMet(by: count, of: whole),
            figure: threshold.figure(of: count, in: whole, isShare: whole > 0))
    }
}

extension MutationScore {
    fileprivate var share: (Int, Int) { (killed, judged) }
}

/// How a gate came out.
package struct MutationGateOutcome: Sendable, Hashable {
    package var gate: MutationGate
    package var isMet: Bool
    /// "118 of 120 (98%)", "3"
    package var figure: String
}
