import AssayCore
import ConformanceReporting
import ScenarioLoading
import ScenarioRunning

/// A run that is about to start: everything was read and judged, the cases are chosen.
struct SuiteRun: Sendable {
    let workspace: Workspace
    let index: SuiteIndex
    let runner: CaseRunner
    let files: DiskFiles
    let header: RunHeader
    let definition: TargetDefinition
    let jobs: Int
    let knownFailures: KnownFailures
    /// `nil` for a live target.
    let model: (any Model.Type)?
    private let live: LiveService?
    private let plan: SuitePlan

    /// How a command differs from the plain run.
    struct Manner: Sendable {
        var keepsAllExchanges = false
        var proposesGoldens = false
        var showsTimes = false
        /// Whether the scenarios are gone through once only: each file's are then let go of with its last case.
        var runsOnce = false
        /// How often a case is run again that does not pass.
        var retries = 0
        /// What is to be reached whatever is chosen; those of `assay.yaml` come to it in a whole run.
        var gates: [Gate] = []
        /// Which part of the cases is run; `nil` for all.
        var shard: ShardChoice?
        /// Microseconds by the hash of a case's id, by which the parts are made alike.
        var durations: [UInt64: Int64] = [:]
        var shuffleSeed: UInt64?
        /// The only cases to be chosen; `nil` for all.
        var ids: Set<String>?
        /// The only scenario files to be chosen from; `nil` for all.
        var files: Set<String>?
        /// Whether it has to be known which golden files the scenarios name.
        var gathersGoldens = false
        /// Whether known failures may be of scenarios that are gone.
        var forgivesLostFailures = false
    }

    init(
        _ project: ProjectOptions, _ selecting: SelectionOptions, _ targeting: TargetOptions, manner: Manner,
        context: CommandContext
    ) async throws {
        workspace = try project.workspace(in: context)
        let choice = try TargetChoice(targeting, in: workspace, context: context)
        var selection = try selecting.selection(in: workspace, workingFolder: context.workingFolder)
        selection.ids = manner.ids
        selection.files = manner.files
        live = choice.live
        model = choice.model
        knownFailures = KnownFailures(workspace.knownFailures, target: choice.definition.name, now: systemClock())
        definition = choice.definition
        // A service answers several at a time while this process waits.
        jobs = try targeting.jobCount(unless: choice.live == nil ? availableCores() : 8)
        files = workspace.files
        runner = CaseRunner(
            RunEnvironment(
                choice, files: files, manner: manner, variables: context.environment, clauseLevels: workspace.clauseLevels))
        var index = try await SuiteIndex(
            of: workspace, choosing: selection, runner: runner, jobs: jobs,
            gathering: manner.gathersGoldens ? .everything : manner.proposesGoldens ? .givenPaths : nil,
            spreads: manner.shard != nil, forgivesLostFailures: manner.forgivesLostFailures)
        try index.requireMatches(of: selection, in: workspace)
        let spread = index.entries.compactMap { entry in entry.shardKeys.map { (keys: $0, cases: entry.choice.cases) } }
        plan = SuitePlan(
            index, in: workspace,
            SuitePlan.Manner(
                jobs: jobs, isLive: live != nil, retries: manner.retries,
                shard: manner.shard.map { SuiteShard($0, of: spread, durations: manner.durations) },
                shuffleSeed: manner.shuffleSeed))
        if manner.runsOnce { index.letGoOfScenarios() }
        self.index = index
        let cases = plan.caseCount
        header = RunHeader(
            tool: "assay \(AssayCommand.version)", target: choice.definition.name,
            suiteHash: FileHash.combined(workspace.specificationHashes + index.entries.map(\.hash)),
            specifications: workspace.specifications.map(RunHeader.SpecificationLine.init),
            options: selecting.described + targeting.set.map { "--set \($0)" } + manner.described,
            isPartial: !selection.isEverything,
            plannedCases: index.chosenCount, showsTimes: manner.showsTimes,
            rerunArguments: project.rerunArguments + targeting.rerunArguments,
            shard: manner.shard.map { RunHeader.Shard(index: $0.index, count: $0.count, cases: cases) },
            gates: manner.gates + (selection.isEverything ? workspace.project.gates : []))
    }

    /// Runs the chosen cases and hands over what became of them, in the order of the suite.
    ///
    /// - Parameter receive: Returns `false` to stop the run.
    func forEachOutcome(_ receive: (CaseOutcome) throws -> Bool) async throws {
        let plan = plan
        let runner = runner
        let work: @Sendable (Int) async throws -> [CaseOutcome] = { chunk in try await plan.outcomes(of: chunk, by: runner) }
        try await withTarget {
            try await plan.runNeeded(by: runner, jobs: jobs)
            try await runInOrder(
                chunks: plan.chunkCount, jobs: jobs, on: runner.executor, work: work, interruption: Interrupt.request,
                emit: receive)
        }
    }

    /// Every chosen case, in the order of the suite.
    func cases() throws -> [ScenarioCase] {
        var cases: [ScenarioCase] = []
        try plan.forEachCase { cases.append($0) }
        return cases
    }

    /// Runs what the chosen cases need, on a live target: a model knows nothing of other cases.
    func prepareTarget() async throws {
        if live != nil { try await plan.runNeeded(by: runner, jobs: jobs) }
    }

    /// Does `body` while the target is there.
    func withTarget(_ body: () async throws -> Void) async throws {
        if let live { try await live.during(body, hiding: runner.withoutSecrets) } else { try await body() }
    }

