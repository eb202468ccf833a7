package import AssayCore

/// Returns the scenarios without which every mutant that is killed would be killed as well, in the order of the suite.
///
/// - Parameters:
///   - results: With every kill, not only the first.
///   - cases: Those that were judged.
package func redundantScenarios(_ results: [MutantResult], among cases: [CaseID]) -> [MutationReport.RedundantScenario] {
    var kills: [ScenarioID: Int] = [:]
    var needed: Set<ScenarioID> = []
    for result in results where result.mutant.kind != .surviving && result.fate == .killed {
        let killers = Set(result.kills.map(\.id.scenario))
        for killer in killers { kills[killer, default: 0] += 1 }
        if killers.count == 1 { needed.formUnion(killers) }
    }
    var seen: Set<ScenarioID> = []
    return cases.map(\.scenario).filter { seen.insert($0).inserted && !needed.contains($0) }
        .map { MutationReport.RedundantScenario(id: $0, kills: kills[$0] ?? 0) }
}
