import Foundation
import Testing

/// `assay accept --known`: how the list of known failures follows what runs.
@Suite(.timeLimit(.minutes(3)), .enabled(if: AssayBinary.url != nil)) struct AcceptKnownTests {
    private static let list = "known-failures.yaml"

    /// A project of three cases, `a` and `b` of which state another status than the model gives.
    private func project(_ list: String = "assay: 1\nknown_failures: []\n", a: Int = 204, b: Int = 204) throws -> TemporaryFolder
    {
        let project = try TemporaryFolder()
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        try project.write("\(project.read("assay.yaml"))\nknown_failures: \(Self.list)\n", to: "assay.yaml")
        try project.write(list, to: Self.list)
        try write(a: a, b: b, in: project)
        return project
    }

    private func write(a: Int, b: Int, in project: TemporaryFolder) throws {
        try project.write(
            """
            assay: 1
            suite: s
            defaults:
              given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
              request: {method: GET, path: /nowhere}
            scenarios:
              - {id: a, expect: {status: \(a)}}
              - {id: b, examples: [{name: one}, {name: two}], expect: {status: \(b), headers: {X-Test: !matches \(b == 404 ? "''" : "x")}}}
              - {id: c, expect: {status: 404}}

            """.replacing(", headers: {X-Test: !matches ''}", with: ""), to: "specs/reports/s.yaml")
    }

    private func accept(_ arguments: String..., in project: TemporaryFolder) throws -> AssayBinary.Output {
        try AssayBinary.run(["accept", "--known"] + arguments, in: project.url)
    }

    @Test func `what fails is listed with its checks, and known from then on`() throws {
        let project = try project(
            "assay: 1\n# What we live with.\nknown_failures: []\n")
        let shown = try accept("--dry-run", "--reason", "It's the \"old\" server: slow", in: project)
        #expect(shown.exit == 0, "\(shown.errors)")
        #expect(shown.text.contains("+ s/a: status: expected 204, got 404\n"))
        #expect(shown.text.contains("to write: assay accept --known --reason"))
        #expect(try project.read(Self.list).hasSuffix("known_failures: []\n"))

        let written = try accept(
            "--all", "--reason", "It's the \"old\" server: slow", "--issue", "https://tracker.example/1#c", "--until",
            "2999-01-31",
            "--expect-changes", "5", in: project)
        #expect(written.exit == 0, "\(written.text)\(written.errors)")
        #expect(written.text.hasSuffix("known-failures.yaml: 5 added, 0 removed\n"))
        let text = try project.read(Self.list)
        #expect(
            text.hasPrefix(
                """
                assay: 1
                # What we live with.
                known_failures:
                  - scenario: s/a
                    target: model
                    check: status
                    message: got 404
                    because: "It's the \\"old\\" server: slow"
                    issue: "https://tracker.example/1#c"
                    until: "2999-01-31"
                  - scenario: "s/b[one]"

                """), "\(text)")
        let run = try AssayBinary.run(["run"], in: project.url)
        #expect(run.exit == 0 && run.text.contains("4 cases: 1 passed, 3 known"), "\(run.text)\(run.errors)")
        let again = try accept("--all", in: project)
        #expect(again.exit == 0 && again.text == "4 cases, 3 known to fail: the list is as it should be\n", "\(again.text)")
        #expect(try project.read(Self.list) == text)
    }

    @Test func `nothing is listed without a reason, what passes goes all the same`() throws {
        let list = """
            assay: 1
            known_failures:
              # stays: it is not about an entry
              - {scenario: s/gone, because: it is gone}
              - scenario: s/c   # mended
                because: it was broken

            """
        let project = try project(list, b: 404)
        let output = try accept("--all", in: project)
        #expect(output.exit == 1)
        #expect(output.errors.contains("1 failure is not listed: say why they are lived with, --reason TEXT"))
        #expect(
            output.text.contains("- s/gone: there is no such scenario (line 4)\n- s/c: it passed (line 5)\n"), "\(output.text)")
        #expect(try project.read(Self.list) == "assay: 1\nknown_failures: []\n  # stays: it is not about an entry\n")
        #expect(try AssayBinary.run(["run"], in: project.url).exit == 1)
    }

    @Test func `another failure and one whose time is over take the place of what was listed`() throws {
        let project = try project(
            """
            assay: 1
            known_failures:
              - {scenario: s/a, message: got 500, because: of the crash}
              - {scenario: "s/b[one]", until: 2001-01-01, because: of the rush}
              - {scenario: "s/b[two]", because: of a reason}

            """)
        let output = try accept("--all", "--reason", "of the new server", in: project)
        #expect(output.exit == 0, "\(output.text)\(output.errors)")
        let text = try project.read(Self.list)
        #expect(!text.contains("crash") && !text.contains("rush"))
        #expect(text.contains("  - {scenario: \"s/b[two]\", because: of a reason}\n"))
        #expect(try AssayBinary.run(["run"], in: project.url).exit == 0)
    }

    @Test func `an entry about several cases of which one passes is left to people`() throws {
        let list = "assay: 1\nknown_failures:\n  - {scenario: \"s/*\", count: 4, because: all of it}\n"
        let project = try project(list)
        let output = try accept("--all", "--reason", "x", in: project)
        #expect(output.exit == 1)
        #expect(output.text.contains("is about 4 cases, of which 1 passed: narrow it by hand"), "\(output.text)")
        #expect(try project.read(Self.list) == list)
    }

    @Test(arguments: [
        (
            "assay: 1\nknown_failures: [{scenario: s/c, because: x}]\n", ["--all"], 3,
            "write the list as lines that begin with '- '"
        ),
        ("assay: 1\nknown_failures: []\n", ["--all", "--reason", " "], 2, "--reason says nothing"),
        ("assay: 1\nknown_failures: []\n", ["--all", "--until", "2027-01-31"], 2, "what is listed needs a reason"),
        ("assay: 1\nknown_failures: []\n", ["--all", "--reason", "x", "--until", "soon"], 2, "takes a date such as 2027-01-31"),
        (
            "assay: 1\nknown_failures: []\n", ["--all", "--reason", "x", "--expect-changes", "2"], 1,
            "5 changes would be made where --expect-changes says 2"
        ),
    ]) func `what cannot be done changes nothing`(list: String, arguments: [String], exit: Int32, words: String) throws {
        let project = try project(list)
        let output = try AssayBinary.run(["accept", "--known"] + arguments, in: project.url)
        #expect(output.exit == exit, "\(output.text)\(output.errors)")
        #expect(output.errors.contains(words), "\(output.errors)")
        #expect(try project.read(Self.list) == list)
    }

    @Test func `a project without a list is told how to have one`() throws {
        let project = try project()
        try project.write(project.read("assay.yaml").replacing("known_failures: \(Self.list)\n", with: ""), to: "assay.yaml")
        let output = try accept("--all", in: project)
        #expect(output.exit == 2 && output.errors.contains("add 'known_failures: known-failures.yaml'"), "\(output.errors)")
    }
}
