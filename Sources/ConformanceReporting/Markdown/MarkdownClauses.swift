import AssayCore

/// How the clauses fare, as tables: by level, then those that do not conform, then the others, folded.
struct MarkdownClauses {
    private typealias Entry = (clause: RunHeader.ClauseLine, tally: RunSummary.ClauseTally)

    private let header: RunHeader
    private let summary: RunSummary
    private let bytes: Int

    /// - Parameter bytes: How much room there is; rows without room are counted.
    init(_ header: RunHeader, _ summary: RunSummary, bytes: Int) {
        self.header = header
        self.summary = summary
        self.bytes = bytes
    }

    /// Empty for a run without clauses.
    var text: String {
        guard !header.clauses.isEmpty else { return "" }
        let entries: [Entry] = header.clauses.map { ($0, summary.clauses[$0.id] ?? RunSummary.ClauseTally()) }
        // What is violated stands before what was not tested; each in the order of the documents.
        let open =
            entries.filter { $0.tally.verdict == .violated }
            + entries.filter { $0.tally.verdict == .untested && !isLeftOut($0) }
        let conforming = entries.filter { $0.tally.verdict == .conforms }
        var text = "\n## Clauses\n\n" + levels
        let leftOut = entries.count - open.count - conforming.count
        if leftOut > 0 { text += "\n\(counted(leftOut, "clause")) cited by no case of this run.\n" }
        if !open.isEmpty { text += "\n### Not conforming\n\n" + table(of: open, room: bytes - text.utf8.count) }
        guard !conforming.isEmpty, text.utf8.count < bytes else { return text }
        text += "\n<details><summary>Conforming (\(conforming.count))</summary>\n\n"
        return text + table(of: conforming, room: bytes - text.utf8.count) + "\n</details>\n"
    }

    /// Whether the choice of cases is why it is untested.
    private func isLeftOut(_ entry: Entry) -> Bool {
        (header.isPartial || summary.isInterrupted || header.shard != nil) && summary.clauses[entry.clause.id] == nil
    }

    private var levels: String {
        var text = MarkdownText.head([
            ("level", false), ("conforming", true), ("part", true), ("violated", true), ("untested", true), ("excused", true),
            ("inapplicable", true),
        ])
        for level in Clause.Level.allCases {
            let counts = ClauseCounts(of: header, in: summary, level: level)
            guard counts.applicable + counts.inapplicable > 0 else { continue }
            let numbers = [counts.violated, counts.untested, counts.excused, counts.inapplicable].map(String.init)
            let part = counts.percentage.map { "\($0)%" } ?? "none applies"
            text += MarkdownText.row([level.rawValue, "\(counts.conforming) of \(counts.applicable)", part] + numbers)
        }
        return text
    }

    private func table(of entries: [Entry], room: Int) -> String {
        var text = MarkdownText.head([
            ("clause", false), ("level", false), ("origin", false), ("verdict", false), ("passed", true), ("failed", true),
            ("text", false),
        ])
        for (index, entry) in entries.enumerated() {
            let row = row(of: entry)
            guard text.utf8.count + row.utf8.count <= room else {
                return text + "\n\(counted(entries.count - index, "more clause")) left out: a summary has room for so much.\n"
            }
            text += row
        }
        return text
    }

    private func row(of entry: Entry) -> String {
        let (clause, tally) = entry
        let isOpen = tally.verdict == .untested
        let reason = isOpen ? clause.notTested.map { "not tested: \(MarkdownText.words($0))" } : nil
        let verdict = isOpen && tally.isInapplicable ? "inapplicable" : tally.verdict.rawValue
        return MarkdownText.row([
            MarkdownText.code(clause.id.rawValue), clause.level.rawValue, clause.origin.rawValue,
            tally.verdict == .violated ? "**\(verdict)**" : verdict, String(tally.passed), String(tally.failed + tally.known),
            reason ?? MarkdownText.words(clause.text),
        ])
    }
}
