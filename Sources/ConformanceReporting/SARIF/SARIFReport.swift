package import AssayCore

/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning: what departs, at the line of the scenario.
///
/// A result is a check that does not hold; its rule is the clause it cites. A check that must hold is an error, one that
/// should a warning, one that may a note, and so is a known failure, which is suppressed. A case that could not be answered
/// is an error under a rule of its own, as it says nothing of a clause. Kept within the limits of GitHub: 5,000 results, the
/// worst ones, and 25,000 rules; what is left out is said in a notification of the invocation.
package struct SARIFReport: ReportWriter {
    private var header: RunHeader?
    private var results: WorstFirst
    private var rules = SARIFRules()

    /// - Parameter resultsKept: How many results there is room for.
    package init(resultsKept: Int = 5_000) {
        results = WorstFirst(kinds: SARIFFinding.Kind.allCases.count, count: resultsKept, bytes: 32 << 20)
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        for clause in header.clauses.prefix(SARIFRules.limit) { rules.add(clause) }
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        guard ![.skipped, .inapplicable].contains(result.verdict) else { return }
        for finding in SARIFFinding.all(in: result) {
            let index = rules.index(of: finding.rule)
            results.add(kind: finding.kind.rawValue) {
                var piece: [UInt8] = []
                JSONLine.append(to: &piece) { finding.write(to: &$0, ruleIndex: index) }
                return piece
            }
        }
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let standing = RunStanding(header, summary)
        output += "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[\n".utf8
        output += "{\"columnKind\":\"unicodeCodePoints\",\"automationDetails\":".utf8
        JSONLine.append(to: &output) { $0.member("id", Self.category(of: header)) }
        output += ",\"tool\":{\"driver\":{\"name\":\"assay\",\"fullName\":".utf8
        output += JSONLine.text(header.tool)
        output += ",\"rules\":".utf8
        rules.write(into: &output)
        output += "}},\"invocations\":[".utf8
        JSONLine.append(to: &output) { $0.invocation(standing, leftOut: results.leftOut) }
        output += "],\"results\":[".utf8
        for (index, piece) in results.pieces.enumerated() {
            output += (index > 0 ? ",\n" : "\n").utf8
            output += piece
        }
        output += "\n]}\n]}\n".utf8
    }

    /// Runs of one category replace each other; a shard is one of its own.
    private static func category(of header: RunHeader) -> String {
        let shard = header.shard.map { "shard \($0.index) of \($0.count)/" } ?? ""
        return "assay/\(header.target)/\(shard)"
    }
}

extension JSONLine {
    fileprivate mutating func invocation(_ standing: RunStanding, leftOut: Int) {
        let summary = standing.summary
        var notes = standing.remarks.map { ("warning", $0) }
        notes += standing.gates.map { ($0.isMet ? "note" : "error", $0.line) }
        if leftOut > 0 { notes.append(("warning", "\(counted(leftOut, "more result")) left out, the least severe ones")) }
        member("executionSuccessful", !summary.isInterrupted && summary.count(.errored) == 0 && !standing.isEmpty)
        member("toolExecutionNotifications", array: [("note", standing.totals)] + notes) { line, note in
            line.elementObject { line in
                line.member("level", note.0)
                line.member("message") { $0.member("text", note.1) }
            }
        }
        member("properties") { line in
            line.member("target", standing.header.target)
            line.member("suiteHash", standing.header.suiteHash)
            line.member("options", texts: standing.header.options)
            line.member("partial", standing.header.isPartial)
            line.member("interrupted", summary.isInterrupted)
        }
    }
}
