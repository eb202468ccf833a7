import AssayCore
import Mail
import TestSupport
import Testing
import Transfers

@Suite struct SMTPSubmissionTests {
    @Test func `what is sent arrives as it was meant`() async throws {
        let sink = try await SMTPSink.start()
        let engine = try TransferEngine()
        let submission = SMTPSubmission(engine: engine, server: MailServer(host: sink.host, port: sink.port))
        let composer = MessageComposer(
            date: Instant(seconds: 0), headers: HeaderFields([HeaderFields.Field(name: "Assay-Case", value: "r-1")]))
        var sent: [Mail] = []
        for text in ["plain\r\n", ".\r\n..\r\n.x", "", "é\n", String(repeating: "long ", count: 500)] {
            sent.append(
                Mail(
                    from: "reports@acme.example", to: ["one@example.com", "two@example.com"], subject: "é \(text.prefix(1))",
                    text: text,
                    attachments: [
                        Mail.Attachment(name: "ü.csv", contentType: "text/csv; charset=utf-8", bytes: Array("a\n\r\n.\r\n".utf8))
                    ]))
            sent.append(Mail(from: "a@b.c", to: ["x@y.z"], subject: "", text: text, attachments: []))
        }
        for mail in sent { try await submission.send(mail, by: composer) }
        let arrived = try sink.messages(after: .number(0)).messages
        #expect(arrived.map(\.mail) == sent)
        #expect(arrived.allSatisfy { $0.headers["assay-case"] == "r-1" && $0.faults.isEmpty })
        await engine.stop()
        await sink.stop()
    }

    @Test func `a server that is not there or refuses is said`() async throws {
        let engine = try TransferEngine()
        let composer = MessageComposer(date: Instant(seconds: 0))
        let mail = Mail(from: "a@b.c", to: ["x@y.z"], subject: "", text: String(repeating: "x\r\n", count: 1000), attachments: [])
        let nowhere = SMTPSubmission(engine: engine, server: MailServer(host: "127.0.0.1", port: try freePort()))
        let failure = try await #require(throws: TransferFailure.self) { try await nowhere.send(mail, by: composer) }
        #expect(failure.kind == .refused)
        var settings = SMTPSinkSettings()
        settings.maxMessageBytes = 100
        let sink = try await SMTPSink.start(settings: settings)
        let small = SMTPSubmission(engine: engine, server: MailServer(host: sink.host, port: sink.port))
        await #expect(throws: TransferFailure.self) { try await small.send(mail, by: composer) }
        await engine.stop()
        await sink.stop()
    }
}
