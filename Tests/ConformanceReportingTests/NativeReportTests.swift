import AssayCore
import Testing

@testable import ConformanceReporting

struct NativeReportTests {
    @Test func `a report is a header, a line for each case and a footer`() {
        let header = RunHeader(
            tool: "assay 0.1.0", target: "model", suiteHash: "0123", specifications: [], options: ["--tags edge"],
            isPartial: true, plannedCases: 1, rerunArguments: ["--target", "model"])
        #expect(
            SampleRun(header: header, results: [.failed(example: "a-day")]).text(.json) == #"""
                {"assay":1,"kind":"header","tool":"assay 0.1.0","target":"model","suite_hash":"0123","planned_cases":1,"partial":true,"times":false,"options":["--tags edge"],"rerun_arguments":["--target","model"],"gates":[],"specifications":[]}
                {"kind":"result","number":0,"id":"export/range/range-overflow[a-day]","suite":"export/range","scenario":"range-overflow","example":"a-day","verdict":"failed","clauses":["RANGE-MAX"],"tags":["edge"],"checks":[{"subject":"status","clauses":["RANGE-MAX"],"level":"must","place":{"path":"specs/message-reports/range.yaml","range":{"line":31,"column":15,"end_line":31,"end_column":18},"line":"      status: 400"},"difference_count":1,"differences":[{"kind":"value","at":{"whole":true},"expected":"400","actual":"200"}]}],"exchanges":[]}
                {"kind":"footer","cases":1,"verdicts":{"passed":0,"failed":1,"errored":0,"skipped":0,"inapplicable":0,"known":0},"checks":1,"warned":0,"flaky":0,"clauses":[{"id":"RANGE-MAX","verdict":"violated","passed":0,"failed":1,"errored":0,"skipped":0,"inapplicable":0,"known":0,"warned":0}],"interrupted":false,"complete":true}

                """#)
    }

    @Test func `bodies are text where they are UTF-8 and base64 where they are not`() {
        let text = SampleRun(header: .sample(), results: [.failed(exchanges: [.sample])]).text(.json)
        #expect(text.contains(#""body":{"text":"{\"emails\":[\"qa@example.com\"],\"n\":1.0}"}"#))
        #expect(text.contains(#"{"name":"logo.png","content_type":"image/png","content":{"base64":"iVD/AA=="}}"#))
    }

    @Test func `durations are whole microseconds, and only where the header says so`() {
        var run = SampleRun(header: .sample(), results: [.sample(duration: .nanoseconds(1_234_999))], duration: .seconds(2))
        #expect(!run.text(.json).contains("duration_us"))
        run.header.showsTimes = true
        #expect(run.text(.json).contains(#""exchanges":[],"duration_us":1234}"#))
        #expect(run.text(.json).contains(#""interrupted":false,"duration_us":2000000,"complete":true}"#))
    }

    @Test func `a line is safe to print`() {
        let line = JSONLine.object { $0.member("a", "\u{1B}[2J\u{9B}\u{202E}\u{2028}\u{7F}\u{0}\r\n\u{E0001}é😀\"\\") }
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"a":"\u001B[2J\u009B\u202E\u2028\u007F\u0000\r\n\uDB40\uDC01é😀\"\\"}"# + "\n")
    }
}
