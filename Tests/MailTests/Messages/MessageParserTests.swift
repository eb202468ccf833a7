import AssayCore
import Mail
import TestSupport
import Testing

private let parser = MessageParser()

private func parsed(_ text: String) -> ParsedMessage { parser.parse(crlf(text)) }

/// The text with CRLF for LF.
private func crlf(_ text: String) -> [UInt8] {
    text.utf8.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
}

@Suite struct MessageParserTests {
    @Test func `a plain message is its text, line ends included`() {
        let message = parsed(
            "From: Reports <reports@acme.example>\nTo: a@example.com, B <b@example.com>\nSubject: Message report\nX-Run: 7\n\none\ntwo\n"
        )
        #expect(
            message.mail
                == Mail(
                    from: "reports@acme.example", to: ["a@example.com", "b@example.com"], subject: "Message report",
                    text: "one\r\ntwo\r\n", attachments: []))
        #expect(message.headers.fields.map(\.name) == ["From", "To", "Subject", "X-Run"])
        #expect(message.headers["x-run"] == "7")
        #expect(message.faults.isEmpty)
    }

    @Test func `the recipients of the envelope stand before those of the header`() {
        let bytes = crlf("From: a@example.com\nTo: all@example.com\nCc: c@example.com\n\nx\n")
        #expect(parser.parse(bytes).mail.to == ["all@example.com", "c@example.com"])
        #expect(parser.parse(bytes, sender: "bounce@example.com", recipients: ["one@example.com"]).mail.to == ["one@example.com"])
        #expect(parser.parse(bytes, sender: "bounce@example.com").mail.from == "a@example.com")
        #expect(parser.parse(crlf("Subject: x\n\nx\n"), sender: "bounce@example.com").mail.from == "bounce@example.com")
        #expect(parser.parse(crlf("Delivered-To: d@example.com\n\nx\n")).mail.to == ["d@example.com"])
        #expect(
            parser.parse(crlf("To: team: a@example.com, b@example.com;\n\nx\n")).mail.to == ["a@example.com", "b@example.com"])
    }

    @Test(arguments: [
        "qa@xn--exmple-cua.com", "qa@XN--Exmple-cua.com", "qa@exämple.com", "qä@exämple.com", "qä@xn--exmple-cua.com",
    ])
    func `an address is as it was written, whatever letters its domain has`(address: String) {
        for text in [address, "Qa <\(address)>, b@example.com", "team: a@example.com, \(address);"] {
            let mail = parser.parse(crlf("From: \(address)\nTo: \(text)\n\nx\n")).mail
            #expect(mail.to.filter { $0.utf8.elementsEqual(address.utf8) }.count == 1, "\(mail.to)")
            #expect(mail.from.utf8.elementsEqual(address.utf8))
        }
    }

    @Test func `encoded words are decoded, also across their seams`() {
        let message = parsed(
            "From: =?utf-8?q?J=C3=B6rg?= <j@example.com>\nSubject: =?utf-8?b?w7Y=?=\n =?iso-8859-1?q?=E4_?= und =?utf-8?q?=E2=82=AC?=\n\nx\n"
        )
        #expect(message.mail.subject == "öä  und €")
        #expect(message.headers["From"] == "Jörg <j@example.com>")
    }

    @Test(arguments: [
        ("=?utf-8?b?4oI=?= =?UTF-8?B?rA==?=", "€"), ("=?utf-8?q?a_b?= c =?utf-8*en?Q?=64?=", "a b c d"),
        ("=?iso-8859-1?q?=E4?==?iso-8859-1?q?=E4?=", "ää"), ("=?utf-8?x?a?=", "=?utf-8?x?a?="), ("=?utf-8?q?a", "=?utf-8?q?a"),
        ("a =?? b ?= c", "a =?? b ?= c"), ("=?klingon?q?=E4?=", "ä"), ("=?utf-8?b?YQ?=", "a"), ("plain", "plain"), ("", ""),
        ("a =?utf-8?q?b?=  =?utf-8?q?c?= d", "a bc d"), ("=?utf-8?q??=x", "x"), ("caf\u{E9} =?utf-8?q?=zz?=", "café =zz"),
    ])
    func `encoded words are decoded one by one and their bytes joined`(raw: String, text: String) {
        #expect(parsed("Subject: \(raw)\n\nx\n").mail.subject == text)
    }

    @Test(arguments: [
        ("name.csv", "filename=name.csv"),
        ("a b; c.csv", "filename=\"a b; c.csv\""),
        ("€ rates.csv", "filename*=UTF-8''%e2%82%ac%20rates.csv"),
        ("äb long name.csv", "filename*0*=iso-8859-1''%e4b; filename*1*=%20long; filename*2=\" name.csv\""),
        ("één.csv", "filename=\"=?utf-8?q?=C3=A9=C3=A9n=2Ecsv?=\""),
    ])
    func `the name of an attachment is decoded by RFC 2231, and by RFC 2047 where it is misused`(name: String, field: String) {
        let message = parsed(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: text/csv\nContent-Disposition: attachment; \(field)\n\na,b\n--b--\n"
        )
        #expect(message.mail.attachments.map(\.name) == [name])
        #expect(message.mail.text == "text")
    }

    @Test(
        arguments: [
            ("iso-8859-1", [0x63, 0xE4], "cä"), ("windows-1252", [0x80], "€"), ("utf-16be", [0x20, 0xAC], "€"),
            ("shift_jis", [0x93, 0xFA], "日"), ("ISO-2022-JP", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x1B, 0x28, 0x42], "日"),
            ("koi8-r", [0xC4], "д"), ("gb18030", [0xC4, 0xE3], "你"),
        ] as [(String, [UInt8], String)])
    func `text of every charset becomes UTF-8`(charset: String, bytes: [UInt8], text: String) {
        let head = Array("Content-Type: text/plain; charset=\(charset)\r\nContent-Transfer-Encoding: binary\r\n\r\n".utf8)
        let message = parser.parse(head + bytes)
        #expect(message.mail.text == text)
        #expect(message.faults.isEmpty)
    }

    @Test func `text that cannot be converted keeps what can, and is noted`() {
        let head = { (type: String) in Array("Content-Type: text/plain\(type)\r\n\r\n".utf8) }
        let utf8 = parser.parse(head("; charset=utf-8") + [0x61, 0xFF, 0x62])
        #expect(utf8.mail.text == "a\u{FFFD}b")
        #expect(utf8.faults == ["text that says it is UTF-8 is not"])
        let japanese = parser.parse(head("; charset=shift_jis") + [0x61, 0xFF, 0x62])
        #expect(japanese.mail.text == "a\u{FFFD}b")
        #expect(japanese.faults == ["text that says it is shift_jis is not"])
        let unknown = parser.parse(head("; charset=x-klingon") + [0x61, 0xE4])
        #expect(unknown.mail.text == "aä")
        #expect(unknown.faults == ["the charset 'x-klingon' is not known"])
        let ascii = parser.parse(head("") + [0x61, 0xE4])
        #expect(ascii.mail.text == "aä")
        #expect(ascii.faults == ["text that says it is ASCII is not: it is read as ISO 8859-1"])
        #expect(parser.parse(head("") + Array("aä".utf8)).mail.text == "aä")
    }

    @Test func `an HTML part counts as text only where there is no plain one`() {
        let alternative = parsed(
            "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b--\n"
        )
        #expect(alternative.mail.text == "plain")
        #expect(alternative.mail.attachments.isEmpty)
        let alone = parsed("Content-Type: text/html\n\n<p>html</p>\n")
        #expect(alone.mail.text == "<p>html</p>\r\n")
        #expect(alone.mail.attachments.isEmpty)
        let beside = parsed(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>html</p>\n--b\nContent-Type: text/plain\n\nplain\n--b--\n"
        )
        #expect(beside.mail.text == "plain")
        #expect(beside.mail.attachments == [.init(name: "", contentType: "text/html", bytes: Array("<p>html</p>".utf8))])
    }

    @Test func `no part of a message is lost`() {
        let message = parsed(
            """
            Content-Type: multipart/mixed; boundary=m

            --m
            Content-Type: multipart/related; boundary=r

            --r
            Content-Type: multipart/alternative; boundary=a

            --a

            plain
            --a
            Content-Type: text/html

            <img src="cid:i">
            --a--
            --r
            Content-Type: image/png
            Content-ID: <i>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --r--
            --m
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename=inner.eml

            Subject: inner
            Content-Type: text/plain

            inside
            --m
            Content-Type: text/plain

            footer
            --m
            Content-Type: text/plain; name=notes.txt

            notes
            --m--

            """)
        #expect(message.mail.text == "plainfooter")
        #expect(message.mail.attachments.map(\.name) == ["", "inner.eml", "notes.txt"])
        #expect(message.mail.attachments.map(\.contentType) == ["image/png", "message/rfc822", "text/plain; name=notes.txt"])
        #expect(
            message.mail.attachments.map(\.bytes) == [
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
                crlf("Subject: inner\nContent-Type: text/plain\n\ninside"), Array("notes".utf8),
            ])
        #expect(message.faults.isEmpty)
    }

    @Test func `the content type of an attachment stands as it was written`() {
        let message = parsed(
            "Content-Type: Text/CSV;\n\tcharset=\"UTF-8\"; header=present\nContent-Disposition: attachment; filename=a.csv\n\nä\n"
        )
        #expect(message.mail.attachments.map(\.contentType) == ["Text/CSV;\tcharset=\"UTF-8\"; header=present"])
        #expect(message.mail.attachments.map(\.bytes) == [Array("ä\r\n".utf8)])
    }
}

