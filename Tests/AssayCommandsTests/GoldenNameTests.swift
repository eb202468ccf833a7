import AssayCore
import Testing

@testable import AssayCommands

struct GoldenNameTests {
    private let range = SourceRange(line: 1, column: 1)

    private func name(_ shape: Template.Shape, columns: [(String, String)]) -> GoldenName {
        let file = SourceFile(path: "specs/a.yaml", text: "")
        let values = columns.map { Template.Member(name: $0.0, nameRange: range, value: Template(.string($0.1), at: range)) }
        let example = Example(name: "row", values: values, range: range)
        let scenario = Scenario(
            id: ScenarioID(suite: "a", name: "b"), title: nil, about: nil, clauses: [], tags: [], given: GivenTemplate(),
            variables: [], examples: [example], steps: [], skip: nil, onlyOn: [], file: file, range: range)
        return GoldenName(of: Template(shape, at: range), in: ScenarioCase(scenario: scenario, example: example))
    }

    @Test func `a golden's path takes in the example's columns`() {
        let path = name(.interpolated([.literal("a/"), .reference(.name("x")), .literal(".json")]), columns: [("x", "1")])
        #expect(path.path == "a/1.json")
    }

    @Test func `a capture in a golden's path stands for anything`() {
        let open = name(.interpolated([.literal("a/"), .reference(.name("x")), .literal(".json")]), columns: [])
        #expect(open.path == nil)
        #expect(open.matches("a/77.json"))
        #expect(!open.matches("b/77.json"))
        #expect(!open.matches("a/77.csv"))
        #expect(!open.matches("a/.jso"))
    }
}
