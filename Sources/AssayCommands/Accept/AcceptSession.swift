import AssayCore
import ScenarioLoading
import ScenarioRunning

/// The second half of an accept: shows the changes, asks, writes, and says what came of it.
struct AcceptSession {
    enum Mode: Equatable {
        case dryRun
        /// Nobody can be asked.
        case showing
        case asking
        case all(expectedChanges: Int?)
    }

    /// A case's files are never in two batches.
    private static let batchSize = 256

    private let run: SuiteRun
    private let mode: Mode
    private let usesColor: Bool
    private var console = Console()
    private var refusedCount = 0
    private var leftCount = 0

    init(_ run: SuiteRun, mode: Mode, usesColor: Bool) {
        self.run = run
        self.mode = mode
        self.usesColor = usesColor
    }

    /// - Parameter retry: The command that writes what is only shown.
    mutating func settle(_ review: borrowing GoldenReview, _ tally: AcceptTally, retry: String) throws -> ExitStatus {
        let folder = FilePath.normalized(FilePath.join(run.workspace.folder, run.workspace.project.golden))
        if isWriting { removeLeftovers(in: folder) }
        var store = GoldenStore(folder: folder, shownFolder: run.workspace.project.golden)
        let isAsExpected = meetsExpectation(review)
        let end: Ending
        do {
            end = try goThrough(review, isWriting: isWriting && isAsExpected, &store)
        } catch {
            store.discard()
            try? console.flush()
            Console.complain("\(counted(store.writtenCount, "golden file")) written before this:\n")
            throw error
        }
        if end == .interrupted {
            Console.complain("\ninterrupted: \(counted(store.writtenCount, "golden file")) written\n")
            return .interrupted
        }
        return try conclude(review, tally, written: store.writtenCount, isAsExpected: isAsExpected, retry: retry)
    }

    private var isWriting: Bool {
        switch mode {
        case .dryRun, .showing: false
        case .asking, .all: true
        }
    }

    private func meetsExpectation(_ review: borrowing GoldenReview) -> Bool {
        if case .all(let expected?) = mode { review.acceptableCount == expected } else { true }
    }

    private func removeLeftovers(in folder: String) {
        let count = GoldenLeftovers(in: folder).remove()
        guard count > 0 else { return }
        Console.complain("note: removed \(counted(count, "temporary file")) that an interrupted accept had left\n")
    }

    // MARK: - Change by change

    private enum Ending { case complete, interrupted }

    private mutating func goThrough(
        _ review: borrowing GoldenReview, isWriting: Bool, _ store: inout GoldenStore
    ) throws -> Ending {
        var hasQuit = false
        var owner = -1
        for (index, change) in review.changes.enumerated() {
            if change.owner != owner, store.stagedCount >= Self.batchSize { try store.commit() }
            owner = change.owner
            if Interrupt.isRequested { break }
            if change.refusal != nil { refusedCount += 1 }
            if hasQuit {
                if change.refusal == nil { leftCount += 1 }
                continue
            }
            let content = try review.content(of: change)
            try show(change, content)
            guard change.refusal == nil else { continue }
            let reply: AcceptQuestion.Reply =
                if !isWriting { .no } else if mode == .asking {
                    try AcceptQuestion.ask("write it? (\(index + 1) of \(review.changes.count)) [y/n/q] ", &console)
                } else { .yes }
            switch reply {
            case .yes:
                try store.stage(content, for: change.path)
                // What was answered with yes is written, whatever happens to the next question.
                if mode == .asking { try store.commit() }
            case .no: leftCount += 1
            case .quit:
                leftCount += 1
                hasQuit = true
            case .interrupted: break
            }
        }
        try console.flush()
        guard !Interrupt.isRequested else { return .interrupted }
        try store.commit()
        return .complete
    }

    private mutating func show(_ change: GoldenReview.Change, _ content: [UInt8]) throws {
        let old = try run.files.golden(change.path)
        var text = "\(change.id): \(change.subject)\n".displayedLines
        let lines = LineChange(from: old, to: content).lines(path: run.files.goldenDisplayPath(change.path))
        for line in old == content ? [] : lines { text += colored(line) + "\n" }
        if let refusal = change.refusal { text += "refused: \(refusal.displayed)\n" }
        try console.print(text + "\n")
    }

    private func colored(_ line: [UInt8]) -> String {
        let shown = String(decoding: line, as: UTF8.self).displayed
        guard usesColor else { return shown }
        switch line.first {
        case UInt8(ascii: "+"): return "\u{1B}[32m\(shown)\u{1B}[0m"
        case UInt8(ascii: "-"): return "\u{1B}[31m\(shown)\u{1B}[0m"
        default: return shown
        }
    }

    // MARK: - The end

    private mutating func conclude(
        _ review: borrowing GoldenReview, _ tally: AcceptTally, written: Int, isAsExpected: Bool, retry: String
    ) throws -> ExitStatus {
        try console.print(tally.failing.text)
        if tally.failing.count > 0 {
            try console.print(
                "\(counted(tally.failing.count, "case")) \(tally.failing.count == 1 ? "fails" : "fail"), which no golden file can mend\n"
            )
        }
        try console.print(summary(review, tally, written: written))
        if leftCount > 0, written == 0, mode == .dryRun || mode == .showing { try console.print("to write: \(retry)\n") }
        try console.flush()
        if case .all(let expected?) = mode, !isAsExpected {
            let number = counted(review.acceptableCount, "golden file")
            Console.complain("error: \(number) would change where --expect-changes says \(expected); none was written\n")
        }
        if tally.errored.count > 0 {
            Console.complain("error: \(counted(tally.errored.count, "case")) could not be judged:\n\(tally.errored.text)")
        }
        return status(tally)
    }

    private func summary(_ review: borrowing GoldenReview, _ tally: AcceptTally, written: Int) -> String {
        let notRun = tally.notRunCount > 0 ? ", \(tally.notRunCount) of them not run" : ""
        let cases = counted(tally.caseCount, "case") + notRun
        guard review.changes.isEmpty else {
            var text = "\(counted(written, "golden file")) written"
            if leftCount > 0 { text += ", \(leftCount) left as \(leftCount == 1 ? "it is" : "they are")" }
            if refusedCount > 0 { text += ", \(refusedCount) refused" }
            return text + "\n"
        }
        if tally.comparisonCount == 0 { return "\(cases): none was compared with a golden file\n" }
        if tally.failing.count > 0 || tally.errored.count > 0 { return "\(cases): no golden file to change\n" }
        return "\(cases): every golden file is what it should be\n"
    }

    private func status(_ tally: AcceptTally) -> ExitStatus {
        let isDone = refusedCount == 0 && (leftCount == 0 || mode == .dryRun)
        if !isDone || tally.failing.count > 0 { return .violated }
        if tally.errored.count > 0 { return .harnessFailed }
        guard tally.notRunCount < tally.caseCount else {
            Console.complain("error: nothing was checked: no case was run\n")
            return .violated
        }
        return console.isClosed ? .outputClosed : .conforms
    }
}
