package import AssayCore

/// Runs cases against a target. One for a run; used by any number of tasks at a time.
package struct CaseRunner: Sendable {
    package var environment: RunEnvironment { shared.environment }
    private let shared: SharedEnvironment
    private let compiled: CompiledExpectations
    private let knownGivens: KnownGivens
    private let locks: NamedLocks
    private let usedSecrets: UsedSecrets
    /// Held by those whose mail is known only by the time at which it comes.
    private let mailLock: NamedLocks
    let readableFiles: ReadableFiles

    package init(_ environment: RunEnvironment) {
        shared = SharedEnvironment(environment)
        compiled = CompiledExpectations()
        knownGivens = KnownGivens()
        locks = NamedLocks()
        usedSecrets = UsedSecrets(environment.secrets)
        mailLock = NamedLocks()
        readableFiles = ReadableFiles()
    }

    /// A runner for the same scenarios in another environment, which shares what was made of their expectations, and whose cases
    /// wait for those of the other where they must not run at the same time.
    package init(_ environment: RunEnvironment, sharing other: CaseRunner) {
        shared = SharedEnvironment(environment)
        compiled = other.compiled
        // What preconditions come to depends on the settings of the run.
        knownGivens = environment.policy == other.environment.policy ? other.knownGivens : KnownGivens()
        locks = other.locks
        usedSecrets = other.usedSecrets
        mailLock = other.mailLock
        readableFiles = other.readableFiles
    }

    /// Returns what is to be said besides the cases, without the secrets that they have used so far.
    package func withoutSecrets(_ message: String) -> String {
        Redaction(of: usedSecrets.values)?.redacted(message) ?? message
    }

    /// Where its cases run best; `nil` for anywhere.
    package var executor: (any TaskExecutor)? { environment.target.executor }

    /// Returns what became of a case. Every demand that was checked has one result; a case in which nothing was checked is errored.
    ///
    /// An error of the target or of the scenario ends the case: it is then errored, whatever was found before. A failed check does
    /// not end it, unless a later step lacks what it was to capture. The last steps (`finally`) run all the same.
    package func run(_ scenarioCase: ScenarioCase) async -> CaseOutcome {
        let scenario = scenarioCase.scenario
        var run = CaseRun(scenarioCase, in: shared, compiled: compiled, knownGivens: knownGivens)
        if let ending = notRun(scenario) { return run.outcome(ending) }
        if let lock = scenario.exclusive { await locks.lock(lock) }
        // After the other, always: so no two cases wait for each other.
        let sharesMail = environment.target.sharesMail && !scenario.hasMailbox
        if sharesMail { await mailLock.lock("") }
        let start = environment.now?()
        let ending = await run.perform()
        usedSecrets.add(run.scope.secrets)
        if sharesMail { mailLock.unlock("") }
        if let lock = scenario.exclusive { locks.unlock(lock) }
        var outcome = run.outcome(ending)
        if let start, let now = environment.now?() { outcome.result.duration = start.duration(to: now) }
        return outcome
    }

    /// Returns the request of each step, as far as it can be said without an answer; else why it cannot.
    ///
    /// - Parameter variables: In place of the environment's.
    package func requests(
        of scenarioCase: ScenarioCase, variables: [String: String]
    ) -> [(step: String?, request: Result<Request, UnknownRequest>)] {
        var environment = environment
        environment.variables = variables
        var scope = Scope(scenarioCase, in: environment)
        let scenario = scenarioCase.scenario
        return scenario.allSteps.map { step in
            do throws(ResolutionError) {
                _ = try scope.given(
                    scenario.given, policy: [], for: scenarioCase.id, known: KnownGivens(), present: environment.present?())
                let request = try scope.request(step.request, targetHeaders: environment.targetHeaders)
                return (step.id, .success(request))
            } catch {
                return (step.id, .failure(UnknownRequest(message: error.message)))
            }
        }
    }

    /// Returns the outcome of a case that is left out.
    package func skip(_ scenarioCase: ScenarioCase, because reason: String, at range: SourceRange) -> CaseOutcome {
        let run = CaseRun(scenarioCase, in: shared, compiled: compiled, knownGivens: knownGivens)
        return run.outcome(notRun(scenarioCase.scenario) ?? CaseEnding(.skipped, reason, at: range))
    }

    /// Returns what is wrong with the preconditions of a case, as far as the target says so before any request. Cases that state
    /// the same preconditions are tried once.
    package func problem(withGivenOf scenarioCase: ScenarioCase) async -> Diagnostic? {
        let scenario = scenarioCase.scenario
        if !environment.target.isInProcess || notRun(scenario) != nil { return nil }
        let place = KnownGivens.Place(of: scenario.given, in: scenario.file)
        if let place, knownGivens.isSound(place) { return nil }
        var scope = Scope(scenarioCase, in: environment)
        let invalid: InvalidGiven?
        do throws(ResolutionError) {
            let given = try scope.given(scenario.given, policy: environment.policy, for: scenarioCase.id, known: knownGivens)
            invalid = await knownGivens.problem(with: given, for: scenarioCase.id, on: environment.target)
        } catch {
            return Diagnostic("invalid-given", scope.withoutSecrets(error.message), in: scenario.file, at: error.range)
        }
        guard let invalid else {
            if let place { knownGivens.noteSound(place) }
            return nil
        }
        return Diagnostic(
            "invalid-given", scope.withoutSecrets(invalid.sentence), fix: invalid.fix.map(scope.withoutSecrets),
            in: scenario.file, at: scenario.given.range(of: invalid) ?? scenario.range)
    }

    /// Why a scenario is left out; `nil` for one that is to run.
    func notRun(_ scenario: Scenario) -> CaseEnding? {
        if let reason = scenario.skip { return CaseEnding(.skipped, reason) }
        guard scenario.onlyOn.isEmpty || scenario.onlyOn.contains(environment.targetName) else {
            return CaseEnding(.inapplicable, "the scenario is only for \(scenario.onlyOn.joined(separator: ", "))")
        }
        return nil
    }
}

/// Why a request cannot be said before the case runs.
package struct UnknownRequest: Error {
    /// "'token' has no value here"
    package var message: String
}

/// Why a case ended otherwise than by its last check.
struct CaseEnding {
    var verdict: Verdict
    var reason: String
    /// `nil` for the scenario itself.
    var range: SourceRange?

    init(_ verdict: Verdict, _ reason: String, at range: SourceRange? = nil) {
        self.verdict = verdict
        self.reason = reason
        self.range = range
    }

    init(_ error: ResolutionError) {
        self.init(.errored, error.message, at: error.range)
    }

    /// Several in one: what went wrong first may well be why the rest did.
    init?(_ endings: [CaseEnding]) {
        guard let first = endings.first else { return nil }
        let verdict = endings.contains { $0.verdict == .errored } ? Verdict.errored : first.verdict
        self.init(verdict, endings.map(\.reason).joined(separator: "; then: "), at: first.range)
    }
}

extension InvalidGiven {
    var sentence: String { "given \(path.joined(separator: ".")): \(message)" }
}
