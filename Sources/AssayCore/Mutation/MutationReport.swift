/// What a proof of the suite found.
package struct MutationReport: Sendable {
    /// "assay 0.1.0"
    package var tool: String
    package var target: String
    /// Identifies the text of all scenarios and specifications.
    package var suiteHash: String
    /// Every clause of the specifications, in their order.
    package var clauses: [RunHeader.ClauseLine]
    /// How many cases were judged.
    package var cases: Int
    /// Cases that do not pass without any mutant, and so can show nothing.
    package var leftOut: [LeftOutCase]
    /// Whether only part of the suite, or of the mutants, was asked for.
    package var isPartial: Bool
    /// Whether every case met every mutant, so that it is known what each scenario kills.
    package var isComplete: Bool
    /// In the order of their kinds and, within one, of the model or of the suite.
    package var results: [MutantResult]
    /// Scenarios without which every mutant would be killed as well; `nil` unless complete.
    package var redundant: [RedundantScenario]?
    package var gates: [MutationGateOutcome]

    package init(
        tool: String, target: String, suiteHash: String, clauses: [RunHeader.ClauseLine], cases: Int, leftOut: [LeftOutCase],
        isPartial: Bool,
        isComplete: Bool, results: [MutantResult], redundant: [RedundantScenario]? = nil, gates: [MutationGateOutcome] = []
    ) {
        self.tool = tool
        self.target = target
        self.suiteHash = suiteHash
        self.clauses = clauses
        self.cases = cases
        self.leftOut = leftOut
        self.isPartial = isPartial
        self.isComplete = isComplete
        self.results = results
        self.redundant = redundant
        self.gates = gates
    }

    package struct LeftOutCase: Sendable, Hashable {
        package var id: CaseID
        package var reason: String

        package init(id: CaseID, reason: String) {
            self.id = id
            self.reason = reason
        }
    }

    package struct RedundantScenario: Sendable, Hashable {
        package var id: ScenarioID
        /// How many mutants it kills, each of which another scenario kills too.
        package var kills: Int

        package init(id: ScenarioID, kills: Int) {
            self.id = id
            self.kills = kills
        }
    }

    /// How the mutants of a kind, a clause or a group of clauses fare. Mutants that must survive are in none of them.
    package func score(where isMeant: (Mutant) -> Bool = { _ in true }) -> MutationScore {
        MutationScore(of: results.filter { $0.mutant.kind != .surviving && isMeant($0.mutant) })
    }

    /// Of the mutants that break a clause of that level and origin; `nil` stands for all.
    package func score(level: Clause.Level?, origin: Clause.Origin?) -> MutationScore {
        let meant = Set(
            clauses.filter { level ?? $0.level == $0.level && origin ?? $0.origin == $0.origin }.map(\.id))
        return score { !meant.isDisjoint(with: $0.clauses) }
    }

    package var falseAlarms: [MutantResult] { results.filter(\.isFalseAlarm) }
}

/// How many of some mutants were killed.
package struct MutationScore: Sendable, Hashable {
    package private(set) var killed = 0
    package private(set) var survived = 0
    /// Survived, with a reason. They are no part of `judged`.
    package private(set) var explained = 0
    /// They could not be applied, and are no part of `judged`.
    package private(set) var void = 0

    package init(of results: some Sequence<MutantResult>) {
        for result in results {
            switch result.fate {
            case .killed: killed += 1
            case .survived: survived += 1
            case .explained: explained += 1
            case .void: void += 1
            }
        }
    }

    package var judged: Int { killed + survived }

    /// Of `killed` in `judged`, rounded down, so that 100 is all; `nil` where nothing was judged.
    package var percentage: Int? { judged == 0 ? nil : killed * 100 / judged }
}
