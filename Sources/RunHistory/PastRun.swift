package import AssayCore
import GRDB

/// A run as a history has it.
package struct PastRun: Sendable, Hashable {
    package var id: Int64
    package var moment: Instant
    /// With the settings of the run that make another target of it.
    package var target: String
    package var suiteHash: String
    package var tool: String
    /// `partial`, `interrupted`, `shard 2 of 4`.
    package var marks: [String]
    /// `nil` for a run without times.
    package var duration: Duration?
    package var cases: Int
    package var verdicts: [Verdict: Int]
    /// Whether what became of each case is still kept.
    package var hasResults: Bool

    init(_ row: Row) {
        id = row["id"]
        moment = Instant(epochMilliseconds: row["moment"])
        target = row["target"]
        suiteHash = row["suite_hash"]
        tool = row["tool"]
        let text: String = row["marks"]
        marks = text.isEmpty ? [] : text.split(separator: ",").map(String.init)
        duration = (row["duration"] as Int64?).map { .microseconds($0) }
        cases = row["cases"]
        verdicts = Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0, row[$0.rawValue] as Int) })
        hasResults = row["has_results"]
    }
}

/// What became of a case in a run of a history.
package struct PastResult: Sendable, Hashable {
    package var run: PastRun
    package var verdict: Verdict
    package var attempts: Int
    /// `nil` in a run without times.
    package var duration: Duration?
}
