import Foundation
import TestSupport
import Testing

/// What a run says of a service whose answers or mails are not as they should be.
@Suite(.timeLimit(.minutes(2))) struct LiveMailTests {
    /// The project that the cases of this folder share, with its model as a service whose mail goes to `mailPort`.
    private func project(
        _ expect: String, mailPort: Int, mail: String, options: String = "--allow-given", key: String = "allow_given: true"
    ) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        let port = try freePort()
        try folder.write(
            folder.read("assay.yaml") + """
                  served:
                    url: http://127.0.0.1:\(port)
                    headers: {Authorization: Bearer key-1}
                    start: [assay, serve, message-reports, --port, "\(port)", --smtp, "127.0.0.1:\(mailPort)", \(options)]
                    ready: {path: /healthz, within: 60s}
                    mail: {\(mail)}
                    \(key)

                """, to: "assay.yaml")
        try folder.write(
            """
            assay: 1
            suite: reports
            specification: reports
            scenarios:
              - id: report
                clauses: [ACCEPTED]
                given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
                request:
                  method: POST
                  path: /v3/mlog/export
                  query: {from: 2015-03-04T00:00:00.000Z, to: 2015-03-07T00:00:00.000Z}
                  json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}
                expect: {\(expect)}

            """, to: "specs/reports/reports.yaml")
        return folder
    }

    private func run(_ folder: TemporaryFolder) throws -> AssayBinary.Output {
        try AssayBinary.run(["run", "--target", "served", "--no-times"], in: folder.url)
    }

    @Test(.enabled(if: Dovecot.path != nil, "dovecot is not installed"))
    func `mail that does not come fails the case, which says what was awaited and how long`() async throws {
        let dovecot = try await Dovecot()
        defer { dovecot.stop() }
        let relay = try MailRelay(to: dovecot, isDelivered: false)
        let mailbox = """
            imap: "imap://127.0.0.1:\(dovecot.port)/INBOX", user: qa, password: secret, \
            tls: {ca: \(dovecot.certificate)}, correlation: Assay-Case, quiet: 50ms
            """
        let folder = try project("mail: [{to: qa@example.com, within: 300ms}]", mailPort: relay.port, mail: mailbox)
        let output = try run(folder)
        #expect(output.exit == 1, "\(output.errors)")
        #expect(output.text.contains("1 case: 1 failed"), "\(output.text)")
        #expect(output.text.contains("message 1 to qa@example.com"), "\(output.text)")
        #expect(output.text.contains("it did not come within 300ms"), "\(output.text)")
        #expect(output.errors == "")
    }

    @Test(.enabled(if: Dovecot.path != nil, "dovecot is not installed"))
    func `mail that no case expects is named, that of other runs is not`() async throws {
        let dovecot = try await Dovecot()
        defer { dovecot.stop() }
        let relay = try MailRelay(to: dovecot) {
            // Another run has its own mail in the same mailbox meanwhile.
            try? dovecot.deliver(Array("To: x@example.com\r\nSubject: other\r\nAssay-Case: 1z9qk3v0mzx2-1\r\n\r\nx\r\n".utf8))
        }
        let mailbox = """
            imap: "imap://127.0.0.1:\(dovecot.port)/INBOX", user: qa, password: secret, \
            tls: {ca: \(dovecot.certificate)}, correlation: Assay-Case, quiet: 50ms
            """
        let folder = try project("status: 200", mailPort: relay.port, mail: mailbox)
        let output = try run(folder)
        #expect(output.exit == 0, "\(output.text)\(output.errors)")
        #expect(
            output.errors == "note: 1 message arrived that no case expected: 'Message report' to qa@example.com\n")
        #expect(dovecot.files.count == 2)
    }

    @Test func `a service with other settings than the cases expect fails them`() throws {
        let sink = try freePort()
        let folder = try project(
            "status: 200, json: !partial {meta: !any }", mailPort: sink, mail: "smtp_sink: \"127.0.0.1:\(sink)\", quiet: 50ms",
            options: """
                --data, specs/reports/data/messages.csv, --data, spaces=specs/reports/data/spaces.csv, \
                --policy, accepted_status=202
                """, key: "provides: [clock, messages, spaces]")
        let output = try run(folder)
        #expect(output.exit == 1, "\(output.errors)")
        #expect(output.text.contains("202"), "\(output.text)")
        #expect(output.text.contains("1 case: 1 failed"), "\(output.text)")
    }
}
