import AssayCore
import ScenarioLoading
import SuiteProving

/// What a project says of mutants that may survive, held against what became of them.
struct ExplainedMutants {
    private let entries: [ExplainedMutant]

    /// - Parameter isLive: Whether the target is a service, which has no mutants but those of its answers.
    init(_ entries: [ExplainedMutant], target: String, isLive: Bool) {
        self.entries = entries.filter { entry in
            if isLive, !entry.mutant.utf8.starts(with: "answer:".utf8) { return false }
            return entry.target.map { $0.utf8.elementsEqual(target.utf8) } ?? true
        }
    }

    /// Marks the survivors that are explained.
    ///
    /// - Parameters:
    ///   - isComplete: Whether every mutant was tried on every case, so that one that is not there does not exist.
    /// - Returns: Entries that are not right any more: the mutant is killed, or there is none.
    func apply(to results: inout [MutantResult], isComplete: Bool, manner: SuiteProof.Manner) -> [Diagnostic] {
        let places = Dictionary(results.indices.map { (results[$0].mutant.id, $0) }) { first, _ in first }
        var problems: [Diagnostic] = []
        for entry in entries {
            guard let index = places[entry.mutant] else {
                guard isComplete else { continue }
                problems.append(
                    Diagnostic(
                        "unknown-mutant", "there is no mutant '\(entry.mutant)' of this target",
                        fix: suggestion(for: entry.mutant, among: results.map(\.mutant.id)) ?? "remove the entry", in: entry.file,
                        at: entry.range))
                continue
            }
            switch results[index].fate {
            case .survived, .explained:
                results[index].fate = .explained
                results[index].because = entry.because
            case .killed:
                let killer = results[index].kills.first.map { " by \($0.id.description)" } ?? ""
                problems.append(
                    Diagnostic(
                        "killed-mutant", "the mutant '\(entry.mutant)' is said to survive, and is killed\(killer)",
                        fix: "remove the entry", in: entry.file, at: entry.range))
            case .void: break
            }
        }
        return problems
    }
}
