package import AssayCore
package import ScenarioRunning

/// Judges the cases of a suite under mutants: which check notices which.
///
/// It goes over the cases once, recording each and judging it anew with its changed answers before the next, and then over the mutants
/// of the model. What it finds does not depend on how many are worked on at a time.
package struct SuiteProof: Sendable {
    /// What is asked for.
    package struct Manner: Sendable {
        package var kinds: Set<Mutant.Kind>
        /// The only mutants, by their ids; `nil` for all.
        package var ids: Set<String>?
        /// Only mutants that break one of these; `nil` for all.
        package var clauses: Set<ClauseID>?
        /// Whether every case meets every mutant, also when one has killed it.
        package var isComplete: Bool
        /// Whether the mutants are only to be named: the cases run once, and nothing is judged.
        package var isList: Bool
        package var jobs: Int

        package init(
            kinds: Set<Mutant.Kind> = Set(Mutant.Kind.allCases), ids: Set<String>? = nil, clauses: Set<ClauseID>? = nil,
            isComplete: Bool = false,
            isList: Bool = false, jobs: Int = 1
        ) {
            self.kinds = kinds
            self.ids = ids
            self.clauses = clauses
            self.isComplete = isComplete
            self.isList = isList
            self.jobs = jobs
        }

        func isMeant(_ mutant: Mutant) -> Bool {
            guard kinds.contains(mutant.kind), ids?.contains(mutant.id) ?? true else { return false }
            return clauses.map { !$0.isDisjoint(with: mutant.clauses) } ?? true
        }
    }

    /// What was found.
    package struct Findings: Sendable {
        /// In the order of the kinds.
        package var results: [MutantResult] = []
        package var leftOut: [MutationReport.LeftOutCase] = []
        /// Cases that were judged.
        package var cases: [CaseID] = []

        package init() {}
    }

    let cases: [ScenarioCase]
    let runner: CaseRunner
    let mutations: [ModelMutation]
    let manner: Manner

    /// - Parameters:
    ///   - runner: For the target as it is.
    ///   - mutations: Of its model; empty for a live target.
    package init(_ cases: [ScenarioCase], runner: CaseRunner, mutations: [ModelMutation], manner: Manner) {
        self.cases = cases
        self.runner = runner
        self.mutations = mutations.filter { manner.isMeant($0.mutant) }
        self.manner = manner
    }

    /// - Parameters:
    ///   - progress: Told how much is done of how much.
    ///   - interruption: Returns when the proof is to end before its time.
    /// - Throws: `CancellationError` after an interruption.
    package func findings(
        progress: (Int, Int) -> Void = { _, _ in },
        interruption: @escaping @Sendable () async -> Void = waitForCancellation
    ) async throws -> Findings {
        var done = 0
        let total = cases.count + mutations.count
        func advance() {
            done += 1
            progress(done, total)
        }
        var findings = Findings()
        let (baselines, answers) = try await recordCases(into: &findings, advance, interruption)
        findings.cases = baselines.map(\.element.id)
        try await runInOrder(
            chunks: mutations.count, jobs: manner.jobs, on: runner.executor,
            work: { [await MutationProof(mutations[$0], in: self).result(over: baselines)] }, interruption: interruption
        ) { result in
            findings.results.append(result)
            advance()
            return true
        }
        guard done == total else { throw CancellationError() }
        findings.results += answers
        // What was changed is told from the answers themselves, in which a secret may stand.
        for index in findings.results.indices { findings.results[index].unnoticed?.makeTellable(runner.withoutSecrets) }
        return findings
    }

    /// Runs every case as it is, and judges it with its answers changed.
    private func recordCases(
        into findings: inout Findings, _ advance: () -> Void, _ interruption: @escaping @Sendable () async -> Void
    ) async throws -> ([Baseline], [MutantResult]) {
        var baselines: [Baseline] = []
        var tally = AnswerTally(manner)
        // Rounds of a fixed size: those of one know what all before them have killed, whatever the number of jobs.
        for start in stride(from: 0, to: cases.count, by: Self.roundSize) {
            let round = Array(cases[start..<min(start + Self.roundSize, cases.count)])
            let settled = tally.settled
            let work: @Sendable (Int) async -> [CaseProof.Outcome] = { index in
                [await CaseProof(round[index], number: start + index, in: self).outcome(without: settled)]
            }
            var judged = 0
            try await runInOrder(
                chunks: round.count, jobs: manner.jobs, on: runner.executor, work: work, interruption: interruption
            ) { outcome in
                judged += 1
                advance()
                switch outcome {
                case .leftOut(let reason): findings.leftOut.append(reason)
                case .inapplicable: break
                case .judged(let baseline, let answers):
                    baselines.append(baseline)
                    tally.add(answers)
                }
                return true
            }
            tally.endRound()
            guard judged == round.count else { throw CancellationError() }
        }
        return (baselines, tally.results)
    }

    private static let roundSize = 64
}
