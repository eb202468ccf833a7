import AssayCore
import ScenarioLoading

/// The second half of `accept --known`: shows how the list changes, asks, writes it, and says what came of it.
struct KnownFailureSession {
    private let run: SuiteRun
    private let mode: AcceptSession.Mode
    private var console = Console()

    init(_ run: SuiteRun, mode: AcceptSession.Mode) {
        self.run = run
        self.mode = mode
    }

    /// - Parameters:
    ///   - statement: What new entries say; `nil` when no reason was given, without which there are none.
    ///   - retry: The command that writes so many changes.
    mutating func settle(
        _ review: KnownFailureReview, _ statement: KnownFailureList.Statement?, retry: (Int) -> String
    ) throws -> ExitStatus {
        var review = review
        let removals = review.removals()
        let path = FilePath.normalized(run.workspace.project.knownFailures ?? "")
        for addition in review.additions {
            let check = addition.check.map { "\($0): " } ?? ""
            try console.print("+ \(addition.id): \(check)\(addition.finding)".displayed + "\n")
        }
        for removal in removals {
            let entry = run.workspace.knownFailures[removal.number]
            try console.print("- \(entry.scenario): \(removal.reason) (line \(entry.place.range.start.line))".displayed + "\n")
        }
        for obstacle in review.obstacles { try console.print("! \(obstacle)".displayed + "\n") }
        let added = statement == nil ? 0 : review.additions.count
        let changes = added + removals.count
        let isWritten = try changes > 0 && isWanted(changes) && write(review.additions, statement, removals, to: path)
        try conclude(review, path, added: added, removed: removals.count, isWritten: isWritten, retry: retry(changes))
        try console.flush()
        let isDone = (isWritten || changes == 0 || mode == .dryRun) && review.obstacles.isEmpty && added == review.additions.count
        return isDone ? (console.isClosed ? .outputClosed : .conforms) : .violated
    }

    private mutating func isWanted(_ changes: Int) throws -> Bool {
        switch mode {
        case .dryRun, .showing: return false
        case .asking: return try AcceptQuestion.ask("write the list? [y/n] ", &console) == .yes
        case .all(let expected):
            guard let expected, expected != changes else { return true }
            Console.complain(
                "error: \(counted(changes, "change")) would be made where --expect-changes says \(expected); nothing was written\n"
            )
            return false
        }
    }

    /// - Returns: `true`.
    private func write(
        _ additions: [KnownFailureReview.Addition], _ statement: KnownFailureList.Statement?,
        _ removals: [KnownFailureReview.Removal], to path: String
    ) throws -> Bool {
        let removed = Set(removals.map(\.number))
        let text = try KnownFailureList(try run.workspace.source(path)).text(adding: additions, as: statement, removing: removed)
        // What is written must be the list that was meant: nothing of another entry may be lost.
        let file = SourceFile(path: path, text: text)
        let kept = run.workspace.knownFailures.enumerated().filter { !removed.contains($0.offset) }.map(\.element.scenario)
        let meant = kept + (statement == nil ? [] : additions.map(\.id.description))
        guard let read = try? loadKnownFailures(file, targets: run.workspace.project.targets.map(\.name)),
            read.map(\.scenario).elementsEqual(meant, by: { $0.utf8.elementsEqual($1.utf8) })
        else { throw CommandFailure(.unusableInput, "\(path) cannot be changed safely: change it by hand") }
        let folder = FilePath.join(run.workspace.folder, FilePath.folder(of: path))
        var store = GoldenStore(folder: folder, shownFolder: FilePath.folder(of: path))
        try store.stage(Array(text.utf8), for: FilePath.name(of: path))
        try store.commit()
        return true
    }

    private mutating func conclude(
        _ review: KnownFailureReview, _ path: String, added: Int, removed: Int, isWritten: Bool, retry: String
    ) throws {
        let unlisted = review.additions.count - added
        if unlisted > 0 {
            Console.complain(
                "error: \(counted(unlisted, "failure")) \(unlisted == 1 ? "is" : "are") not listed: say why they are lived with, --reason TEXT\n"
            )
        }
        guard added + removed > 0 else {
            guard unlisted == 0, review.obstacles.isEmpty else { return }
            return try console.print(
                "\(counted(review.caseCount, "case")), \(review.knownCount) known to fail: the list is as it should be\n")
        }
        let changes = "\(added) added, \(removed) removed"
        try console.print(isWritten ? "\(path): \(changes)\n" : "nothing written: \(changes) would be\n")
        if !isWritten, mode == .dryRun || mode == .showing { try console.print("to write: \(retry)\n") }
    }
}
