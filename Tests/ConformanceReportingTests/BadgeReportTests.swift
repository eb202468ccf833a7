import AssayCore
import Testing

@testable import ConformanceReporting

struct BadgeReportTests {
    static func badge(_ kind: RunKind) -> Badge { Badge(kind.run.header, kind.run.summary) }

    @Test(arguments: [
        (RunKind.passing, "must 1/1 \u{B7} 100%", Badge.Color.green), (.failing, "must 0/1 \u{B7} 0%", .red),
        (.known, "must 0/1 \u{B7} 0%", .yellow), (.missingGate, "must 1/1 \u{B7} 100%", .red),
        (.empty, "nothing checked", .grey),
    ])
    func `a whole run shows the figure of its most binding level`(kind: RunKind, message: String, color: Badge.Color) {
        #expect(Self.badge(kind).message == message)
        #expect(Self.badge(kind).color == color)
    }

    @Test(arguments: [RunKind.partial, .interrupted, .sharded])
    func `a run that is not whole earns no figure`(kind: RunKind) {
        #expect(Self.badge(kind).message == "partial")
        #expect(Self.badge(kind).color == .grey)
        for format in [ReportFormat.badge, .shields] {
            let text = kind.run.text(format)
            #expect(text.contains("partial"))
            #expect(!text.contains("%") && !text.contains("/1 "))
        }
    }

    @Test func `the part is rounded down`() {
        let clauses = (0..<200).map { RunHeader.ClauseLine.sample("C-\($0)") }
        let results = (0..<199).map { CaseResult.sample("case-\($0)", clauses: ["C-\($0)"]) }
        let run = SampleRun(header: .sample(clauses: clauses, cases: 199), results: results)
        #expect(Badge(run.header, run.summary).message == "must 199/200 \u{B7} 99%")
        #expect(Badge(run.header, run.summary).color == .yellow)
    }

    @Test func `without clauses the cases are counted`() {
        let header = RunHeader.sample(clauses: [], cases: 3)
        let run = SampleRun(header: header, results: [.sample("a"), .sample("b", .skipped), .sample("c", .inapplicable)])
        #expect(Badge(run.header, run.summary).message == "cases 1/2 \u{B7} 50%")
    }

    @Test func `the endpoint has what shields needs`() {
        #expect(
            RunKind.passing.run.text(.shields) == #"""
                {"schemaVersion":1,"label":"conformance","message":"must 1/1 · 100%","color":"2e7d32"}

                """#)
    }

    @Test(.enabled(if: OutsideReadersTests.xmllint != nil, "xmllint is not installed"), arguments: RunKind.allCases)
    func `the badge is a well-formed image with its text once as title and once to see`(kind: RunKind) throws {
        let xmllint = try #require(OutsideReadersTests.xmllint)
        let bytes = kind.run.bytes(.badge)
        #expect(try xmllint.run(["--noout", "--nonet", "-"], input: bytes).code == 0)
        let title = try xmllint.run(["--nonet", "--xpath", "string(/*/*[local-name()='title'])", "-"], input: bytes).output
        #expect(title == "conformance: \(Self.badge(kind).message)\n")
    }
}
