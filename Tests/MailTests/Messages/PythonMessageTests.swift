import AssayCore
import Mail
import Testing

/// Messages that Python's email package wrote.
@Suite(.enabled(if: Python.path != nil, "python3 is not installed"))
struct PythonMessageTests {
    @Test func `an attachment of any bytes comes out as it went in`() async throws {
        let bytes = try await Python.message(
            """
            message = EmailMessage()
            message["From"] = "Jörg Müller <reports@acme.example>"
            message["To"] = "qa@example.com"
            message["Subject"] = "Rapport n° 1 — " + "€" * 60
            message.set_content("Grüße,\\nMüller\\n" + "x" * 2000 + "\\n")
            message.add_attachment(bytes(range(256)) * 5, maintype="text", subtype="csv", filename="Bericht März " + "ü" * 70 + ".csv",
                params={"charset": "utf-16"})
            message.add_attachment("a,b\\r\\n1,2\\r\\n".encode(), maintype="text", subtype="csv", filename="plain.csv", cte="7bit")
            """)
        let message = MessageParser().parse(bytes)
        #expect(message.faults.isEmpty)
        #expect(message.mail.from == "reports@acme.example")
        #expect(message.mail.subject == "Rapport n° 1 — " + String(repeating: "€", count: 60))
        #expect(
            message.mail.text.replacing("\r\n", with: "\n") == "Grüße,\nMüller\n" + String(repeating: "x", count: 2000) + "\n")
        #expect(message.mail.attachments.count == 2)
        #expect(message.mail.attachments.first?.name == "Bericht März " + String(repeating: "ü", count: 70) + ".csv")
        #expect(message.mail.attachments.first?.contentType.hasPrefix("text/csv; charset=\"utf-16\"") == true)
        #expect(message.mail.attachments.first?.bytes == (0..<5).flatMap { _ in [UInt8](0...255) })
        #expect(message.mail.attachments.last?.bytes == Array("a,b\r\n1,2\r\n".utf8))
    }

    @Test(arguments: ["utf-8", "iso-8859-15", "utf-16", "cp1252", "utf-7"])
    func `text of any charset and encoding is read`(charset: String) async throws {
        let bytes = try await Python.message(
            "message = MIMEText('', 'plain', 'utf-8'); del message['Content-Transfer-Encoding']; message.set_payload(__import__('base64').encodebytes('Zoë €\\r\\n'.encode('\(charset)')).decode()); message.replace_header('Content-Type', 'text/plain; charset=\(charset)'); message['Content-Transfer-Encoding'] = 'base64'"
        )
        #expect(MessageParser().parse(bytes).mail.text == "Zoë €\r\n", "\(charset)")
    }

    @Test func `parts within parts are found`() async throws {
        let bytes = try await Python.message(
            """
            message = EmailMessage()
            message["Subject"] = "nested"
            message.set_content("plain")
            message.add_alternative("<p>html <img src='cid:x'></p>", subtype="html")
            message.get_payload()[1].add_related(b"PNG", "image", "png", cid="<x>")
            inner = EmailMessage()
            inner["Subject"] = "inner"
            inner.set_content("within")
            message.add_attachment(inner)
            message.add_attachment(b"1,2", maintype="text", subtype="csv", filename="a.csv")
            """)
        let mail = MessageParser().parse(bytes).mail
        #expect(mail.text == "plain\r\n")
        #expect(mail.attachments.map(\.name) == ["", "", "a.csv"])
        #expect(
            mail.attachments.map { String($0.contentType.prefix { $0 != ";" }) } == ["image/png", "message/rfc822", "text/csv"])
        #expect(MessageParser().parse(mail.attachments[1].bytes).mail.subject == "inner")
    }
}
