import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct ProjectTests {
    private func departures(_ marked: String, _ expected: [ExpectedDiagnostic], loading load: (SourceFile) throws -> Void)
        -> [String]
    {
        let text = MarkedText(marked)
        do {
            try load(text.file)
            return text.departures(of: [], from: expected)
        } catch let invalid as InvalidInput {
            return text.departures(of: invalid.diagnostics, from: expected)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `a project names its folders and targets`() throws {
        let project = try loadProject(
            SourceFile(
                path: "assay.yaml",
                text: """
                    assay: 1
                    specs: my/specs
                    golden: my/golden
                    default_target: m
                    targets:
                      m: {model: message-reports, headers: {Authorization: Bearer k}, policy: {window: both_included}}
                    """))
        #expect(project.specs == "my/specs")
        #expect(project.golden == "my/golden")
        #expect(project.defaultTarget == "m")
        #expect(project.targets.map(\.model) == ["message-reports"])
        #expect(project.targets[0].headers.map(\.name) == ["Authorization"])
        #expect(project.targets[0].policy.map { outline($0.value) } == ["'both_included'"])
    }

    @Test func `a project's faults are shown with what to type`() {
        let found = departures(
            """
            1️⃣assy: 1
            default_target: 2️⃣modle
            targets:
              model: {model: x}
              3️⃣bare: {headers: {}}
            """,
            [
                .error(
                    "missing-key", "1️⃣", "the key 'assay' is missing, which gives the format's version",
                    fix: "start with 'assay: 1'"),
                .error("unknown-key", "1️⃣", "project key 'assy' is not known", fix: "did you mean 'assay'?"),
                .error("unknown-target", "2️⃣", "there is no target 'modle'", fix: "did you mean 'model'?"),
                .error("missing-key", "3️⃣", "the target 'bare' does not say what it is", fix: "add 'model: NAME' or 'url: ..'"),
            ]
        ) { _ = try loadProject($0) }
        #expect(found == [])
    }

    @Test(arguments: [
        ("", "empty-file"), ("- 1", "wrong-kind"), ("assay: 2", "version"), ("assay: '1'", "version"), ("a: [", "yaml-syntax"),
    ])
    func `a file that is no project is refused`(text: String, id: String) {
        let invalid = #expect(throws: InvalidInput.self) { _ = try loadProject(SourceFile(path: "assay.yaml", text: text)) }
        #expect(invalid?.diagnostics.first?.id == id)
    }

    @Test func `where a project names its folders is kept`() throws {
        let text = MarkedText("assay: 1\nspecs: 1️⃣a\ngolden: 2️⃣b\n")
        let project = try loadProject(text.file)
        #expect(project.specsRange?.start == text.place("1️⃣"))
        #expect(project.goldenRange?.start == text.place("2️⃣"))
        #expect(try loadProject(SourceFile(path: "assay.yaml", text: "assay: 1\n")).specsRange == nil)
    }

    @Test(arguments: [
        ("specs: 1️⃣\"\"", "wrong-kind"), ("targets: {1️⃣\"\": {model: x}}", "bad-name"),
        ("targets: {1️⃣a b: {model: x}}", "bad-name"), ("targets: {m: {model: x, headers: {1️⃣A B: x}}}", "bad-header"),
        ("targets: {m: {model: x, headers: {A: 1️⃣!time clock}}}", "not-a-setting"),
        ("targets: {m: {model: x, headers: {A: 1️⃣!file a.txt}}}", "not-a-setting"),
        ("targets: {m: {model: x, headers: {A: 1️⃣{b: c}}}}", "wrong-kind"),
        ("targets: {m: {model: x, policy: {a: 1️⃣\"${secret:K}\"}}}", "not-a-setting"),
    ])
    func `what could fail in a target is shown at its place`(line: String, id: String) {
        let marked = MarkedText("assay: 1\n\(line)\n")
        let invalid = #expect(throws: InvalidInput.self) { _ = try loadProject(marked.file) }
        #expect(invalid?.diagnostics.first?.id == id)
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }

    @Test func `a header of a target may name environment variables`() throws {
        let text =
            "assay: 1\ntargets: {m: {model: x, headers: {A: \"Bearer ${secret:K}\", B: !base64 \"${env:U}\", C: [a, \"${run:id}\"], D: !absent }}}"
        #expect(try loadProject(SourceFile(path: "assay.yaml", text: text)).targets[0].headers.count == 4)
    }

    @Test func `a clause has an id, a level, an origin and a text`() {
        let found = departures(
            """
            assay: 1
            specification: s
            clauses:
              - {1️⃣id: A}
              - {id: B, level: 2️⃣shall, origin: 3️⃣rumour, text: T}
              - {id: 4️⃣9, level: must, origin: chosen, text: T}
              - {id: 5️⃣C, level: must, origin: chosen, text: T}
              - {id: 6️⃣C, level: must, origin: chosen, text: T}
            """,
            [
                .error("missing-key", "1️⃣", "the clause has no 'level'", fix: "add 'level: ..'"),
                .error("missing-key", "1️⃣", "the clause has no 'origin'", fix: "add 'origin: ..'"),
                .error("missing-key", "1️⃣", "the clause has no 'text'", fix: "add 'text: ..'"),
                .error("unknown-value", "2️⃣", "level 'shall' is not known", fix: "use one of must, should, may"),
                .error("unknown-value", "3️⃣", "origin 'rumour' is not known", fix: "use one of documented, inferred, chosen"),
                .error(
                    "bad-id", "4️⃣", "'9' is not a clause's id",
                    fix: "use letters, digits, '-', '_' and '.', as in RANGE-MAX or RANGE-MAX~2"),
                .error("duplicate-clause", "6️⃣", "the clause 'C' is defined twice", notes: [("5️⃣", "first defined here")]),
            ]
        ) { _ = try loadSpecification($0) }
        #expect(found == [])
    }

    @Test func `what may stand beside a value is said of every value, in values that there are`() {
        let found = departures(
            """
            assay: 1
            specification: s
            clauses: [{id: A, level: must, origin: chosen, text: T}]
            operations:
              export:
                method: GET
                path: /
                parameters:
                  - {name: channel, in: query, type: enum, values: [S, E, P]}
                  - {name: status, in: query, type: list, values: [SENT, READ]}
                  - {name: size, in: query, type: integer}
                relations:
                  - status: {by: channel, values: 1️⃣{S: [SENT, 2️⃣RAED], E: [], 3️⃣W: [READ]}}
                  - status: {by: 4️⃣size, values: {S: [SENT]}}
                  - size: {by: channel, values: 5️⃣{S: [1], E: [], P: []}}
                  - status: {by: 6️⃣channel}
                  - status: {values: 7️⃣{S: [SENT]}}
            """,
            [
                .error(
                    "missing-key", "1️⃣", "nothing is said of 'status' beside 'channel' P", fix: "add 'P: [..]'"),
                .error("unknown-value", "2️⃣", "'RAED' is no value of 'status'", fix: "did you mean 'READ'?"),
                .error("unknown-value", "3️⃣", "'W' is no value of 'channel'"),
                .error("wrong-kind", "4️⃣", "'by' must name an enum, and 'size' is integer"),
                .error("wrong-kind", "5️⃣", "'values' are of an enum or a list, and 'size' is neither"),
                .error("missing-key", "6️⃣", "'by' has no 'values'", fix: "add 'values: {VALUE: [..]}'"),
                .error("missing-key", "7️⃣", "'values' depend on another parameter", fix: "add 'by: NAME'"),
            ]
        ) { _ = try loadSpecification($0) }
        #expect(found == [])
    }

    @Test func `relations are between parameters of the operation and cite clauses of the specification`() {
        let found = departures(
            """
            assay: 1
            specification: s
            clauses: [{id: A, level: must, origin: chosen, text: T}]
            operations:
              export:
                method: GET
                path: /
                parameters: [{name: from, in: query, type: timestamp}, {name: to, in: 1️⃣qery, type: timestamp}]
                relations: [{clause: 2️⃣B, 3️⃣too: {after: from}}, {clause: A, to: {4️⃣behind: from}}]
            """,
            [
                .error("unknown-value", "1️⃣", "in 'qery' is not known", fix: "did you mean 'query'?"),
                .error("unknown-clause", "2️⃣", "there is no clause 'B'"),
                .error(
                    "unknown-parameter", "3️⃣", "the relation is about 'too', which is no parameter of the operation",
                    fix: "did you mean 'to'?"),
                .error(
                    "unknown-key", "4️⃣", "relation key 'behind' is not known",
                    fix: "known here: after, before, at_most, at_least, past, requires, excludes, by, values"),
            ]
        ) { _ = try loadSpecification($0) }
        #expect(found == [])
    }
}
