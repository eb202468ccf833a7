import AssayCore
import Testing

@testable import ConformanceReporting

struct MutationReportTests {
    private static let hostile = "</td><script>alert(1)</script>&\u{1B}[31m\u{202E}"

    private static func id(_ name: String) -> CaseID { CaseID(scenario: ScenarioID(suite: "export/range", name: name)) }

    private static func clause(_ id: String) -> [ClauseID] { ClauseID(id).map { [$0] } ?? [] }

    private static func mutant(_ id: String, _ kind: Mutant.Kind = .model, _ summary: String = "a fault") -> Mutant {
        Mutant(id: id, kind: kind, summary: summary, clauses: kind == .answer ? [] : clause("RANGE-MAX"))
    }

    private static func kill(_ name: String, _ text: String = "200") -> Kill {
        Kill(
            id: id(name), check: "status", clauses: clause("RANGE-MAX"),
            difference: Difference(.value, at: .whole, expected: "400", actual: text),
            place: SourcePlace(path: "specs/range.yaml", range: SourceRange(line: 31, column: 15), line: "status: 400"))
    }

    private func report(_ results: [MutantResult], gates: [String] = [], redundant: [String]? = nil) throws -> MutationReport {
        var report = MutationReport(
            tool: "assay 0.1.0", target: "model", suiteHash: "0123456789abcdef", clauses: [.sample("RANGE-MAX")], cases: 3,
            leftOut: [.init(id: Self.id("broken"), reason: "it failed without any mutant")], isPartial: false,
            isComplete: redundant != nil, results: results,
            redundant: redundant?.map { .init(id: Self.id($0).scenario, kills: 2) })
        for gate in gates { report.gates.append(try MutationGate(gate).outcome(of: report)) }
        return report
    }

    private var everyFate: [MutantResult] {
        [
            MutantResult(Self.mutant("range-not-checked"), .killed, kills: [Self.kill("long"), Self.kill("longer")], hosts: 2),
            MutantResult(
                Self.mutant("subject-misspelt"), .survived, hosts: 3, changed: 2,
                unnoticed: UnnoticedChange(
                    id: Self.id("month"), step: "first", place: "mail 1 subject", before: "Report", after: "Raport")),
            MutantResult(Self.mutant("policy.window=closed", .policy), .survived, hosts: 3, changed: 0),
            MutantResult(Self.mutant("odd"), .explained, because: "Nobody says."),
            MutantResult(Self.mutant("breaks-down"), .void),
            MutantResult(
                Self.mutant("answer:status", .answer), .survived, hosts: 1,
                unnoticed: UnnoticedChange(
                    id: Self.id("month"), step: nil, place: "status", before: "200", after: "201",
                    clauses: Self.clause("RANGE-MAX"))),
            MutantResult(Self.mutant("surviving:json-order", .surviving), .survived, hosts: 3),
            MutantResult(Self.mutant("surviving:other-ids", .surviving), .killed, kills: [Self.kill("month")], hosts: 3),
        ]
    }

    private func text(_ report: MutationReport, verbose: Bool = false) -> String {
        String(decoding: MutationReportFormat.text.rendered(report, style: TextStyle(verbose: verbose)), as: UTF8.self)
    }

