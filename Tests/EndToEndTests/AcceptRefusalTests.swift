import Foundation
import Testing

/// What `assay accept` does about goldens and cases that it cannot simply write.
struct AcceptRefusalTests {
    /// A project with the base files of `cases/` and scenarios of this kind, one for each text: what it expects.
    static func project(_ expectations: [String]) throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        let scenarios = expectations.enumerated().map { number, expect in
            """
              - id: number-\(number + 1)
                clauses: [REFUSED]
                request: {query: {to: 2016-03-0\(number + 1)T00:00:00.000Z}}
                expect:
                  normalize: {$.meta.transactionId: uuid, $.meta.timestamp: epoch-ms}
                  \(expect)

            """
        }
        try project.write(
            """
            assay: 1
            suite: s
            specification: reports
            defaults:
              given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
              request:
                method: POST
                path: /v3/mlog/export
                query: {from: 2015-03-04T00:00:00.000Z}
                json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}
            scenarios:
            \(scenarios.joined())
            """, to: "specs/reports/s.yaml")
        return project
    }

    private func goldens(in project: TemporaryFolder) -> [String] {
        let folder = project.url.appendingPathComponent("golden")
        return ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @Test func `a case that fails beside a right golden is named with the check, and the exit code is 1`() throws {
        let project = try Self.project(["json: !golden"])
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        let scenarios = try project.read("specs/reports/s.yaml")
        try project.write(
            scenarios.replacingOccurrences(of: "      json: !golden", with: "      status: 200\n      json: !golden"),
            to: "specs/reports/s.yaml")
        let output = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(output.exit == 1)
        #expect(
            output.text.contains("s/number-1: the check 'status' of the case fails: expected 200, got 400\n"), "\(output.text)")
        #expect(!output.text.contains("what it should be"))
    }

    @Test(arguments: [
        ("json: !golden same.json", "json: !golden same.json"), ("json: !golden Same.json", "json: !golden same.json"),
        ("json: !golden \"e\\u0301.json\"", "json: !golden \"\\u00E9.json\""),
        ("json: !golden", "json: !golden s/number-1.body.json"), ("json: !golden", "json: !golden S/Number-1.body.json"),
    ])
    func `two scenarios do not write one file, whether or not both are run`(one: String, other: String) throws {
        let project = try Self.project([one, other, "json: !golden"])
        let output = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(output.exit == 1, "\(output.text)\(output.errors)")
        #expect(output.text.contains("s/number-1") && output.text.contains("s/number-2"))
        #expect(goldens(in: project).filter { $0.hasSuffix(".json") } == ["s/number-3.body.json"], "\(output.text)")
        let single = try AssayBinary.run(["accept", "s/number-2", "--all"], in: project.url)
        #expect(single.exit == 1)
        #expect(single.text.contains("refused: s/number-1 names the file too"), "\(single.text)")
        let check = try AssayBinary.run(["check"], in: project.url)
        #expect(check.exit == 3)
        #expect(check.errors.contains("[golden-clash]"), "\(check.errors)")
    }

    @Test func `the hint repeats what was typed, quoted for a shell`() throws {
        let project = try Self.project(["json: !golden"])
        let typed = [
            "accept", "--project", ".", "--target", "model", "--set", "policy.max_range=31d", "s/number-1", "--tags",
            "not a or not b", "--dry-run",
        ]
        let output = try AssayBinary.run(typed, in: project.url)
        #expect(output.exit == 0, "\(output.errors)")
        #expect(
            output.text.hasSuffix(
                "to write: assay accept --project . --target model --set policy.max_range=31d s/number-1"
                    + " --tags 'not a or not b' --all --expect-changes 1\n"), "\(output.text)")
    }

    @Test func `with a wrong count nothing is written`() throws {
        let project = try Self.project(["json: !golden", "json: !golden"])
        let output = try AssayBinary.run(["accept", "--all", "--expect-changes", "1"], in: project.url)
        #expect(output.exit == 1)
        #expect(output.errors == "error: 2 golden files would change where --expect-changes says 1; none was written\n")
        #expect(goldens(in: project).isEmpty)
        #expect(try AssayBinary.run(["accept", "--all", "--expect-changes", "2"], in: project.url).exit == 0)
        #expect(try AssayBinary.run(["accept", "--expect-changes", "2"], in: project.url).exit == 2)
    }

    @Test func `what an interrupted accept has left is no golden, and the next one takes it away`() throws {
        let project = try Self.project(["json: !golden"])
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        try project.write("half", to: "golden/s/.assay-99999999-1.tmp")
        let check = try AssayBinary.run(["check"], in: project.url)
        #expect(check.errors.contains("golden/s/.assay-99999999-1.tmp: warning: "), "\(check.errors)")
        let output = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(output.errors == "note: removed 1 temporary file that an interrupted accept had left\n")
        #expect(goldens(in: project) == ["s", "s/number-1.body.json"])
    }
}
