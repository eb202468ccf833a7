import AssayCore
import Testing

@testable import ConformanceReporting

struct NativeReaderTests {
    static let run = SampleRun(
        header: .sample(clauses: [.sample("RANGE-MAX"), .sample("OTHER", notTested: "why")], cases: 3),
        results: [
            .failed(example: "a", exchanges: [.sample]), .sample("b", suite: "export/other"),
            .sample("c", .skipped, reason: "later", clauses: ["UNLISTED"]),
        ])

    /// What reading `text` fails with; `nil` when it does not.
    static func fault(in text: String) -> InvalidReport? {
        var reader = NativeReader()
        do {
            try reader.read(Array(text.utf8)[...]) { _ in }
            try reader.finish { _ in }
            return nil
        } catch {
            return error as? InvalidReport ?? InvalidReport(line: 0, message: "\(error)")
        }
    }

    @Test(arguments: ReportFormat.allCases, [TextStyle(), TextStyle(color: true, width: 60, verbose: true)])
    func `a report made from the native one is byte for byte that of the run`(format: ReportFormat, style: TextStyle) throws {
        for var run in [Self.run, HostileRun.run, SampleRun(header: .sample(cases: 0))] {
            run.header.plannedCases = run.results.count
            for showsTimes in [false, true] {
                run.header.showsTimes = showsTimes
                run.duration = showsTimes ? .microseconds(98_765) : nil
                var output: [UInt8] = []
                var writer = format.writer(style: style)
                try NativeReader.replay(run.bytes(.json), with: &writer, into: &output)
                let isSame = output == run.bytes(format, style: style)
                #expect(isSame)
            }
        }
    }

    @Test(arguments: ReportFormat.allCases, RunKind.small)
    func `whatever became of a run, its report can be made from the native one`(format: ReportFormat, kind: RunKind) throws {
        var output: [UInt8] = []
        var writer = format.writer()
        try NativeReader.replay(kind.run.bytes(.json), with: &writer, into: &output)
        let isSame = output == kind.run.bytes(format)
        #expect(isSame)
    }

    @Test func `results come back as they were`() throws {
        var results: [CaseResult] = []
        var reader = NativeReader()
        let bytes = Self.run.bytes(.json)
        for start in stride(from: 0, to: bytes.count, by: 7) {
            try reader.read(bytes[start..<min(start + 7, bytes.count)]) {
                if case .result(var result) = $0 {
                    result.duration = .microseconds(1500)
                    results.append(result)
                }
            }
        }
        try reader.finish { _ in }
        #expect(results == Self.run.results)
    }

