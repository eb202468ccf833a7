import ArgumentParser
import AssayCore
import CaseGeneration
import ScenarioLoading

struct GenerateCommand: Verb {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes scenarios for the operations of a specification.",
        discussion: """
            For each operation with 'accepted' and 'refused' it tries what is right in combination, so that every two values meet, \
            and each fault alone: wrong forms, both sides of each limit and of each relation. The scenarios are plain files beside \
            the specification; what somebody changes in them is kept apart and left alone.

              assay generate                         for every operation of every specification
              assay generate orders --operation find one operation
              assay generate --check                 say whether the files are as they would be written
              assay accept orders/generated          record the goldens that they name

            Exit codes: 0, 1 with --check when a file would change, 2, 3.
            """)

    @Argument(help: ArgumentHelp("The specification. (default: all)", valueName: "name"))
    var specification: String?

    @Option(help: ArgumentHelp("Only this operation.", valueName: "name"))
    var operation: String?

    @Flag(help: "Write nothing; exit with 1 when a file would change.")
    var check = false

    @Flag(help: "Write nothing; show what would change.")
    var dryRun = false

    @OptionGroup(title: "Project") var project: ProjectOptions

    func perform(in context: CommandContext) async throws -> ExitStatus {
        let workspace = try project.workspace(in: context, needsScenarios: false)
        guard workspace.problems.isEmpty else { throw InvalidInput(workspace.problems) }
        let chosen = try operations(of: workspace)
        var console = Console()
        var store = GoldenStore(folder: workspace.folder, shownFolder: "")
        var staleCount = 0
        for (specification, operation) in chosen {
            let files = try GeneratedFiles(of: operation, in: specification, workspace)
            try console.print(files.summary(verb: check || dryRun ? "would be" : "is"))
            if dryRun { try console.print(files.changeLines) }
            guard files.isStale else { continue }
            staleCount += 1
            if check || dryRun { continue }
            try files.stage(in: &store)
        }
        try store.commit()
        try console.flush()
        if check, staleCount > 0 {
            Console.complain("error: what is generated is not up to date: run 'assay generate'\n")
            return .violated
        }
        return console.isClosed ? .outputClosed : .conforms
    }

    private func operations(of workspace: Workspace) throws(CommandFailure) -> [(Specification, Operation)] {
        var specifications = workspace.specifications
        if let name = specification {
            specifications = specifications.filter { $0.name == name }
            guard !specifications.isEmpty else {
                throw CommandFailure(
                    .badUsage, "there is no specification '\(name)'",
                    fix: suggestion(for: name, among: workspace.specifications.map(\.name)))
            }
        }
        let all = specifications.flatMap { own in own.operations.map { (own, $0) } }
        guard let operation else {
            // What is only described is no mistake, unless it was asked for by its name.
            let found = all.filter { $0.1.accepted != nil || $0.1.refused != nil }
            guard found.isEmpty else { return found }
            throw CommandFailure(
                .badUsage, "there is no operation that says what is due",
                fix: "add 'accepted' and 'refused' to an operation in \(specifications.first?.file.path ?? "spec.yaml")")
        }
        let found = all.filter { $0.1.id == operation }
        guard found.isEmpty else { return found }
        throw CommandFailure(
            .badUsage, "there is no operation '\(operation)'", fix: suggestion(for: operation, among: all.map(\.1.id)))
    }
}

/// The two files of an operation, as they are and as they are to be.
private struct GeneratedFiles {
    private let paths: (generated: String, edited: String)
    private let old: (generated: String?, edited: String?)
    private let new: GeneratedSuite.Files

    init(of operation: Operation, in specification: Specification, _ workspace: Workspace) throws {
        let folder = FilePath.folder(of: specification.file.path)
        let specs = FilePath.normalized(workspace.project.specs)
        let below = folder.hasPrefix(specs + "/") ? String(folder.dropFirst(specs.count + 1)) : specification.name
        paths = (
            FilePath.join(folder, "\(operation.id).generated.yaml"), FilePath.join(folder, "\(operation.id).edited.yaml")
        )
        func content(_ path: String) throws -> String? {
            try FileSystem.contentIfPresent(of: FilePath.join(workspace.folder, path)).map { String(decoding: $0, as: UTF8.self) }
        }
        old = (try content(paths.generated), try content(paths.edited))
        let suite = GeneratedSuite(
            of: operation, specification: specification.name, suite: below, source: FilePath.name(of: specification.file.path))
        do throws(GenerationFailure) {
            new = try suite.files(over: old.generated, edited: old.edited)
        } catch {
            let place = old.generated == nil ? specification.file.path : paths.generated
            throw CommandFailure(.unusableInput, "\(place): \(error.message)", fix: error.fix)
        }
    }

    var isStale: Bool { old.generated != new.generated || old.edited != new.edited }

    func summary(verb: String) -> String {
        guard isStale else { return "\(paths.generated): \(counted(new.scenarioCount, "scenario")), as it should be\n" }
        var text =
            "\(paths.generated): \(counted(new.scenarioCount, "scenario")), \(new.added.count) new, \(new.removed.count) gone"
        if !new.moved.isEmpty { text += ", \(new.moved.count) changed by hand \(verb) moved to \(paths.edited)" }
        return text + "\n"
    }

    var changeLines: String {
        let lines = new.added.map { "+ \($0)" } + new.removed.map { "- \($0)" } + new.moved.map { "> \($0)" }
        return lines.map { $0.displayed + "\n" }.joined()
    }

    func stage(in store: inout GoldenStore) throws {
        // First what people wrote: whatever happens then, it is there.
        if let edited = new.edited, edited != old.edited { try store.stage(Array(edited.utf8), for: paths.edited) }
        if new.generated != old.generated { try store.stage(Array(new.generated.utf8), for: paths.generated) }
    }
}
