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

    @Test func `another reading fails there too`() throws {
        let folder = try project()
        try folder.write(
            folder.read("assay.yaml").replacing("allow_given: true", with: "allow_given: true\n    policy: {max_range: 36h}"),
            to: "assay.yaml")
        let output = try AssayBinary.run(["run", "export/documented", "--target", "served", "--report", "json"], in: folder.url)
        #expect(output.exit == 1)
        #expect(output.text.contains(#""id":"RANGE-MAX","verdict":"violated""#))
    }
}
