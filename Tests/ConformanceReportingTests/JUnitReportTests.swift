import AssayCore
import Testing

@testable import ConformanceReporting

struct JUnitReportTests {
    @Test func `each verdict has its element and each suite its counts`() {
        let run = SampleRun(
            header: .sample(cases: 6),
            results: [
                .sample("a", title: "The longest period"),
                .sample(
                    "b", example: "x", .failed,
                    checks: [
                        .failing("status", Difference(.value, at: .whole, expected: "400", actual: "200"))
                    ]),
                .sample("c", .errored, reason: "no route to host"), .sample("d", .skipped, reason: "later"),
                .sample("e", suite: "other", .inapplicable, reason: "no clock there"),
                .sample("f", suite: "other", .known, reason: "issue 7"),
            ])
        #expect(
            run.text(.junit) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="assay 0.1.0">
                  <testsuite name="export/range" tests="4" failures="1" errors="1" skipped="1" time="0.000">
                    <properties>
                      <property name="tool" value="assay 0.1.0"/>
                      <property name="target" value="model"/>
                      <property name="suite hash" value="0123456789abcdef"/>
                    </properties>
                    <testcase classname="export/range" name="a" time="0.000">
                      <system-out>title: The longest period
                clauses: RANGE-MAX
                tags: edge
                checks: 1</system-out>
                    </testcase>
                    <testcase classname="export/range" name="b[x]" time="0.000">
                      <failure type="failed" message="status: expected 400, got 200">FAIL export/range/b[x]                                               RANGE-MAX
                  specs/message-reports/range.yaml:31:15
                   31 |       status: 400
                      |               ^~~ expected 400, got 200
                </failure>
                      <system-out>clauses: RANGE-MAX
                tags: edge
                checks: 1</system-out>
                    </testcase>
                    <testcase classname="export/range" name="c" time="0.000">
                      <error type="errored" message="no route to host">ERROR export/range/c                                                 RANGE-MAX
                  no route to host
                </error>
                      <system-out>clauses: RANGE-MAX
                tags: edge
                checks: 0</system-out>
                    </testcase>
                    <testcase classname="export/range" name="d" time="0.000">
                      <skipped message="later"/>
                      <system-out>clauses: RANGE-MAX
                tags: edge
                checks: 0</system-out>
                    </testcase>
                  </testsuite>
                  <testsuite name="other" tests="2" failures="0" errors="0" skipped="2" time="0.000">
                    <properties>
                      <property name="tool" value="assay 0.1.0"/>
                      <property name="target" value="model"/>
                      <property name="suite hash" value="0123456789abcdef"/>
                    </properties>
                    <testcase classname="other" name="e" time="0.000">
                      <skipped message="inapplicable: no clock there"/>
                      <system-out>clauses: RANGE-MAX
                tags: edge
                checks: 0</system-out>
                    </testcase>
                    <testcase classname="other" name="f" time="0.000">
                      <skipped message="known: issue 7"/>
                      <system-out>clauses: RANGE-MAX
                tags: edge
                checks: 0</system-out>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test func `a run that ended before its last case has an error of its own`() {
        var run = SampleRun(header: .sample(cases: 7), results: [.sample("a")])
        #expect(!run.text(.junit).contains("<error"))
        run.isInterrupted = true
        #expect(
            run.text(.junit).contains(
                """
                    <testcase classname="assay" name="interrupted" time="0.000">
                      <error type="interrupted" message="interrupted: 1 of 7 cases ran"/>
                    </testcase>
                """))
        #expect(run.text(.junit).contains(#"<testsuite name="assay" tests="1" failures="0" errors="1" skipped="0""#))
    }

    @Test(arguments: [
        (Duration.zero, "0.000"), (.microseconds(999), "0.000"), (.milliseconds(7), "0.007"), (.milliseconds(61_045), "61.045"),
        (.seconds(14_029), "14029.000"),
    ])
    func `a time is seconds with exactly three decimals`(duration: Duration, text: String) {
        let run = SampleRun(header: .sample(showsTimes: true), results: [.sample(duration: duration)])
        #expect(run.text(.junit).contains(#"name="range-overflow" time="\#(text)">"#))
        #expect(run.text(.junit).contains(#"skipped="0" time="\#(text)">"#))
    }

    @Test func `a suite too large to keep is written in parts of the same name, none of its cases twice`() {
        let run = SampleRun(header: .sample(cases: 50), results: (0..<50).map { .sample("case-\($0)") })
        var writer: any ReportWriter = JUnitReport(sizeKept: 2000)
        let text = String(decoding: run.bytes(&writer), as: UTF8.self)
        let suites = text.ranges(of: #"<testsuite name="export/range""#).count
        #expect((2...25).contains(suites))
        for number in 0..<50 { #expect(text.ranges(of: #" name="case-\#(number)" "#).count == 1) }
    }

    @Test func `a run without cases is a document without suites`() {
        #expect(
            SampleRun(header: .sample(cases: 0)).text(.junit) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="assay 0.1.0">
                </testsuites>

                """)
    }
}

struct XMLTextTests {
    @Test(arguments: [
        ("a]]>b & <c> \"d\"", "a]]&gt;b &amp; &lt;c&gt; \"d\""), ("\u{1B}[0m\u{0}", #"\u{1B}[0m\u{0}"#),
        ("\u{FFFE}\u{FFFF}\u{202E}\u{85}", #"\u{FFFE}\u{FFFF}\u{202E}\u{85}"#), ("a\tb\r\nc", "a\tb&#13;\nc"), ("é😀", "é😀"),
    ])
    func `content holds only what XML 1.0 allows`(text: String, escaped: String) {
        #expect(XMLText.content(text).utf8.elementsEqual(escaped.utf8))
    }

    @Test func `an attribute keeps its tabs and line breaks`() {
        #expect(XMLText.attribute("a\tb\r\n\"c\"").utf8.elementsEqual("a&#9;b&#13;&#10;&quot;c&quot;".utf8))
    }
}
