import ArgumentParser
import AssayCore
import ConformanceReporting
import ScenarioRunning

struct RunCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs scenarios against a target and reports what conforms.",
        discussion: """
            All scenario files are read and judged first: when one of them is unusable, nothing runs.

              assay run                            everything
              assay run export/range               a suite, and what lies below it
              assay run 'export/range/long[a-day]' one case
              assay run specs/range.yaml:31        the scenario on that line
              assay run --tags 'edge and not slow' --clause RANGE-MAX
              assay run --report junit=build/report.xml
              assay run --set policy.max_range=31d another reading of the source
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Target") var targeting: TargetOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "text, json or junit, to standard output or a file; may be given again. (default: text)",
            valueName: "format[=file]"))
    var reports: [String] = []

    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(
            "What the run has to reach: 'must=100%', 'documented.must>=99.5%', 'untested=0', 'failed<=3'; may be given again.",
            valueName: "figure"))
    var gates: [String] = []

    @Option(help: ArgumentHelp("Run a case that does not pass again, up to n times; it is then marked flaky.", valueName: "n"))
    var retries = 0

    @Flag(help: "Stop at the first case that fails.")
    var failFast = false

    @Flag(name: [.short, .long], help: "Show every case, and what was sent and received.")
    var verbose = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    @Flag(help: "Leave durations out, so that equal runs give equal reports.")
    var noTimes = false

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let requests = try ReportRequest.all(reports)
        Interrupt.watch()
        let start = ContinuousClock.now
        let run = try await SuiteRun(
            project, selecting, targeting,
            manner: try manner(), context: context)
        Console.complain(run.index.warnings.map { $0.rendered() }.joined())
        let console = Console()
        let style = TextStyle(
            color: console.usesColor(color, environment: context.environment), width: Console.width(), verbose: verbose)
        var sinks = try ReportSinks(requests, style: style, console: console, workingFolder: context.workingFolder)
        var summary = try await report(run, to: &sinks, since: start)
        if !noTimes { summary.duration = ContinuousClock.now - start }
        try sinks.finish(summary)
        if sinks.hasNoReader { return .outputClosed }
        return Interrupt.isRequested ? .interrupted : status(of: summary, run.header)
    }

    private func manner() throws(CommandFailure) -> SuiteRun.Manner {
        guard retries >= 0 else { throw CommandFailure(.badUsage, "--retries takes a number from 0 on, not \(retries)") }
        return SuiteRun.Manner(
            keepsAllExchanges: verbose, showsTimes: !noTimes, retries: retries, gates: try gates.map(Gate.init(option:)))
    }

    private func report(
        _ run: SuiteRun, to sinks: inout ReportSinks, since start: ContinuousClock.Instant
    ) async throws -> RunSummary {
        var summary = RunSummary(of: run.header)
        var progress = ProgressLine(total: run.header.expectedCases)
        var warnings = GoldenWarnings()
        defer { progress.erase() }
        try sinks.begin(run.header)
        try await run.forEachOutcome { outcome in
            let result = run.knownFailures.judged(outcome.result)
            summary.add(result)
            warnings.add(outcome.goldenFaults)
            progress.erase()
            try sinks.add(result)
            let failed = summary.count(.failed) + summary.count(.errored)
            progress.show(done: summary.total, failed: failed, at: ContinuousClock.now - start)
            return !(failFast && failed > 0) && !sinks.hasNoReader
        }
        progress.erase()
        Console.complain(warnings.text)
        summary.isInterrupted = summary.total < run.header.expectedCases
        return summary
    }

    private func status(of summary: RunSummary, _ header: RunHeader) -> ExitStatus {
        if summary.count(.failed) > 0 { return .violated }
        if summary.count(.errored) > 0 { return .harnessFailed }
        // A part of a run may well be empty, or all of it inapplicable: the whole is judged when the parts are put together.
        if summary.count(.passed) == 0, summary.count(.known) == 0, header.shard == nil {
            Console.complain("error: nothing was checked: no case passed or failed\n")
            return .violated
        }
        return header.misses(summary) ? .violated : .conforms
    }
}

extension RunHeader {
    /// Whether the run does not reach one of its gates.
    func misses(_ summary: RunSummary) -> Bool {
        shard == nil && gates.contains { !$0.outcome(of: self, summary).isMet }
    }
}

extension Gate {
    init(option text: String) throws(CommandFailure) {
        do throws(Invalid) {
            try self.init(text)
        } catch {
            throw CommandFailure(.badUsage, "--gate: \(error.message)", fix: error.fix)
        }
    }
}

extension Console.ColorChoice: ExpressibleByArgument {}

/// The progress of a run on the terminal behind standard error, if there is one.
private struct ProgressLine {
    private var progress: TerminalProgress?
    private var isShown = false

    init(total: Int) {
        guard Console.errorIsTerminal else { return }
        progress = TerminalProgress(total: total, width: Console.width(of: 2) ?? 80)
    }

    mutating func show(done: Int, failed: Int, at time: Duration) {
        guard let line = progress?.line(done: done, failed: failed, at: time) else { return }
        Console.complain(line)
        isShown = true
    }

    mutating func erase() {
        guard isShown else { return }
        Console.complain(TerminalProgress.erased)
        isShown = false
    }
}
