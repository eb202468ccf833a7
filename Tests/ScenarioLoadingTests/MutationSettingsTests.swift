import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct MutationSettingsTests {
    private func project(_ mutation: String) throws -> Project {
        try loadProject(
            SourceFile(path: "assay.yaml", text: "assay: 1\ntargets: {model: {model: m}}\nmutation:\n\(mutation)\n"))
    }

    @Test func `a project explains mutants and says what is to be reached`() throws {
        let settings = try project(
            """
              gates: [documented.must=100%, all >= 95%]
              explained:
                - {mutant: "answer:json-value /a", because: Nobody says.}
                - {mutant: slow, because: It is., target: model}
            """
        ).mutation
        #expect(settings.gates.map(\.text) == ["documented.must=100%", "all>=95%"])
        #expect(settings.explained.map(\.mutant) == ["answer:json-value /a", "slow"])
        #expect(settings.explained.map(\.because) == ["Nobody says.", "It is."])
        #expect(settings.explained.map(\.target) == [nil, "model"])
        #expect(settings.explained.map(\.range.start.line) == [6, 7])
    }

    @Test func `without a word of mutants nothing is explained`() throws {
        let settings = try loadProject(SourceFile(path: "assay.yaml", text: "assay: 1\n")).mutation
        #expect(settings.explained.isEmpty && settings.gates.isEmpty)
    }

    @Test func `what is wrong with it is shown with what to type`() {
        let text = MarkedText(
            """
            assay: 1
            targets: {model: {model: m}}
            mutation:
              1️⃣gate: []
              gates: [2️⃣al>=95%]
              explained:
                - {3️⃣mutant: a}
                - {mutant: b, because: c, target: 4️⃣modle}
                - {mutant: d, because: c}
                - {mutant: 5️⃣d, because: e}
            """)
        var found: [Diagnostic] = []
        do { _ = try loadProject(text.file) } catch { found = error.diagnostics }
        let expected: [ExpectedDiagnostic] = [
            .error("unknown-key", "1️⃣", "mutation key 'gate' is not known", fix: "did you mean 'gates'?"),
            .error(
                "bad-gate", "2️⃣", "'al' in 'al>=95%' is nothing that is counted",
                fix: "write all, model, policy, answer, must, documented.must, survived or false-alarms"),
            .error(
                "missing-key", "3️⃣", "the explained mutant has no 'because'", fix: "add 'because: the reason'"),
            .error("unknown-target", "4️⃣", "there is no target 'modle'", fix: "did you mean 'model'?"),
            .error("duplicate-mutant", "5️⃣", "'d' is explained already", fix: "remove one of the two"),
        ]
        #expect(text.departures(of: found, from: expected) == [])
    }
}
