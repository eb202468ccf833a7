import AssayCore
import Comparison
import ConformanceReporting

/// Where and how the differences of two files are shown.
struct DiffOutput {
    /// How many are shown as text when not all were asked for.
    static let limit = 50

    let format: DiffCommand.Format
    /// `verbose` asks for all of them.
    let style: TextStyle
    let expectedPath: String
    let actualPath: String
    let form: DiffForm

    var showsAll: Bool { style.verbose }

    func document(_ differences: [Difference], count: Int) -> DifferenceDocument {
        DifferenceDocument(
            form: form.rawValue, expectedPath: expectedPath, actualPath: actualPath, count: count, differences: differences)
    }

    /// Shows what is in no table.
    func show(_ differences: Differences, _ console: Console) throws -> ExitStatus {
        var console = console
        guard format == .text else {
            var bytes = document(differences.shown, count: differences.count).bytes()
            try console.take(&bytes)
            try console.flush()
            return status(differences, console)
        }
        let shown = showsAll ? differences.shown[...] : differences.shown.prefix(Self.limit)
        let lines =
            form == .text
            ? ChangeTableText(lineTable(shown), style: style).lines() : DifferenceLines(style: style).lines(of: shown)
        if !differences.isEmpty {
            try console.print((lines + more(differences.count - shown.count, "difference")).map { $0 + "\n" }.joined())
            try console.print(counted(differences.count, "difference") + "\n")
        }
        try console.flush()
        return status(differences, console)
    }

    func more(_ count: Int, _ noun: String) -> [String] {
        count > 0 ? ["\u{2026} and \(counted(count, "more \(noun)")); --all shows them"] : []
    }

    func status(_ differences: Differences, _ console: Console) -> ExitStatus {
        if console.isClosed { return .outputClosed }
        return differences.isEmpty ? .conforms : .violated
    }

    /// Lines of text as rows of a table of one column.
    private func lineTable(_ differences: some Sequence<Difference>) -> ChangeTable {
        let rows = differences.map { difference in
            let number: Int? = if case .line(let line) = difference.place { line } else { nil }
            var row =
                switch (difference.kind, difference.expected, difference.actual) {
                case (.value, let old?, let new?): ChangeTable.Row(.changed, cells: [.changed(from: old, to: new)])
                case (.missing, let old?, nil): ChangeTable.Row(.removed, cells: [.same(old)])
                case (.extra, nil, let new?): ChangeTable.Row(.added, cells: [.same(new)])
                default: ChangeTable.Row(.gap, cells: [.changed(from: difference.expected ?? "", to: difference.actual ?? "")])
                }
            (row.expectedRecord, row.actualRecord, row.note) = (number, number, difference.note)
            return row
        }
        return ChangeTable(columns: [.init("line")], rows: rows)
    }
}
