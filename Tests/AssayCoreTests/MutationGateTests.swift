import Testing

@testable import AssayCore

/// Of six mutants three are killed, one survives, one is explained and one is void; besides, one of two that must survive is killed.
struct MutationGateTests {
    private let report: MutationReport

    init() throws {
        func clause(_ id: String, _ level: Clause.Level, _ origin: Clause.Origin) throws -> RunHeader.ClauseLine {
            RunHeader.ClauseLine(
                id: try #require(ClauseID(id)), level: level, origin: origin, section: nil, text: "", notTested: nil)
        }
        func result(_ id: String, _ kind: Mutant.Kind, _ fate: MutantResult.Fate, _ clauses: String...) -> MutantResult {
            MutantResult(Mutant(id: id, kind: kind, summary: "", clauses: clauses.compactMap { ClauseID($0) }), fate)
        }
        report = MutationReport(
            tool: "assay", target: "model", suiteHash: "0",
            clauses: [try clause("A", .must, .documented), try clause("B", .must, .chosen), try clause("C", .should, .chosen)],
            cases: 1, leftOut: [], isPartial: false, isComplete: false,
            results: [
                result("a", .model, .killed, "A", "B"), result("b", .model, .survived, "B"), result("c", .policy, .killed, "C"),
                result("d", .model, .explained, "C"), result("e", .model, .void, "C"), result("f", .answer, .killed),
                result("g", .surviving, .survived), result("h", .surviving, .killed),
            ])
    }

    @Test(arguments: [
        ("all>=75%", true, "3 of 4 (75%)"), ("all>=75.1%", false, "3 of 4 (75%)"), ("all=100%", false, "3 of 4 (75%)"),
        ("model=50%", true, "1 of 2 (50%)"), ("policy=100%", true, "1 of 1 (100%)"), ("answer=100%", true, "1 of 1 (100%)"),
        ("documented.must=100%", true, "1 of 1 (100%)"), ("must=50%", true, "1 of 2 (50%)"),
        ("chosen>=66%", true, "2 of 3 (66%)"),
        ("chosen>=67%", false, "2 of 3 (66%)"), ("should=100%", true, "1 of 1 (100%)"), ("may=100%", false, "none applies"),
        ("survived<=1", true, "1"), ("survived=0", false, "1"), ("false-alarms=0", false, "1"), ("false-alarms<2", true, "1"),
    ])
    func `a gate is met by what was killed among what was judged`(text: String, isMet: Bool, figure: String) throws {
        let outcome = try MutationGate(text).outcome(of: report)
        #expect(outcome.isMet == isMet)
        #expect(outcome.figure == figure)
    }

    @Test func `what is explained or void is no part of the score`() {
        let score = report.score()
        #expect((score.killed, score.survived, score.explained, score.void) == (3, 1, 1, 1))
        #expect(score.percentage == 75)
        #expect(report.score { $0.id == "d" }.percentage == nil)
    }

    @Test func `a score is rounded down`() {
        let mutant = Mutant(id: "x", kind: .model, summary: "")
        let results = Array(repeating: MutantResult(mutant, .killed), count: 999) + [MutantResult(mutant, .survived)]
        #expect(MutationScore(of: results).percentage == 99)
    }

    @Test(arguments: ["", "all", "al>=95%", "surviving=100%", "documented.most=1%", "survived=5%", "all>=101%", "all>=1.5"])
    func `what is no gate is refused`(text: String) {
        #expect(throws: Gate.Invalid.self) { try MutationGate(text) }
    }
}
