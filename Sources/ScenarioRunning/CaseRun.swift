internal import AssayCore
internal import Comparison
internal import DataFormats

/// One case on its way: what is known so far, and what was found.
struct CaseRun {
    var environment: RunEnvironment { shared.environment }
    private let shared: SharedEnvironment
    let scenario: Scenario
    let id: CaseID
    let compiled: CompiledExpectations
    /// Whether another example may use what is compiled for this one.
    let sharesExpectations: Bool
    let knownGivens: KnownGivens
    /// How binding the checks are that state nothing of their own.
    private let scenarioLevel: Clause.Level
    var scope: Scope
    var context = MatchContext(clock: Instant(seconds: 0))

    /// The step whose answer is judged.
    var step: String?
    var checks: [CheckResult] = []
    var exchanges: [RecordedExchange] = []
    var drafts: [GoldenDraft] = []
    var goldenFaults: [GoldenFault] = []
    /// The body of the answer as JSON, once a check has asked for it.
    var parsedBody: Result<JSONDocument, JSONSyntaxError>?
    var normalizing = NormalizationUse()
    /// Of all steps, so that one and the same value is known again.
    var placeholders = Placeholders()
    /// The check whose clauses and level count for now; `nil` for those of the scenario.
    var citation: Citation?
    /// Answers of steps that later ones are related to.
    var related: [String: RelatedAnswer] = [:]
    /// Which message that came is each of those that an expectation lists; `nil` where it lists none.
    var listedMail: [Int?]?
    /// How long the mail of the present step was waited for; `nil` where all of it comes with the answer.
    var mailWithin: Duration?

    init(
        _ scenarioCase: ScenarioCase, in shared: SharedEnvironment, compiled: CompiledExpectations, knownGivens: KnownGivens
    ) {
        self.shared = shared
        let environment = shared.environment
        scenario = scenarioCase.scenario
        id = scenarioCase.id
        scenarioLevel = environment.strictestLevel(of: scenario.clauses)
        scope = Scope(scenarioCase, in: environment)
        self.knownGivens = knownGivens
        self.compiled = compiled
        sharesExpectations = scenario.examples.count > 1
    }

    var limit: Int { environment.differenceLimit }

    /// Notes how a demand fares.
    ///
    /// - Parameter range: Where the demand stands; a difference that knows its own place more closely wins.
    mutating func record(
        _ subject: String, at range: SourceRange, _ differences: Differences, golden: String? = nil
    ) {
        var place: SourcePlace?
        if !differences.isEmpty {
            place = self.place(differences.shown.first?.range ?? range)
        }
        checks.append(
            CheckResult(
                subject: subject, step: step, clauses: citation?.clauses ?? scenario.clauses, level: level,
                differences: differences.shown, differenceCount: differences.count, golden: golden, place: place))
    }

    /// How binding the check is that is being made.
    private var level: Clause.Level {
        citation?.level ?? citation?.clauses.map(environment.strictestLevel) ?? scenarioLevel
    }

    func noDifferences() -> Differences { Differences(limit: limit) }

    func differences(_ difference: Difference?) -> Differences {
        var differences = noDifferences()
        if let difference { differences.add(difference) }
        return differences
    }
}

/// What a check speaks for that has clauses or a level of its own.
struct Citation {
    var clauses: [ClauseID]?
    var level: Clause.Level?
}
