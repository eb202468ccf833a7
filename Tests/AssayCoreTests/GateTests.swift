import Testing

@testable import AssayCore

/// A run over four clauses: two documented musts, of which one is violated, a chosen should that nobody tests, and a may with an
/// excuse.
struct GateTests {
    private let header: RunHeader
    private var summary: RunSummary

    init() throws {
        func clause(
            _ id: String, _ level: Clause.Level, _ origin: Clause.Origin, notTested: String? = nil
        ) throws -> RunHeader.ClauseLine {
            RunHeader.ClauseLine(
                id: try #require(ClauseID(id)), level: level, origin: origin, section: nil, text: "", notTested: notTested)
        }
        header = RunHeader(
            tool: "assay", target: "model", suiteHash: "0",
            specifications: [
                RunHeader.SpecificationLine(
                    name: "s", title: nil,
                    clauses: [
                        try clause("A", .must, .documented), try clause("B", .must, .documented),
                        try clause("C", .should, .chosen), try clause("D", .may, .inferred, notTested: "nobody knows"),
                        try clause("E", .must, .inferred),
                    ])
            ], options: [], isPartial: false, plannedCases: 5)
        summary = RunSummary(of: header)
        summary.add(try Self.result("a", .passed, "A", holds: true))
        summary.add(try Self.result("b", .failed, "B", holds: false))
        summary.add(try Self.result("c", .passed, "A", holds: true, attempts: 2))
        summary.add(try Self.result("d", .skipped, "A", holds: nil))
        summary.add(try Self.result("e", .inapplicable, "E", holds: nil))
    }

    static func result(
        _ name: String, _ verdict: Verdict, _ clause: String, holds: Bool?, level: Clause.Level = .must, attempts: Int = 1
    ) throws -> CaseResult {
        let clauses = [try #require(ClauseID(clause))]
        let checks = holds.map {
            [
                CheckResult(
                    subject: "status", step: nil, clauses: clauses, level: level, differences: [], differenceCount: $0 ? 0 : 1)
            ]
        }
        return CaseResult(
            id: CaseID(scenario: ScenarioID(suite: "s", name: name)), title: nil, verdict: verdict, clauses: clauses, tags: [],
            checks: checks ?? [], attempts: attempts)
    }

    @Test(arguments: [
        ("must=50%", true, "1 of 2 (50%)"), ("must=100%", false, "1 of 2 (50%)"), ("must >= 1", true, "1 of 2 (50%)"),
        ("documented.must>50%", false, "1 of 2 (50%)"), ("documented<=50.0%", true, "1 of 2 (50%)"),
        ("inferred.must=100%", false, "none applies"), ("should>=0", true, "0 of 1 (0%)"), ("untested=0", false, "1"),
        ("must.untested=0", true, "0"), ("chosen.should.untested=1", true, "1"), ("violated<1", false, "1"),
        ("may.untested=0", true, "0"), ("failed<=3", true, "1"), ("passed=50%", true, "2 of 4 (50%)"),
        ("skipped<=25%", true, "1 of 4 (25%)"), ("inapplicable=1", true, "1"), ("flaky=0", false, "1"), ("warned=0", true, "0"),
        ("known=0%", true, "0 of 4 (0%)"), ("conforming>=33.4%", false, "1 of 4 (25%)"),
    ])
    func `a gate is met or missed, with its figure`(text: String, isMet: Bool, figure: String) throws {
        let outcome = try Gate(text).outcome(of: header, summary)
        #expect((outcome.isMet, outcome.figure) == (isMet, figure))
    }

    @Test func `a percentage is exact`() throws {
        var summary = RunSummary(of: header)
        for number in 0..<1000 {
            summary.add(try Self.result("c\(number)", number == 0 ? .failed : .passed, "A", holds: number != 0))
        }
        #expect(try Gate("passed=99.9%").outcome(of: header, summary).isMet)
        #expect(try !Gate("passed>99.9%").outcome(of: header, summary).isMet)
        #expect(try !Gate("passed=100%").outcome(of: header, summary).isMet)
    }

    @Test(arguments: [
        "", "must", "=100%", "musty=1", "must=101%", "must=-1", "must=1.5", "must=%", "must=1.%", "untested", "must.documented=1",
        "must..untested=1", "must==1", "failed=1000000000000000000000",
    ])
    func `what is no gate is refused`(text: String) {
        #expect(throws: Gate.Invalid.self) { try Gate(text) }
    }

    // MARK: - What gates count

    @Test func `a check that should hold makes a warning of a must, and a violation of a should`() throws {
        var summary = RunSummary(of: header)
        summary.add(try Self.result("a", .passed, "A", holds: false, level: .should))
        summary.add(try Self.result("c", .passed, "C", holds: false, level: .should))
        #expect(summary.warned == 2)
        let (a, c) = (try #require(ClauseID("A")), try #require(ClauseID("C")))
        let must = try #require(summary.clauses[a])
        // A check of less weight is no evidence that the clause holds either.
        #expect((must.warned, must.failed, must.verdict) == (1, 0, .untested))
        let should = try #require(summary.clauses[c])
        #expect((should.warned, should.failed, should.verdict) == (0, 1, .violated))
    }

    @Test func `clauses are counted by how they fare, in parts of those that apply`() throws {
        let counts = ClauseCounts(of: header, in: summary)
        #expect((counts.conforming, counts.violated, counts.untested, counts.excused, counts.inapplicable) == (1, 1, 1, 1, 1))
        #expect((counts.applicable, counts.percentage) == (4, 25))
        #expect(ClauseCounts(of: header, in: RunSummary(of: header), level: .should).percentage == 0)
        #expect(ClauseCounts(of: header, in: summary, level: .must, origin: .inferred).percentage == nil)
    }
}
