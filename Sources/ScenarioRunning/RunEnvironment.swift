package import AssayCore

/// Everything about a run that no scenario says.
package struct RunEnvironment: Sendable {
    package var target: any Target
    package var targetName: String
    /// Sent with every request that does not set the field itself.
    package var targetHeaders: [Template.Member]
    /// Settings of the model for the whole run; a scenario's own win.
    package var policy: [DataValue.Member]
    /// The process environment, for `${env:NAME}` and `${secret:NAME}`.
    package var variables: [String: String]
    /// The values of secrets that are known before any case has named one.
    package var secrets: [String]
    package var files: any RunFiles
    /// How many differences of a check are described; all are counted.
    package var differenceLimit: Int
    /// Whether exchanges of passed cases are kept too.
    package var keepsAllExchanges: Bool
    /// Whether new contents of golden files are worked out.
    package var proposesGoldens: Bool
    /// What `${run:id}` stands for.
    package var runID: String
    /// `nil` when no durations are wanted.
    package var now: (@Sendable () -> ContinuousClock.Instant)?
    /// How binding each clause is; one that is not there is taken for a `must`.
    package var clauseLevels: [ClauseID: Clause.Level]
    /// Whether every step is asked once, whatever its `retry` says: the answers are recorded ones.
    package var asksOnce = false
    /// The clock of cases that state none; `nil` where the target has none of its own.
    package var present: (@Sendable () -> Instant)?

    package init(
        target: any Target, targetName: String, targetHeaders: [Template.Member] = [], policy: [DataValue.Member] = [],
        variables: [String: String] = [:], secrets: [String] = [], files: any RunFiles, differenceLimit: Int = 100,
        keepsAllExchanges: Bool = false,
        proposesGoldens: Bool = false, runID: String = "", now: (@Sendable () -> ContinuousClock.Instant)? = nil,
        clauseLevels: [ClauseID: Clause.Level] = [:], present: (@Sendable () -> Instant)? = nil
    ) {
        self.clauseLevels = clauseLevels
        self.present = present
        self.target = target
        self.targetName = targetName
        self.targetHeaders = targetHeaders
        self.policy = policy
        self.variables = variables
        self.secrets = secrets
        self.files = files
        self.differenceLimit = differenceLimit
        self.keepsAllExchanges = keepsAllExchanges
        self.proposesGoldens = proposesGoldens
        self.runID = runID
        self.now = now
    }

    /// How binding what speaks for those clauses is: a `must` where there is none.
    func strictestLevel(of clauses: [ClauseID]) -> Clause.Level {
        guard !clauses.isEmpty, !clauseLevels.isEmpty else { return .must }
        let levels = clauses.map { clauseLevels[$0] ?? .must }
        return Clause.Level.allCases.first(where: levels.contains) ?? .must
    }
}

/// An environment that all cases of a run share: handing it on copies none of its parts.
final class SharedEnvironment: Sendable {
    let environment: RunEnvironment

    init(_ environment: RunEnvironment) { self.environment = environment }
}
