import AssayCore
import Testing

@testable import AssayCommands

struct SelectorTests {
    private static let overflow = ScenarioID(suite: "export/range", name: "overflow")

    @Test(arguments: [
        ("export/range/overflow[a-day]", true),
        ("export/range/overflow", true),
        ("export/range", true),
        ("export/range/", true),
        ("export", true),
        ("export/range/over", false),
        ("export/rang", false),
        ("export/range/overflow[a", false),
        ("export/range/overflow[a-days]", false),
        ("xport/range", false),
        ("", false),
        ("/", false),
    ])
    func `a selector is an id or its beginning up to a slash or bracket`(text: String, isCovered: Bool) {
        let selector = Selector(text) { _ in nil }
        let id = CaseID(scenario: Self.overflow, example: "a-day")
        #expect(selector.covers(id) == isCovered)
        #expect(!isCovered || selector.mayCover(suite: "export/range"))
    }

    @Test func `a path takes the file, or all below the folder`() {
        let file = Selector("range.yaml") { "specs/\($0)" }
        #expect(file.covers(file: "specs/range.yaml"))
        #expect(!file.covers(file: "specs/range.yaml2"))
        let folder = Selector("reports") { "specs/\($0)" }
        #expect(folder.covers(file: "specs/reports/a/range.yaml"))
        #expect(!folder.covers(file: "specs/reports2/range.yaml"))
    }

    @Test func `a number after a colon is a line only behind a file`() {
        let known = Selector("range.yaml:31") { $0 == "range.yaml" ? "specs/range.yaml" : nil }
        #expect(known.path == "specs/range.yaml")
        #expect(known.line == 31)
        let unknown = Selector("range:31") { _ in nil }
        #expect(unknown.path == nil)
        #expect(unknown.line == nil)
    }

    private static let text = """
        assay: 1
        scenarios:
          - id: first
            expect: {}
          # between
          - title: named later
            steps:
              - id: a-step
            id: second
            expect: {}
        """

    @Test(arguments: [(1, nil), (3, 0), (4, 0), (6, 1), (7, 1), (9, 1), (10, 1), (99, 1)])
    func `the scenario on a line begins at its dash`(line: Int, expected: Int?) {
        let file = SourceFile(path: "specs/a.yaml", text: Self.text)
        let scenarios = [
            scenario("first", SourceRange(line: 3, column: 9), file), scenario("second", SourceRange(line: 9, column: 9), file),
        ]
        #expect(indexOfScenario(atLine: line, among: scenarios) == expected)
    }

    @Test func `tags and clauses narrow what selectors choose`() throws {
        let file = SourceFile(path: "specs/a.yaml", text: Self.text)
        let first = scenario("first", SourceRange(line: 3, column: 9), file, tags: ["slow"], examples: ["x", "y", "z"])
        let second = scenario("second", SourceRange(line: 9, column: 9), file)
        func choice(_ selectors: [String], _ tags: String?) throws -> CaseSelection.Choice {
            CaseSelection(
                selectors: selectors.map { Selector($0) { _ in nil } }, tags: try tags.map { try TagExpression($0) }, clauses: []
            ).choice(in: "specs/a.yaml", suite: "a", [first, second])
        }
        #expect(try choice([], nil).cases == [0..<4])
        #expect(try choice([], "not slow").cases == [3..<4])
        #expect(try choice(["a/first[x]", "a/first[z]"], nil).cases == [0..<1, 2..<3])
        #expect(try choice(["a/first", "b"], "slow").foundSelectors == [0])
    }

    private func scenario(
        _ name: String, _ range: SourceRange, _ file: SourceFile, tags: [String] = [], examples: [String] = []
    ) -> Scenario {
        Scenario(
            id: ScenarioID(suite: "a", name: name), title: nil, about: nil, clauses: [], tags: tags, given: GivenTemplate(),
            variables: [], examples: examples.map { Example(name: $0, values: [], range: range) }, steps: [], skip: nil,
            onlyOn: [], file: file, range: range)
    }
}
