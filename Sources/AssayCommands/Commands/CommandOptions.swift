import ArgumentParser
import AssayCore

/// What every command knows beside its arguments.
struct CommandContext: Sendable {
    var models: [String: any Model.Type]
    var environment: [String: String]
    var workingFolder: String
    /// As they were typed, the command first.
    var arguments: [String] = []
    /// Told of every file that is read beside scenarios and goldens; `nil` where nobody asks.
    var reads: FileReads?
}

/// A command of `assay`.
protocol Verb: ParsableCommand {
    func perform(in context: CommandContext) async throws -> ExitStatus
}

struct ProjectOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The project's folder. (default: the nearest one upward with assay.yaml)", valueName: "dir"))
    var project: String?

    @Flag(help: "Let scenarios name files outside the project's folder.")
    var allowOutside = false

    func workspace(in context: CommandContext, needsScenarios: Bool = true) throws -> Workspace {
        let inputs = Set(context.models.values.flatMap { $0.inputs }).sorted()
        return try Workspace(
            at: project, workingFolder: context.workingFolder, inputs: inputs, allowsOutside: allowOutside, reads: context.reads,
            needsScenarios: needsScenarios)
    }
}

struct SelectionOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Which cases: an id or the beginning of one, a file or folder, or file:line. (default: all)", valueName: "selector"))
    var selectors: [String] = []

    /// A list only to see when it is given twice: of two expressions, one would be lost.
    @Option(help: ArgumentHelp("Only scenarios with these tags: 'edge and not (slow or live)'.", valueName: "expression"))
    var tags: [String] = []

    @Option(
        name: .customLong("clause"),
        help: ArgumentHelp("Only scenarios that cite this clause; may be given again for more.", valueName: "id"))
    var clauses: [String] = []

    /// - Throws: `CommandFailure` for an expression that cannot be read and for clauses that no specification has.
    func selection(in workspace: Workspace, workingFolder: String) throws(CommandFailure) -> CaseSelection {
        // As from a script whose variable is not set: everything is hardly what was meant.
        if selectors.contains("") {
            throw CommandFailure(.badUsage, "a selector is empty", fix: "leave it out to choose every case")
        }
        return CaseSelection(
            selectors: selectors.map { text in
                Selector(text) { Self.projectPath(of: $0, in: workspace, workingFolder: workingFolder) }
            },
            tags: try tagExpression(), clauses: try clauseIDs(in: workspace))
    }

    private func tagExpression() throws(CommandFailure) -> TagExpression? {
        guard let tags = tags.first else { return nil }
        guard self.tags.count == 1 else {
            throw CommandFailure(
                .badUsage, "--tags is given \(self.tags.count) times",
                fix: "join them: --tags '\(self.tags.map { "(\($0))" }.joined(separator: " and "))'")
        }
        do {
            return try TagExpression(tags)
        } catch {
            let mark = String(repeating: " ", count: error.column - 1) + "^"
            throw CommandFailure(
                .badUsage, "--tags, column \(error.column): \(error.message)", excerpt: "  \(tags.displayed)\n  \(mark)\n")
        }
    }

    private func clauseIDs(in workspace: Workspace) throws(CommandFailure) -> [ClauseID] {
        let known = workspace.specifications.flatMap(\.clauses).map(\.id)
        // A specification that could not be read may have any clause; what is wrong with it is said after this.
        let isComplete = workspace.problems.isEmpty
        var ids: [ClauseID] = []
        for text in clauses {
            guard let id = ClauseID(text), known.contains(id) || !isComplete else {
                throw CommandFailure(
                    .badUsage, "no specification has the clause '\(text)'",
                    fix: suggestion(for: text, among: known.map(\.rawValue)))
            }
            ids.append(id)
        }
        return ids
    }

    /// Where in the project the file or folder lies that the user named, from the working folder or from the project's.
    private static func projectPath(of text: String, in workspace: Workspace, workingFolder: String) -> String? {
        for base in [workingFolder, workspace.folder] {
            let path = FilePath.normalized(FilePath.join(base, text))
            guard FileSystem.kind(of: path, followsLinks: true) != nil else { continue }
            // The folder above is resolved and not the file itself, which is known by its own name even when it is a link.
            let parent = FileSystem.resolved(FilePath.folder(of: path)) ?? FilePath.folder(of: path)
            let full = path == "/" ? path : FilePath.join(parent, FilePath.name(of: path))
            if full == workspace.folder { return "" }
            if let below = FilePath.path(full, below: workspace.folder) { return below }
        }
        return nil
    }
}

struct TargetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The target of assay.yaml to run against. (default: its default_target)", valueName: "name"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Change a setting of the model for this run; VALUE as in YAML; may be given again.",
            valueName: "policy.NAME=VALUE"))
    var set: [String] = []

    @Option(
        name: [.short, .long], parsing: .unconditional,
        help: ArgumentHelp("How many cases to run at a time. (default: the number of cores)", valueName: "n"))
    var jobs: Int?

    /// - Parameter usual: Taken when nothing is asked for.
    /// - Throws: `CommandFailure` for less than one.
    func jobCount(unless usual: Int) throws(CommandFailure) -> Int {
        guard let jobs else { return usual }
        guard jobs > 0 else { throw CommandFailure(.badUsage, "--jobs takes a number from 1 on, not \(jobs)") }
        return jobs
    }
}
