import AssayCore
import ScenarioLoading

/// A project folder that was opened: what `assay.yaml` and the specifications say, and which scenario files there are.
struct Workspace: Sendable {
    /// Absolute, links resolved.
    let folder: String
    let project: Project
    let specifications: [Specification]
    /// Relative to the project folder, in byte order.
    let suitePaths: [String]
    /// Hashes of the specification files.
    let specificationHashes: [FileHash]
    let context: LoadingContext

    /// - Parameters:
    ///   - directory: The project folder; `nil` for the nearest one upward from the working folder.
    ///   - inputs: Names under `given` that hold a data file.
    /// - Throws: `CommandFailure` without a project, `InvalidInput` for what is wrong with `assay.yaml` or a specification.
    init(at directory: String?, workingFolder: String, inputs: [String], allowsOutside: Bool) throws {
        folder = try Self.findFolder(directory, from: workingFolder)
        project = try loadProject(
            SourceFile(path: "assay.yaml", bytes: try FileSystem.content(of: FilePath.join(folder, "assay.yaml"))))
        try Self.checkFolders(of: project, allowsOutside: allowsOutside)
        let paths = try SpecsFolder(project: folder, allowsOutside: allowsOutside).files(below: project.specs)
        suitePaths = paths.filter { FilePath.name(of: $0) != "spec.yaml" }
        guard !suitePaths.isEmpty else {
            throw CommandFailure(
                .unusableInput, "there are no scenario files in \(project.specs)/",
                fix: "write one, \(project.specs)/first.yaml, or set 'specs' in assay.yaml to the folder that holds them")
        }
        (specifications, specificationHashes) = try Self.loadSpecifications(
            paths.filter { FilePath.name(of: $0) == "spec.yaml" }, in: folder)
        context = LoadingContext(specifications: specifications, targets: project.targets.map(\.name), inputs: inputs)
    }

    func source(_ path: String) throws(FileFailure) -> SourceFile { try Self.source(path, in: folder) }

    private static func source(_ path: String, in folder: String) throws(FileFailure) -> SourceFile {
        do {
            return SourceFile(path: path, bytes: try FileSystem.content(of: FilePath.join(folder, path)))
        } catch {
            throw FileFailure(path, error.reason)
        }
    }

    private static func findFolder(_ directory: String?, from workingFolder: String) throws(CommandFailure) -> String {
        if let directory {
            let path = FilePath.join(workingFolder, directory)
            guard let folder = FileSystem.resolved(path),
                FileSystem.kind(of: FilePath.join(folder, "assay.yaml"), followsLinks: true) != nil
            else { throw CommandFailure(.badUsage, "there is no assay.yaml in '\(directory)'") }
            return folder
        }
        var folder = FileSystem.resolved(workingFolder) ?? workingFolder
        while FileSystem.kind(of: FilePath.join(folder, "assay.yaml"), followsLinks: true) == nil {
            guard folder != "/", !folder.isEmpty else {
                throw CommandFailure(
                    .badUsage, "there is no assay.yaml here or in a folder above",
                    fix: "go to the project's folder, or name it with --project DIR")
            }
            folder = FilePath.folder(of: folder)
        }
        return folder
    }

    private static func checkFolders(of project: Project, allowsOutside: Bool) throws(InvalidInput) {
        guard !allowsOutside else { return }
        let outside = [("specs", project.specs), ("golden", project.golden)]
            .filter { FilePath.leavesFolder(FilePath.normalized($0.1)) }
        guard outside.isEmpty else {
            throw InvalidInput(
                outside.map { key, path in
                    Diagnostic(
                        "outside-project", "the folder '\(path)' of '\(key)' lies outside the project folder",
                        fix: "move it into the project, or allow it with --allow-outside", in: project.file, at: nil)
                })
        }
    }

    private static func loadSpecifications(
        _ paths: [String], in folder: String
    ) throws -> ([Specification], [FileHash]) {
        var specifications: [Specification] = []
        var hashes: [FileHash] = []
        var diagnostics: [Diagnostic] = []
        for path in paths {
            let file = try source(path, in: folder)
            hashes.append(FileHash(file))
            do throws(InvalidInput) {
                let specification = try loadSpecification(file)
                if let earlier = specifications.first(where: { $0.name == specification.name }) {
                    diagnostics.append(sameName(specification, as: earlier))
                }
                specifications.append(specification)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        guard !diagnostics.contains(where: { $0.severity == .error }) else { throw InvalidInput(diagnostics) }
        return (specifications, hashes)
    }

    private static func sameName(_ specification: Specification, as earlier: Specification) -> Diagnostic {
        Diagnostic(
            "duplicate-specification",
            "the specification '\(specification.name)' is also in \(earlier.file.path)", fix: "give it another name",
            in: specification.file, at: nil)
    }
}
