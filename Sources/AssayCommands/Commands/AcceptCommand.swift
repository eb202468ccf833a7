import ArgumentParser
import AssayCore
import ConformanceReporting
import DataFormats
import ScenarioLoading
import ScenarioRunning

struct AcceptCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Shows how golden files, or the known failures, would change, and writes what is accepted.",
        discussion: """
            Runs the cases and shows, for each golden file that the answer departs from, what would change. Nothing is written \
            without a yes at the terminal, or --all. A case that fails for another reason keeps its golden files.

              assay accept export/range                         ask for each
              assay accept export/range --all                   write them without asking
              assay accept export/range --all --expect-changes 3
                                                                write them if they are three
              assay accept --dry-run                            only show
              assay accept --known --reason 'not before March'  list what fails, and drop what passes again
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

    @Flag(help: "Change the list of known failures instead: what fails comes in, what passes again goes out.")
    var known = false

    @Option(help: ArgumentHelp("With --known: why the failures are lived with.", valueName: "text"))
    var reason: String?

    @Option(help: ArgumentHelp("With --known: where they are tracked, mostly a URL.", valueName: "text"))
    var issue: String?

    @Option(help: ArgumentHelp("With --known: the last day on which they are known, such as 2027-01-31.", valueName: "date"))
    var until: String?

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func perform(in context: CommandContext) async throws -> ExitStatus {
        try checkUsage(context)
        if known { return try await performKnown(in: context) }
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

    private func performKnown(in context: CommandContext) async throws -> ExitStatus {
        let run = try await SuiteRun(
            project, selecting, targeting, manner: SuiteRun.Manner(forgivesLostFailures: true), context: context)
        guard run.workspace.project.knownFailures != nil else {
            throw CommandFailure(
                .badUsage, "assay.yaml names no list of known failures",
                fix: "add 'known_failures: known-failures.yaml', and make that file with 'assay: 1' and 'known_failures: []'")
        }
        Interrupt.watch()
        var review = KnownFailureReview(run)
        try await run.forEachOutcome { outcome in
            review.add(outcome.result)
            return true
        }
        guard !Interrupt.isRequested else {
            Console.complain("interrupted: the list was not changed\n")
            return .interrupted
        }
        let statement = reason.map {
            KnownFailureList.Statement(target: run.definition.name, because: $0, issue: issue, until: until)
        }
        var session = KnownFailureSession(run, mode: mode)
        return try session.settle(review, statement) { retryLine(context.arguments, changes: $0) }
    }

    private func checkKnownUsage() throws(CommandFailure) {
        guard known else {
            for (value, name) in [(reason, "--reason"), (issue, "--issue"), (until, "--until")] where value != nil {
                throw CommandFailure(.badUsage, "\(name) is only for --known")
            }
            return
        }
        for (value, name) in [(reason, "--reason"), (issue, "--issue")] where value?.allSatisfy(\.isWhitespace) == true {
            throw CommandFailure(.badUsage, "\(name) says nothing")
        }
        if reason == nil, issue != nil || until != nil {
            throw CommandFailure(.badUsage, "what is listed needs a reason", fix: "add --reason TEXT")
        }
        if let until, (try? RFC3339Timestamp("\(until)T00:00:00Z", options: .zuluOnly)) == nil {
            throw CommandFailure(.badUsage, "--until takes a date such as 2027-01-31, not '\(until)'")
        }
    }

    private func checkUsage(_ context: CommandContext) throws(CommandFailure) {
        try checkKnownUsage()
        if let expectChanges {
            guard all else { throw CommandFailure(.badUsage, "--expect-changes is only for --all") }
            guard expectChanges >= 0 else {
                throw CommandFailure(.badUsage, "--expect-changes takes a number from 0 on, not \(expectChanges)")
            }
        }
        if !dryRun, let value = context.environment["CI"], !value.isEmpty, value != "false" {
            throw CommandFailure(
                .badUsage,
                "\(known ? "known failures are not listed" : "golden files are not written") where CI is set (CI=\(value))",
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
