import Foundation
import TestSupport
import Testing

/// Runs against services on loopback: served models that the run starts, and servers that do as a script says.
struct LiveRunTests {
    /// A port that was free a moment ago.
    private static func freePort() throws -> Int { try ScriptedServer(answering: "").port }

    /// The project that the cases of this folder share, with more targets.
    private func project(_ targets: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        try folder.write(folder.read("assay.yaml") + targets, to: "assay.yaml")
        return folder
    }

    private let scenarios = """
        assay: 1
        suite: reports
        specification: reports
        defaults:
          given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
          request:
            method: POST
            path: /v3/mlog/export
            headers: {Authorization: Bearer key-1}
            query: {from: 2015-03-04T00:00:00.000Z, to: "${to}"}
            json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}
        scenarios:
          - id: period
            clauses: [ACCEPTED]
            examples:
              - {name: short, to: 2015-03-07T00:00:00.000Z, status: 200}
              - {name: long, to: 2015-09-07T00:00:00.000Z, status: 400}
            expect:
              status: "${status}"
              json: !partial {meta: !partial {timestamp: !timestamp {form: epoch-ms, near: clock, within: 0s}, transactionId: !bind id}}

        """

    @Test func `the same scenarios pass on a served model that the run starts and ends`() throws {
        let port = try Self.freePort()
        let folder = try project(
            """
              served:
                url: http://127.0.0.1:\(port)
                start: [assay, serve, message-reports, --port, "\(port)", --allow-given]
                ready: {path: /healthz, within: 30s}
                allow_given: true

            """)
        try folder.write(scenarios, to: "specs/reports/reports.yaml")
        let output = try AssayBinary.run(["run", "--target", "served"], in: folder.url)
        #expect(output.text.contains("2 cases: 2 passed (4 checks"), "\(output.text)\(output.errors)")
        #expect(output.exit == 0)
        // The port is free again: nothing of the service is left.
        let after = try AssayBinary.run(["serve", "message-reports", "--port", "\(port)", "--max-body", "0x"], in: folder.url)
        #expect(after.exit == 2)
        let compared = try AssayBinary.run(["compare", "model", "served"], in: folder.url)
        #expect(compared.exit == 0, "\(compared.text)\(compared.errors)")
        #expect(compared.text.hasSuffix("2 cases: 2 as due on both\n"))
    }

    @Test func `a service that is not there makes cases errored, with what to do`() throws {
        let folder = try project(
            "  down: {url: \"http://127.0.0.1:\(try Self.freePort())\", provides: [clock, messages, spaces]}\n")
        try folder.write(scenarios, to: "specs/reports/reports.yaml")
        let output = try AssayBinary.run(["run", "--target", "down"], in: folder.url)
        #expect(output.exit == 4)
        #expect(output.text.contains("refused the connection; is the service running?"), "\(output.text)")
        #expect(output.text.contains("2 cases: 2 errored"))
    }

    @Test func `what a service does not provide makes cases inapplicable, and no pass`() throws {
        let folder = try project("  bare: {url: \"http://127.0.0.1:1\", provides: [clock]}\n")
        try folder.write(scenarios, to: "specs/reports/reports.yaml")
        let output = try AssayBinary.run(["run", "--target", "bare"], in: folder.url)
        #expect(output.exit == 1)
        #expect(output.text.contains("needs 'messages' and 'spaces' given, which the target does not provide"), "\(output.text)")
        #expect(output.text.contains("2 cases: 2 inapplicable"))
    }

    @Test func `a command that does not come up is shown with its last lines`() throws {
        let folder = try project(
            """
              broken:
                url: http://127.0.0.1:1
                start: [sh, -c, "echo out of order; exit 7"]
                provides: [clock, messages, spaces]

            """)
        try folder.write(scenarios, to: "specs/reports/reports.yaml")
        let output = try AssayBinary.run(["run", "--target", "broken"], in: folder.url)
        #expect(output.exit == 4)
        #expect(output.errors.contains("exit status 7"), "\(output.errors)")
        #expect(output.errors.contains("out of order"))
    }

    @Test func `two readings of a model are laid side by side, with who is at fault`() throws {
        let folder = try project(
            """
              short: {model: message-reports, headers: {Authorization: Bearer key-1}, policy: {max_range: 12h}}
              other: {model: message-reports, headers: {Authorization: Bearer key-1}}

            """)
        try folder.write(scenarios, to: "specs/reports/reports.yaml")
        let differing = try AssayBinary.run(["compare", "model", "short"], in: folder.url)
        #expect(differing.exit == 1)
        #expect(differing.text.contains("DIFFER reports/period[short]"))
        #expect(differing.text.contains("speaks against short"))
        #expect(differing.text.hasSuffix("2 cases: 1 as due on both, 1 against short\n"))
        try folder.write(scenarios.replacing("status: 400}", with: "status: 401}"), to: "specs/reports/reports.yaml")
        let alike = try AssayBinary.run(["compare", "model", "other"], in: folder.url)
        #expect(alike.exit == 1)
        #expect(alike.text.contains("speaks against the expectation: model and other answer alike"))
        #expect(try AssayBinary.run(["compare", "model", "model"], in: folder.url).exit == 2)
    }

    @Test func `a case as curl commands sends what the case sends`() throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        let folder = try project("  live: {url: \"http://127.0.0.1:\(server.port)\"}\n")
        try folder.write(
            """
            assay: 1
            suite: reports
            specification: reports
            scenarios:
              - id: awkward
                clauses: [ACCEPTED]
                request:
                  method: PURGE
                  path: /a b/../c
                  query: {q: ["'x'", "$HOME", "+"], e: ""}
                  headers: {X-Secret: "a ${secret:TOKEN}'s", X-Empty: "", Accept: text/plain}
                  auth: {basic: {user: u, password: "${secret:TOKEN}"}}
                  json: {text: "it's \\"$TOKEN\\"\\n\\u00e9"}
                expect: {status: 200}
              - id: bytes
                clauses: [ACCEPTED]
                request: {method: PUT, path: /x, raw_query: "a=[1]&b={2}", base64: AAECAw==}
                expect: {status: 200}

            """, to: "specs/reports/reports.yaml")
        let environment = ["TOKEN": "s3cr&t", "HOME": "/nowhere"]
        #expect(try AssayBinary.run(["run", "--target", "live"], in: folder.url, environment: environment).exit == 0)
        let sent = server.requests
        let export = try AssayBinary.run(
            ["export", "curl", "reports", "--target", "live"], in: folder.url, environment: environment)
        #expect(export.exit == 0, "\(export.errors)")
        #expect(!export.text.contains("s3cr&t"))
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-ec", export.text]
        shell.environment = environment.merging(["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]) { $1 }
        shell.standardOutput = FileHandle.nullDevice
        shell.standardError = FileHandle.nullDevice
        try shell.run()
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0)
        let repeated = Array(server.requests.dropFirst(sent.count))
        #expect(sent.count == 2)
        #expect(repeated.map(lines) == sent.map(lines), "\(export.text)")
    }

    /// The lines of a request but for the name of the client, header fields in any order.
    private func lines(of request: String) -> [String] {
        let parts = request.components(separatedBy: "\r\n\r\n")
        let head = parts[0].components(separatedBy: "\r\n")
        let fields = head.dropFirst().filter { !$0.hasPrefix("User-Agent:") }.sorted()
        return [head[0]] + fields + parts.dropFirst()
    }
}
