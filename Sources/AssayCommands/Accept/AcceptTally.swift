import AssayCore
import ScenarioRunning

/// What became of the cases of an accept, apart from their golden files.
struct AcceptTally {
    /// The first of them in words, and how many there are.
    struct List {
        private static let limit = 20
        private(set) var lines: [String] = []
        private(set) var count = 0

        mutating func add(_ line: @autoclosure () -> String) {
            if count < Self.limit { lines.append(line().displayed) }
            count += 1
        }

        /// A line each, the last one for those that are not shown.
        var text: String {
            let hidden = count - lines.count
            return lines.map { $0 + "\n" }.joined() + (hidden > 0 ? "... and \(hidden) more\n" : "")
        }
    }

    /// Cases that fail whatever golden files they get, and have none to show.
    private(set) var failing = List()
    private(set) var errored = List()
    private(set) var caseCount = 0
    /// Skipped, or not for this target.
    private(set) var notRunCount = 0
    /// How often a case was compared with a golden file.
    private(set) var comparisonCount = 0

    mutating func add(_ outcome: CaseOutcome) {
        let result = outcome.result
        caseCount += 1
        comparisonCount += outcome.keptGoldens.count + outcome.goldens.count
        switch result.verdict {
        case .errored: errored.add("\(result.id): \(result.reason ?? "no reason given")")
        case .failed where outcome.goldens.isEmpty: failing.add("\(result.id): \(outcome.obstacle ?? "it fails")")
        case .skipped, .inapplicable: notRunCount += 1
        case .passed, .failed, .known: break
        }
    }
}
