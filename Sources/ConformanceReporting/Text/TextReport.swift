package import AssayCore

/// The report for people: every case that did not pass as it comes, then how each clause fares, then the counts.
package struct TextReport: ReportWriter {
    private let style: TextStyle
    private var header: RunHeader?
    private var cases: CaseText
    private var endsInEmptyLine = false

    package init(style: TextStyle) {
        self.style = style
        cases = CaseText(style: style)
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        cases.rerunArguments = header.rerunArguments
        var text = "\(header.tool.displayed): \(counted(header.plannedCases, "case")) on target '\(header.target.displayed)'"
        if let shard = header.shard { text += ", shard \(shard.index) of \(shard.count) with \(counted(shard.cases, "case"))" }
        text += ", suite \(header.suiteHash.displayed.cut(to: 16))\n"
        for option in header.options { text += "  option \(shown(option))\n" }
        output += text.utf8
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        let text = cases.text(of: result)
        guard !text.isEmpty else { return }
        output += text.utf8
        endsInEmptyLine = text.utf8.suffix(2).elementsEqual("\n\n".utf8)
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        var lines: [String] = endsInEmptyLine ? [] : [""]
        for specification in header.specifications {
            let table = ClauseTable(
                specification, summary: summary, isPartial: header.isPartial || summary.isInterrupted
            ).lines(style: style)
            if !table.isEmpty { lines += table + [""] }
        }
        lines += Self.levels(of: header, summary: summary)
        let standing = RunStanding(header, summary)
        let isGood = summary.total > 0 && summary.count(.failed) + summary.count(.errored) == 0 && !summary.isInterrupted
        lines.append(style.painted(standing.totals, isGood ? .good : .bad))
        lines += standing.changes.map { style.painted($0, summary.changes?.new.count ?? 0 > 0 ? .open : .faint) }
        lines += standing.gates.map { style.painted($0.line, $0.isMet ? .good : .bad) }
        if summary.isInterrupted { lines.append(style.painted(standing.interruption, .bad)) }
        if header.isPartial { lines.append(style.painted(RunStanding.partialRemark, .open)) }
        output += (lines.joined(separator: "\n") + "\n").utf8
    }

    /// `must: 61 of 63 clauses conform (96%), 1 violated, 1 untested`
    private static func levels(of header: RunHeader, summary: RunSummary) -> [String] {
        Clause.Level.allCases.compactMap { level in
            let counts = ClauseCounts(of: header, in: summary, level: level)
            guard counts.applicable + counts.inapplicable > 0 else { return nil }
            var text = "\(level.rawValue): \(counts.conforming) of \(counted(counts.applicable, "clause")) "
            text += counts.applicable == 1 ? "conforms" : "conform"
            if let percentage = counts.percentage { text += " (\(percentage)%)" }
            if counts.violated > 0 { text += ", \(counts.violated) violated" }
            if counts.untested > 0 { text += ", \(counts.untested) untested" }
            if counts.excused > 0 { text += ", \(counts.excused) untested for a stated reason" }
            if counts.inapplicable > 0 { text += ", \(counts.inapplicable) more inapplicable" }
            return text
        }
    }
}