    /// Runs the chosen cases on both targets and hands over what became of each, in the order of the suite.
    ///
    /// - Parameter receive: Returns `false` to stop.
    static func forEachPair(
        of first: SuiteRun, and second: SuiteRun, _ receive: (CaseOutcome, CaseOutcome) throws -> Bool
    ) async throws {
        let jobs = max(first.jobs, second.jobs)
        // Cut alike, whatever each would do alone: a piece of one is held against the same piece of the other.
        let manner = SuitePlan.Manner(jobs: jobs, isLive: first.live != nil || second.live != nil)
        let plans = (
            SuitePlan(first.index, in: first.workspace, manner), SuitePlan(second.index, in: second.workspace, manner)
        )
        let runners = (first.runner, second.runner)
        let work: @Sendable (Int) async throws -> [(CaseOutcome, CaseOutcome)] = { chunk in
            async let other = plans.1.outcomes(of: chunk, by: runners.1)
            let own = try await plans.0.outcomes(of: chunk, by: runners.0)
            return Array(zip(own, try await other))
        }
        try await first.withTarget {
            try await second.withTarget {
                try await plans.0.runNeeded(by: runners.0, jobs: jobs)
                try await plans.1.runNeeded(by: runners.1, jobs: jobs)
                try await runInOrder(
                    chunks: plans.0.chunkCount, jobs: jobs, work: work, interruption: Interrupt.request
                ) { try receive($0.0, $0.1) }
            }
        }
    }
}

extension RunEnvironment {
    init(
        _ choice: TargetChoice, files: DiskFiles, manner: SuiteRun.Manner, variables: [String: String],
        clauseLevels: [ClauseID: Clause.Level] = [:]
    ) {
        let now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock().now }
        self.init(
            target: choice.target, targetName: choice.definition.name, targetHeaders: choice.definition.headers,
            policy: choice.policy, variables: variables, secrets: choice.definition.secrets(in: variables), files: files,
            keepsAllExchanges: manner.keepsAllExchanges,
            proposesGoldens: manner.proposesGoldens, runID: choice.runID,
            now: manner.showsTimes ? now : nil, clauseLevels: clauseLevels, present: choice.hasOwnClock ? systemClock : nil)
    }
}

extension Workspace {
    fileprivate var clauseLevels: [ClauseID: Clause.Level] {
        Dictionary(specifications.flatMap(\.clauses).map { ($0.id, $0.level) }) { first, _ in first }
    }
}

extension RunHeader.SpecificationLine {
    fileprivate init(_ specification: Specification) {
        self.init(
            name: specification.name, title: specification.title,
            clauses: specification.clauses.map {
                RunHeader.ClauseLine(
                    id: $0.id, level: $0.level, origin: $0.origin, section: $0.section, text: $0.text, notTested: $0.notTested)
            })
    }
}

extension SuiteRun.Manner {
    /// What of it a report states, as options that bring it about again.
    fileprivate var described: [String] {
        (files == nil ? [] : ["--watch"]) + (ids == nil ? [] : ["--rerun-failed"]) + (retries > 0 ? ["--retries \(retries)"] : [])
            + (shuffleSeed.map { ["--shuffle \($0)"] } ?? [])
    }
}

extension SelectionOptions {
    /// The options as a report states them.
    fileprivate var described: [String] {
        selectors + tags.map { "--tags \($0)" } + clauses.map { "--clause \($0)" }
    }
}

extension ProjectOptions {
    fileprivate var rerunArguments: [String] {
        (project.map { ["--project", $0] } ?? []) + (allowOutside ? ["--allow-outside"] : [])
    }
}

extension TargetOptions {
    fileprivate var rerunArguments: [String] {
        (target.map { ["--target", $0] } ?? []) + set.flatMap { ["--set", $0] }
    }
}

extension SuiteIndex {
    /// - Throws: `CommandFailure` when a selector, or all of the selection, finds no case.
    func requireMatches(of selection: CaseSelection, in workspace: Workspace) throws {
        let found = entries.reduce(into: Set<Int>()) { $0.formUnion($1.choice.foundSelectors) }
        for (number, selector) in selection.selectors.enumerated() where !found.contains(number) {
            throw try nothing(isAt: selector, in: workspace)
        }
        guard chosenCount == 0, selection.files == nil else { return }
        if selection.isEverything { throw CommandFailure(.unusableInput, "the scenario files hold no scenario") }
        throw CommandFailure(
            .badUsage, "no case has all that was asked for", fix: "see 'assay list' for tags and clauses")
    }

    private func nothing(isAt selector: Selector, in workspace: Workspace) throws -> CommandFailure {
        if let path = selector.path {
            let place = selector.line.map { "\(path), line \($0)" } ?? path
            return CommandFailure(
                .badUsage, "no scenario stands in \(place)",
                fix: suggestion(for: path, among: entries.map(\.path).filter { $0 != path }))
        }
        var names: [String] = []
        for entry in entries {
            let suite = try entry.loaded ?? workspace.suite(entry.path)
            names.append(entry.suite)
            names += suite.scenarios.map(\.id.description)
            if selector.text.utf8.contains(UInt8(ascii: "[")) {
                names += suite.scenarios.flatMap(\.cases).filter { $0.example != nil }.map(\.id.description)
            }
        }
        return CommandFailure(
            .badUsage, "'\(selector.text)' is no id, no beginning of one, and no file",
            fix: suggestion(for: selector.text, among: names) ?? "see 'assay list'")
    }
}
