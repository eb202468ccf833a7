import AssayCore
import ScenarioLoading
import Testing

@testable import CaseGeneration

struct GeneratedSuiteTests {
    private static let text = """
        given: {clock: 2015-07-01T00:00:00Z}
        parameters:
          - {name: id, in: path, type: string, examples: ["a/b c"]}
          - {name: "x-y", in: header, type: integer, required: true, min: 0, max: 5}
          - {name: note, in: body, type: string, examples: ['${x} "q" ü', "y\\n"], max_length: 30}
          - {name: n, in: body, type: number, min: 0.5}
        """

    private func suite(_ text: String = text) throws -> GeneratedSuite {
        var operation = try operation(
            text.replacing("in: path, type: string, examples: [\"a/b c\"]", with: "in: query, type: string"))
        if text == Self.text {
            operation = try #require(
                try loadSpecification(
                    SourceFile(
                        path: "spec.yaml",
                        text: """
                            assay: 1
                            specification: orders
                            clauses: [{id: A, level: must, origin: chosen, text: T}]
                            operations:
                              find:
                                method: POST
                                path: /orders/{id}
                                headers: {Accept: text/csv}
                                accepted:
                                  # what is due
                                  status: 200
                                  json: !partial
                                    a: !any string
                                refused: {status: 400}

                            """ + text.split(separator: "\n").map { "    \($0)\n" }.joined())
                ).operations.first)
        }
        return GeneratedSuite(of: operation, specification: "orders", suite: "orders", source: "spec.yaml")
    }

    private func load(_ text: String) throws -> SuiteFile {
        let specification = try loadSpecification(
            SourceFile(
                path: "spec.yaml",
                text: "assay: 1\nspecification: orders\nclauses: [{id: A, level: must, origin: chosen, text: T}]\n"))
        let context = LoadingContext(specifications: [specification], targets: [], inputs: [])
        return try loadSuite(SourceFile(path: "specs/orders/find.generated.yaml", text: text), named: "x", in: context)
    }

    @Test func `what is written loads, with the requests that were meant`() throws {
        let files = try suite().files(over: nil, edited: nil)
        let loaded = try load(files.generated)
        #expect(loaded.scenarios.count == files.scenarioCount && files.added.count == files.scenarioCount)
        #expect(files.edited == nil && files.moved == [] && files.removed == [])
        #expect(files.generated.contains("    path: \"/orders/a%2Fb%20c\"\n"))
        #expect(files.generated.contains("    headers: {Accept: text/csv, x-y: \"0\"}\n"))
        #expect(
            files.generated.contains(
                "    expect:\n      status: 200\n      json: !partial\n        a: !any string\n"))
        #expect(files.generated.contains(#"note: "$${x} \"q\" ü""#))
    }

    @Test func `written again it is the same, and nothing is new or gone`() throws {
        let first = try suite().files(over: nil, edited: nil)
        let second = try suite().files(over: first.generated, edited: nil)
        #expect(second.generated == first.generated)
        #expect(second.added == [] && second.removed == [] && second.moved == [])
    }

    @Test func `a scenario that was changed is moved as it is, and not generated again`() throws {
        let first = try suite().files(over: nil, edited: nil)
        let changed = first.generated.replacing("title: \"n of the body: below least\"", with: "title: Mine   # for a reason")
        #expect(changed != first.generated)
        let second = try suite().files(over: changed, edited: nil)
        #expect(second.moved == ["n-below-least"])
        let edited = try #require(second.edited)
        #expect(edited.contains("title: Mine   # for a reason\n") && !edited.contains("digest"))
        #expect(edited.contains("suite: orders/edited/find\n"))
        #expect(!second.generated.contains("id: n-below-least\n"))
        #expect(try load(edited).scenarios.count == 1)
        #expect(try load(second.generated).scenarios.count == first.scenarioCount - 1)
        // What stands there by then is left alone, and what comes later goes below.
        let mine = edited + "  # a word of mine\n"
        let again = second.generated.replacing("title: \"n of the body: a text\"", with: "title: Mine too")
        let third = try suite().files(over: again, edited: mine)
        #expect(third.moved == ["n-a-text"])
        #expect(third.edited?.hasPrefix(mine) == true)
        #expect(try load(try #require(third.edited)).scenarios.count == 2)
        let fourth = try suite().files(over: third.generated, edited: third.edited)
        #expect(fourth.generated == third.generated && fourth.edited == third.edited)
    }

    @Test(arguments: [
        ("    # digest: ", "    # a comment\n    # digest: "), ("    # digest: ", "    # digest: 0"),
        ("  - id: n-a-text\n", "  - id: n-a-text-of-mine\n"),
    ]) func `whatever is changed in a scenario counts, and is kept`(old: String, new: String) throws {
        let first = try suite().files(over: nil, edited: nil).generated
        let range = try #require(first.range(of: old, in: first.range(of: "  - id: n-a-text\n")?.lowerBound))
        var changed = first
        changed.replaceSubrange(range, with: new)
        let second = try suite().files(over: changed, edited: nil)
        #expect(second.moved.count == 1)
        if !new.contains("digest: 0") { #expect(second.edited?.contains(new.split(separator: "\n")[0]) == true) }
    }

    @Test func `a change above the scenarios is never lost`() throws {
        let first = try suite().files(over: nil, edited: nil).generated
        let changed = first.replacing("clock: 2015", with: "clock: 2016")
        let failure = #expect(throws: GenerationFailure.self) { try suite().files(over: changed, edited: nil) }
        #expect(failure?.message == "what stands above the scenarios was changed by hand, and would be lost")
        #expect(throws: GenerationFailure.self) { try suite().files(over: "assay: 1\nscenarios: []\n", edited: nil) }
    }

    @Test func `what is generated no more is said`() throws {
        let first = try suite().files(over: nil, edited: nil)
        let other = try suite("parameters: [{name: n, in: query, type: integer, min: 0}]")
        let second = try other.files(over: first.generated, edited: nil)
        #expect(
            Set(second.removed) == Set(first.added).subtracting(second.added + ["usual", "n-a-word", "n-empty", "n-below-least"]))
        #expect(second.removed.contains("x-y-above-most"))
    }
}

extension String {
    /// Where a text stands from a place on.
    fileprivate func range(of text: String, in start: Index?) -> Range<Index>? {
        guard let start else { return nil }
        return self[start...].firstRange(of: text)
    }

    fileprivate func range(of text: String) -> Range<Index>? { firstRange(of: text) }
}
