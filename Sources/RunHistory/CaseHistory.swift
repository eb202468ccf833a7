import AssayCore
import GRDB

/// What the last runs say of one case.
struct CaseHistory {
    /// How far back a verdict may lie that makes a case flaky, the run itself counted.
    static let flakyRuns = 10
    private static let flakyTurns = 2
    private static let times = 5
    private static let slowBy: Int64 = 50_000

    /// The last verdict of a run in which it was judged.
    private var last: Verdict?
    /// How often it went from passed to anything else, or back: once when something breaks or is mended, twice when nobody can say.
    private var turns = 0
    /// Of the runs that count for flakiness.
    private var newestPasses: Bool?
    private var oldestPasses: Bool?
    /// Whether it passed only when it was run again.
    private var hasRetried = false
    private var durations: [Int64] = []

    /// - Parameters:
    ///   - rows: Earlier results of the case on the target, the last first.
    ///   - oldestFlaky: The first run that counts for flakiness.
    init(_ rows: RowCursor, suiteHash: String, oldestFlaky: Int64) throws {
        while let row = try rows.next() {
            guard let verdict = Verdict(rawValue: row["verdict"]), verdict.isJudgement else { continue }
            let run: Int64 = row["run"]
            if last == nil { last = verdict }
            if run >= oldestFlaky, row["suite_hash"] == suiteHash { note(verdict, attempts: row["attempts"]) }
            if durations.count < Self.times, let duration: Int64 = row["duration"] { durations.append(duration) }
            if run < oldestFlaky, durations.count == Self.times { break }
        }
    }

    /// Takes in the next older result.
    private mutating func note(_ verdict: Verdict, attempts: Int) {
        let passes = verdict == .passed
        if let oldestPasses, oldestPasses != passes { turns += 1 }
        oldestPasses = passes
        if newestPasses == nil { newestPasses = passes }
        if passes, attempts > 1 { hasRetried = true }
    }

    /// Adds the case to where it belongs, as it came out now.
    mutating func compare(_ id: String, _ verdict: Verdict, attempts: Int, duration: Int64?, into changes: inout RunChanges) {
        guard verdict.isJudgement else { return }
        if last == .passed, verdict == .failed || verdict == .errored { changes.new.add(id) }
        if let last, last != .passed, verdict == .passed { changes.fixed.add(id) }
        if let newestPasses, newestPasses != (verdict == .passed) { turns += 1 }
        if hasRetried || (verdict == .passed && attempts > 1) || turns >= Self.flakyTurns { changes.flaky.add(id) }
        guard let duration, !durations.isEmpty else { return }
        let sorted = durations.sorted()
        // Of an even number the upper one: in doubt it was not slower.
        let median = sorted[sorted.count / 2]
        if duration > 2 * median, duration - median > Self.slowBy { changes.slower.add(id) }
    }
}

extension Verdict {
    /// Whether it says something about the target.
    fileprivate var isJudgement: Bool {
        switch self {
        case .passed, .failed, .errored, .known: true
        case .skipped, .inapplicable: false
        }
    }
}
