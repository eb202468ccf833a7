internal import AssayCore
internal import Comparison

extension CaseRun {
    /// Brings the target to the preconditions and goes through the steps.
    ///
    /// - Returns: Why the case ended before its last step; `nil` when it did not.
    mutating func perform() async -> CaseEnding? {
        let given: Given
        do throws(ResolutionError) {
            given = try scope.given(scenario.given, policy: environment.policy, for: id)
        } catch {
            return CaseEnding(error)
        }
        context = MatchContext(clock: given.clock)
        do {
            switch try await environment.target.begin(given, for: id) {
            case .inapplicable(let reason): return CaseEnding(.inapplicable, reason)
            case .ready(var session): return await perform(scenario.steps, with: &session)
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
                let reply = try await reply(to: request, from: &session, at: step.range)
                try judge(reply, by: step.expect)
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
        if ending == nil, checks.isEmpty { ending = CaseEnding(.errored, "nothing was checked") }
        let verdict = ending?.verdict ?? (checks.allSatisfy(\.holds) ? .passed : .failed)
        var result = CaseResult(
            id: id, title: scenario.title, verdict: verdict, reason: ending?.reason, clauses: scenario.clauses,
            tags: scenario.tags, checks: checks)
        if let ending { result.place = place(ending.range ?? scenario.range) }
        if verdict != .passed || environment.keepsAllExchanges { result.exchanges = exchanges }
        let redaction = Redaction(of: scope.secrets)
        return CaseOutcome(result: redaction?.redacted(result) ?? result, goldens: proposals(ending, redaction))
    }

    private func proposals(_ ending: CaseEnding?, _ redaction: Redaction?) -> [GoldenProposal] {
        if drafts.isEmpty { return [] }
        let compared = Set(drafts.map(\.check))
        let other = checks.enumerated().first { !$0.element.holds && !compared.contains($0.offset) }?.element.subject
        return drafts.filter(\.differs).map { draft in
            var refusal = draft.fault
            if let other { refusal = refusal ?? "the check '\(other)' of the case fails" }
            if let ending { refusal = refusal ?? ending.reason }
            if let redaction, redaction.finds(draft.new) { refusal = "it holds the value of a secret" }
            return GoldenProposal(
                id: id, path: draft.path, old: draft.old, new: redaction?.redacted(draft.new) ?? draft.new,
                subject: draft.subject,
                refusal: refusal.map { redaction?.redacted($0) ?? $0 })
        }
    }
}
