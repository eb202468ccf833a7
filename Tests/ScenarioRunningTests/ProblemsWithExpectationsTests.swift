import AssayCore
import ScenarioRunning
import Testing

struct ProblemsWithExpectationsTests {
    private func problems(_ expect: AssayCore.Expectation) -> [String] {
        problems(withExpectationsOf: Scene(expect: expect).scenario)
    }

    private func problems(withExpectationsOf scenario: Scenario) -> [String] {
        ScenarioRunning.problems(withExpectationsOf: scenario).map { "\($0.id) \($0.range?.start.line ?? 0): \($0.message)" }
    }

    private static let table = TableExpectation(
        rows: .rows([["A", "B"], [Template("1").on(9)]]), options: TableOptions())
    private static let keyed = TableExpectation(rows: .rows([["A"], ["1"]]), options: TableOptions(key: ["Z"]))

    @Test(
        arguments: [
            (Scene.expect(headers: [.of("A", nil)]), "bad-expectation 6: null cannot be expected of a text"),
            (Scene.expect(headers: [.of("A", [[1]])]), "bad-expectation 6: [1] cannot be expected of a text"),
            (Scene.expect(body: .json([.absent])), "bad-expectation 6: !absent and !optional are for the members of an object"),
            (Scene.expect(body: .text(["a"])), #"bad-expectation 6: ["a"] cannot be expected of a text"#),
            (
                Scene.expect(body: .json(.match(.length(-1)))), "bad-expectation 6: !length takes a whole number from 0 on"
            ),
            (Scene.expect(body: .csv(table)), "bad-expectation 9: this row has 1 field where the first has 2"),
            (
                Scene.expect(body: .csv(keyed)),
                "bad-expectation 7: key column 'Z' is not in the expected table: its columns are 'A'"
            ),
            (
                Scene.expect(checks: [ExtraCheck(.csv("A", is: [1]), clauses: nil, level: nil, range: Scene.at(9))]),
                "bad-expectation 6: [1] cannot be expected of a text"
            ),
            (
                Scene.expect(
                    body: .json([["id": 1], ["id": 1]]),
                    arrays: [ArrayRule(path: "$", manner: .keyed(["id"]), range: Scene.at(9))]),
                "bad-expectation 6: elements 1 and 2 have the same key: id 1"
            ),
            (
                Scene.expect(body: .json(.match(.keyed(key: ["id"], items: [["n": 1]])))),
                "bad-expectation 6: the element has no key: 'id' is missing"
            ),
        ] as [(AssayCore.Expectation, String)])
    func `an expectation that nothing can be compared with is found without running`(
        expect: AssayCore.Expectation, problem: String
    ) {
        #expect(problems(expect) == [problem])
    }

    @Test func `what can be compared, or depends on variables, has no problem`() {
        #expect(
            problems(
                Scene.expect(
                    status: [200, "2xx"], headers: [.of("A", ["x", .match(.any(nil))]), .of("B", .absent)],
                    body: .json(.name("x")))
            ).isEmpty)
    }
}
