import AssayCore

/// How the clauses of one specification fare: a line each, in the order of the document, what is violated marked.
struct ClauseTable {
    private struct Column {
        var title: String
        var isNumber = false
        var cells: [String]
        var width: Int { ([title] + cells).map(\.columns).max() ?? 0 }
    }

    private let clauses: [RunHeader.ClauseLine]
    private let verdicts: [ClauseVerdict]
    private let columns: [Column]
    private let heading: String

    init(_ specification: RunHeader.SpecificationLine, summary: RunSummary) {
        clauses = specification.clauses
        let tallies = clauses.map { summary.clauses[$0.id] ?? RunSummary.ClauseTally() }
        verdicts = tallies.map(\.verdict)
        heading = specification.title.map { "\(specification.name.displayed): \(shown($0))" } ?? specification.name.displayed
        var columns = [
            Column(title: "clause", cells: clauses.map(\.id.rawValue)),
            Column(title: "level", cells: clauses.map(\.level.rawValue)),
            Column(title: "origin", cells: clauses.map(\.origin.rawValue)),
            Column(title: "verdict", cells: verdicts.map(\.rawValue)),
        ]
        let counts: [(String, (RunSummary.ClauseTally) -> Int)] = [
            ("passed", \.passed), ("failed", \.failed), ("errored", \.errored), ("skipped", \.skipped),
            ("inapplicable", \.inapplicable), ("known", \.known),
        ]
        for (title, count) in counts {
            let numbers = tallies.map(count)
            // What no clause has takes no room; who passed and who failed is always said.
            guard ["passed", "failed"].contains(title) || numbers.contains(where: { $0 > 0 }) else { continue }
            columns.append(Column(title: title, isNumber: true, cells: numbers.map { $0 == 0 ? "-" : String($0) }))
        }
        self.columns = columns
    }

    func lines(style: TextStyle) -> [String] {
        guard !clauses.isEmpty else { return [] }
        let room = max(style.width - columns.reduce(2) { $0 + $1.width + 2 }, 20)
        let titles = columns.map { $0.isNumber ? $0.title.aligned(right: $0.width) : $0.title.padded(to: $0.width) }
        var lines = [heading, style.painted("  " + titles.joined(separator: "  ") + "  text", .faint)]
        for (row, clause) in clauses.enumerated() {
            let verdict = verdicts[row]
            let cells = columns.map { column in
                column.isNumber ? column.cells[row].aligned(right: column.width) : column.cells[row].padded(to: column.width)
            }
            // The text is a reminder of what the id means; the reason stands nowhere else in the report.
            let reason = verdict == .untested ? clause.notTested : nil
            let text = reason.map { "not tested: \($0.displayed)" } ?? clause.text.displayed.cut(to: room)
            let mark = verdict == .violated ? "! " : "  "
            let line = mark + cells.joined(separator: "  ") + "  " + text
            lines.append(style.painted(line, verdict.tone))
        }
        return lines
    }
}

extension ClauseVerdict {
    fileprivate var tone: TextStyle.Tone? {
        switch self {
        case .violated: .bad
        case .conforms: nil
        case .untested: .open
        }
    }
}
