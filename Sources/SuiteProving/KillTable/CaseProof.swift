internal import AssayCore
internal import ScenarioRunning

/// One case: run once, and judged anew with each of its answers changed.
struct CaseProof {
    enum Outcome: Sendable {
        case judged(Baseline, [AnswerJudgement])
        /// It does not pass without any mutant.
        case leftOut(MutationReport.LeftOutCase)
        /// It is not for this target.
        case inapplicable
    }

    /// What became of a mutant of answers in one case.
    struct AnswerJudgement: Sendable {
        var mutant: Mutant
        var key: ReplyMutant
        var kill: Kill?
        /// What was changed, where nobody noticed.
        var unnoticed: UnnoticedChange?
    }

    private let element: ScenarioCase
    private let number: Int
    private let manner: SuiteProof.Manner
    private let runner: CaseRunner
    private let environment: RunEnvironment

    init(_ element: ScenarioCase, number: Int, in proof: SuiteProof) {
        self.element = element
        self.number = number
        manner = proof.manner
        runner = proof.runner
        environment = proof.runner.environment.settled
    }

    /// - Parameter settled: Mutants that nothing more is to be known of.
    func outcome(without settled: Set<ReplyMutant>) async -> Outcome {
        let record = ReplyRecord()
        let outcome = await run(on: RecordingTarget(target: environment.target, record: record))
        switch outcome.result.verdict {
        case .passed: break
        case .skipped, .inapplicable: return .inapplicable
        case .failed, .errored, .known:
            let reason = outcome.result.reason ?? "it \(outcome.result.verdict.rawValue) without any mutant"
            return .leftOut(.init(id: element.id, reason: reason))
        }
        let content = record.current
        let replies = outcome.judgedReplies(of: content.replies)
        let baseline = Baseline(element, number: number, outcome: outcome, replies: replies)
        var judgements: [AnswerJudgement] = []
        for change in changes(of: replies) where !settled.contains(change.mutant) {
            await judge(change, in: replies, baseline, &judgements)
        }
        if let judgement = await judgeOtherIDs(content, replies, baseline, settled) { judgements.append(judgement) }
        return .judged(baseline, judgements)
    }

    private func changes(of replies: [Reply]) -> [ChangedReply] {
        let mindsBytes = element.scenario.mindsBytes
        let capturesNumbers = element.scenario.capturesJSON
        return replies.enumerated().flatMap { index, reply in
            var changes = ReplyChanges(reply: reply, exchange: index)
            changes.addAll()
            return changes.found.filter { change in
                manner.isMeant(change.mutant.mutant) && !(mindsBytes && change.mutant.change.isAboutBytes)
                    // A captured number keeps its text, which may become part of another.
                    && !(capturesNumbers && change.mutant.change == .jsonNumberText)
            }
        }
    }

    /// Judges a change, unless the same mutant was noticed in this case already.
    private func judge(
        _ change: ChangedReply, in replies: [Reply], _ baseline: Baseline, _ judgements: inout [AnswerJudgement]
    ) async {
        let known = judgements.firstIndex { $0.key == change.mutant }
        if let known, judgements[known].kill != nil { return }
        var changed = replies
        change.make(&changed[change.exchange])
        guard changed != replies || change.mutant.change == .replayed else { return }
        let kill = manner.isList ? nil : baseline.kill(by: await replay(changed))
        let step = element.scenario.allSteps.count > change.exchange ? element.scenario.allSteps[change.exchange].id : nil
        let unnoticed = UnnoticedChange(
            id: element.id, step: step, place: change.place, before: change.before, after: change.after,
            clauses: element.scenario.clauses)
        let judgement = AnswerJudgement(
            mutant: change.mutant.mutant, key: change.mutant, kill: kill,
            unnoticed: kill == nil && change.mutant.change.kind != .surviving ? unnoticed : nil)
        if let known { judgements[known] = judgement } else { judgements.append(judgement) }
    }

    /// Whatever is random comes out otherwise: from another seed, or put into the recorded answers of a live service.
    private func judgeOtherIDs(
        _ content: ReplyRecord.Content, _ replies: [Reply], _ baseline: Baseline, _ settled: Set<ReplyMutant>
    ) async -> AnswerJudgement? {
        let key = ReplyMutant(change: .otherIDs)
        guard manner.isMeant(key.mutant), !settled.contains(key) else { return nil }
        guard environment.target.isInProcess else {
            guard let (changed, replaced) = withOtherIDs(replies, asked: content.requests) else { return nil }
            let kill = baseline.kill(by: await replay(changed))
            // An id that the expectation names is the same in every run, else the case would not have passed.
            if let due = kill?.difference?.expected, replaced.contains(where: { due.utf8.contains($0) }) { return nil }
            return AnswerJudgement(mutant: key.mutant, key: key, kill: kill)
        }
        let record = ReplyRecord()
        let target = RecordingTarget(target: environment.target, record: record, seedChange: 0x9E37_79B9_7F4A_7C15)
        let outcome = await run(on: target)
        guard record.current.replies != content.replies else { return nil }
        return AnswerJudgement(mutant: key.mutant, key: key, kill: baseline.kill(by: outcome))
    }

    private func run(on target: any Target) async -> CaseOutcome {
        var environment = environment
        environment.target = target
        return await CaseRunner(environment, sharing: runner).run(element)
    }

    private func replay(_ replies: [Reply]) async -> CaseOutcome {
        var environment = environment
        environment.target = RecordedTarget(replies: replies)
        environment.asksOnce = true
        return await CaseRunner(environment, sharing: runner).run(element)
    }
}

extension RunEnvironment {
    /// For cases that are judged several times: with the exchanges, the few differences that are told, and a present that stands still.
    var settled: RunEnvironment {
        var environment = self
        environment.keepsAllExchanges = true
        environment.proposesGoldens = false
        environment.differenceLimit = 3
        if let present = environment.present?() { environment.present = { present } }
        return environment
    }
}

extension Scenario {
    /// Whether the bytes of some body matter, not only what it says.
    fileprivate var mindsBytes: Bool {
        allSteps.contains { step in
            let capturesText = step.captures.contains { if case .text = $0.source { true } else { false } }
            switch step.expect.body?.wanted {
            case .text, .textGolden, .base64, .file: return true
            case .json, .jsonGolden, .csv, .empty, nil: return capturesText
            }
        }
    }
}

extension Scenario {
    fileprivate var capturesJSON: Bool {
        allSteps.contains { $0.captures.contains { if case .json = $0.source { true } else { false } } }
    }
}

extension ReplyOperator {
    /// Whether it changes the bytes of a body and not what it says.
    fileprivate var isAboutBytes: Bool {
        switch self {
        case .jsonOrder, .jsonSpace, .jsonNumberText: true
        default: false
        }
    }
}
