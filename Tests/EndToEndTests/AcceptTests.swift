import Foundation
import Testing

/// `assay accept`: what it writes, and what it must never do to a golden.
struct AcceptTests {
    static let mailed = """
        assay: 1
        suite: reports
        specification: reports
        defaults:
          given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
          request:
            method: POST
            path: /v3/mlog/export
            query: {from: 2015-03-04T00:00:00.000Z, to: 2015-03-07T00:00:00.000Z}
            json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}
        scenarios:
          - id: three-days
            clauses: [REPORT]
            expect:
              status: 200
              json: !golden
              normalize: {$.meta.transactionId: uuid, $.meta.timestamp: epoch-ms}
              mail:
                - to: qa@example.com
                  attachments:
                    - csv: !golden

        """
    static let scenarios = "specs/reports/reports.yaml"
    static let goldens = ["golden/reports/three-days.body.json", "golden/reports/three-days.mail.csv"]

    /// A project with the base files of `cases/` and these scenarios.
    private func project(_ scenarios: String = mailed) throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        try project.write(scenarios, to: Self.scenarios)
        return project
    }

    private func exists(_ path: String, in project: TemporaryFolder) -> Bool {
        FileManager.default.fileExists(atPath: project.url.appendingPathComponent(path).path)
    }

    @Test func `what was accepted passes, and accepting it again changes nothing`() throws {
        let project = try project()
        #expect(try AssayBinary.run(["run"], in: project.url).exit == 1)
        let accepted = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(accepted.exit == 0, "\(accepted.text)\(accepted.errors)")
        let run = try AssayBinary.run(["run"], in: project.url)
        #expect(run.exit == 0, "\(run.text)\(run.errors)")
        let written = try Self.goldens.map(project.read)
        #expect(written[0].contains("\"<uuid>\"") || written[0].contains("uuid"), "\(written[0])")
        #expect(written[1].hasPrefix("Date,Channel,"))
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        #expect(try Self.goldens.map(project.read) == written)
    }

    @Test func `a dry run shows the change and writes nothing`() throws {
        let project = try project()
        let output = try AssayBinary.run(["accept", "--dry-run"], in: project.url)
        #expect(output.text.contains("three-days.mail.csv"), "\(output.text)\(output.errors)")
        #expect(Self.goldens.allSatisfy { !exists($0, in: project) })
    }

    @Test(arguments: [["accept", "--all"], ["accept", "reports/three-days"]])
    func `goldens are not accepted in CI`(arguments: [String]) throws {
        let project = try project()
        let output = try AssayBinary.run(arguments, in: project.url, environment: ["CI": "true"])
        #expect(output.exit == 2, "\(output.text)\(output.errors)")
        #expect(output.errors.contains("CI"))
        #expect(Self.goldens.allSatisfy { !exists($0, in: project) })
    }

    @Test(arguments: [
        ("status: 200", "status: 201"), ("- to: qa@example.com", "- to: ops@example.com"),
        ("- to: qa@example.com", "- {to: qa@example.com}\n        - to: ops@example.com"),
    ])
    func `a golden beside a hand-written check that fails is not accepted`(statement: String, wrong: String) throws {
        let project = try project(Self.mailed.replacingOccurrences(of: statement, with: wrong))
        let output = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(output.exit == 1, "\(output.text)\(output.errors)")
        #expect(Self.goldens.allSatisfy { !exists($0, in: project) })
    }

    @Test func `a value that is not of its stated form is not accepted under a placeholder`() throws {
        let project = try project(Self.mailed.replacingOccurrences(of: "timestamp: epoch-ms", with: "timestamp: uuid"))
        let output = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(output.exit == 1, "\(output.text)\(output.errors)")
        #expect(!exists(Self.goldens[0], in: project))
    }
}
