import ArgumentParser
import AssayCore
import ConformanceReporting
import ScenarioRunning

struct CompareCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Runs the same scenarios on two targets and lays them side by side.",
        discussion: """
            For each check that does not hold on both: what is due, what each target gave, and who is at fault: the expectation, when \
            both answer alike, or the target that departs from it.

              assay compare model staging                   everything
              assay compare model staging export/range      a suite
              assay compare model staging --format html > compare.html

            Exit codes: 0 both are as due, 1 something departs, 4 something could not be judged.
            """)

    @Argument(help: "A target of assay.yaml.") var first: String
    @Argument(help: "Another one.") var second: String
    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Option(help: "text, json or html.")
    var format = PairReportFormat.text

    @Option(
        name: [.short, .long], parsing: .unconditional,
        help: ArgumentHelp("How many cases to run at a time on each. (default: the number of cores)", valueName: "n"))
    var jobs: Int?

    @Flag(name: [.short, .long], help: "Show every case, and every difference.")
    var verbose = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func perform(in context: CommandContext) async throws -> ExitStatus {
        guard !first.utf8.elementsEqual(second.utf8) else {
            throw CommandFailure(.badUsage, "a target is compared with itself", fix: "name two targets of assay.yaml")
        }
        Interrupt.watch()
        let runs = [try await run(on: first, context), try await run(on: second, context)]
        Console.complain(runs[0].index.warnings.map { $0.rendered() }.joined())
        var console = Console()
        let style = TextStyle(
            color: format == .text && console.usesColor(color, environment: context.environment), width: Console.width(),
            verbose: verbose)
        var writer = format.writer(style: style)
        var tally = PairTally(planned: runs[0].header.plannedCases)
        var buffer: [UInt8] = []
        writer.begin(PairRun(names: (first, second), header: runs[0].header), into: &buffer)
        try await SuiteRun.forEachPair(of: runs[0], and: runs[1]) { first, second in
            let pair = CasePair(first.result, second.result, names: (self.first, self.second))
            tally.add(pair)
            writer.add(pair, into: &buffer)
            try console.take(&buffer)
            return !console.isClosed
        }
        writer.finish(tally, into: &buffer)
        try console.take(&buffer)
        try console.flush()
        if console.isClosed { return .outputClosed }
        return Interrupt.isRequested ? .interrupted : status(of: tally)
    }

    private func run(on target: String, _ context: CommandContext) async throws -> SuiteRun {
        var targeting = try TargetOptions.parse([])
        targeting.target = target
        targeting.jobs = jobs
        return try await SuiteRun(project, selecting, targeting, manner: SuiteRun.Manner(), context: context)
    }

    private func status(of tally: PairTally) -> ExitStatus {
        if !tally.blames.isEmpty { return .violated }
        if tally.errored > 0 { return .harnessFailed }
        if tally.agreed == 0 {
            Console.complain("error: nothing was compared: no case was judged on both targets\n")
            return .violated
        }
        return .conforms
    }
}

extension PairReportFormat: ExpressibleByArgument {}
