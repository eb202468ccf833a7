import AssayCore
import Testing

@testable import ConformanceReporting

/// A run put together by hand, and the report that a writer makes of it.
struct SampleRun {
    var header: RunHeader
    var results: [CaseResult] = []
    var isInterrupted = false
    var duration: Duration?

    var summary: RunSummary {
        var summary = RunSummary(of: header)
        for result in results { summary.add(result) }
        summary.isInterrupted = isInterrupted
        summary.duration = duration
        return summary
    }

    func bytes(_ format: ReportFormat, style: TextStyle = TextStyle()) -> [UInt8] {
        var writer = format.writer(style: style)
        return bytes(&writer)
    }

    func bytes(_ writer: inout any ReportWriter) -> [UInt8] {
        var output: [UInt8] = []
        writer.begin(header, into: &output)
        for result in results { writer.add(result, into: &output) }
        writer.finish(summary, into: &output)
        guard let writer = writer as? any SummaryFirstReport else { return output }
        var front: [UInt8] = []
        writer.front(summary, into: &front)
        return front + output
    }

    func text(_ format: ReportFormat = .text, style: TextStyle = TextStyle()) -> String {
        String(decoding: bytes(format, style: style), as: UTF8.self)
    }
}

extension RunHeader {
    static func sample(
        clauses: [ClauseLine] = [.sample("RANGE-MAX")], options: [String] = [], isPartial: Bool = false, cases: Int = 1,
        showsTimes: Bool = false, rerunArguments: [String] = [], shard: Shard? = nil, gates: [Gate] = []
    ) -> RunHeader {
        RunHeader(
            tool: "assay 0.1.0", target: "model", suiteHash: "0123456789abcdef",
            specifications: [SpecificationLine(name: "reports", title: "Exporting reports", clauses: clauses)],
            options: options, isPartial: isPartial, plannedCases: cases, showsTimes: showsTimes, rerunArguments: rerunArguments,
            shard: shard, gates: gates)
    }
}

extension RunHeader.ClauseLine {
    static func sample(
        _ id: String, level: Clause.Level = .must, text: String = "A period of more than 92 days is refused.",
        notTested: String? = nil
    ) -> RunHeader.ClauseLine {
        RunHeader.ClauseLine(
            id: .sample(id), level: level, origin: .documented, section: "Notes", text: text, notTested: notTested)
    }
}

extension ClauseID {
    static func sample(_ text: String) -> ClauseID {
        guard let id = ClauseID(text) else { preconditionFailure("\(text) is not a clause") }
        return id
    }
}

extension SourcePlace {
    static let status = SourcePlace(
        path: "specs/message-reports/range.yaml", range: SourceRange(line: 31, column: 15, length: 3),
        line: "      status: 400")
}

extension CheckResult {
    static func holding(_ subject: String = "status", clauses: [String] = ["RANGE-MAX"]) -> CheckResult {
        CheckResult(
            subject: subject, step: nil, clauses: clauses.map { .sample($0) }, differences: [], differenceCount: 0)
    }

    static func failing(
        _ subject: String, step: String? = nil, clauses: [String] = ["RANGE-MAX"], _ differences: Difference...,
        count: Int? = nil, golden: String? = nil, place: SourcePlace? = .status
    ) -> CheckResult {
        CheckResult(
            subject: subject, step: step, clauses: clauses.map { .sample($0) }, differences: differences,
            differenceCount: count ?? differences.count, golden: golden, place: place)
    }
}

extension CaseResult {
    static func sample(
        _ name: String = "range-overflow", suite: String = "export/range", example: String? = nil, _ verdict: Verdict = .passed,
        title: String? = nil, reason: String? = nil, place: SourcePlace? = nil, clauses: [String] = ["RANGE-MAX"],
        checks: [CheckResult]? = nil, exchanges: [RecordedExchange] = [], duration: Duration = .microseconds(1500)
    ) -> CaseResult {
        CaseResult(
            id: CaseID(scenario: ScenarioID(suite: suite, name: name), example: example), title: title, verdict: verdict,
            reason: reason, place: place, clauses: clauses.map { .sample($0) }, tags: ["edge"],
            checks: checks ?? (verdict == .passed ? [.holding(clauses: clauses)] : []), exchanges: exchanges, duration: duration)
    }

    /// A status of 200 where 400 was due.
    static func failed(_ name: String = "range-overflow", example: String? = nil, exchanges: [RecordedExchange] = [])
        -> CaseResult
    {
        .sample(
            name, example: example, .failed,
            checks: [.failing("status", Difference(.value, at: .whole, expected: "400", actual: "200"))], exchanges: exchanges)
    }
}

extension RecordedExchange {
    static let sample = RecordedExchange(
        step: nil,
        request: Request(
            method: "POST", path: "/v3/mlog/export", query: "from=2015-03-04",
            headers: HeaderFields([.init(name: "Content-Type", value: "application/json")]),
            body: Array(#"{"emails":["qa@example.com"],"n":1.0}"#.utf8)),
        reply: Reply(
            response: Response(
                status: 200, headers: HeaderFields([.init(name: "content-type", value: "application/json; charset=utf-8")]),
                body: Array(#"{"meta":{},"data":[]}"#.utf8)),
            mail: [
                Mail(
                    from: "reports@acme.example", to: ["qa@example.com"], subject: "Message report", text: "Attached.\r\n",
                    attachments: [
                        .init(name: "report.csv", contentType: "text/csv", bytes: Array("Date,Status\r\n1,SENT\r\n".utf8)),
                        .init(name: "logo.png", contentType: "image/png", bytes: [0x89, 0x50, 0xFF, 0x00]),
                    ])
            ]))
}
