import AssayCore

/// What a run comes to as a whole, in the words that the reports share.
struct RunStanding {
    let header: RunHeader
    let summary: RunSummary
    /// None of a part of a run: its gates are for those who put the parts together.
    let gates: [GateOutcome]

    init(_ header: RunHeader, _ summary: RunSummary) {
        self.header = header
        self.summary = summary
        gates = header.shard == nil ? header.gates.map { $0.outcome(of: header, summary) } : []
    }

    /// Whether the run speaks for the whole suite.
    var isWhole: Bool { !header.isPartial && !summary.isInterrupted && header.shard == nil }

    /// Whether nothing failed, something was checked, every case ran and every gate is met.
    var isGood: Bool {
        summary.count(.failed) + summary.count(.errored) == 0 && !isEmpty && !summary.isInterrupted
            && gates.allSatisfy(\.isMet)
    }

    /// Whether no case passed or failed. A part of a run may hold skipped cases alone.
    var isEmpty: Bool {
        [.passed, .failed, .errored, .known].allSatisfy { summary.count($0) == 0 } && header.shard == nil
    }

    /// The outcome in a word or two.
    var word: String {
        if summary.count(.failed) > 0 { return "violated" }
        if summary.count(.errored) > 0 { return "errored" }
        if summary.isInterrupted { return "interrupted" }
        if isEmpty { return "nothing was checked" }
        if gates.contains(where: { !$0.isMet }) { return "gate missed" }
        return isWhole ? "conforms" : "conforms in part"
    }

    static let partialRemark = "partial run: what was left out is not judged"

    /// Why the counts do not speak for the whole suite: `interrupted: 3 of 9 cases ran`.
    var remarks: [String] {
        var remarks: [String] = []
        if summary.isInterrupted { remarks.append(interruption) }
        if header.isPartial { remarks.append(Self.partialRemark) }
        if let shard = header.shard {
            remarks.append("shard \(shard.index) of \(shard.count): gates are judged when all shards are together")
        }
        return remarks
    }

    /// How the run stands against earlier ones; none without a history.
    ///
    /// - Returns: `1 new failure since the last run: export/range/a-day`, ..
    var changes: [String] {
        guard let changes = summary.changes else { return [] }
        guard changes.earlierRuns > 0 || changes.flaky.count > 0 else { return ["first run of this target in the history"] }
        let lines = [
            (changes.new, "new failure", "new failures", "since the last run"),
            (changes.fixed, "case", "cases", "fixed since the last run"),
            (changes.flaky, "case", "cases", "flaky"), (changes.slower, "case", "cases", "much slower than mostly"),
        ].compactMap { cases, one, many, rest in
            cases.count == 0 ? nil : "\(cases.count) \(cases.count == 1 ? one : many) \(rest): \(cases.named)"
        }
        return lines.isEmpty ? ["nothing new against \(counted(changes.earlierRuns, "earlier run"))"] : lines
    }

    var interruption: String { "interrupted: \(summary.total) of \(counted(header.expectedCases, "case")) ran" }

    /// `214 cases: 213 passed, 1 failed (642 checks)`
    var totals: String {
        guard summary.total > 0 else { return "0 cases: nothing was checked" }
        var counts = Verdict.allCases.filter { summary.count($0) > 0 }.map { "\(summary.count($0)) \($0.rawValue)" }
        if summary.warned > 0 { counts.append("\(summary.warned) with warnings") }
        if summary.flaky > 0 { counts.append("\(summary.flaky) flaky") }
        var text = "\(counted(summary.total, "case")): \(counts.joined(separator: ", ")) (\(counted(summary.checks, "check"))"
        if header.showsTimes, let duration = summary.duration { text += ", \(duration.shown)" }
        return text + ")"
    }
}

extension GateOutcome {
    /// `gate must=100%: met, 120 of 120 (100%)`
    var line: String { "gate \(gate.text): \(isMet ? "met" : "missed"), \(figure)" }
}

extension RunChanges.Cases {
    private static let namedIDs = 5

    /// `a, b and 3 more`
    fileprivate var named: String {
        let named = ids.prefix(Self.namedIDs).map { shown($0, limit: 200) }.joined(separator: ", ")
        return count > Self.namedIDs ? "\(named) and \(count - Self.namedIDs) more" : named
    }
}
