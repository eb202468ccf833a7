import ArgumentParser
import AssayCore
import ConformanceReporting

struct ReportCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Renders reports of earlier runs in any form, and puts the shards of one run together.",
        discussion: """
            The files are native reports (--report json=FILE). Several have to be all shards of one run: none missing, none twice, from \
            the same files. What is written is what one run would have written.

              assay report run.jsonl --report junit=report.xml
              assay report shard-*.jsonl --report html=report.html --gate must=100%

            Exit codes are those of the run.
            """)

    @Argument(help: "Native reports.") var files: [String]

    @OptionGroup(title: "Reports") var reporting: ReportOptions

    @Option(name: .customLong("gate"), help: ArgumentHelp(RunCommand.gateHelp, valueName: "figure"))
    var gates: [String] = []

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let requests = try ReportRequest.all(reporting.reports)
        var seen: Set<String> = []
        for file in files where !seen.insert(FilePath.normalized(file)).inserted {
            throw CommandFailure(.badUsage, "\(file) is named twice")
        }
        let merged = try MergedReport(
            files.map { NativeFile($0, workingFolder: context.workingFolder) }, adding: try gates.map(Gate.init(option:)))
        var sinks = try reporting.sinks(requests, context)
        try merged.write(to: &sinks)
        return sinks.hasNoReader ? .outputClosed : ExitStatus(of: merged.summary, merged.header)
    }
}

/// Which reports are written, and how those for people look.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "\(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")); to standard output or a file; may be given again. (default: text)",
            valueName: "format[=file]"))
    var reports: [String] = []

    @Flag(name: [.short, .long], help: "Show every case, and what was sent and received.")
    var verbose = false

    @Option(help: "Colour: auto, always or never.")
    var color = Console.ColorChoice.auto

    func sinks(_ requests: [ReportRequest], _ context: CommandContext) throws -> ReportSinks {
        let console = Console()
        let style = TextStyle(
            color: console.usesColor(color, environment: context.environment), width: Console.width(), verbose: verbose)
        return try ReportSinks(requests, style: style, console: console, workingFolder: context.workingFolder)
    }
}
