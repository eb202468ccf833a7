import AssayCore
import ScenarioLoading
import ScenarioRunning

/// How a list of known failures has to change for the cases of a run to be as it says.
struct KnownFailureReview {
    /// An entry that is to come.
    struct Addition: Equatable {
        var id: CaseID
        var verdict: Verdict
        /// The subject of the check that fails; `nil` for a case that is errored.
        var check: String?
        /// What tells this failure from another one of the check.
        var message: String?
        /// What is said of it now.
        var finding: String
    }

    /// An entry that is to go, by its place in the list.
    struct Removal {
        var number: Int
        var reason: String
    }

    private struct Tally {
        var passed = 0
        /// Skipped, or not for the target.
        var unjudged = 0
        var outdated: String?
    }

    private let entries: [KnownFailure]
    /// How many cases of the whole suite each entry is about.
    private let counts: [Int]
    private let isOfTarget: [Bool]
    private let hasOtherTargets: Bool
    private let known: KnownFailures
    private var tallies: [Tally]
    private(set) var additions: [Addition] = []
    /// What somebody has to change by hand: entries that are about more than what should go.
    private(set) var obstacles: [String] = []
    private(set) var caseCount = 0
    private(set) var knownCount = 0

    init(_ run: SuiteRun) {
        entries = run.workspace.knownFailures
        counts = entries.indices.map { run.index.knownFailureCount($0) }
        let target = run.definition.name
        isOfTarget = entries.map { $0.target.map { $0.utf8.elementsEqual(target.utf8) } ?? true }
        hasOtherTargets = run.workspace.project.targets.count > 1
        known = run.knownFailures
        tallies = entries.map { _ in Tally() }
    }

    mutating func add(_ result: CaseResult) {
        caseCount += 1
        let own = entries.indices.filter { isOfTarget[$0] && entries[$0].covers(result.id) }
        switch result.verdict {
        case .passed: for number in own { tallies[number].passed += 1 }
        case .skipped, .inapplicable, .known: for number in own { tallies[number].unjudged += 1 }
        case .failed, .errored: addFailure(result, own)
        }
    }

    private mutating func addFailure(_ result: CaseResult, _ own: [Int]) {
        guard let gap = known.gap(result) else { return knownCount += 1 }
        let outdated = own.filter { gap.outdated.contains(entries[$0]) }
        // Others would be without their entry.
        if let wide = outdated.first(where: { counts[$0] > 1 }) {
            obstacles.append(
                "\(place(wide)) is about \(counted(counts[wide], "case")), and \(result.id) fails in another way: narrow it by hand"
            )
            return
        }
        for number in outdated { tallies[number].outdated = "\(result.id) fails in another way, or its time is over" }
        guard result.verdict == .failed else {
            let finding = result.reason ?? "no reason given"
            return additions.append(Addition(id: result.id, verdict: .errored, check: nil, message: nil, finding: finding))
        }
        var seen: Set<String> = []
        for check in gap.uncovered where seen.insert(check.subject).inserted {
            let finding = check.differences.first?.sentence ?? "it does not hold"
            additions.append(
                Addition(
                    id: result.id, verdict: .failed, check: check.subject, message: Self.message(of: check), finding: finding))
        }
        if gap.uncovered.isEmpty {
            let finding = result.reason ?? "it fails"
            additions.append(Addition(id: result.id, verdict: .failed, check: nil, message: nil, finding: finding))
        }
    }

    /// A status says how something fails. What else is said of a failure may differ from run to run.
    private static func message(of check: CheckResult) -> String? {
        guard check.subject == "status", let actual = check.differences.first?.actual else { return nil }
        return "got \(actual)"
    }

    /// The entries that nothing needs any more. To be asked at the end of the run, as are the obstacles.
    ///
    /// - Returns: In the order of the list.
    mutating func removals() -> [Removal] {
        entries.indices.compactMap { number in
            let tally = tallies[number]
            if counts[number] == 0 { return Removal(number: number, reason: "there is no such scenario") }
            if let reason = tally.outdated { return Removal(number: number, reason: reason) }
            guard isOfTarget[number], tally.passed > 0 else { return nil }
            let rest = counts[number] - tally.passed
            if rest == 0, entries[number].target == nil, hasOtherTargets {
                obstacles.append("\(place(number)) is for every target, and nothing fails on this one: give it a target by hand")
            } else if rest == 0 {
                return Removal(number: number, reason: counts[number] == 1 ? "it passed" : "all \(counts[number]) cases passed")
            } else {
                obstacles.append(
                    "\(place(number)) is about \(counted(counts[number], "case")), of which \(tally.passed) passed: narrow it by hand"
                )
            }
            return nil
        }
    }

    private func place(_ number: Int) -> String {
        let place = entries[number].place
        return "\(place.path):\(place.range.start.line): '\(entries[number].scenario)'"
    }
}
