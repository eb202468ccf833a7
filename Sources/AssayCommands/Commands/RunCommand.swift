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
            manner: SuiteRun.Manner(keepsAllExchanges: verbose, showsTimes: !noTimes), context: context)
        Console.complain(run.index.warnings.map { $0.rendered() }.joined())
        let console = Console()
        let style = TextStyle(
            color: console.usesColor(color, environment: context.environment), width: Console.width(), verbose: verbose)
        var sinks = try ReportSinks(requests, style: style, console: console, workingFolder: context.workingFolder)
        var summary = try await report(run, to: &sinks, since: start)
        if !noTimes { summary.duration = ContinuousClock.now - start }
        try sinks.finish(summary)
        if sinks.hasNoReader { return .outputClosed }
        return Interrupt.isRequested ? .interrupted : status(of: summary)
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
            summary.add(outcome.result)
            warnings.add(outcome.goldenFaults)
            progress.erase()
            try sinks.add(outcome.result)
            let failed = summary.count(.failed) + summary.count(.errored)
            progress.show(done: summary.total, failed: failed, at: ContinuousClock.now - start)
            return !(failFast && failed > 0) && !sinks.hasNoReader
        }
        progress.erase()
        Console.complain(warnings.text)
        summary.isInterrupted = summary.total < run.header.expectedCases
        return summary
    }

    private func status(of summary: RunSummary) -> ExitStatus {
        if summary.count(.failed) > 0 { return .violated }
        if summary.count(.errored) > 0 { return .harnessFailed }
        if summary.count(.passed) == 0 {
            Console.complain("error: nothing was checked: no case passed or failed\n")
            return .violated
        }
        return .conforms
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
