import AssayCore
import ScenarioRunning
import Synchronization

/// What became of the scenarios that others need: they run first, and their outcomes wait for their turn.
final class NeededOutcomes: Sendable {
    private struct Known {
        var outcomes: [CaseOutcome] = []
        /// The first of its cases that did not pass.
        var obstacle: Verdict?
    }

    private let known = Mutex<[ScenarioID: Known]>([:])

    func keep(_ outcome: CaseOutcome) {
        let id = outcome.result.id.scenario
        known.withLock { known in
            known[id, default: Known()].outcomes.append(outcome)
            if !outcome.fulfillsNeed, known[id]?.obstacle == nil { known[id]?.obstacle = outcome.result.verdict }
        }
    }

    /// Returns the outcome of a case that has run before, and lets go of it.
    func take(_ id: CaseID) -> CaseOutcome? {
        known.withLock { known in
            guard let index = known[id.scenario]?.outcomes.firstIndex(where: { $0.result.id == id }) else { return nil }
            return known[id.scenario]?.outcomes.remove(at: index)
        }
    }

    /// The first need of a scenario that is not fulfilled, and why.
    func obstacle(for scenario: Scenario) -> (need: Scenario.Need, reason: String)? {
        guard !scenario.needs.isEmpty else { return nil }
        return known.withLock { known in
            for need in scenario.needs {
                if let verdict = known[need.id]?.obstacle { return (need, "needs '\(need.id)', which \(verdict.asPredicate)") }
            }
            return nil
        }
    }
}

extension CaseOutcome {
    /// Whether others may build on the case: it passed, or it will once its new golden files are accepted.
    fileprivate var fulfillsNeed: Bool { result.verdict == .passed || (!goldens.isEmpty && obstacle == nil) }
}

extension Verdict {
    fileprivate var asPredicate: String {
        switch self {
        case .skipped: "was skipped"
        case .inapplicable: "is inapplicable"
        default: rawValue
        }
    }
}
