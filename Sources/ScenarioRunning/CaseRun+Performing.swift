internal import AssayCore
internal import Comparison

extension CaseRun {
    /// Brings the target to the preconditions and goes through the steps.
    ///
    /// - Returns: Why the case ended before its last step; `nil` when it did not.
    mutating func perform() async -> CaseEnding? {
        // Maybe it has waited for a lock till then.
        if Task.isCancelled { return CaseEnding(.errored, "the run was ended") }
        let given: Given
        do throws(ResolutionError) {
            given = try scope.given(
                scenario.given, policy: environment.policy, for: id, known: knownGivens, present: environment.present?())
        } catch {
            return CaseEnding(error)
        }
        context = MatchContext(clock: given.clock)
        do {
            switch try await environment.target.begin(given, for: id) {
            case .inapplicable(let reason): return CaseEnding(.inapplicable, reason)
            case .ready(var session):
                var endings = [await perform(scenario.steps, with: &session)].compactMap { $0 }
                if !scenario.finally.isEmpty { endings += await performFinally(with: &session) }
                await session.end()
                return CaseEnding(endings)
            }
        } catch let error as InvalidGiven {
            let fix = error.fix.map { " (\($0))" } ?? ""
            return CaseEnding(.errored, error.sentence + fix, at: scenario.given.range(of: error))
        } catch {
            return CaseEnding(.errored, "the target cannot be brought to the given state: \(error)")
        }
    }

    private mutating func perform(_ steps: [Step], with session: inout any TargetSession) async -> CaseEnding? {
        for (index, step) in steps.enumerated() {
            self.step = step.id
            do throws(ResolutionError) {
                let request = try scope.request(step.request, targetHeaders: environment.targetHeaders)
                try await ask(request, of: step, from: &session)
                guard let reply = exchanges.last?.reply else { return nil }
                let isComplete = try take(step.captures, from: reply.response)
                if !isComplete, index + 1 < steps.count {
                    let rest = steps[(index + 1)...].map { "'\($0.id ?? "")'" }.joined(separator: ", ")
                    return CaseEnding(.failed, "a value could not be captured; not run: \(rest)", at: step.range)
                }
            } catch {
                return CaseEnding(error)
            }
        }
        return nil
    }

    /// Runs the steps that run whatever became of the others, when the run was interrupted too.
    ///
    /// - Returns: Why some of them were not run, or could not be judged.
    private mutating func performFinally(with session: inout any TargetSession) async -> [CaseEnding] {
        let (state, ready) = (self, session)
        // A task of its own is not cancelled with the run.
        let last = Task {
            var (run, session) = (state, ready)
            let endings = await run.performLastSteps(with: &session)
            return (run, session, endings)
        }
        let endings: [CaseEnding]
        (self, session, endings) = await last.value
        return endings
    }

    /// One that does not come off keeps none of the rest from running.
    private mutating func performLastSteps(with session: inout any TargetSession) async -> [CaseEnding] {
        var endings: [CaseEnding] = []
        for step in scenario.finally {
            let asked = exchanges.count
            guard var ending = await perform([step], with: &session) else { continue }
            let name = "step '\(step.id ?? "")' of 'finally'"
            if exchanges.count == asked {
                ending.reason = "\(name) was not run: \(ending.reason)"
                // What it lacks is most often what an answer did not have, and that is a check that fails.
                if checks.contains(where: \.isViolation) { ending.verdict = .failed }
            } else {
                ending.reason = "\(name): \(ending.reason)"
            }
            endings.append(ending)
        }
        return endings
    }

    /// Makes the request, again where the step says so, until the answer is as expected, and judges the last answer.
    private mutating func ask(
        _ request: Request, of step: Step, from session: inout any TargetSession
    ) async throws(ResolutionError) {
        guard let retry = step.retry, !environment.asksOnce else { return try await ask(once: request, of: step, from: &session) }
        var pauses = RetryPauses(retry)
        while true {
            pauses.countTry()
            var trial = self
            var failure: ResolutionError?
            do throws(ResolutionError) {
                try await trial.ask(once: request, of: step, from: &session)
            } catch {
                failure = error
            }
            let holds = failure == nil && trial.checks[checks.count...].allSatisfy(\.holds)
            let pause = holds ? nil : pauses.next()
            guard let pause else {
                self = trial
                exchanges[exchanges.count - 1].tries = pauses.tries
                if let failure { throw failure }
                return
            }
            do {
                try await Task.sleep(for: pause)
            } catch {
                throw ResolutionError("the run was ended", at: step.range)
            }
        }
    }

    private mutating func ask(
        once request: Request, of step: Step, from session: inout any TargetSession
    ) async throws(ResolutionError) {
        var reply = try await reply(to: request, from: &session, at: step.range)
        if let arrival = try await mail(for: step, from: &session) {
            reply.mail = arrival.messages
            exchanges[exchanges.count - 1].reply = reply
            exchanges[exchanges.count - 1].mailWait = arrival.waited
            mailWithin = arrival.within
        }
        try judge(reply, by: step.expect)
    }

