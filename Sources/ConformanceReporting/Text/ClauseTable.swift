import AssayCore

/// How the clauses of one specification fare, in the order of the document, what is violated marked.
///
/// A line each, and more only on a terminal, for the text of a clause that does not conform.
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
    /// How many clauses have no line, as no case that ran cites them.
    private let leftOut: Int

    /// - Parameter isPartial: Whether clauses that no case cites are only counted: the choice of cases is why they are untested.
    init(_ specification: RunHeader.SpecificationLine, summary: RunSummary, isPartial: Bool) {
        clauses = isPartial ? specification.clauses.filter { summary.clauses[$0.id] != nil } : specification.clauses
        leftOut = specification.clauses.count - clauses.count
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

    /// Below this the text of a clause stands on lines of its own.
    private static let leastRoom = 32

    func lines(style: TextStyle) -> [String] {
        let rest = leftOut > 0 ? [style.painted("  \(counted(leftOut, "clause")) cited by no case of this run", .open)] : []
        guard !clauses.isEmpty else { return rest.isEmpty ? [] : [heading] + rest }
        let (columns, room) = layout(for: style.width)
        let titles = columns.map { $0.isNumber ? $0.title.aligned(right: $0.width) : $0.title.padded(to: $0.width) }
        let head = "  " + titles.joined(separator: "  ") + (room == 0 ? "" : "  text")
        var lines = [heading, style.painted(head, .faint)]
        for row in clauses.indices {
            let cells = columns.map { column in
                column.isNumber ? column.cells[row].aligned(right: column.width) : column.cells[row].padded(to: column.width)
            }
            let line = (verdicts[row] == .violated ? "! " : "  ") + cells.joined(separator: "  ")
            lines += self.lines(line, text: text(of: row), row, room: room, width: style.width).map {
                style.painted($0, verdicts[row].tone)
            }
        }
        return lines + rest
    }

    /// The columns that there is room for, and how much is left for the text: 0 for none.
    private func layout(for width: Int?) -> (columns: [Column], room: Int) {
        guard let width else { return (columns, .max) }
        for columns in [columns, columns.filter { $0.title != "origin" }] {
            let room = width - columns.reduce(2) { $0 + $1.width + 2 }
            if room >= Self.leastRoom { return (columns, room) }
        }
        return (columns.filter { $0.title != "origin" }, 0)
    }

    private func text(of row: Int) -> String {
        let clause = clauses[row]
        if verdicts[row] == .untested, let reason = clause.notTested { return "not tested: \(reason)".displayed }
        return clause.text.displayed
    }

    /// The line of a clause with its text: all of it for a clause that does not conform, as much as fits for others.
    private func lines(_ line: String, text: String, _ row: Int, room: Int, width: Int?) -> [String] {
        let isWhole = verdicts[row] != .conforms
        if room == 0 {
            let indent = String(repeating: " ", count: 6)
            return [line] + (isWhole ? text.wrapped(to: max((width ?? 80) - 6, 20)).map { indent + $0 } : [])
        }
        guard isWhole else { return ["\(line)  \(text.cut(to: room))"] }
        let indent = String(repeating: " ", count: line.columns)
        return text.wrapped(to: room).enumerated().map { ($0.offset == 0 ? line : indent) + "  " + $0.element }
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
