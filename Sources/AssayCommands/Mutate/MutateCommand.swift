import ArgumentParser
import AssayCore
import ConformanceReporting
import SuiteProving

struct MutateCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "mutate",
        abstract: "Makes the system wrong on purpose and shows which scenarios notice.",
        discussion: """
            A mutant is the target with one fault: one that its model declares, a setting of the model at another value, or a \
            recorded answer that was changed. It is killed when a check that holds without it does not hold with it.

              assay mutate                                 every mutant, until a check notices
              assay mutate export/range --kind model       what one suite notices
              assay mutate --mutant range-not-checked      one mutant
              assay mutate --all --report json=table.json  who notices what
              assay mutate --gate 'documented.must=100%' --gate 'all>=95%'

            Exit codes: 0 as due, 1 a gate is missed, a mutant that means nothing was noticed, or an explanation is out of date, \
            4 no case passes without a mutant.
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Target") var targeting: TargetOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Option(
        name: .customLong("kind"),
        help:
            "Only mutants of this kind: model, policy, answer, or surviving for those that nobody should notice; may be given again."
    )
    var kinds: [MutantKind] = []

    @Option(name: .customLong("mutant"), help: ArgumentHelp("Only this mutant; may be given again.", valueName: "id"))
    var mutants: [String] = []

    @Option(
        name: .customLong("breaks"),
        help: ArgumentHelp("Only mutants that break this clause; may be given again for more.", valueName: "id"))
    var broken: [String] = []

    @Flag(help: "Try every case with every mutant, also when one has noticed it: who notices what, and who is redundant.")
    var all = false

    @Flag(help: "Name the mutants and judge none.")
    var list = false

    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(
            "What has to be reached: 'all>=95%', 'documented.must=100%', 'answer>=90%', 'survived<=3'; may be given again.",
            valueName: "figure"))
    var gates: [String] = []

    @Option(
        name: [.customShort("r"), .customLong("report")],
        help: ArgumentHelp("text, json or html, to standard output or a file; may be given again.", valueName: "form[=file]"))
    var reports: [String] = []

    @Flag(name: [.short, .long], help: "Show who noticed each mutant, and the figures of every clause.")
    var verbose = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let requests = try MutationReportRequest.all(reports)
        var typed: [MutationGate] = []
        for text in gates { typed.append(try MutationGate(option: text)) }
        Interrupt.watch()
        let run = try await MutationRun(self, gates: typed, context: context)
        Console.complain(run.suite.index.warnings.map { $0.rendered() }.joined())
        let outcome: MutationRun.Outcome
        do {
            outcome = try await run.outcome()
        } catch is CancellationError {
            Console.complain("error: interrupted before every mutant was judged: nothing is reported\n")
            return .interrupted
        }
        if list { return try printList(outcome.report) }
        var output = MutationOutput(
            requests, workingFolder: context.workingFolder, color: color, verbose: verbose, environment: context.environment)
        try output.write(outcome.report)
        Console.complain(outcome.problems.map { $0.rendered() }.joined())
        return output.isClosed ? .outputClosed : outcome.status
    }

    private func printList(_ report: MutationReport) throws -> ExitStatus {
        var console = Console()
        for result in report.results {
            let mutant = result.mutant
            let clauses = mutant.clauses.map { "  \($0.rawValue)" }.joined()
            try console.print("\(mutant.id)  [\(mutant.kind.rawValue)]\(clauses)  \(mutant.summary)".displayed + "\n")
        }
        try console.flush()
        return console.isClosed ? .outputClosed : .conforms
    }
}

/// A kind of mutant as it is typed.
enum MutantKind: String, CaseIterable, ExpressibleByArgument {
    case model, policy, answer, surviving

    var kind: Mutant.Kind {
        switch self {
        case .model: .model
        case .policy: .policy
        case .answer: .answer
        case .surviving: .surviving
        }
    }
}

extension MutationGate {
    init(option text: String) throws(CommandFailure) {
        do throws(Gate.Invalid) {
            try self.init(text)
        } catch {
            throw CommandFailure(.badUsage, "--gate: \(error.message)", fix: error.fix)
        }
    }
}
