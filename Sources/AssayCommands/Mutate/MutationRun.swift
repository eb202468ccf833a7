import AssayCore
import ScenarioLoading
import ScenarioRunning
import SuiteProving

/// The judging of mutants that is about to start: the suite was read, the mutants are known as far as they can be.
struct MutationRun {
    let suite: SuiteRun
    private let mutations: [ModelMutation]
    private let manner: SuiteProof.Manner
    private let gates: [MutationGate]
    private let isPartial: Bool

    /// What was found, and what is wrong with what the project says of it.
    struct Outcome {
        var report: MutationReport
        var problems: [Diagnostic] = []

        var status: ExitStatus {
            if report.cases == 0 { return .harnessFailed }
            let isMissed = report.gates.contains { !$0.isMet } || !report.falseAlarms.isEmpty || !problems.isEmpty
            return isMissed ? .violated : .conforms
        }
    }

    init(_ command: MutateCommand, gates: [MutationGate], context: CommandContext) async throws {
        suite = try await SuiteRun(
            command.project, command.selecting, command.targeting, manner: SuiteRun.Manner(), context: context)
        let clauses = Set(suite.workspace.specifications.flatMap(\.clauses).map(\.id))
        let policy = suite.runner.environment.policy
        do throws(InvalidMutants) {
            mutations = if let model = suite.model { try modelMutations(of: model, clauses: clauses, policy: policy) } else { [] }
        } catch {
            throw CommandFailure(
                .unusableInput, error.messages.joined(separator: "\n"), fix: "add the clause, or correct the model's list")
        }
        let kinds = command.kinds.isEmpty ? Set(Mutant.Kind.allCases) : Set(command.kinds.map(\.kind))
        try Self.check(command.mutants, among: mutations)
        let broken = try Self.clauses(command.broken, among: clauses)
        manner = SuiteProof.Manner(
            kinds: kinds, ids: command.mutants.isEmpty ? nil : Set(command.mutants), clauses: broken, isComplete: command.all,
            isList: command.list, jobs: suite.jobs)
        isPartial = suite.header.isPartial || !command.kinds.isEmpty || !command.mutants.isEmpty || broken != nil
        let isLive = suite.model == nil
        self.gates = gates + (isPartial ? [] : suite.workspace.project.mutation.gates.filter { !isLive || $0.appliesToAnswers })
    }

    private static func clauses(_ names: [String], among known: Set<ClauseID>) throws(CommandFailure) -> Set<ClauseID>? {
        var clauses: Set<ClauseID> = []
        for name in names {
            guard let clause = ClauseID(name), known.contains(clause) else {
                throw CommandFailure(
                    .badUsage, "no specification has the clause '\(name)'",
                    fix: suggestion(for: name, among: known.map(\.rawValue).sorted()))
            }
            clauses.insert(clause)
        }
        return clauses.isEmpty ? nil : clauses
    }

    /// Those of answers are known only when all is done.
    private static func check(_ ids: [String], among mutations: [ModelMutation]) throws(CommandFailure) {
        let known = mutations.map(\.mutant.id)
        for id in ids where !known.contains(where: { $0.utf8.elementsEqual(id.utf8) }) {
            if ["answer:", "surviving:"].contains(where: { id.utf8.starts(with: $0.utf8) }) { continue }
            throw CommandFailure(
                .badUsage, "there is no mutant '\(id)'", fix: suggestion(for: id, among: known) ?? "see 'assay mutate --list'")
        }
    }

    /// - Throws: `CancellationError` after an interrupt.
    func outcome() async throws -> Outcome {
        // One that is to fail says nothing of the target: it passes because of its own fault.
        let cases = try suite.cases().filter { $0.scenario.mustFail.isEmpty }
        let proof = SuiteProof(cases, runner: suite.runner, mutations: mutations, manner: manner)
        var findings = SuiteProof.Findings()
        var progress = MutationProgress()
        defer { progress.erase() }
        try await suite.withTarget {
            try await suite.prepareTarget()
            findings = try await proof.findings(
                progress: { progress.show(done: $0, total: $1) }, interruption: Interrupt.request)
        }
        progress.erase()
        if let ids = manner.ids { try requireAll(ids, in: findings) }
        let explanation = ExplainedMutants(
            suite.workspace.project.mutation.explained, target: suite.header.target, isLive: suite.model == nil)
        let problems = manner.isList ? [] : explanation.apply(to: &findings.results, isComplete: !isPartial, manner: manner)
        var report = MutationReport(
            tool: suite.header.tool, target: suite.header.target, suiteHash: suite.header.suiteHash,
            clauses: suite.header.clauses, cases: findings.cases.count, leftOut: findings.leftOut, isPartial: isPartial,
            isComplete: manner.isComplete, results: findings.results,
            redundant: manner.isComplete ? redundantScenarios(findings.results, among: findings.cases) : nil)
        report.gates = gates.map { $0.outcome(of: report) }
        if findings.cases.isEmpty, !manner.isList {
            let reason = cases.isEmpty ? "every scenario that is chosen is to fail" : "no case passes without a mutant"
            Console.complain("error: nothing could be judged: \(reason)\n")
        }
        return Outcome(report: report, problems: problems)
    }

    private func requireAll(_ ids: Set<String>, in findings: SuiteProof.Findings) throws(CommandFailure) {
        let met = Set(findings.results.map(\.mutant.id))
        guard let id = ids.subtracting(met).min() else { return }
        throw CommandFailure(
            .badUsage, "no case has an answer for the mutant '\(id)'", fix: "see 'assay mutate --list' for those that there are")
    }
}

extension MutationGate {
    /// Whether it counts anything where the only mutants are those of answers, as on a live target.
    fileprivate var appliesToAnswers: Bool {
        switch quantity {
        case .all, .falseAlarms, .survived: true
        case .kind(let kind): kind == .answer
        case .clauses: false
        }
    }
}
