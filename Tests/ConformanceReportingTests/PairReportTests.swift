import AssayCore
import Testing

@testable import ConformanceReporting

struct PairReportTests {
    private func value(_ actual: String, due: String = "400", note: String? = nil) -> Difference {
        Difference(.value, at: .whole, expected: due, actual: actual, note: note)
    }

    private func result(_ checks: CheckResult..., name: String = "one") -> CaseResult {
        .sample(name, checks.allSatisfy(\.holds) ? .passed : .failed, checks: checks)
    }

    private func pair(_ first: CaseResult, _ second: CaseResult) -> CasePair { CasePair(first, second, names: ("model", "live")) }

    private func report(_ format: PairReportFormat, _ pairs: [CasePair]) -> String {
        var writer = format.writer(style: TextStyle())
        var output: [UInt8] = []
        var tally = PairTally(planned: pairs.count)
        writer.begin(PairRun(names: ("model", "live"), header: .sample(cases: pairs.count)), into: &output)
        for pair in pairs {
            tally.add(pair)
            writer.add(pair, into: &output)
        }
        writer.finish(tally, into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func `a check speaks against whoever departs, and against the expectation where both answer alike`() {
        let holds = result(.holding())
        let (other, alike, third) = (
            result(.failing("status", value("200"))), result(.failing("status", value("200"))),
            result(.failing("status", value("500")))
        )
        #expect(pair(holds, holds).blames.isEmpty)
        #expect(pair(holds, other).blames == [.second])
        #expect(pair(other, holds).blames == [.first])
        #expect(pair(other, alike).blames == [.expectation])
        #expect(pair(other, third).blames == [.both])
    }

    @Test func `answers that depart in another number of places are not alike`() {
        let few = result(.failing("csv", value("a"), count: 200))
        let many = result(.failing("csv", value("a"), count: 300))
        #expect(pair(few, many).blames == [.both])
    }

    @Test func `checks are those of the same step and subject, and one that was made on one side counts`() {
        let first = result(.failing("status", step: "a", value("1")), .holding("json"))
        let second = result(.failing("status", step: "b", value("1")), .holding("json"))
        let found = pair(first, second)
        #expect(found.checks.map(\.blame) == [.first, .nobody, .second])
    }

    @Test(arguments: [Verdict.errored, .skipped, .inapplicable, .known])
    func `what was not judged on both is said, and blames nobody`(verdict: Verdict) {
        let found = pair(result(.failing("status", value("1"))), .sample("one", verdict, reason: "why"))
        #expect(found.obstacle == "live: \(verdict.rawValue), why")
        #expect(found.checks.isEmpty)
        var tally = PairTally(planned: 0)
        tally.add(found)
        #expect((tally.unjudged, tally.agreed, tally.errored) == (1, 0, verdict == .errored ? 1 : 0))
    }

    @Test func `each place is laid out with what is due and what either gave`() {
        let first = result(
            .failing(
                "json", Difference(.value, at: .json("/a"), expected: "1", actual: "2"),
                Difference(.missing, at: .json("/b"), expected: "3")))
        let second = result(.failing("json", Difference(.value, at: .json("/a"), expected: "1", actual: "4")))
        let text = report(.text, [pair(first, second)])
        #expect(
            text.contains(
                """
                DIFFER export/range/one
                  specs/message-reports/range.yaml:31:15  json
                    /a
                      due    1
                      model  2
                      live   4
                    /b
                      due    3
                      model  nothing
                      live   as due
                    speaks against model and live, each in its own way
                """))
        #expect(text.hasSuffix("1 case: 0 as due on both, 1 against both\n"))
    }

    @Test func `only what departs is listed`() {
        let text = report(.text, [pair(result(.holding()), result(.holding()))])
        #expect(text == "assay 0.1.0: 1 case on 'model' and 'live', suite 0123456789abcdef\n1 case: 1 as due on both\n")
    }

    @Test func `nothing in the page is taken for markup`() {
        let hostile = "</td><script>alert(1)</script>&\u{1B}[31m\u{202E}"
        let page = report(
            .html, [pair(result(.holding("json")), result(.failing("json", value(hostile, due: hostile, note: hostile))))])
        #expect(!page.contains("<script"))
        #expect(!page.contains("\u{1B}") && !page.contains("\u{202E}"))
        #expect(page.contains("&lt;/td&gt;&lt;script&gt;"))
        #expect(page.contains("speaks against live"))
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        for loading in ["src=", "href=", "url(", "@import"] { #expect(!page.contains(loading)) }
    }

    @Test(
        .enabled(
            if: OutsideReadersTests.python != nil && OutsideReadersTests.hasJSONSchema,
            "python3 with jsonschema 4 is not installed"))
    func `each line for programs is valid against its schema`() throws {
        let pairs = [
            pair(result(.holding()), result(.holding())),
            pair(result(.holding()), result(.failing("status", value("\u{0}\u{FFFD}")))),
            pair(result(.failing("csv", step: "a", value("1"))), .sample("two", .errored, reason: "refused")),
        ]
        let schema = OutsideTool.project + "/docs/schemas/compare-1.json"
        let (code, output) = try #require(OutsideReadersTests.python).run(
            ["-c", OutsideReadersTests.validation, schema], input: Array(report(.json, pairs).utf8))
        #expect(code == 0, "\(output)")
    }
}
