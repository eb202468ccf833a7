package import AssayCore

/// A summary in GitHub's Markdown, for the page of a job.
///
/// GitHub drops a summary of more than 1 MiB as a whole, so it is built from whole sections, the worst cases first, and says
/// what it had no room for. Everything is kept until the end, as the totals stand in front: at most that much.
package struct MarkdownReport: ReportWriter {
    /// What is told of cases, from the worst on.
    private enum Kind: Int, CaseIterable {
        case failed, errored, warned, known, flaky

        init?(_ result: CaseResult) {
            switch result.verdict {
            case .failed: self = .failed
            case .errored: self = .errored
            case .known: self = .known
            case .passed where result.hasWarnings: self = .warned
            case .passed where result.isFlaky: self = .flaky
            case .passed, .skipped, .inapplicable: return nil
            }
        }

        var title: String {
            switch self {
            case .failed: "Failed"
            case .errored: "Errored"
            case .warned: "Passed with warnings"
            case .known: "Known failures"
            case .flaky: "Flaky"
            }
        }
    }

    /// For the clauses; the rest of what is allowed is for the cases.
    private static let bytesOfClauses = 250_000
    private static let optionsShown = 20

    private var header: RunHeader?
    private var sections: WorstFirst

    /// - Parameter bytesOfCases: How much room there is for cases. With the clauses and what stands around them it makes less
    ///   than 1,000,000 bytes.
    package init(bytesOfCases: Int = 650_000) {
        sections = WorstFirst(kinds: Kind.allCases.count, count: .max, bytes: bytesOfCases)
    }

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) { self.header = header }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        guard let kind = Kind(result) else { return }
        sections.add(kind: kind.rawValue) { Array(MarkdownCase(result).text.utf8) }
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let standing = RunStanding(header, summary)
        output += Self.front(standing).utf8
        output += MarkdownClauses(header, summary, bytes: Self.bytesOfClauses).text.utf8
        for kind in Kind.allCases where sections.count(of: kind.rawValue) > 0 {
            output += "\n## \(kind.title) (\(sections.count(of: kind.rawValue)))\n\n".utf8
            for section in sections.pieces(of: kind.rawValue) { output += section }
            let leftOut = sections.leftOut(of: kind.rawValue)
            if leftOut > 0 { output += "\n\(counted(leftOut, "more case")) left out: a summary has room for so much.\n".utf8 }
        }
    }

    private static func front(_ standing: RunStanding) -> String {
        let header = standing.header
        var text = "# Conformance: \(standing.word)\n\n**\(standing.totals)**\n\n"
        text += "\(MarkdownText.code(header.tool)), target \(MarkdownText.code(header.target)),"
        text += " suite \(MarkdownText.code(header.suiteHash, limit: 80))\n"
        if !standing.changes.isEmpty { text += "\n" }
        for change in standing.changes { text += "- \(MarkdownText.words(change, limit: 2000))\n" }
        for remark in standing.remarks { text += "\n> \(remark)\n" }
        if !header.options.isEmpty {
            text += "\n"
            for option in header.options.prefix(optionsShown) { text += "- option \(MarkdownText.code(option))\n" }
            let more = header.options.count - optionsShown
            if more > 0 { text += "- and \(counted(more, "more option"))\n" }
        }
        if !standing.gates.isEmpty {
            text += "\n## Gates\n\n" + MarkdownText.head([("gate", false), ("outcome", false), ("figure", false)])
            for gate in standing.gates {
                text += MarkdownText.row([MarkdownText.code(gate.gate.text), gate.isMet ? "met" : "**missed**", gate.figure])
            }
        }
        return text
    }
}
