import AssayCore
import ConformanceReporting

extension RunCommand {
    /// Runs, and runs again what changed files touch, until Ctrl-C.
    ///
    /// - Returns: How the last run ended.
    func performWatching(
        _ manner: SuiteRun.Manner, _ requests: [ReportRequest], _ context: CommandContext
    ) async throws -> ExitStatus {
        guard manner.shard == nil else {
            throw CommandFailure(
                .badUsage, "--watch is for the whole suite, and this is one shard of it",
                fix: shard == nil ? "unset the variables of the CI" : "leave --shard out")
        }
        let reads = FileReads()
        var context = context
        context.reads = reads
        let folder = try Workspace.findFolder(project.project, from: context.workingFolder)
        let session = try WatchSession(
            folder, reads: reads, outputs: Set(requests.compactMap(\.file).map { Self.place($0, in: context.workingFolder) }))
        var manner = manner
        manner.gathersGoldens = true
        var number = 0
        let printsText = requests.contains { $0.format == .text && $0.file == nil }
        return try await session.perform { changes, choice in
            number += 1
            let line = Self.line(number, changes, choice)
            guard printsText else { return Console.complain(line) }
            var console = Console()
            try console.print(line)
            try console.flush()
        } _: { choice in
            var manner = manner
            if case .files(let files) = choice { manner.files = files }
            return try await rerun(manner, requests, context)
        }
    }

    private func rerun(
        _ manner: SuiteRun.Manner, _ requests: [ReportRequest], _ context: CommandContext
    ) async throws -> WatchSession.Finished {
        let finished = try await perform(manner, requests, context)
        if finished.isEmpty { Console.complain("none of the chosen cases is touched\n") }
        return WatchSession.Finished(
            status: finished.isEmpty ? nil : finished.status, touch: SuiteTouch(finished.run.workspace, finished.run.index),
            failed: finished.failedSuites,
            isComplete: !finished.summary.isInterrupted, hasReader: finished.status != .outputClosed)
    }

    /// `--- run 3: specs/range.yaml changed; 2 files run`
    private static func line(_ number: Int, _ changes: Set<String>, _ choice: RerunChoice) -> String {
        let names = changes.sorted()
        let cause =
            names.isEmpty
            ? "" : names[0].displayed + (names.count > 1 ? " and \(names.count - 1) more" : "") + " changed; "
        let extent: String =
            switch choice {
            case .everything: "everything runs"
            case .files(let files): "\(counted(files.count, "file")) \(files.count == 1 ? "runs" : "run")"
            }
        return "--- run \(number): \(cause)\(extent)\n"
    }

    /// Under the name that a walk through the project's folders finds it.
    private static func place(_ path: String, in workingFolder: String) -> String {
        let full = FilePath.normalized(FilePath.join(workingFolder, path))
        guard let folder = FileSystem.resolved(FilePath.folder(of: full)) else { return full }
        return FilePath.join(folder, FilePath.name(of: full))
    }
}
