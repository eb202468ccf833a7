import Foundation
import TestSupport
import Testing

/// The shipped suite, unchanged, against its model behind HTTP, with the mail sent by SMTP.
struct ShippedSuiteLiveTests {
    /// A port that was free a moment ago.
    private static func freePort() throws -> Int { try ScriptedServer(answering: "").port }

    private func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["specs", "golden"] {
            let source = AssayBinary.project.appendingPathComponent(name)
            try FileManager.default.copyItem(at: source, to: folder.url.appendingPathComponent(name))
        }
        let (port, sink) = (try Self.freePort(), try Self.freePort())
        let project = try String(contentsOf: AssayBinary.project.appendingPathComponent("assay.yaml"), encoding: .utf8)
        try folder.write(
            project + """
                  served:
                    url: http://127.0.0.1:\(port)
                    headers: {Authorization: Bearer acme-key-1}
                    start: [assay, serve, message-reports, --port, "\(port)", --allow-given, --smtp, "127.0.0.1:\(sink)"]
                    ready: {path: /healthz, within: 60s}
                    allow_given: true
                    mail: {smtp_sink: "127.0.0.1:\(sink)", correlation: Assay-Case, quiet: 0s, within: 60s}

                """, to: "assay.yaml")
        return folder
    }

    @Test func `every case has the same verdict as in process`() throws {
        let folder = try project()
        let output = try AssayBinary.run(["compare", "model", "served"], in: folder.url)
        let last = output.text.split(separator: "\n").last.map(String.init) ?? ""
        let cases = last.split(separator: " ").first ?? ""
        #expect((Int(cases) ?? 0) > 900, "\(output.text.suffix(3000))")
        #expect(last == "\(cases) cases: \(cases) as due on both")
        #expect(output.exit == 0)
    }

    @Test func `what the server says in the model's place is no answer, whatever status is due`() throws {
        let server = try ScriptedServer(
            answering: "HTTP/1.1 400 Bad Request\r\nAssay-Fault: given\r\nContent-Length: 7\r\nConnection: close\r\n\r\nno file")
        let folder = try TemporaryFolder()
        try folder.write(
            """
            assay: 1
            targets: {live: {url: "http://127.0.0.1:\(server.port)"}}

            """, to: "assay.yaml")
        try folder.write(
            "assay: 1\nscenarios: [{id: a, request: {method: GET, path: /}, expect: {status: 400}}]\n", to: "specs/a.yaml")
        let output = try AssayBinary.run(["run"], in: folder.url)
        #expect(output.exit == 4)
        #expect(output.text.contains("the server answers in the model's place (Assay-Fault: given): no file"), "\(output.text)")
    }
}
