import AssayCore
import ScenarioLoading

/// Runs again whenever a file changes that the run depends on, until Ctrl-C.
final class WatchSession {
    /// What one run leaves for the next.
    struct Finished {
        /// `nil` when there was nothing to run.
        var status: ExitStatus?
        var touch: SuiteTouch
        /// Suites with cases that did not pass.
        var failed: Set<String>
        /// Whether all came to be judged that was to be.
        var isComplete: Bool
        /// Whether somebody still reads what is said.
        var hasReader: Bool
    }

    /// How long nothing may happen before the files are looked at: an editor needs several steps to save one.
    private static let quiet: Int32 = 20
    /// How long that is waited for where something happens all the time.
    private static let longestUnrest = 25

    private let folder: String
    private let reads: FileReads
    private let outputs: Set<String>
    private var watch: FolderWatch
    /// As the last readable `assay.yaml` has it.
    private var layout = WatchedFiles.Layout()
    private var touch: SuiteTouch?
    /// What was not judged as it is now: everything, before the first run.
    private var pending = RerunChoice.everything
    /// Files with cases that did not pass; they run again each time, so that the last verdict is one of all.
    private var failed: Set<String> = []
    private var status = ExitStatus.interrupted

    /// - Parameters:
    ///   - folder: The project's, absolute, links resolved.
    ///   - outputs: Absolute paths of what the runs write.
    init(_ folder: String, reads: FileReads, outputs: Set<String>) throws {
        self.folder = folder
        self.reads = reads
        self.outputs = outputs
        watch = try FolderWatch()
    }

    /// - Parameters:
    ///   - announce: Told of the changes before each run, relative to the project folder where they lie in it.
    ///   - run: Makes one run of what is chosen; what it throws is said, and the watch goes on.
    /// - Returns: How the last run ended.
    func perform(
        announcing announce: (Set<String>, RerunChoice) throws -> Void, _ run: (RerunChoice) async throws -> Finished
    ) async throws -> ExitStatus {
        var changes: Set<String> = []
        var files = try settledFiles()
        while true {
            var choice = pending
            if case .files(let paths) = pending { choice = .files(paths.union(failed)) }
            try announce(Set(changes.map { FilePath.path($0, below: folder) ?? $0 }), choice)
            do {
                let finished = try await run(choice)
                take(finished, of: choice)
                guard finished.hasReader else { return .outputClosed }
            } catch {
                status = AssayCommand.explain(error)
            }
            files.add(reads.taken())
            layout.files.formUnion(files.layout.files)
            guard let now = try changedFiles(files) else { return status }
            changes = now.changes(since: files)
            files = now
            pending.add(touch?.choice(after: changes) ?? .everything)
        }
    }

    private func take(_ finished: Finished, of choice: RerunChoice) {
        if let found = finished.status { status = found }
        touch = finished.touch
        let failing = Set(finished.failed.compactMap(finished.touch.file))
        if case .files(let paths) = choice { failed = failed.subtracting(paths).union(failing) } else { failed = failing }
        pending = finished.isComplete ? .files([]) : choice
    }

    /// Returns the files as they are, when every folder of theirs is watched.
    private func settledFiles() throws -> WatchedFiles {
        layout = currentLayout()
        var files = WatchedFiles(layout)
        var known: Set<String> = []
        while files.folders != known {
            known = files.folders
            try watch.watch(known)
            files = WatchedFiles(layout)
        }
        return files
    }

    private func currentLayout() -> WatchedFiles.Layout {
        let file = FilePath.join(folder, "assay.yaml")
        guard let bytes = try? FileSystem.content(of: file),
            let project = try? loadProject(SourceFile(path: "assay.yaml", bytes: bytes))
        else {
            var layout = layout
            layout.files.insert(file)
            return layout
        }
        func place(_ path: String) -> String { FilePath.normalized(FilePath.join(folder, path)) }
        let own = [file] + (project.knownFailures.map { [place($0)] } ?? [])
        return WatchedFiles.Layout(
            trees: [place(project.specs), place(project.golden)], files: layout.files.union(own), outputs: outputs)
    }

    /// Returns the files when something is no longer as it was; `nil` after Ctrl-C.
    private func changedFiles(_ earlier: WatchedFiles) throws -> WatchedFiles? {
        while !Interrupt.isRequested {
            let files = try settledFiles()
            if !files.changes(since: earlier).isEmpty { return files }
            // Ctrl-C reaches any thread of the process: this one has to look for itself whether there was one.
            while !watch.wait(milliseconds: 100) { if Interrupt.isRequested { return nil } }
            var waits = 1
            while waits < Self.longestUnrest, watch.wait(milliseconds: Self.quiet) { waits += 1 }
        }
        return nil
    }
}
