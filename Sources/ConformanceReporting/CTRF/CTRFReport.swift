package import AssayCore

/// The Common Test Report Format (https://ctrf.io), one JSON document with a line for each case.
///
/// What the form has no name for stands under `extra.assay`. The own verdict is `rawStatus`: an errored case is `failed` here,
/// an inapplicable one `skipped`, a known failure `other`. Reports hold no clock time: `start` is 0, and so is every duration
/// when the run is told to leave times out. A run that ended before its last case has a failed test of its own, as a JUnit
/// report has.
package struct CTRFReport: ReportWriter {
    private let cases = CaseText(style: TextStyle(width: 78), omitsHints: true)
    private var header: RunHeader?
    private var suite: String?
    private var suites = 0
    private var hasTests = false

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        let (name, version) = Self.program(header.tool)
        output += "{\"reportFormat\":\"CTRF\",\"specVersion\":\"0.0.0\",\"results\":{\"tool\":".utf8
        JSONLine.append(to: &output) { line in
            line.member("name", name)
            line.member("version", version)
        }
        output += ",\"tests\":[".utf8
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        if suite.map({ !$0.utf8.elementsEqual(result.id.scenario.suite.utf8) }) ?? true {
            suite = result.id.scenario.suite
            suites += 1
        }
        separate(&output)
        let showsTimes = header?.showsTimes ?? false
        JSONLine.append(to: &output) { line in
            line.member("testId", result.id.description)
            line.member("name", result.id.name)
            line.member("suite", texts: Self.path(of: result.id.scenario.suite))
            line.member("status", CTRFStatus(result.verdict).rawValue)
            line.member("rawStatus", result.verdict.rawValue)
            line.member("duration", showsTimes ? result.duration.milliseconds : 0)
            line.outcome(of: result, cases)
            line.member("tags", texts: result.tags)
            if result.attempts > 1 { line.member("retries", result.attempts - 1) }
            if result.isFlaky { line.member("flaky", true) }
            line.remarks(on: result)
        }
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let standing = RunStanding(header, summary)
        if summary.isInterrupted {
            separate(&output)
            JSONLine.append(to: &output) { line in
                line.member("name", "interrupted")
                line.member("suite", texts: ["assay"])
                line.member("status", CTRFStatus.failed.rawValue)
                line.member("rawStatus", "interrupted")
                line.member("duration", 0)
                line.member("message", standing.interruption)
            }
        }
        output += "\n],\"summary\":".utf8
        JSONLine.append(to: &output) { $0.summary(standing, suites: suites) }
        output += ",\"environment\":".utf8
        JSONLine.append(to: &output) { line in
            line.member("testEnvironment", header.target)
            if let shard = header.shard { line.member("shardId", "\(shard.index)/\(shard.count)") }
            line.member("healthy", standing.isGood)
        }
        output += ",\"extra\":{\"assay\":".utf8
        JSONLine.append(to: &output) { $0.standing(standing) }
        output += "}}}\n".utf8
    }

    private mutating func separate(_ output: inout [UInt8]) {
        if hasTests { output.append(UInt8(ascii: ",")) }
        hasTests = true
        output.append(UInt8(ascii: "\n"))
    }

    /// `assay 0.1.0` in its two parts.
    private static func program(_ tool: String) -> (name: String, version: String?) {
        guard let space = tool.utf8.lastIndex(of: UInt8(ascii: " ")), space > tool.startIndex else {
            return (tool.isEmpty ? "assay" : tool, nil)
        }
        return (String(tool[..<space]), String(tool[tool.utf8.index(after: space)...]))
    }

    private static func path(of suite: String) -> [String] {
        let parts = suite.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        return parts.isEmpty ? [suite] : parts
    }
}

/// The statuses that the form knows and a finished case may have.
private enum CTRFStatus: String, CaseIterable {
    case passed, failed, skipped, other

    init(_ verdict: Verdict) {
        self =
            switch verdict {
            case .passed: .passed
            case .failed, .errored: .failed
            case .skipped, .inapplicable: .skipped
            case .known: .other
            }
    }
}

extension JSONLine {
    fileprivate mutating func outcome(of result: CaseResult, _ cases: CaseText) {
        let isFinding = [.failed, .errored, .known].contains(result.verdict) || result.hasWarnings
        if isFinding || result.reason != nil { member("message", result.fault ?? result.verdict.rawValue) }
        if isFinding { member("trace", cases.text(of: result)) }
        guard let place = result.findingPlace else { return }
        member("filePath", place.path)
        member("line", place.range.start.line)
        if isFinding { member("snippet", shown(place.line)) }
    }

    fileprivate mutating func remarks(on result: CaseResult) {
        let clauses = result.citedClauses
        // An empty array is no label.
        if !clauses.isEmpty { member("labels") { $0.member("clauses", texts: clauses.map(\.rawValue)) } }
        member("extra") { line in
            line.member("assay") { line in
                line.member("title", result.title.map { shown($0) })
                line.member("number", result.number)
                line.member("checks", result.checks.count)
                if result.hasWarnings { line.member("warnings", result.checks.count { !$0.holds }) }
            }
        }
    }

    fileprivate mutating func summary(_ standing: RunStanding, suites: Int) {
        let (header, summary) = (standing.header, standing.summary)
        let interruption = summary.isInterrupted ? 1 : 0
        func count(_ status: CTRFStatus) -> Int {
            Verdict.allCases.filter { CTRFStatus($0) == status }.reduce(0) { $0 + summary.count($1) }
        }
        let duration = header.showsTimes ? summary.duration?.milliseconds ?? 0 : 0
        member("tests", summary.total + interruption)
        member("passed", count(.passed))
        member("failed", count(.failed) + interruption)
        member("skipped", count(.skipped))
        member("pending", 0)
        member("other", count(.other))
        member("flaky", summary.flaky)
        member("suites", suites + interruption)
        member("start", 0)
        member("stop", duration)
        if header.showsTimes { member("duration", duration) }
    }

    /// What the form has no names for: the own verdicts, the clauses by level, the gates, and what the run leaves out.
    fileprivate mutating func standing(_ standing: RunStanding) {
        let (header, summary) = (standing.header, standing.summary)
        member("suiteHash", header.suiteHash)
        member("options", texts: header.options)
        member("partial", header.isPartial)
        member("interrupted", summary.isInterrupted)
        member("remarks", texts: standing.remarks)
        member("verdicts") { line in
            for verdict in Verdict.allCases { line.member(verdict.rawValue, summary.count(verdict)) }
        }
        member("warned", summary.warned)
        member("clauses") { line in
            for level in Clause.Level.allCases {
                line.member(level.rawValue) { $0.counts(ClauseCounts(of: header, in: summary, level: level)) }
            }
        }
        member("gates", array: standing.gates) { line, gate in
            line.elementObject { line in
                line.member("gate", gate.gate.text)
                line.member("met", gate.isMet)
                line.member("figure", gate.figure)
            }
        }
    }

    /// How many clauses fare how.
    mutating func counts(_ counts: ClauseCounts) {
        member("conforming", counts.conforming)
        member("applicable", counts.applicable)
        member("percentage", counts.percentage)
        member("violated", counts.violated)
        member("untested", counts.untested)
        member("excused", counts.excused)
        member("inapplicable", counts.inapplicable)
    }
}
