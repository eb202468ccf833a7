internal import AssayCore
internal import ScenarioRunning

/// One mutant of a model, over all cases.
struct MutationProof {
    private let mutation: ModelMutation
    private let isComplete: Bool
    private let isList: Bool
    private let runner: CaseRunner
    private let mutated: CaseRunner
    private let environment: RunEnvironment

    /// How many cases with another answer are looked at for the smallest change.
    private static let lookedAt = 40

    init(_ mutation: ModelMutation, in proof: SuiteProof) {
        self.mutation = mutation
        isComplete = proof.manner.isComplete
        isList = proof.manner.isList
        var environment = proof.runner.environment.settled
        runner = CaseRunner(environment, sharing: proof.runner)
        if case .setting(let setting) = mutation.change {
            environment.policy.removeAll { $0.name.utf8.elementsEqual(setting.name.utf8) }
            environment.policy.append(setting)
        }
        self.environment = environment
        mutated = CaseRunner(environment, sharing: proof.runner)
    }

    func result(over baselines: [Baseline]) async -> MutantResult {
        if isList { return MutantResult(mutation.mutant, .survived) }
        var result = MutantResult(mutation.mutant, .survived, changed: 0)
        var kills: [(number: Int, kill: Kill)] = []
        var changed: [Baseline] = []
        for baseline in ordered(baselines) {
            if Task.isCancelled { break }
            guard let (outcome, replies) = await run(baseline.element) else { continue }
            result.hosts += 1
            if replies.hashValue != baseline.repliesHash { changed.append(baseline) }
            guard let kill = baseline.kill(by: outcome) else { continue }
            kills.append((baseline.number, kill))
            if !isComplete { break }
        }
        for (_, kill) in kills.sorted(by: { $0.number < $1.number }) { result.add(kill) }
        if result.hosts == 0 { result.fate = .void }
        guard kills.isEmpty else {
            result.fate = .killed
            result.changed = nil
            return result
        }
        result.changed = changed.count
        result.unnoticed = await smallestChange(in: changed.sorted { $0.number < $1.number })
        return result
    }

    /// Those that cite a clause of the mutant first.
    private func ordered(_ baselines: [Baseline]) -> [Baseline] {
        let clauses = Set(mutation.mutant.clauses)
        let citing = baselines.filter { !$0.element.scenario.cites(clauses).isEmpty }
        let others = baselines.filter { $0.element.scenario.cites(clauses).isEmpty }
        return citing + others
    }

    /// - Returns: `nil` when the model cannot be brought to the preconditions with the mutant.
    private func run(_ element: ScenarioCase) async -> (CaseOutcome, [Reply])? {
        let record = ReplyRecord()
        var environment = environment
        var target = RecordingTarget(target: environment.target, record: record)
        if case .fault(let id) = mutation.change { target.mutant = id }
        environment.target = target
        let outcome = await CaseRunner(environment, sharing: mutated).run(element)
        guard record.current.hasBegun else { return nil }
        return (outcome, outcome.judgedReplies(of: record.current.replies))
    }

    private func original(_ element: ScenarioCase) async -> [Reply] {
        let record = ReplyRecord()
        var environment = runner.environment
        environment.target = RecordingTarget(target: environment.target, record: record)
        let outcome = await CaseRunner(environment, sharing: runner).run(element)
        return outcome.judgedReplies(of: record.current.replies)
    }

    private func smallestChange(in changed: [Baseline]) async -> UnnoticedChange? {
        var smallest: (count: Int, change: UnnoticedChange)?
        for baseline in changed.prefix(Self.lookedAt) {
            guard let (_, replies) = await run(baseline.element) else { continue }
            let before = await original(baseline.element)
            var count = 0
            var first: UnnoticedChange?
            for (index, pair) in zip(before, replies).enumerated() {
                let differences = ReplyDifferences(from: pair.0, to: pair.1)
                count += differences.count
                guard first == nil, let place = differences.first else { continue }
                let steps = baseline.element.scenario.allSteps
                first = UnnoticedChange(
                    id: baseline.element.id, step: index < steps.count ? steps[index].id : nil, place: place.place,
                    before: place.before, after: place.after, clauses: baseline.element.scenario.clauses)
            }
            if let first, count < smallest?.count ?? .max { smallest = (count, first) }
        }
        return smallest?.change
    }
}

extension Scenario {
    /// Those of `clauses` that the scenario, or a check of it, speaks for.
    func cites(_ clauses: Set<ClauseID>) -> Set<ClauseID> {
        var cited = Set(self.clauses)
        for step in allSteps {
            cited.formUnion(step.expect.checks.flatMap { $0.clauses ?? [] })
            cited.formUnion(step.expect.relations.flatMap { $0.clauses ?? [] })
        }
        return cited.intersection(clauses)
    }
}