    /// Waits for mail where something is expected of it.
    ///
    /// - Returns: `nil` where there is nothing to wait for, or the reply has it.
    private mutating func mail(
        for step: Step, from session: inout any TargetSession
    ) async throws(ResolutionError) -> MailArrival? {
        let expect = step.expect
        let expectations = expect.mailExpectations
        let related = scenario.relatedMessageCount(of: step)
        guard !expectations.isEmpty || related > 0 else { return nil }
        let trial = self
        let wait = MailWait(
            within: expectations.flatMap(\.messages).compactMap(\.within).max(),
            isNoneDue: related == 0 && expectations.allSatisfy { if case .none = $0 { true } else { false } },
            mailbox: scenario.hasMailbox ? scope.mailbox : nil)
        do {
            return try await session.mail(wait) { messages in
                messages.count >= related && trial.accepts(messages, by: expectations, of: expect)
            }
        } catch {
            throw ResolutionError("the mail could not be looked at: \(error)", at: expect.range)
        }
    }

    private func accepts(_ messages: [Mail], by expectations: [MailExpectation], of expect: Expectation) -> Bool {
        var trial = self
        for expectation in expectations {
            // What cannot be worked out is for the judgement itself to say.
            guard (try? trial.checkMail(messages, by: expectation, of: expect)) != nil else { return true }
        }
        return trial.checks[checks.count...].allSatisfy(\.holds)
    }

    private mutating func reply(
        to request: Request, from session: inout any TargetSession, at range: SourceRange
    ) async throws(ResolutionError) -> Reply {
        exchanges.append(RecordedExchange(step: step, request: request, reply: nil))
        do {
            let reply = try await session.respond(to: request)
            exchanges[exchanges.count - 1].reply = reply
            return reply
        } catch {
            throw ResolutionError("there was no answer to judge: \(error)", at: range)
        }
    }

    // MARK: - The end

    /// - Parameter ending: Why not every step was run.
    func outcome(_ ending: CaseEnding?) -> CaseOutcome {
        var ending = ending
        if ending == nil, checks.isEmpty {
            ending =
                scenario.allSteps.contains { $0.expect.latency != nil }
                ? CaseEnding(.inapplicable, "the time that an answer takes is measured on live targets only")
                : CaseEnding(.errored, "nothing was checked")
        }
        let verdict = ending?.verdict ?? (checks.contains(where: \.isViolation) ? .failed : .passed)
        var result = CaseResult(
            id: id, title: scenario.title, verdict: verdict, reason: ending?.reason, clauses: scenario.clauses,
            tags: scenario.tags, checks: checks)
        if let ending { result.place = place(ending.range ?? scenario.range) }
        if verdict != .passed || result.hasWarnings || environment.keepsAllExchanges {
            result.exchanges = environment.now == nil ? exchanges.map(\.withoutTimes) : exchanges
        }
        if !scenario.mustFail.isEmpty { result = inverted(result) }
        let redaction = Redaction(of: scope.secrets)
        var outcome = CaseOutcome(result: redaction?.redacted(result) ?? result, goldenFaults: goldenFaults)
        // What has to fail would be made to pass.
        if environment.proposesGoldens, scenario.mustFail.isEmpty { propose(ending, redaction, in: &outcome) }
        return outcome
    }

    /// A case gets all of its new golden files or none: they are from one answer, and half of them would be from another.
    private func propose(_ ending: CaseEnding?, _ redaction: Redaction?, in outcome: inout CaseOutcome) {
        let changes = drafts.filter(\.isChange)
        let obstacle = obstacle(ending, besides: Set(changes.map(\.check))).map { redaction?.redacted($0) ?? $0 }
        let faults = changes.map { draft in
            draft.change.flatMap { redaction?.finds($0.new) == true ? "it holds the value of a secret" : $0.fault }
        }
        let faulty = zip(changes, faults).first { $1 != nil }
        let refusal = obstacle ?? faulty.map { "the golden file for '\($0.0.subject)' of the same case is refused" }
        outcome.obstacle = obstacle
        outcome.keptGoldens = drafts.filter { $0.change == nil }.map(\.path)
        outcome.goldens = zip(changes, faults).compactMap { draft, fault in
            guard let new = draft.change?.new else { return nil }
            return GoldenProposal(
                id: id, path: draft.path, old: draft.old, new: redaction?.redacted(new) ?? new, subject: draft.subject,
                refusal: (fault ?? refusal).map { redaction?.redacted($0) ?? $0 })
        }
    }

    private func obstacle(_ ending: CaseEnding?, besides compared: Set<Int>) -> String? {
        guard let check = checks.enumerated().first(where: { $0.element.isViolation && !compared.contains($0.offset) })?.element
        else {
            return ending?.reason
        }
        let owner = check.step.map { "step '\($0)'" } ?? "case"
        let difference = check.differences.first.map { ": \($0.sentence)" } ?? ""
        return "the check '\(check.subject)' of the \(owner) fails\(difference)"
    }
}

extension RecordedExchange {
    /// For a report that is the same each time.
    fileprivate var withoutTimes: RecordedExchange {
        var exchange = self
        exchange.mailWait = nil
        exchange.reply?.response.timings = nil
        return exchange
    }
}

extension Scenario {
    /// How many messages of a step its own relations and those of others ask for.
    fileprivate func relatedMessageCount(of step: Step) -> Int {
        let own = step.expect.relations
        let others = step.id.map { id in allSteps.flatMap(\.expect.relations).filter { $0.others.contains(id) } } ?? []
        return (own + others).reduce(0) { most, relation in
            if case .mail(let message, _) = relation.subject { max(most, message ?? 1) } else { most }
        }
    }

    /// Whether a step is related to that one.
    func relates(to id: String) -> Bool {
        allSteps.contains { $0.expect.relations.contains { $0.others.contains(id) } }
    }
}
