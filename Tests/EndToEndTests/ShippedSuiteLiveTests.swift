import Foundation
import TestSupport
import Testing

/// The shipped suite, unchanged, against its model behind HTTP, with its mail on the ways that mail takes.
struct ShippedSuiteLiveTests {
    /// - Parameters:
    ///   - mailPort: Where the server is to send its mail.
    ///   - mail: Where the run is to look for it.
    private func project(mailPort: Int, mail: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["specs", "golden"] {
            let source = AssayBinary.project.appendingPathComponent(name)
            try FileManager.default.copyItem(at: source, to: folder.url.appendingPathComponent(name))
        }
        let port = try freePort()
        let project = try String(contentsOf: AssayBinary.project.appendingPathComponent("assay.yaml"), encoding: .utf8)
        try folder.write(
            project + """
                  served:
                    url: http://127.0.0.1:\(port)
                    headers: {Authorization: Bearer acme-key-1}
                    start: [assay, serve, message-reports, --port, "\(port)", --allow-given, --smtp, "127.0.0.1:\(mailPort)"]
                    ready: {path: /healthz, within: 60s}
                    allow_given: true
                    mail: {\(mail), correlation: Assay-Case, within: 60s}

                """, to: "assay.yaml")
        return folder
    }

    /// But for what shows that the program finds faults: mail that never comes is waited for.
    private func expectSameVerdicts(in folder: TemporaryFolder) throws {
        let output = try AssayBinary.run(["compare", "model", "served", "--tags", "not must-fail"], in: folder.url)
        let last = output.text.split(separator: "\n").last.map(String.init) ?? ""
        let cases = last.split(separator: " ").first ?? ""
        #expect((Int(cases) ?? 0) > 900, "\(output.text.suffix(3000))\(output.errors.suffix(3000))")
        #expect(last == "\(cases) cases: \(cases) as due on both", "\(output.text.suffix(3000))")
        #expect(output.exit == 0)
    }

    @Test func `every case has the same verdict as in process, with the mail sent to the run itself`() throws {
        let sink = try freePort()
        try expectSameVerdicts(in: project(mailPort: sink, mail: "smtp_sink: \"127.0.0.1:\(sink)\", quiet: 0s"))
    }

    @Test(.enabled(if: Dovecot.path != nil, "dovecot is not installed"))
    func `every case has the same verdict as in process, with the mail read from an IMAP server`() async throws {
        let dovecot = try await Dovecot()
        defer { dovecot.stop() }
        // Mail of others is there already.
        for number in 1...3 { try dovecot.deliver(Array("Subject: older \(number)\r\n\r\nx\r\n".utf8)) }
        let relay = try MailRelay(to: dovecot)
        let mail = """
            imap: "imap://127.0.0.1:\(dovecot.port)/INBOX", user: qa, password: secret, \
            tls: {ca: \(dovecot.certificate)}, quiet: 50ms
            """
        try expectSameVerdicts(in: project(mailPort: relay.port, mail: mail))
        #expect(dovecot.files.count > 300)
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
