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

    @OptionGroup(title: "Reports") var reporting: ReportOptions

    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(Self.gateHelp, valueName: "figure"))
    var gates: [String] = []

    @Option(help: ArgumentHelp("Run a case that does not pass again, up to n times; it is then marked flaky.", valueName: "n"))
    var retries = 0

    @Flag(help: "Stop at the first case that fails.")
    var failFast = false

    @Option(
        help: ArgumentHelp(
            "Run one part of the suite: 2/4, or auto/4 where only the CI knows which. (default: as GitLab, CircleCI or Bazel say)",
            valueName: "i/n"))
    var shard: String?

    @Option(
        help: ArgumentHelp(
            "A native report of an earlier run, by whose times the parts are made alike; may be given again.", valueName: "file"))
    var durations: [String] = []

    @Option(help: ArgumentHelp("Only the cases that failed or were errored in a native report.", valueName: "file"))
    var rerunFailed: String?

    @Option(
        defaultAsFlag: "",
        help: ArgumentHelp("Run the cases in another order, decided upon by a number.", valueName: "seed"))
    var shuffle: String?

    @Flag(help: "Leave durations out, so that equal runs give equal reports.")
    var noTimes = false

    @Option(
        help: ArgumentHelp(
            "Append the run to a history, and show what is new, fixed, flaky and slower against the runs in it.",
            valueName: "file"))
    var history: String?

    @Flag(help: "Run again what a changed file touches, whenever one is saved, until Ctrl-C.")
    var watch = false

    static let gateHelp =
        "What the run has to reach: 'must=100%', 'documented.must>=99.5%', 'untested=0', 'failed<=3'; may be given again."

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let requests = try ReportRequest.all(reporting.reports)
        let manner = try manner(context)
        Interrupt.watch()
        guard !watch || history == nil else {
            throw CommandFailure(
                .badUsage, "--history is for runs of which each counts, and --watch makes one with every save",
                fix: "leave one of them out")
        }
        guard watch else { return try await perform(manner, requests, context).status }
        return try await performWatching(manner, requests, context)
    }

    /// A run that came to its end, and what it found.
    struct Finished {
        var status: ExitStatus
        var run: SuiteRun
        var summary: RunSummary
        /// Suites with cases that did not pass.
        var failedSuites: Set<String>

        /// Whether nothing of what was chosen is in the only files that were to be run.
        var isEmpty: Bool { run.index.chosenCount == 0 }
    }

    func perform(
        _ manner: SuiteRun.Manner, _ requests: [ReportRequest], _ context: CommandContext
    ) async throws -> Finished {
        let start = ContinuousClock.now
        let run = try await SuiteRun(project, selecting, targeting, manner: manner, context: context)
        Console.complain(run.index.warnings.map { $0.rendered() }.joined())
        if run.header.shard != nil { ShardChoice.acknowledge(in: context.environment) }
        var finished = Finished(status: .interrupted, run: run, summary: RunSummary(of: run.header), failedSuites: [])
        if finished.isEmpty { return finished }
        var past = try history.map { try HistoryFile($0, workingFolder: context.workingFolder, for: run.header) }
        var sinks = try reporting.sinks(requests, context)
        try await report(&finished, to: &sinks, past: &past, since: start)
        if !noTimes { finished.summary.duration = ContinuousClock.now - start }
        let isInHistory = past?.finish(&finished.summary) ?? true
        try sinks.finish(finished.summary)
        if sinks.hasNoReader {
            finished.status = .outputClosed
        } else if !Interrupt.isRequested {
            finished.status = ExitStatus(of: finished.summary, run.header)
            if finished.status == .conforms, !isInHistory { finished.status = .harnessFailed }
        }
        return finished
    }

    private func manner(_ context: CommandContext) throws -> SuiteRun.Manner {
        guard retries >= 0 else { throw CommandFailure(.badUsage, "--retries takes a number from 0 on, not \(retries)") }
        var manner = SuiteRun.Manner(
            keepsAllExchanges: reporting.verbose, showsTimes: !noTimes, runsOnce: true, retries: retries,
            gates: try gates.map(Gate.init(option:))
        )
        manner.shard = try ShardChoice.from(option: shard, environment: context.environment)
        manner.shuffleSeed = try shuffleSeed()
        for file in durations {
            let known = try DurationFile.durations(in: NativeFile(file, workingFolder: context.workingFolder))
            manner.durations.merge(known) { _, later in later }
        }
        if let rerunFailed {
            manner.ids = try failedCases(in: NativeFile(rerunFailed, workingFolder: context.workingFolder))
        }
        return manner
    }

    private func shuffleSeed() throws(CommandFailure) -> UInt64? {
        guard let shuffle else { return nil }
        if shuffle.isEmpty { return UInt64.random(in: 0..<1_000_000) }
        guard let seed = UInt64(shuffle) else {
            throw CommandFailure(.badUsage, "--shuffle takes a number, not '\(shuffle)'", fix: "leave it out for a new one")
        }
        return seed
    }

    private func failedCases(in file: NativeFile) throws -> Set<String> {
        var ids: Set<String> = []
        try file.forEachEntry { entry, _ in
            if case .result(let result) = entry, [.failed, .errored].contains(result.verdict) {
                ids.insert(result.id.description)
            }
        }
        guard !ids.isEmpty else {
            throw CommandFailure(.badUsage, "nothing failed in \(file.shown): there is nothing to run again")
        }
        return ids
    }

    private func report(
        _ finished: inout Finished, to sinks: inout ReportSinks, past: inout HistoryFile?, since start: ContinuousClock.Instant
    ) async throws {
        let run = finished.run
        var summary = finished.summary
        var failedSuites: Set<String> = []
        var progress = ProgressLine(total: run.header.expectedCases)
        var warnings = GoldenWarnings()
        defer { progress.erase() }
        try sinks.begin(run.header)
        try await run.forEachOutcome { outcome in
            let result = run.knownFailures.judged(outcome.result)
            summary.add(result)
            if [.failed, .errored].contains(result.verdict) { failedSuites.insert(result.id.scenario.suite) }
            warnings.add(outcome.goldenFaults)
            progress.erase()
            try sinks.add(result)
            past?.add(result)
            let failed = summary.count(.failed) + summary.count(.errored)
            progress.show(done: summary.total, failed: failed, at: ContinuousClock.now - start)
            return !(failFast && failed > 0) && !sinks.hasNoReader
        }
        progress.erase()
        Console.complain(warnings.text)
        summary.isInterrupted = summary.total < run.header.expectedCases
        (finished.summary, finished.failedSuites) = (summary, failedSuites)
    }
}

extension ExitStatus {
    /// What a run that came to its end, or part of one, comes to.
    init(of summary: RunSummary, _ header: RunHeader) {
        if summary.isInterrupted, summary.count(.failed) == 0 {
            self = .interrupted
        } else if summary.count(.failed) > 0 {
            self = .violated
        } else if summary.count(.errored) > 0 {
            self = .harnessFailed
        } else if summary.count(.passed) + summary.count(.known) == 0, header.shard == nil {
            // A part of a run may well be empty, or all of it inapplicable: the whole is judged when the parts are put together.
            Console.complain("error: nothing was checked: no case passed or failed\n")
            self = .violated
        } else {
            self = header.misses(summary) ? .violated : .conforms
        }
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
