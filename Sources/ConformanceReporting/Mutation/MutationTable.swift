import AssayCore

/// The figures of a report on mutants: by kind, by whose word the clauses are, and by clause.
struct MutationTable {
    struct Row {
        var name: String
        var score: MutationScore
    }

    struct Group {
        var title: String
        var rows: [Row]
    }

    let groups: [Group]
    /// Mutants that must survive: how many, and how many of them did.
    let surviving: (count: Int, survived: Int)

    init(_ report: MutationReport) {
        let kinds = [Mutant.Kind.model, .policy, .answer].map { kind in
            Row(name: kind.rawValue, score: report.score { $0.kind == kind })
        }
        var parts: [Row] = []
        for origin in Clause.Origin.allCases {
            for level in Clause.Level.allCases {
                parts.append(Row(name: "\(origin.rawValue) \(level.rawValue)", score: report.score(level: level, origin: origin)))
            }
        }
        let clauses = report.clauses.map { clause in
            Row(name: clause.id.rawValue, score: report.score { $0.clauses.contains(clause.id) })
        }
        groups = [
            Group(title: "kind", rows: kinds.filter(\.isKnown) + [Row(name: "all", score: report.score())]),
            Group(title: "clauses", rows: parts.filter(\.isKnown)),
            Group(title: "clause", rows: clauses.filter(\.isKnown)),
        ].filter { !$0.rows.isEmpty }
        let results = report.results.filter { $0.mutant.kind == .surviving }
        surviving = (results.count, results.filter { $0.fate == .survived }.count)
    }

    func lines(style: TextStyle) -> [String] {
        var lines: [String] = []
        for group in groups {
            // Of the clauses those alone that some mutant breaks unnoticed.
            let rows = group.title != "clause" || style.verbose ? group.rows : group.rows.filter { $0.score.survived > 0 }
            guard !rows.isEmpty else { continue }
            let width = (rows.map(\.name) + [group.title]).map(\.columns).max() ?? 0
            let head = "\(group.title.padded(to: width))  killed  survived  explained  void  score"
            lines.append(style.painted(head, .faint))
            lines += rows.map { $0.line(width: width, style: style) }
            lines.append("")
        }
        if surviving.count > 0 {
            let alarms = surviving.count - surviving.survived
            let word = alarms == 0 ? style.painted("all survive", .good) : style.painted(counted(alarms, "false alarm"), .bad)
            lines.append("\(counted(surviving.count, "mutant")) that must survive: \(word)")
        }
        return lines.last == "" ? lines.dropLast() : lines
    }
}

extension MutationTable.Row {
    fileprivate var isKnown: Bool { score.judged + score.explained + score.void > 0 }

    var percentage: String { score.percentage.map { "\($0)%" } ?? "-" }

    fileprivate func line(width: Int, style: TextStyle) -> String {
        let cells = [(score.killed, 6), (score.survived, 8), (score.explained, 9), (score.void, 4)]
        let figures = cells.map { number, width in (number == 0 ? "-" : String(number)).aligned(right: width) }
        let line = "\(name.padded(to: width))  \(figures.joined(separator: "  "))  \(percentage.aligned(right: 5))"
        return score.survived > 0 ? style.painted(line, .bad) : line
    }
}