    @Test func `the text tells who survived first, then the figures`() throws {
        let text = text(try report(everyFate, gates: ["all>=95%", "model>=50%"]))
        #expect(
            text == """
                assay 0.1.0: 8 mutants of 'model', 3 cases, suite 0123456789abcdef

                LEFT OUT export/range/broken: it failed without any mutant

                SURVIVED subject-misspelt
                  a fault
                  breaks RANGE-MAX
                  2 of 3 cases get another answer, and no check looks there
                  a check for RANGE-MAX would notice it: export/range/month, step 'first', mail 1 subject
                    before  Report
                    after   Raport

                SURVIVED policy.window=closed
                  a fault
                  breaks RANGE-MAX
                  no answer of 3 cases is another with it: a scenario of RANGE-MAX is missing that shows it

                SURVIVED answer:status
                  a fault
                  a check for RANGE-MAX would notice it: export/range/month, status
                    before  200
                    after   201

                FALSE ALARM surviving:other-ids
                  a fault
                  noticed by export/range/month (specs/range.yaml:31): status: expected 400, got 200

                EXPLAINED odd: Nobody says.
                VOID (no case can be brought there): breaks-down

                kind    killed  survived  explained  void  score
                model        1         1          1     1    50%
                policy       -         1          -     -     0%
                answer       -         1          -     -     0%
                all          1         3          1     1    25%

                clauses          killed  survived  explained  void  score
                documented must       1         2          1     1    33%

                clause     killed  survived  explained  void  score
                RANGE-MAX       1         2          1     1    33%

                2 mutants that must survive: 1 false alarm

                gate all>=95%: missed, 1 of 4 (25%)
                gate model>=50%: met, 1 of 2 (50%)

                """)
    }

    @Test func `in full, the text names who noticed each, and who notices nothing alone`() throws {
        let text = text(try report(everyFate, redundant: ["longer", "month"]), verbose: true)
        #expect(
            text.contains(
                """
                KILLED range-not-checked
                  by export/range/long (specs/range.yaml:31): status: expected 400, got 200, and by 1 more
                """))
        #expect(
            text.contains(
                """
                2 scenarios kill no mutant that no other kills
                  export/range/longer (2 mutants)
                """))
    }

    @Test func `of a part of the suite, what it shows nothing of is counted`() throws {
        let hidden = (1...6).map { MutantResult(Self.mutant("m-\($0)"), .survived, hosts: 3, changed: 0) }
        var report = try report(everyFate + hidden)
        report.isPartial = true
        let line = "SURVIVED 7 other mutants with which no chosen case gets another answer; --verbose names them\n"
        #expect(text(report).contains(line))
        #expect(text(report).contains("SURVIVED subject-misspelt\n") && !text(report).contains("SURVIVED m-1\n"))
        #expect(text(report, verbose: true).contains("SURVIVED m-1\n"))
        report.isPartial = false
        #expect(text(report).contains("SURVIVED m-1\n"))
    }

    @Test func `nothing in the page is taken for markup, and nothing is loaded`() throws {
        let hostile = Self.hostile
        let page = String(
            decoding: MutationReportFormat.html.rendered(
                try report([
                    MutantResult(
                        Self.mutant("answer:csv-cell \(hostile)", .answer, hostile), .killed, kills: [Self.kill("a", hostile)]),
                    MutantResult(
                        Self.mutant("b", .model, hostile), .survived, changed: 1,
                        unnoticed: UnnoticedChange(
                            id: Self.id("b"), step: hostile, place: hostile, before: hostile, after: hostile)),
                    MutantResult(Self.mutant("c"), .explained, because: hostile),
                ]), style: TextStyle()), as: UTF8.self)
        #expect(!page.contains("<script") && !page.contains("\u{1B}") && !page.contains("\u{202E}"))
        #expect(page.contains("&lt;/td&gt;&lt;script&gt;"))
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        let links = page.replacing("href=\"#", with: "")
        for loading in ["src=", "href=", "url(", "@import"] { #expect(!links.contains(loading)) }
    }

    @Test func `the page has every mutant`() throws {
        let page = String(
            decoding: MutationReportFormat.html.rendered(
                try report(everyFate, gates: ["all>=95%"], redundant: ["longer"]), style: TextStyle()), as: UTF8.self)
        for result in everyFate where result.mutant.id != "surviving:json-order" {
            #expect(page.contains(result.mutant.id), "\(result.mutant.id)")
        }
        #expect(page.contains("gate all&gt;=95%: <strong class=\"bad\">missed</strong>, 1 of 4 (25%)"))
        #expect(page.contains("<strong>1 of 4 mutants noticed (25%)</strong>"))
        #expect(page.contains("1 of 2 mutants that must survive did."))
    }

    @Test(
        .enabled(
            if: OutsideReadersTests.python != nil && OutsideReadersTests.hasJSONSchema,
            "python3 with jsonschema 4 is not installed"))
    func `the report for programs is valid against its schema`() throws {
        let schema = OutsideTool.project + "/docs/schemas/mutation-1.json"
        for report in [
            try report(everyFate, gates: ["all>=95%"]), try report(everyFate, redundant: ["longer"]), try report([]),
        ] {
            let (code, output) = try #require(OutsideReadersTests.python).run(
                ["-c", OutsideReadersTests.validation, schema],
                input: MutationReportFormat.json.rendered(report, style: TextStyle()))
            #expect(code == 0, "\(output)")
        }
    }
}
