import AssayCore
import DataFormats
import Foundation
import Testing
import Transfers

@testable import ModelServer

private let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }

@Suite(.timeLimit(.minutes(1)), .enabled(if: python != nil)) struct SMTPDeliveryTests {
    @Test func `what a mail server receives is what the model sent`() async throws {
        let mails = [
            Mail(
                from: "reports@acme.example", to: ["qa@example.com", "o'neill@example.com"], subject: "Información: =?x?=",
                text: "Guten Tag,\r\n.\r\n..und\nTschüß",
                attachments: [
                    .init(
                        name: "report+2015.csv", contentType: "text/csv; charset=utf-8",
                        bytes: Array("a,b\r\n.\r\n\u{FEFF}1,2\n".utf8)),
                    .init(name: "informe \"añual\" \\.csv", contentType: "text/csv", bytes: [0, 255, 13, 10, 46]),
                    .init(name: "", contentType: "", bytes: []),
                ]),
            Mail(from: "b@x.example", to: ["c@x.example"], subject: " plain ", text: "", attachments: []),
            Mail(from: "b@x.example", to: ["c@x.example"], subject: "", text: "x", attachments: []),
        ]
        let engine = try TransferEngine()
        let sink = try Sink(messages: mails.count)
        let delivery = SMTPDelivery(to: MailServer(host: "127.0.0.1", port: sink.port), by: engine, now: { Instant(seconds: 0) })
        try await delivery.deliver(
            mails.map { OutgoingMail($0, headers: HeaderFields([.init(name: "Assay-Case", value: "r.c")])) })
        let received = try sink.received()
        await engine.stop()
        #expect(received.count == mails.count)
        for (mail, came) in zip(mails, received) {
            #expect(came["from"]?.string == mail.from)
            #expect(came["to"] == .array(mail.to.map(DataValue.string)))
            #expect(came["case"]?.string == "r.c")
            #expect(came["subject"]?.string.map { Array($0.utf8) } == Array(mail.subject.utf8))
            let text = DataValue.Member("bytes", .string(base64(Array(mail.text.utf8))))
            let parts = mail.attachments.map { attachment in
                let type = attachment.contentType.isEmpty ? "application/octet-stream" : attachment.contentType
                return DataValue.object([
                    .init("name", attachment.name.isEmpty ? .null : .string(attachment.name)), .init("type", .string(type)),
                    .init("bytes", .string(base64(attachment.bytes))),
                ])
            }
            #expect(
                came["parts"]
                    == .array(
                        [.object([.init("name", .null), .init("type", .string("text/plain; charset=utf-8")), text])] + parts))
        }
    }

    @Test func `a mail server that is not there is an error that names it`() async throws {
        let engine = try TransferEngine()
        let delivery = SMTPDelivery(to: MailServer(host: "127.0.0.1", port: 1), by: engine, now: { Instant(seconds: 0) })
        let mail = Mail(from: "b@x.example", to: ["c@x.example"], subject: "", text: "x", attachments: [])
        let failure = await #expect(throws: TransferFailure.self) { try await delivery.deliver([OutgoingMail(mail)]) }
        #expect(failure?.description.contains("127.0.0.1:1") == true)
        await engine.stop()
    }
}

/// A mail server of few words, in another language: it takes so many messages, and says what Python's parser makes of them.
private final class Sink {
    let port: Int
    private let process = Process()
    private let output = Foundation.Pipe()

    private static let program = #"""
        import base64, email, email.policy, json, socket, sys
        server = socket.create_server(("127.0.0.1", 0))
        print(server.getsockname()[1], flush=True)
        found = []
        while len(found) < int(sys.argv[1]):
            client = server.accept()[0]
            lines = client.makefile("rwb")
            def say(text):
                lines.write(text + b"\r\n"); lines.flush()
            say(b"220 sink")
            sender, readers = None, []
            for line in lines:
                word = line[:4].upper()
                if word == b"MAIL": sender = line.split(b"<")[1].split(b">")[0].decode()
                if word == b"RCPT": readers.append(line.split(b"<")[1].split(b">")[0].decode())
                if word == b"QUIT": say(b"221 bye"); break
                if word != b"DATA": say(b"250 fine"); continue
                say(b"354 go on")
                data = b""
                for part in lines:
                    if part == b".\r\n": break
                    data += part[1:] if part.startswith(b".") else part
                message = email.message_from_bytes(data, policy=email.policy.default)
                parts = [p for p in message.walk() if not p.is_multipart()]
                found.append({"from": sender, "to": readers, "case": message["Assay-Case"], "subject": message["Subject"], "parts": [
                    {"name": p.get_filename(), "type": p["Content-Type"].replace('"', ""), "bytes": base64.b64encode(p.get_payload(decode=True)).decode()}
                    for p in parts]})
                readers = []
                say(b"250 taken")
                if len(found) == int(sys.argv[1]): break
        print(json.dumps(found), flush=True)
        """#

    init(messages: Int) throws {
        process.executableURL = URL(fileURLWithPath: try #require(python))
        process.arguments = ["-c", Self.program, String(messages)]
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while line.last != 0x0A, let byte = try output.fileHandleForReading.read(upToCount: 1)?.first { line.append(byte) }
        port = try #require(Int(String(decoding: line.dropLast(), as: UTF8.self)))
    }

    deinit { if process.isRunning { process.terminate() } }

    /// Waits until the last message is there.
    func received() throws -> [DataValue] {
        let bytes = Array(try output.fileHandleForReading.readToEnd() ?? Data())
        guard case .array(let messages) = try DataValue(json: bytes) else { return [] }
        return messages
    }
}
