import ArgumentParser
import AssayCore
import DataFormats
import ScenarioLoading
import ScenarioRunning

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes scenarios in the form of other tools.",
        subcommands: [ExportCurlCommand.self])
}

struct ExportCurlCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "curl",
        abstract: "Writes the requests of a case as curl commands.",
        discussion: """
            Each command sends what the case sends, byte by byte. A secret is written as the shell variable of its name. A step that needs \
            a value from an answer is a comment.

              assay export curl 'export/range/long[a-day]' --target staging | sh
            """)

    @OptionGroup var selecting: SelectionOptions
    @OptionGroup(title: "Target") var targeting: TargetOptions
    @OptionGroup(title: "Project") var project: ProjectOptions

    func perform(in context: CommandContext) async throws -> ExitStatus {
        guard !selecting.selectors.isEmpty else {
            throw CommandFailure(.badUsage, "no case is named", fix: "assay export curl ID; 'assay list' has the ids")
        }
        let run = try await SuiteRun(project, selecting, targeting, manner: SuiteRun.Manner(), context: context)
        let secrets = ShellSecrets(in: context.environment)
        let base = try run.baseURL(secrets)
        var console = Console()
        var isFirst = true
        try SuitePlan(run.index, in: run.workspace).forEachCase { element in
            for (step, request) in run.runner.requests(of: element, variables: secrets.variables) {
                if !isFirst { try console.print("\n") }
                isFirst = false
                let name = element.id.description + (step.map { ", step '\($0)'" } ?? "")
                try console.print("# \(name)\n".displayedLines)
                switch request {
                case .success(let request): try console.print(CurlCommand(request, base: base, secrets).text)
                case .failure(let unknown): try console.print("# not a command of its own: \(unknown.message)\n".displayedLines)
                }
            }
        }
        try console.flush()
        return console.isClosed ? .outputClosed : .conforms
    }
}

extension SuiteRun {
    /// The address that a command begins with: that of a live target; `nil` for a model, which has none.
    fileprivate func baseURL(_ secrets: ShellSecrets) throws -> String? {
        guard let live = definition.live else { return nil }
        let settler = TargetSettler(
            environment: secrets.variables, file: workspace.project.file, folder: workspace.folder)
        let url = try settler.text(live.url)
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }
}
