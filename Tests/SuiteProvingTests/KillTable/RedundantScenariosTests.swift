import AssayCore
import Testing

@testable import SuiteProving

private func id(_ name: String, _ example: String? = nil) -> CaseID {
    CaseID(scenario: ScenarioID(suite: "s", name: name), example: example)
}

private func killed(_ kind: Mutant.Kind = .model, _ cases: CaseID...) -> MutantResult {
    MutantResult(
        Mutant(id: "m", kind: kind, summary: ""), cases.isEmpty ? .survived : .killed,
        kills: cases.map { Kill(id: $0, clauses: []) })
}

@Test func `a scenario is needed when some mutant is noticed by no other`() {
    let results = [killed(.model, id("a"), id("b")), killed(.answer, id("b")), killed(.policy)]
    let redundant = redundantScenarios(results, among: [id("a"), id("b"), id("c")])
    #expect(redundant.map(\.id.name) == ["a", "c"])
    #expect(redundant.map(\.kills) == [1, 0])
}

@Test func `examples of one scenario stand for each other`() {
    let results = [killed(.model, id("a", "one"), id("a", "two"))]
    #expect(redundantScenarios(results, among: [id("a", "one"), id("a", "two")]).isEmpty)
}

@Test func `false alarms make no scenario needed`() {
    let redundant = redundantScenarios([killed(.surviving, id("a"))], among: [id("a")])
    #expect(redundant.map(\.kills) == [0])
}
