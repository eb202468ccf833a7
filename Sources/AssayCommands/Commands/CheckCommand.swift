import ArgumentParser
import AssayCore
import ScenarioLoading
import ScenarioRunning

struct CheckCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says everything that is wrong with the files, without running.",
        discussion: """
            Besides what a run would refuse: clauses that nothing tests, golden files that nothing names or that two scenarios \
            share, golden files that are broken or were changed by version control, unused variables.

              assay check                 exit code 3 for errors, 0 for none or warnings only
              assay check --strict        warnings count as errors
            """)

    @OptionGroup(title: "Project") var project: ProjectOptions

    @Option(help: ArgumentHelp("The target whose model judges the preconditions. (default: default_target)", valueName: "name"))
    var target: String?

    @Flag(help: "Let warnings count as errors.")
    var strict = false

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let workspace = try project.workspace(in: context)
        let runner = try runner(in: workspace, reading: workspace.files, context)
        let everything = CaseSelection(selectors: [], tags: nil, clauses: [])
        let index = try await SuiteIndex(
            of: workspace, choosing: everything, runner: runner, jobs: availableCores(), gathering: .everything)
        let goldens = try GoldenAudit(index, in: workspace, files: workspace.files)
        let diagnostics = index.warnings + clauseProblems(index, in: workspace) + goldens.diagnostics
        return try conclude(diagnostics, index, workspace, judgesGivens: runner != nil)
    }

    /// What judges preconditions; `nil` where no target is chosen, which everything else can do without.
    ///
    /// - Throws: What is wrong with any target. The environment that they need may well be elsewhere.
    private func runner(
        in workspace: Workspace, reading files: DiskFiles, _ context: CommandContext
    ) throws -> CaseRunner? {
        var diagnostics: [Diagnostic] = []
        func choice(of definition: TargetDefinition) throws -> TargetChoice {
            try TargetChoice(definition, set: [], in: workspace, context: context, needsEnvironment: false)
        }
        for definition in workspace.project.targets {
            do { _ = try choice(of: definition) } catch let invalid as InvalidInput { diagnostics += invalid.diagnostics }
        }
        guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
        guard target != nil || TargetChoice.hasDefault(in: workspace.project) else { return nil }
        let chosen = try choice(of: TargetChoice.definition(target, in: workspace.project))
        return CaseRunner(RunEnvironment(chosen, files: files, manner: .init(), variables: context.environment))
    }

    private func conclude(
        _ diagnostics: [Diagnostic], _ index: SuiteIndex, _ workspace: Workspace, judgesGivens: Bool
    ) throws -> ExitStatus {
        Console.complain(diagnostics.map { $0.rendered() }.joined())
        let errors = diagnostics.filter { $0.severity == .error }.count
        let warnings = diagnostics.count - errors
        let clauses = workspace.specifications.reduce(0) { $0 + $1.clauses.count }
        let problems = [(errors, "error"), (warnings, "warning")].filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
        var console = Console()
        try console.print(
            [
                counted(index.entries.count, "file"), counted(index.scenarioCount, "scenario"),
                counted(index.caseCount, "case"), counted(clauses, "clause"),
            ].joined(separator: ", ") + ": " + (problems.isEmpty ? "no problems" : problems.joined(separator: ", ")) + "\n")
        if !judgesGivens {
            try console.print("preconditions were not judged: assay.yaml has no default_target; choose one with --target\n")
        }
        try console.flush()
        return errors > 0 || (strict && warnings > 0) ? .unusableInput : .conforms
    }

    /// Clauses without a test or a reason, and those with both.
    private func clauseProblems(_ index: SuiteIndex, in workspace: Workspace) -> [Diagnostic] {
        let facts = index.entries.compactMap(\.facts)
        return workspace.specifications.flatMap { specification in
            let tested = facts.filter { $0.specification == specification.name }
                .reduce(into: Set<ClauseID>()) { $0.formUnion($1.clauses) }
            return specification.clauses.compactMap { clause in
                switch (tested.contains(clause.id), clause.notTested) {
                case (false, nil):
                    Diagnostic(
                        "untested-clause", "no scenario cites the clause '\(clause.id)'",
                        fix: "cite it in a scenario that tests it, or say why none does with 'not_tested:'",
                        in: specification.file, at: clause.range)
                case (true, _?):
                    Diagnostic(
                        "tested-after-all", "the clause '\(clause.id)' is said not to be tested, and a scenario cites it",
                        fix: "remove 'not_tested'", severity: .warning, in: specification.file, at: clause.range)
                case (true, nil), (false, _?): nil
                }
            }
        }
    }
}