@Suite struct BrokenMessageTests {
    @Test(arguments: [
        ("no header at all", "no header field here\nsecond line\n", "no header field here\r\nsecond line\r\n"),
        ("nothing", "", ""),
        ("an empty header", "\nbody\n", "body\r\n"),
        ("a header alone", "Subject: x\n", ""),
        ("no last boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n", "text\r\n"),
        ("no boundary at all", "Content-Type: multipart/mixed; boundary=b\n\ntext\n", "text\r\n"),
        ("no boundary named", "Content-Type: multipart/mixed\n\ntext\n", "text\r\n"),
    ])
    func `what is readable of a broken message is read`(what: String, message: String, text: String) {
        let message = parsed(message)
        #expect(message.mail.text == text, "\(what): \(message)")
        if !["an empty header", "a header alone"].contains(what) { #expect(!message.faults.isEmpty, "\(what)") }
    }

    @Test(
        arguments: [
            ("YWJj\nZGVm\n", "abcdef", nil), ("YWJjZA\n", nil, "the base64 of a part is cut short"),
            ("YW*Jj\n", "abc", "the base64 of a part has characters that are none of base64"),
            ("YQ==YWJj\n", nil, "the base64 of a part goes on after its end"),
        ] as [(String, String?, String?)])
    func `bad base64 is decoded as far as it goes and noted`(encoded: String, decoded: String?, fault: String?) {
        let message = parsed("Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + encoded)
        if let decoded { #expect(message.mail.attachments.map(\.bytes) == [Array(decoded.utf8)]) }
        #expect(message.faults == (fault.map { [$0] } ?? []))
    }

    @Test func `an unknown encoding leaves the part as it is`() {
        let message = parsed("Content-Type: a/b\nContent-Transfer-Encoding: rot13\n\nnop\n")
        #expect(message.mail.attachments.map(\.bytes) == [Array("nop\r\n".utf8)])
        #expect(message.faults == ["the encoding 'rot13' is not known: the part is not decoded"])
    }

    @Test(arguments: ["Content-Type: multipart/mixed; boundary=b#\r\n\r\n--b#\r\n", "Content-Type: message/rfc822\r\n\r\n"])
    func `parts ten thousand deep are read as deep as is sensible`(level: String) async {
        let levels = (0..<10_000).map { level.replacing("#", with: "\($0)") }.joined()
        let message = await Task.detached { MessageParser().parse(Array("Subject: deep\r\n\(levels)\r\ntext\r\n".utf8)) }.value
        #expect(message.mail.subject == "deep")
        #expect(!message.faults.isEmpty)
    }

    @Test func `a thousand levels lose nothing`() async {
        let opening = (0..<1000).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        let closing = (0..<1000).reversed().map { "\r\n--b\($0)--" }.joined()
        let message = await Task.detached { MessageParser().parse(Array((opening + "\r\ntext" + closing).utf8)) }.value
        #expect(message.mail.text == "text")
        #expect(message.faults.isEmpty)
    }

    @Test func `a million parts are read as far as the limit`() {
        var small = MessageParser()
        small.maxSeparators = 10
        let parts = String(repeating: "--b\r\n\r\nx\r\n", count: 100)
        let message = small.parse(Array("Content-Type: multipart/mixed; boundary=b\r\n\r\n\(parts)--b--\r\n".utf8))
        #expect(message.mail.text.utf8.filter { $0 == UInt8(ascii: "x") }.count == 10)
        #expect(message.faults.first == "what follows after 10 separators of parts is not read")
    }

    @Test func `past the limit of its size a message is not read`() {
        var small = MessageParser()
        small.maxBytes = 30
        let message = small.parse(crlf("Subject: long\n\n" + String(repeating: "x", count: 100)))
        #expect(message.mail.text == String(repeating: "x", count: 13))
        #expect(message.faults == ["only the first 30 bytes of 117 are read"])
    }

    @Test func `any bytes at all are read without a crash`() {
        var random = SeededRandom(seed: 4)
        let sound = crlf(
            "From: =?utf-8?q?J=C3=B6rg?= <j@example.com>\nTo: g: a@b, c@d;\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain; charset=shift_jis\nContent-Transfer-Encoding: quoted-printable\n\n=93=FA=\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\ny\n--b\nContent-Disposition: attachment; filename*0*=utf-8''%41; filename*1=b\nContent-Transfer-Encoding: base64\n\nYWJj\n--b--\n"
        )
        for _ in 0..<3000 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[..<min(place, 40)], at: place)
                }
            }
            _ = parser.parse(bytes)
        }
    }

    @Test func `messages are read on many threads at once`() async {
        let bytes = crlf(
            "Subject: =?shift_jis?b?k/o=?=\nContent-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: base64\n\nxA==\n"
        )
        await withTaskGroup(of: Mail.self) { group in
            for _ in 0..<200 { group.addTask { MessageParser().parse(bytes).mail } }
            for await mail in group { #expect(mail.subject == "日" && mail.text == "д") }
        }
    }
}
