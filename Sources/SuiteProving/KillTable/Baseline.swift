internal import AssayCore
internal import ScenarioRunning

/// A case as it fares without any mutant.
struct Baseline: Sendable {
    var element: ScenarioCase
    /// Its place in the suite.
    var number: Int
    /// Checks that do not hold although the case passes: what only should hold, or may.
    var warnings: [CheckKey: Int]
    /// Of all answers, to see whether they are others.
    var repliesHash: Int

    /// What a check is known by from one run of a case to another.
    struct CheckKey: Hashable, Sendable {
        var step: String?
        var subject: String
    }

    init(_ element: ScenarioCase, number: Int, outcome: CaseOutcome, replies: [Reply]) {
        self.element = element
        self.number = number
        warnings = Self.failing(outcome.result.checks)
        repliesHash = replies.hashValue
    }

    private static func failing(_ checks: [CheckResult]) -> [CheckKey: Int] {
        checks.reduce(into: [:]) { if !$1.holds { $0[CheckKey(step: $1.step, subject: $1.subject), default: 0] += 1 } }
    }

    /// Returns what noticed that something is another way; `nil` when nothing did.
    func kill(by outcome: CaseOutcome) -> Kill? {
        let result = outcome.result
        var known = warnings
        for check in result.checks where !check.holds {
            let key = CheckKey(step: check.step, subject: check.subject)
            if let count = known[key], count > 0 {
                known[key] = count - 1
                continue
            }
            return Kill(
                id: result.id, step: check.step, check: check.subject, clauses: check.clauses,
                difference: check.differences.first, place: check.place)
        }
        guard result.verdict != .passed else { return nil }
        return Kill(id: result.id, clauses: result.clauses, reason: result.reason, place: result.place)
    }
}

extension CaseOutcome {
    /// The answers on which it was judged: of a step that was asked several times the last.
    func judgedReplies(of recorded: [Reply]) -> [Reply] {
        var end = 0
        return result.exchanges.compactMap { exchange in
            end += exchange.tries
            return end <= recorded.count ? recorded[end - 1] : nil
        }
    }
}
