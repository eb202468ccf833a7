import ArgumentParser
import AssayCore
import ConformanceReporting
import ScenarioLoading
import ScenarioRunning

struct AcceptCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Shows how golden files would change, and writes those that are accepted.",
        discussion: """
            Runs the cases and shows, for each golden file that the answer departs from, what would change. Nothing is written \
            without a yes at the terminal, or --all. A case that fails for another reason keeps its golden files.

              assay accept export/range                         ask for each
              assay accept export/range --all                   write them without asking
              assay accept export/range --all --expect-changes 3
                                                                write them if they are three
              assay accept --dry-run                            only show
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Target") var targeting: TargetOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    @Flag(help: "Write every change without asking.")
    var all = false

    @Option(help: ArgumentHelp("With --all: write nothing unless so many golden files would change.", valueName: "n"))
    var expectChanges: Int?

    @Flag(help: "Show the changes and write nothing, whatever else is asked for.")
    var dryRun = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func perform(in context: CommandContext) async throws -> ExitStatus {
        try checkUsage(context)
        let run = try await SuiteRun(
            project, selecting, targeting, manner: SuiteRun.Manner(proposesGoldens: true), context: context)
        Interrupt.watch()
        var review = GoldenReview(spoolFolder: context.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp")
        var tally = AcceptTally()
        try await run.forEachOutcome { outcome in
            tally.add(outcome)
            try review.add(outcome)
            return true
        }
        guard !Interrupt.isRequested else {
            Console.complain("interrupted: no golden file was written\n")
            return .interrupted
        }
        review.refuseClashes(try GoldenClashes(among: run.index, in: run.workspace).clashes)
        var session = AcceptSession(run, mode: mode, usesColor: Console().usesColor(color, environment: context.environment))
        return try session.settle(review, tally, retry: retryLine(context.arguments, changes: review.acceptableCount))
    }

    private func checkUsage(_ context: CommandContext) throws(CommandFailure) {
        if let expectChanges {
            guard all else { throw CommandFailure(.badUsage, "--expect-changes is only for --all") }
            guard expectChanges >= 0 else {
                throw CommandFailure(.badUsage, "--expect-changes takes a number from 0 on, not \(expectChanges)")
            }
        }
        if !dryRun, let value = context.environment["CI"], !value.isEmpty, value != "false" {
            throw CommandFailure(
                .badUsage, "golden files are not written where CI is set (CI=\(value))",
                fix: "look with --dry-run, or accept on your own machine")
        }
    }

    private var mode: AcceptSession.Mode {
        if dryRun { return .dryRun }
        if all { return .all(expectedChanges: expectChanges) }
        return Console.inputIsTerminal && Console().isTerminal ? .asking : .showing
    }

    /// The command line as it was typed, but to write what was shown, and no more.
    private func retryLine(_ arguments: [String], changes: Int) -> String {
        let own = Set(["--dry-run", "--all"])
        let operands = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let options = arguments.dropFirst()[..<operands].filter { !own.contains($0) }
        let count = expectChanges == nil ? ["--expect-changes", "\(changes)"] : []
        let words = ["assay", "accept"] + options + ["--all"] + count + arguments[operands...]
        return words.map { $0.isPlainWord ? $0 : $0.shellQuoted }.joined(separator: " ")
    }
}
