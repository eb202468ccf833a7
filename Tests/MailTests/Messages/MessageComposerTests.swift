import AssayCore
import Mail
import TestSupport
import Testing

private let composer = MessageComposer(date: Instant(seconds: 1_425_427_200))

private let report = Mail(
    from: "reports@acme.example", to: ["a@example.com", "b@example.com"], subject: "Message report", text: "is attached.\r\n",
    attachments: [
        Mail.Attachment(name: "report.csv", contentType: "text/csv; charset=utf-8", bytes: Array("a,b\r\n1,\"x\n\"\r\n".utf8))
    ])

@Suite struct MessageComposerTests {
    @Test func `a message is written the same each time`() throws {
        var composer = composer
        composer.headers = HeaderFields([HeaderFields.Field(name: "Assay-Case", value: "7-a")])
        composer.messageID = "<1@acme.example>"
        let text = String(decoding: try composer.compose(report), as: UTF8.self).replacing("\r\n", with: "\n")
        #expect(
            text == """
                From: reports@acme.example
                To: a@example.com, b@example.com
                Subject: Message report
                Date: Wed, 04 Mar 2015 00:00:00 +0000
                Message-ID: <1@acme.example>
                Assay-Case: 7-a
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="=_vmi9iqmwfdyo"

                --=_vmi9iqmwfdyo
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                is attached.

                --=_vmi9iqmwfdyo
                Content-Type: text/csv; charset=utf-8
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename=report.csv

                YSxiDQoxLCJ4CiINCg==

                --=_vmi9iqmwfdyo--

                """)
        #expect(try composer.compose(report) == composer.compose(report))
    }

    @Test(arguments: ["!#$%&'*+/=?^_`{|}~-@example.com", "a@xn--exmple-cua.com", "jörg@exämple.com", "o'neill@example.com"])
    func `an address stands in the message as it is`(address: String) throws {
        let mail = Mail(from: address, to: [address, "b@example.com"], subject: "s", text: "t", attachments: [])
        let read = MessageParser().parse(try composer.compose(mail)).mail
        #expect(read.from.utf8.elementsEqual(address.utf8))
        #expect(read.to.map { Array($0.utf8) } == [Array(address.utf8), Array("b@example.com".utf8)])
    }

    @Test func `no line is longer than SMTP allows, however much a field holds`() throws {
        let mail = Mail(
            from: "a@x.example", to: (1...200).map { "reader-number-\($0)@x.example" },
            subject: String(repeating: "añ🙂", count: 300), text: String(repeating: "long ", count: 10_000),
            attachments: [.init(name: "x.csv", contentType: "text/csv", bytes: [UInt8](repeating: 7, count: 100_000))])
        let message = try composer.compose(mail)
        let lines = message.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(lines.dropLast().allSatisfy { $0.last == UInt8(ascii: "\r") && $0.count <= 999 })
        #expect(MessageParser().parse(message).mail == mail)
    }

    @Test(arguments: [
        "", "one\r\n", "no line end", "a\nb", "a\rb\r\n", "Grüße €\r\n", "a\0b\r\n", String(repeating: "x", count: 999) + "\r\n",
        ".\r\n..\r\n", "From here\r\nTo there\r\n", "\r\n\r\n", " trailing \t\r\n", "--=_x\r\n",
    ])
    func `text is read back as it was, alone and with attachments`(text: String) throws {
        var mail = report
        mail.text = text
        #expect(MessageParser().parse(try composer.compose(mail)).mail == mail)
        mail.attachments = []
        let parsed = MessageParser().parse(try composer.compose(mail))
        #expect(parsed.mail == mail)
        #expect(parsed.faults.isEmpty)
    }

    @Test(arguments: [
        "plain", "", "Zoë — €", String(repeating: "lang ", count: 50) + "end", String(repeating: "漢字", count: 100),
        "=?utf-8?q?no_word?=", "trailing space ", "a  b", "  leading", "x=?y", String(repeating: "é", count: 1000),
        "quote \" and \\ ; , <a@b>",
    ])
    func `subjects and names are read back as they were`(text: String) throws {
        var mail = report
        mail.subject = text
        // A name that looks like an encoded word is taken for one: many senders mean one.
        if !text.hasPrefix("=?") { mail.attachments[0].name = text }
        let bytes = try composer.compose(mail)
        let parsed = MessageParser().parse(bytes).mail
        #expect(Array(parsed.subject.utf8) == Array(text.utf8))
        #expect(parsed.attachments == mail.attachments)
        #expect(bytes.split(separator: UInt8(ascii: "\n")).allSatisfy { $0.count <= 998 })
    }

    @Test(arguments: [
        "text/csv", "text/csv; charset=utf-8", "Text/CSV; charset=\"UTF-8\"; header=present", "application/octet-stream", "odd",
        "a/b;c",
    ])
    func `content types are read back as they were`(type: String) throws {
        var mail = report
        mail.attachments[0].contentType = type
        #expect(MessageParser().parse(try composer.compose(mail)).mail.attachments.map(\.contentType) == [type])
    }

    @Test func `any bytes and any number of attachments are read back as they were`() throws {
        var random = SeededRandom(seed: 9)
        var mail = report
        mail.attachments = (0..<50).map { number in
            let bytes = (0..<Int.random(in: 0...3000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            return Mail.Attachment(name: "\(number).bin", contentType: "application/octet-stream", bytes: bytes)
        }
        let parsed = MessageParser().parse(try composer.compose(mail))
        #expect(parsed.mail == mail)
        #expect(parsed.faults.isEmpty)
    }

    @Test(arguments: ["x\r\nBcc: evil@example.com", "x\ny", "x\u{0}", "x\u{7F}"])
    func `no field can be made to hold another`(text: String) {
        var mail = report
        mail.subject = text
        #expect(throws: MailFailure.self) { try composer.compose(mail) }
        mail = report
        mail.attachments[0].contentType = text
        #expect(throws: MailFailure.self) { try composer.compose(mail) }
        var other = composer
        other.headers = HeaderFields([HeaderFields.Field(name: "X:", value: "y")])
        #expect(throws: MailFailure.self) { try other.compose(report) }
    }

    @Test(.enabled(if: Python.path != nil, "python3 is not installed"))
    func `Python reads what was written`() async throws {
        var mail = report
        mail.subject = "Résumé " + String(repeating: "漢字", count: 40)
        mail.attachments[0].name = "Bérícht " + String(repeating: "ü", count: 60) + ".csv"
        let bytes = try composer.compose(mail)
        let read = try await Python.run(
            """
            import sys, json, email, email.policy, base64
            message = email.message_from_bytes(base64.b64decode(sys.argv[1]), policy=email.policy.default)
            part = next(message.iter_attachments())
            print(json.dumps([message["Subject"], part.get_filename(), base64.b64encode(part.get_content().encode()).decode(),
                message.get_body().get_content()], ensure_ascii=False))
            """, [base64Text(bytes)])
        #expect(
            String(decoding: read, as: UTF8.self)
                == "[\"\(mail.subject)\", \"\(mail.attachments[0].name)\", \"YSxiDQoxLCJ4CiINCg==\", \"is attached.\\r\\n\"]\n")
    }
}
