import AssayCore
import Testing

@testable import ConformanceReporting

struct TextReportTests {
    @Test func `a run that passes shows its clauses and counts and no case`() {
        let run = SampleRun(
            header: .sample(
                clauses: [
                    .sample("RANGE-MAX"),
                    .sample("RETENTION", level: .should, text: "Old logs go.", notTested: "No figure is given, nor any hint."),
                ], cases: 2),
            results: [.sample("a"), .sample("b")])
        #expect(
            run.text() == """
                assay 0.1.0: 2 cases on target 'model', suite 0123456789abcdef

                reports: Exporting reports
                  clause     level   origin      verdict   passed  failed  text
                  RANGE-MAX  must    documented  conforms       2       -  A period of more than 92 days is refused.
                  RETENTION  should  documented  untested       -       -  not tested: No figure is given, nor any hint.

                must: 1 of 1 clause conforms (100%)
                should: 0 of 1 clause conforms (0%), 1 untested for a stated reason
                2 cases: 2 passed (2 checks)

                """)
    }

    /// What becomes of the table of a clause that conforms and of one that nothing tests.
    private func table(width: Int?) -> [String] {
        let run = SampleRun(
            header: .sample(
                clauses: [
                    .sample("RANGE-MAX"),
                    .sample(
                        "RETENTION", level: .should, text: "Old logs go.", notTested: "The source has no figure for the years."),
                ]),
            results: [.sample("a")])
        let lines = run.text(style: TextStyle(width: width)).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        return Array(lines.drop { !$0.hasPrefix("  clause") }.dropFirst().prefix { !$0.isEmpty })
    }

    @Test func `without a terminal a clause is one line with its whole text`() {
        #expect(
            table(width: nil) == [
                "  RANGE-MAX  must    documented  conforms       1       -  A period of more than 92 days is refused.",
                "  RETENTION  should  documented  untested       -       -  not tested: The source has no figure for the years.",
            ])
    }

    @Test func `on a terminal the text of a clause that does not conform is wrapped`() {
        #expect(
            table(width: 92) == [
                "  RANGE-MAX  must    documented  conforms       1       -  A period of more than 92 days is…",
                "  RETENTION  should  documented  untested       -       -  not tested: The source has no",
                "                                                           figure for the years.",
            ])
    }

    @Test func `on a narrow terminal the origin gives way, then the text of what conforms`() {
        #expect(
            table(width: 80) == [
                "  RANGE-MAX  must    conforms       1       -  A period of more than 92 days is…",
                "  RETENTION  should  untested       -       -  not tested: The source has no",
                "                                               figure for the years.",
            ])
        #expect(
            table(width: 60) == [
                "  RANGE-MAX  must    conforms       1       -", "  RETENTION  should  untested       -       -",
                "      not tested: The source has no figure for the years.",
            ])
        #expect(table(width: 60).allSatisfy { $0.unicodeScalars.count <= 60 })
    }

    @Test func `a failure reads like a compiler's`() {
        let run = SampleRun(header: .sample(), results: [.failed(example: "one-millisecond")])
        let text = run.text()
        #expect(
            text.contains(
                """
                FAIL export/range/range-overflow[one-millisecond]                    RANGE-MAX
                  specs/message-reports/range.yaml:31:15
                   31 |       status: 400
                      |               ^~~ expected 400, got 200
                  again: assay run 'export/range/range-overflow[one-millisecond]' --verbose

                """), "\(text)")
        #expect(text.contains("! RANGE-MAX  must   documented  violated       -       1  A period"))
        #expect(text.contains("must: 0 of 1 clause conforms (0%), 1 violated\n"))
        #expect(text.hasSuffix("1 case: 1 failed (1 check)\n"))
    }

    @Test func `what a rerun needs stands in the line that says how to run again`() {
        let run = SampleRun(
            header: .sample(rerunArguments: ["--target", "staging", "--set", "policy.window=it's"]), results: [.failed()])
        #expect(
            run.text().contains(
                #"  again: assay run 'export/range/range-overflow' --target staging --set 'policy.window=it'\''s' --verbose"#))
    }

    @Test(arguments: [
        (Verdict.errored, "ERROR export/range/x", "\n  no route to host\n"),
        (.skipped, "SKIP export/range/x: no route to host\n", ""),
        (.inapplicable, "INAPPLICABLE export/range/x: no route to host\n", ""),
        (.known, "KNOWN export/range/x: no route to host\n", ""),
    ])
    func `what was not judged says why`(verdict: Verdict, heading: String, reason: String) {
        let text = SampleRun(header: .sample(), results: [.sample("x", verdict, reason: "no route to host")]).text()
        #expect(text.contains(heading))
        #expect(text.contains(reason) || reason.isEmpty)
    }

    @Test func `a run of nothing says that nothing was checked`() {
        #expect(SampleRun(header: .sample(cases: 0)).text().hasSuffix("0 cases: nothing was checked\n"))
    }

    @Test func `a run that is partial or broke off says so`() {
        var run = SampleRun(header: .sample(options: ["--clause RANGE-MAX"], isPartial: true, cases: 7), results: [.sample()])
        run.isInterrupted = true
        let text = run.text()
        #expect(text.contains("  option --clause RANGE-MAX\n"))
        #expect(text.hasSuffix("interrupted: 1 of 7 cases ran\npartial run: what was left out is not judged\n"))
    }

    @Test func `durations are shown when the header asks for them`() {
        var run = SampleRun(header: .sample(), results: [.sample()])
        run.duration = .microseconds(3140)
        #expect(run.text().hasSuffix("1 case: 1 passed (1 check)\n"))
        run.header.showsTimes = true
        #expect(run.text().hasSuffix("1 case: 1 passed (1 check, 3.1 ms)\n"))
    }

    @Test func `escape sequences appear only where colour is asked for`() {
        let run = SampleRun(header: .sample(), results: [.failed(), .sample("y", .skipped, reason: "later")])
        #expect(!run.text().utf8.contains(0x1B))
        let painted = run.text(style: TextStyle(color: true))
        #expect(painted.contains("\u{1B}[1;31mFAIL\u{1B}[0m export/range/range-overflow"))
        #expect(painted.contains("\u{1B}[33mSKIP\u{1B}[0m"))
    }

    @Test(arguments: [
        (Duration.microseconds(0), "0 µs"), (.microseconds(999), "999 µs"), (.microseconds(3199), "3.1 ms"),
        (.milliseconds(12_045), "12.04 s"), (.seconds(123), "2 min 3.0 s"), (.nanoseconds(1500), "1 µs"),
    ])
    func `a duration is cut, not rounded`(duration: Duration, text: String) {
        #expect(duration.shown == text)
    }
}
