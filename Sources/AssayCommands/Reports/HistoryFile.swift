import AssayCore
import RunHistory

/// The history that a run is appended to. What goes wrong with it during the run is said, and the run goes on without it.
struct HistoryFile {
    private let shown: String
    private let writer: HistoryWriter
    private var failure: HistoryFailure?

    /// - Throws: `CommandFailure` for a file that is no history or cannot be written.
    init(_ path: String, workingFolder: String, for header: RunHeader) throws(CommandFailure) {
        shown = path
        do throws(HistoryFailure) {
            writer = try HistoryWriter(FilePath.join(workingFolder, path), for: header)
        } catch {
            throw CommandFailure(error, with: path)
        }
    }

    mutating func add(_ result: CaseResult) {
        guard failure == nil else { return }
        do throws(HistoryFailure) {
            try writer.add(result)
        } catch {
            failure = error
        }
    }

    /// Appends the run, and notes in its totals what is other than in the runs before.
    ///
    /// - Returns: Whether the run is in the history now; else it was said why not.
    func finish(_ summary: inout RunSummary) -> Bool {
        do throws(HistoryFailure) {
            if let failure { throw failure }
            summary.changes = try writer.finish(summary, at: systemClock())
            return true
        } catch {
            Console.complain(CommandFailure(error, with: shown, but: "the run is not in the history").rendered)
            return false
        }
    }
}

extension CommandFailure {
    /// - Parameter remark: What became of it.
    init(_ failure: HistoryFailure, with path: String, but remark: String? = nil) {
        self.init(
            failure.isOfContent ? .unusableInput : .harnessFailed,
            "the history '\(path)': \(failure.message)" + (remark.map { "; \($0)" } ?? ""), fix: failure.fix)
    }
}
