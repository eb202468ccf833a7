import AssayCore
import ScenarioLoading
import TestSupport
import Testing

/// A specification with the clauses.
func smallSpecification() throws -> Specification {
    try loadSpecification(
        SourceFile(
            path: "spec.yaml",
            text: """
                assay: 1
                specification: small
                clauses:
                  - {id: A-1, level: must, origin: documented, text: One.}
                  - {id: A-2, level: should, origin: chosen, text: Two., because: Why not.}
                """))
}

func load(_ file: SourceFile) throws -> SuiteFile {
    try loadSuite(
        file, named: "small/suite",
        in: LoadingContext(specifications: [try smallSpecification()], targets: ["model"], inputs: ["messages"]))
}

/// Loads a suite file and returns what it says.
func loaded(_ text: String) throws -> SuiteFile {
    do {
        return try load(SourceFile(path: "test.yaml", text: text))
    } catch let invalid as InvalidInput {
        Issue.record("\(invalid.diagnostics.map { $0.rendered() }.joined())")
        throw invalid
    }
}

/// Loads a suite of one scenario, given as the lines below `- id: one`.
func loadedScenario(_ lines: String) throws -> Scenario {
    try #require(try loaded(suite(lines)).scenarios.first)
}

func suite(_ lines: String) -> String {
    "assay: 1\nscenarios:\n  - id: one\n"
        + lines.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)\n" }.joined()
}

/// Loads the marked text as a suite file and compares everything that is said about it.
func expectDiagnostics(
    _ marked: String, _ expected: [ExpectedDiagnostic], sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = MarkedText(marked)
    var found: [Diagnostic] = []
    do {
        _ = try load(text.file)
    } catch let invalid as InvalidInput {
        found = invalid.diagnostics
    } catch {
        Issue.record(error, sourceLocation: sourceLocation)
    }
    #expect(text.departures(of: found, from: expected) == [], sourceLocation: sourceLocation)
}

/// As `expectDiagnostics`, for the lines of one scenario that is complete but for the fault.
func expectDiagnostics(
    inScenario lines: String, _ expected: [ExpectedDiagnostic], sourceLocation: SourceLocation = #_sourceLocation
) {
    expectDiagnostics(suite(lines), expected, sourceLocation: sourceLocation)
}
