import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `assay accept --all` that is killed at any moment: each golden is the old one or the new one.
struct KilledAcceptTests {
    static let count = 500
    static let rounds = 8
    static let old = String(repeating: "old text of the golden\n", count: 40)

    private func project() throws -> TemporaryFolder {
        let project = try TemporaryFolder(inMemory: true)
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        let rows = (1...Self.count).map { "      - {name: n\($0), sender: n\($0)@acme.example}" }
        try project.write(
            """
            assay: 1
            suite: many
            specification: reports
            defaults:
              given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
              request:
                method: POST
                path: /v3/mlog/export
                query: {from: 2015-03-04T00:00:00.000Z, to: 2015-03-07T00:00:00.000Z}
                json: {emails: [qa@example.com], from: "${sender}", timezone: GMT}
            scenarios:
              - id: refused
                request: {}
                examples:
            \(rows.joined(separator: "\n"))
                expect:
                  json: !golden
                  normalize: {$.meta.transactionId: uuid, $.meta.timestamp: epoch-ms}

            """, to: "specs/reports/many.yaml")
        return project
    }

    private static let paths = (1...count).map { "golden/many/refused.n\($0).body.json" }

    @Test func `a golden is old or new, never torn, wherever the program is killed`() throws {
        let project = try project()
        #expect(try AssayBinary.run(["accept", "--all"], in: project.url).exit == 0)
        let new = try Self.paths.map(project.read)
        #expect(Set(new).count >= 1)
        let outputs = try TemporaryFolder()
        var interrupted = 0
        for round in 0..<Self.rounds {
            for path in Self.paths { try project.write(Self.old, to: path) }
            let process = try AssayBinary.start(["accept", "--all"], in: project.url, outputs: outputs.url)
            try waitForChange(in: project, until: process, files: round * Self.count / Self.rounds)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let written = try Self.paths.enumerated().count { index, path in
                let text = try project.read(path)
                #expect(text == Self.old || text == new[index], "torn: \(path): \(text.prefix(200))")
                return text == new[index]
            }
            if written > 0, written < Self.count { interrupted += 1 }
        }
        try expectNoStrangers(in: project, new: new)
        // Otherwise the program was never met while it wrote, and the test says nothing.
        #expect(interrupted > 0)
    }

    /// Waits until so many goldens are new, or the program has ended; without sleeping, so that the kill follows at once.
    private func waitForChange(in project: TemporaryFolder, until process: Process, files: Int) throws {
        let last = project.url.appendingPathComponent(Self.paths[min(files, Self.count - 1)])
        while process.isRunning {
            if try Data(contentsOf: last) != Data(Self.old.utf8) { return }
        }
    }

    /// What an interrupted run leaves behind is no obstacle: the next one ends well and a check finds no golden too many.
    private func expectNoStrangers(in project: TemporaryFolder, new: [String]) throws {
        let repaired = try AssayBinary.run(["accept", "--all"], in: project.url)
        #expect(repaired.exit == 0, "\(repaired.errors)")
        #expect(try Self.paths.map(project.read) == new)
        let run = try AssayBinary.run(["run"], in: project.url)
        #expect(run.exit == 0, "\(run.text)")
    }
}
