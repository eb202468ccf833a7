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
    let knownFailures: [KnownFailure]
    /// Everything that files of the project name.
    let files: DiskFiles
    /// What is wrong with specifications: reported together with what is wrong with the scenarios.
    let problems: [Diagnostic]

    /// - Parameters:
    ///   - directory: The project folder; `nil` for the nearest one upward from the working folder.
    ///   - inputs: Names under `given` that hold a data file.
    ///   - needsScenarios: Whether a project without any is refused.
    /// - Throws: `CommandFailure` without a project, `InvalidInput` for what is wrong with `assay.yaml` or a specification.
    init(
        at directory: String?, workingFolder: String, inputs: [String], allowsOutside: Bool, reads: FileReads? = nil,
        needsScenarios: Bool = true
    ) throws {
        folder = try Self.findFolder(directory, from: workingFolder)
        project = try loadProject(try Self.readable("assay.yaml", in: folder))
        try Self.checkFolders(of: project, in: folder, allowsOutside: allowsOutside)
        let paths = try Self.files(of: project, in: folder, allowsOutside: allowsOutside)
        let knownFailuresPath = project.knownFailures.map(FilePath.normalized)
        suitePaths = paths.filter { FilePath.name(of: $0) != "spec.yaml" && $0 != knownFailuresPath }
        guard !suitePaths.isEmpty || !needsScenarios else {
            throw CommandFailure(
                .unusableInput, "there are no scenario files in \(project.specs)/",
                fix: "write one, \(project.specs)/first.yaml, or set 'specs' in assay.yaml to the folder that holds them")
        }
        var problems: [Diagnostic]
        (specifications, specificationHashes, problems) = Self.loadSpecifications(
            paths.filter { FilePath.name(of: $0) == "spec.yaml" }, in: folder)
        do throws(InvalidInput) {
            knownFailures = try Self.loadKnownFailures(of: project, in: folder)
        } catch {
            knownFailures = []
            problems += error.diagnostics
        }
        self.problems = problems
        let files = DiskFiles(
            projectFolder: folder, goldenFolder: project.golden, allowsOutside: allowsOutside, reads: reads)
        self.files = files
        context = LoadingContext(
            specifications: specifications, targets: project.targets.map(\.name), inputs: inputs,
            lacksSpecifications: problems.contains { $0.severity == .error }
        ) { path, file in
            let place = FilePath.normalized(FilePath.join(FilePath.folder(of: file.path), path))
            return SourceFile(path: place, bytes: try files.bytes(path, namedIn: file))
        }
    }

    private static func loadKnownFailures(of project: Project, in folder: String) throws(InvalidInput) -> [KnownFailure] {
        guard let path = project.knownFailures else { return [] }
        guard FileSystem.kind(of: FilePath.join(folder, path), followsLinks: true) == .file else {
            throw InvalidInput([
                Diagnostic(
                    "no-file", "there is no file '\(path)'", fix: "make it with 'assay: 1' and 'known_failures: []'",
                    in: project.file, at: project.knownFailuresRange)
            ])
        }
        let file = try readable(FilePath.normalized(path), in: folder)
        return try ScenarioLoading.loadKnownFailures(file, targets: project.targets.map(\.name))
    }

    private static func files(of project: Project, in folder: String, allowsOutside: Bool) throws(InvalidInput) -> [String] {
        do {
            return try SpecsFolder(project: folder, allowsOutside: allowsOutside).files(below: project.specs)
        } catch {
            throw InvalidInput([error.diagnostic])
        }
    }

    /// As `source(_:in:)`; what cannot be read is an unusable input.
    private static func readable(_ path: String, in folder: String) throws(InvalidInput) -> SourceFile {
        do {
            return try source(path, in: folder)
        } catch {
            throw InvalidInput([error.diagnostic])
        }
    }

    /// Reads the scenarios of a file.
    func suite(_ path: String) throws(InvalidInput) -> SuiteFile {
        let file: SourceFile
        do throws(FileFailure) {
            file = try source(path)
        } catch {
            throw InvalidInput([error.diagnostic])
        }
        return try loadSuite(file, named: defaultSuite(of: path), in: context)
    }

    func source(_ path: String) throws(FileFailure) -> SourceFile { try Self.source(path, in: folder) }

    private static func source(_ path: String, in folder: String) throws(FileFailure) -> SourceFile {
        do {
            return SourceFile(path: path, bytes: try FileSystem.content(of: FilePath.join(folder, path)))
        } catch {
            throw FileFailure(path, error.reason)
        }
    }

    static func findFolder(_ directory: String?, from workingFolder: String) throws(CommandFailure) -> String {
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

    private static func checkFolders(of project: Project, in folder: String, allowsOutside: Bool) throws(InvalidInput) {
        let folders = [("specs", project.specs, project.specsRange), ("golden", project.golden, project.goldenRange)]
        var diagnostics: [Diagnostic] = []
        for (key, path, range) in folders {
            let kind = FileSystem.kind(of: FilePath.join(folder, path), followsLinks: true)
            if !allowsOutside, FilePath.leavesFolder(FilePath.normalized(path)) {
                diagnostics.append(
                    Diagnostic(
                        "outside-project", "the folder '\(path)' of '\(key)' lies outside the project folder",
                        fix: "move it into the project, or allow it with --allow-outside", in: project.file, at: range))
            } else if let kind, kind != .folder {
                diagnostics.append(
                    Diagnostic(
                        "not-a-folder", "'\(path)' is not a folder", fix: "name the folder itself", in: project.file, at: range))
            } else if kind == nil, key == "specs" {
                diagnostics.append(
                    Diagnostic(
                        "no-folder", "there is no folder '\(path)'",
                        fix: range == nil
                            ? "make it, or name another one with 'specs:'" : "make it, or name the one that holds the scenarios",
                        in: project.file, at: range))
            }
        }
        guard diagnostics.isEmpty else { throw InvalidInput(diagnostics) }
    }

    private static func loadSpecifications(
        _ paths: [String], in folder: String
    ) -> ([Specification], [FileHash], [Diagnostic]) {
        var specifications: [Specification] = []
        var hashes: [FileHash] = []
        var diagnostics: [Diagnostic] = []
        for path in paths {
            do throws(InvalidInput) {
                let file = try readable(path, in: folder)
                hashes.append(FileHash(file))
                let specification = try loadSpecification(file)
                if let earlier = specifications.first(where: { $0.name == specification.name }) {
                    diagnostics.append(sameName(specification, as: earlier))
                }
                specifications.append(specification)
            } catch {
                diagnostics += error.diagnostics
            }
        }
        return (specifications, hashes, diagnostics)
    }

    private static func sameName(_ specification: Specification, as earlier: Specification) -> Diagnostic {
        Diagnostic(
            "duplicate-specification",
            "the specification '\(specification.name)' is also in \(earlier.file.path)", fix: "give it another name",
            in: specification.file, at: nil)
    }
}

extension FileFailure {
    /// The failure to read what a user wrote.
    var diagnostic: Diagnostic {
        Diagnostic("unreadable-file", reason, in: SourceFile(path: path, bytes: []), at: nil)
    }
}