    @Test(arguments: [
        (
            "another version", #"{"assay":1,"#, #"{"assay":2,"#, 1,
            "assay: only version 1 of the report can be read"
        ),
        ("an unknown member", #""tool":"#, #""new":1,"tool":"#, 1, "unknown member 'new'"),
        ("a missing member", #","partial":false"#, "", 1, "member 'partial' is missing"),
        ("a member twice", #""tool":"#, #""tool":"x","tool":"#, 1, "a member stands there twice"),
        (
            "another type", #""planned_cases":3"#, #""planned_cases":"3""#, 1,
            "planned_cases: expected an integer from 0 to \(Int.max)"
        ),
        (
            "fewer cases than planned", #""planned_cases":3"#, #""planned_cases":4"#, 5, "4 cases were planned and 3 are there"
        ),
        ("a wrong total", #""cases":3"#, #""cases":2"#, 5, "the footer says 2 cases, the results add up to 3"),
        (
            "a changed verdict", #""verdict":"failed""#, #""verdict":"passed""#, 2,
            "verdict: a check fails, which is never a pass"
        ),
        (
            "a wrong count", #""passed":1,"failed":1,"errored":0,"skipped":1"#, #""passed":2,"failed":0,"errored":0,"skipped":1"#,
            5,
            "the footer says 2 cases passed, the results add up to 1"
        ),
        (
            "a clause's wrong count", #""violated","passed":1,"failed":1"#, #""violated","passed":0,"failed":1"#, 5,
            "the footer counts other cases for the clause RANGE-MAX than the results do"
        ),
        (
            "a clause's wrong verdict", #""verdict":"violated""#, #""verdict":"conforms""#, 5,
            "clauses[0]: the counts do not make it 'conforms'"
        ),
        ("a missing clause", #"{"id":"UNLISTED","#, #"{"id":"OTHER2","#, 5, "the footer lists other clauses than the run has"),
        (
            "an id of another case", #""scenario":"b""#, #""scenario":"d""#, 3,
            "id: it is not that of the suite, the scenario and the example"
        ),
        ("half of a surrogate pair", #""reason":"later""#, #""reason":"\uD800""#, 4, "reason: expected a text"),
        (
            "a place that is none", #"{"whole":true}"#, #"{"line":1,"byte":2}"#, 2,
            "checks[0].differences[0].at: these members are no place together"
        ),
        (
            "bad base64", #""base64":"iVD/AA==""#, #""base64":"iVD/AB==""#, 2,
            "exchanges[0].mail[0].attachments[1].content.base64: not base64"
        ),
        (
            "a duration nobody promised", #""exchanges":[]}"#, #""exchanges":[],"duration_us":1}"#, 3,
            "duration_us: it has to be there exactly when the header says that times are"
        ),
        ("not complete", #""complete":true"#, #""complete":false"#, 5, "the report says that it is not complete"),
    ])
    func `what cannot be relied on is refused`(
        what: String, original: String, replacement: String, line: Int, message: String
    ) throws {
        var changed = Self.run.text(.json)
        let range = try #require(changed.firstRange(of: original), "\(what)")
        changed.replaceSubrange(range, with: replacement)
        #expect(Self.fault(in: changed) == InvalidReport(line: line, message: message))
    }

    @Test func `a report that was cut is refused wherever it was cut`() {
        let bytes = Self.run.bytes(.json)
        #expect(Self.fault(in: String(decoding: bytes, as: UTF8.self)) == nil)
        #expect(Self.fault(in: String(decoding: bytes.dropLast(), as: UTF8.self)) == nil, "the last line break may be missing")
        for end in stride(from: 0, to: bytes.count - 1, by: 11) {
            #expect(Self.fault(in: String(decoding: bytes[..<end], as: UTF8.self)) != nil, "\(end)")
        }
        #expect(
            Self.fault(in: "") == InvalidReport(line: 1, message: "the report is empty"))
    }

    @Test func `lines that stand twice or in another order are refused`() {
        let lines = Self.run.text(.json).split(separator: "\n").map { "\($0)\n" }
        func fault(_ order: Int...) -> String? { Self.fault(in: order.map { lines[$0] }.joined())?.message }
        #expect(fault(0, 1, 1, 2, 3, 4) == "the case 'export/range/range-overflow[a]' stands there twice")
        #expect(fault(0, 0, 1, 2, 3, 4) == "a second header")
        #expect(fault(1, 0, 2, 3, 4) == "a result stands before the header")
        #expect(fault(4) == "the footer stands before the header")
        #expect(fault(0, 1, 2, 3, 4, 4) == "something follows the footer")
        #expect(fault(0, 1, 2, 3) == "the footer is missing: the run broke off, or the file was cut")
        #expect(fault(0, 1, 3, 4) == "the footer says 3 cases, the results add up to 2")
    }

    @Test func `a pass that checked nothing is refused`() {
        let run = SampleRun(header: .sample(), results: [.sample(checks: [])])
        #expect(
            Self.fault(in: run.text(.json))
                == InvalidReport(line: 2, message: "verdict: nothing was checked, which is never a pass"))
    }

    @Test func `a run that was interrupted is a whole report`() {
        var run = SampleRun(header: .sample(cases: 9), results: [.sample()])
        run.isInterrupted = true
        #expect(Self.fault(in: run.text(.json)) == nil)
        run.header.plannedCases = 0
        #expect(Self.fault(in: run.text(.json))?.message == "number: 0 cases were planned")
        run.header.plannedCases = 1
        run.results.append(.sample("other"))
        #expect(Self.fault(in: run.text(.json))?.message == "1 cases were planned and 2 are there")
    }
}
