import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

struct HTMLReportTests {
    private func page(_ run: SampleRun) -> String { run.text(.html) }

    private func page(_ results: CaseResult..., header: RunHeader? = nil) -> String {
        page(SampleRun(header: header ?? .sample(cases: results.count), results: results))
    }

    @Test func `the same run gives the same bytes, also when it is read back`() throws {
        let run = HTMLPageTests.full
        #expect(run.bytes(.html) == run.bytes(.html))
        var writer = ReportFormat.html.writer()
        var output: [UInt8] = []
        try NativeReader.replay(run.bytes(.json), with: &writer, into: &output)
        #expect(output == run.bytes(.html))
    }

    @Test func `the totals stand before the cases`() throws {
        let page = page(.failed(), .sample("b"))
        let headline = try #require(page.firstRange(of: "<p class=\"headline bad\">1 failed of 2 cases</p>"))
        let first = try #require(page.firstRange(of: "<li id=\"c1\""))
        #expect(headline.lowerBound < first.lowerBound)
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
    }

    @Test func `a page loads nothing`() {
        let page = page(HTMLPageTests.full)
        for loading in [" src=", "url(", "@import", "http:", "https:", "<link", "<iframe", " style=", " on"] {
            // Inside tags only where it is an attribute: words of the text may follow a space.
            let isAttribute = loading.hasPrefix(" ")
            let tags = page.split(separator: "<").map { $0.prefix { $0 != ">" } }
            #expect(
                isAttribute
                    ? !tags.contains { $0.contains(loading + (loading == " on" ? "click=" : "")) } : !page.contains(loading))
        }
    }

    @Test(arguments: [
        ("good", "1 of 1 case passed, none failed", [CaseResult.sample()]),
        ("bad", "1 failed, 1 errored of 2 cases", [.failed(), .sample("b", .errored, reason: "no")]),
        ("bad", "Nothing was checked", [.sample("s", .skipped, reason: "no")]), ("bad", "Nothing was checked", []),
        ("open", "0 of 1 case passed, none failed", [.sample("k", .known, reason: "ticket 7")]),
    ])
    func `the headline says what came out`(tone: String, headline: String, results: [CaseResult]) {
        let page = page(SampleRun(header: .sample(cases: results.count), results: results))
        #expect(page.contains("<p class=\"headline \(tone)\">\(headline)</p>"))
    }

    @Test func `a run that does not speak for the whole suite says so at the top`() {
        var interrupted = SampleRun(header: .sample(cases: 9), results: [.sample()])
        interrupted.isInterrupted = true
        #expect(page(interrupted).contains("<p class=\"headline bad\">Interrupted after 1 of 9 cases</p>"))
        #expect(page(interrupted).contains("<p class=\"notice\">Interrupted: 1 of 9 cases ran"))
        #expect(page(.sample(), header: .sample(isPartial: true)).contains("<p class=\"notice\">Partial run"))
        let gate = try? Gate("must=100%")
        let shard = page(
            .sample(), header: .sample(cases: 3, shard: .init(index: 2, count: 3, cases: 1), gates: [gate].compactMap(\.self)))
        #expect(shard.contains("<p class=\"notice\">Shard 2 of 3, with 1 of 3 cases"))
        #expect(!shard.contains("<caption>Gates"))
    }

    @Test func `each gate is named with its outcome and figure`() throws {
        let gates = [try Gate("must=100%"), try Gate("failed<=1")]
        let page = page(.failed(), header: .sample(gates: gates))
        #expect(page.contains("<code>must=100%</code></th><td class=\"bad\">missed</td><td>0 of 1 (0%)</td>"))
        #expect(page.contains("<code>failed&lt;=1</code></th><td class=\"good\">met</td><td>1</td>"))
    }

    @Test func `shares are rounded down, and what is excused is said`() {
        let clauses = (0..<300).map { RunHeader.ClauseLine.sample("C-\($0)", notTested: $0 == 299 ? "no clock" : nil) }
        let cited = (0..<299).map { "C-\($0)" }
        let page = page(.sample("a", clauses: cited), header: .sample(clauses: clauses))
        #expect(
            page.contains(
                """
                <tr><th scope="row">must</th><td class="figure">299</td><td class="figure">300</td><td class="figure open">99%</td>\
                <td class="figure">0</td><td class="figure">0</td><td class="figure">1</td><td class="figure">0</td></tr>
                """))
        #expect(page.contains("Not tested: no clock</span></td><td class=\"open\">untested</td><td>no case</td>"))
    }

    @Test func `a clause links to the first twenty cases, those that depart first`() throws {
        let results = (0..<30).map { CaseResult.sample("p-\($0)") } + [.failed("last")]
        let page = page(SampleRun(header: .sample(cases: 31), results: results))
        let row = try #require(
            page.components(separatedBy: "<tr id=\"clause-RANGE-MAX\">").last?.components(separatedBy: "</tr>").first)
        #expect(row.components(separatedBy: "<a href=").count == 21)
        let first = try #require(row.firstRange(of: "<a href=\"#c31\">export/range/last</a>"))
        #expect(first.lowerBound < (try #require(row.firstRange(of: "#c1\""))).lowerBound)
        #expect(row.contains("<summary>1 failed, 30 passed</summary>") && row.contains("<li>and 11 more</li>"))
    }

    @Test func `a failure shows the marked line, both sides, the exchange with its mail and how to run it again`() {
        let page = page(.failed(exchanges: [.sample]), header: .sample(rerunArguments: ["--target", "the model"]))
        for part in [
            "<code>specs/message-reports/range.yaml:31:15</code>", "      status: <mark>400</mark>", "<td>400</td><td>200</td>",
            "<span>POST /v3/mlog/export?from=2015-03-04</span>", "<span>Content-Type: application/json</span>",
            "Mail 1, attachment &#39;report.csv&#39; (text/csv, 21 bytes)", "<span>1,SENT</span>",
            "(4 bytes, not text: 89 50 ff 00)",
            "assay run &#39;export/range/range-overflow&#39; --target &#39;the model&#39; --verbose",
        ] { #expect(page.contains(part), "\(part)") }
    }

    @Test func `rows that differ are a table with what became of each`() {
        let page = page(HTMLPageTests.full)
        for part in [
            "<span aria-hidden=\"true\">-&gt; </span>changed", "<del>SENT</del> -&gt; <ins>FAILED</ins>",
            "<span aria-hidden=\"true\">+++ </span>added", "<span aria-hidden=\"true\">--- </span>removed", "and 2 more",
        ] { #expect(page.contains(part), "\(part)") }
    }

    @Test func `of long values the words that differ are marked`() {
        let difference = Difference(
            .value, at: .json("/t"), expected: "\"the quick brown fox jumps\"", actual: "\"the quick red fox jumps\"")
        let page = page(.sample("a", .failed, checks: [.failing("json", difference)]))
        #expect(page.contains("<td>&quot;the quick <del>brown</del> fox jumps&quot;</td>"))
        #expect(page.contains("<td>&quot;the quick <ins>red</ins> fox jumps&quot;</td>"))
    }

    @Test func `what was known, left out or inapplicable gives its reason`() {
        for verdict in [Verdict.known, .skipped, .inapplicable, .errored] {
            #expect(page(.sample("a", verdict, reason: "because of <this>")).contains("because of &lt;this&gt;"))
        }
    }

    @Test func `times are told only when the run shows them`() {
        #expect(!page(.sample()).contains("1.5 ms"))
        #expect(page(.sample(), header: .sample(showsTimes: true)).contains("1.5 ms"))
    }

    @Test func `a page that gets too large leaves exchanges out and says so, those of failures last`() {
        let results = (0..<50).flatMap { number -> [CaseResult] in
            [.sample("p-\(number)", exchanges: [.sample]), .failed("f-\(number)", exchanges: [.sample])]
        }
        let run = SampleRun(header: .sample(cases: 100), results: results)
        var writer: any ReportWriter = HTMLReport(detailsKept: 20_000)
        let text = String(decoding: run.bytes(&writer), as: UTF8.self)
        func count(_ part: String) -> Int { text.components(separatedBy: part).count - 1 }
        #expect((4..<40).contains(count("<details class=\"exchange\">")))
        #expect(count("are left out here") < count("request and answer left out"))
        #expect(count("<details class=\"exchange\">") + count("as the page would get too large") == 100)
    }

    @Test func `a page that gets much too large has failures in a line each, with their first difference`() {
        let results = (0..<100).map { CaseResult.failed("f-\($0)", exchanges: [.sample]) }
        let run = SampleRun(header: .sample(cases: 100), results: results)
        var writer: any ReportWriter = HTMLReport(detailsKept: 10_000)
        let text = String(decoding: run.bytes(&writer), as: UTF8.self)
        let full = text.components(separatedBy: "class=\"case full\"").count - 1
        #expect((5..<40).contains(full))
        let line = text.split(separator: "\n").first { $0.contains("id=\"c100\"") } ?? ""
        #expect(line.contains("status: expected 400, got 200") && line.contains("request and answer left out"), "\(line)")
    }

    @Test func `a long body is cut, and how much is said`() {
        let body = Array(String(repeating: "0123456789\n", count: 100_000).utf8)
        let exchange = RecordedExchange(
            step: nil, request: Request(method: "GET", path: "/"), reply: Reply(response: Response(status: 200, body: body)))
        let page = page(.failed(exchanges: [exchange]))
        #expect(page.utf8.count < 64_000)
        #expect(page.contains("more lines, 1083616 more bytes)"))
    }

    /// The library's own escaping leaves a quote with an accent as it is.
    @Test func `a quote with an accent does not end an attribute`() {
        let template = HTMLTemplate(Array("<p title=\"{{a}}\">{{#b}}{{.}}{{/b}}</p>".utf8))
        var output: [UInt8] = []
        template.render(["a": "\"\u{301} onclick=x", "b": ["<\u{301}b>", "&\u{301}lt;"]], into: &output)
        #expect(
            String(decoding: output, as: UTF8.self).utf8.elementsEqual(
                "<p title=\"&quot;\u{301} onclick=x\">&lt;\u{301}b&gt;&amp;\u{301}lt;</p>".utf8))
    }
}
