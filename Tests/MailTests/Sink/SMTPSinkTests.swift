import AssayCore
import Mail
import Testing

/// A sink for the time of a test.
@discardableResult private func withSink<Result>(
    _ settings: SMTPSinkSettings = SMTPSinkSettings(), _ body: (SMTPSink) async throws -> Result
) async throws -> Result {
    let sink = try await SMTPSink.start(settings: settings)
    do {
        let result = try await body(sink)
        await sink.stop()
        return result
    } catch {
        await sink.stop()
        throw error
    }
}

/// A client that has said EHLO.
private func greeted(_ sink: SMTPSink) throws -> RawClient {
    let client = try RawClient(port: sink.port)
    _ = client.reply()
    client.code("EHLO test")
    return client
}

extension SMTPSink {
    /// What arrived in all, waiting until it is so much.
    fileprivate func arrived(_ count: Int) async throws -> [ArrivedMail] {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let found = try messages(after: .number(0))
            if found.messages.count >= count || ContinuousClock.now > deadline { return found.messages }
            try await waitForMail(after: found.mark, until: deadline)
        }
    }
}

private let start = MailMark.number(0)

@Suite struct SMTPSinkTests {
    @Test func `a message is kept with its envelope, dots unstuffed, byte for byte`() async throws {
        try await withSink { sink in
            let client = try RawClient(port: sink.port)
            #expect(client.reply() == "220 assay.localhost ESMTP Assay")
            client.send("EHLO test\r\n")
            #expect(
                client.reply()
                    == "250-assay.localhost|250-SIZE 33554432|250-8BITMIME|250-PIPELINING|250-SMTPUTF8|250-ENHANCEDSTATUSCODES|250 AUTH PLAIN LOGIN"
            )
            #expect(client.code("MAIL FROM:<sender@example.com> SIZE=100 BODY=8BITMIME") == 250)
            #expect(client.code("RCPT TO:<a@example.com>") == 250)
            #expect(client.code("rcpt to:<\"b c\"@example.com>") == 250)
            #expect(client.code("DATA") == 354)
            client.send(
                Array("Subject: dots\r\n\r\n..one\r\n...\r\nx.\r\n".utf8) + [0xFF, 0x00, 0x0D, 0x0A] + Array(".\r\n".utf8))
            #expect(client.reply() == "250 2.0.0 taken")
            #expect(client.code("QUIT") == 221)
            #expect(client.reply() == "")
            let (messages, mark) = try sink.messages(after: start)
            #expect(mark == .number(1))
            #expect(
                messages.map(\.bytes) == [Array("Subject: dots\r\n\r\n.one\r\n..\r\nx.\r\n".utf8) + [0xFF, 0x00, 0x0D, 0x0A]])
            #expect(messages.first?.mail.to == ["a@example.com", "\"b c\"@example.com"])
            #expect(messages.first?.mail.from == "sender@example.com")
            #expect(try sink.messages(after: mark).messages.isEmpty)
        }
    }

    @Test(arguments: [
        ("", 500), ("NONSENSE", 500), ("MAILFROM:<a@b.c>", 500), ("\u{1}", 500), ("EHLO", 501), ("HELO ", 501), ("QUIT now", 501),
        ("RSET x", 501), ("NOOP anything", 250), ("VRFY", 501), ("VRFY a@b.c", 252), ("EXPN list", 502), ("BDAT 5 LAST", 502),
        ("HELP", 214), ("RCPT TO:<a@b.c>", 503), ("DATA", 503), ("STARTTLS", 502), ("MAIL", 501), ("MAIL FROM:a@b.c", 501),
        ("MAIL FROM:<a@b.c", 501), ("MAIL FROM:<a b@c.d>", 501), ("MAIL FROM:<@>", 501), ("MAIL TO:<a@b.c>", 501),
        ("MAIL FROM:<a@b.c>SIZE=1", 501), ("MAIL FROM:<a@b.c> SIZE=x", 501), ("MAIL FROM:<a@b.c> SIZE=99999999999", 552),
        ("MAIL FROM:<a@b.c> SIZE=33554433", 552), ("MAIL FROM:<a@b.c> BODY=9BIT", 501), ("MAIL FROM:<a@b.c> WEIRD=1", 555),
        ("MAIL FROM:<ä@b.c>", 553), ("MAIL FROM:<ä@b.c> SMTPUTF8", 250), ("MAIL FROM:<>", 250), ("mail from: <a@b.c>", 250),
        ("MAIL FROM:<@x.y,@z:a@b.c>", 250), ("MAIL FROM:<\"a>b\"@c.d>", 250), ("MAIL FROM:<a@[127.0.0.1]>", 250),
        ("MAIL FROM:<a@[IPv6:::1]>", 250), ("AUTH", 501), ("AUTH CRAM-MD5", 504), ("AUTH PLAIN !", 501), ("AUTH PLAIN YQ==", 501),
        ("AUTH PLAIN AGEAYg==", 235), ("NOOP" + String(repeating: " x", count: 2000), 500),
    ])
    func `each command gets the reply that RFC 5321 has for it`(command: String, code: Int) async throws {
        try await withSink { sink in
            let client = try greeted(sink)
            #expect(client.code(command) == code)
            #expect(client.code("NOOP") == 250)
        }
    }

    @Test func `commands out of order are refused`() async throws {
        try await withSink { sink in
            let client = try RawClient(port: sink.port)
            _ = client.reply()
            #expect(client.code("MAIL FROM:<a@b.c>") == 503)
            #expect(client.code("HELO test") == 250)
            #expect(client.code("MAIL FROM:<a@b.c>") == 250)
            #expect(client.code("MAIL FROM:<a@b.c>") == 503)
            #expect(client.code("AUTH PLAIN AGEAYg==") == 503)
            #expect(client.code("RCPT TO:<>") == 501)
            #expect(client.code("RCPT TO:<nobody>") == 501)
            #expect(client.code("RCPT TO:<a@b.c> NOTIFY=NEVER") == 555)
            #expect(client.code("DATA") == 554)
            #expect(client.code("RCPT TO:<Postmaster>") == 250)
            #expect(client.code("RSET") == 250)
            #expect(client.code("RCPT TO:<a@b.c>") == 503)
            #expect(client.code("AUTH LOGIN") == 334)
            #expect(client.code("YQ==") == 334)
            #expect(client.code("*") == 501)
            #expect(client.code("AUTH LOGIN YQ==") == 334)
            #expect(client.code("Yg==") == 235)
            #expect(client.code("AUTH PLAIN AGEAYg==") == 503)
        }
    }

    @Test func `commands sent at once are answered in order, messages among them`() async throws {
        try await withSink { sink in
            let client = try RawClient(port: sink.port)
            let transaction = "MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nRCPT TO:<no>\r\nDATA\r\nSubject: #\r\n\r\nbody\r\n.\r\n"
            client.send(
                "EHLO test\r\n" + transaction.replacing("#", with: "1") + transaction.replacing("#", with: "2") + "QUIT\r\n")
            let codes = (0..<13).map { _ in String(client.reply().prefix(3)) }
            #expect(codes == ["220", "250", "250", "250", "501", "354", "250", "250", "250", "501", "354", "250", "221"])
            #expect(try await sink.arrived(2).map(\.mail.subject) == ["1", "2"])
        }
    }

    @Test func `bytes may come one by one`() async throws {
        try await withSink { sink in
            let client = try greeted(sink)
            for byte in Array("MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\n..a\r\n.b\r\n.\r\n".utf8) { client.send([byte]) }
            #expect((0..<4).map { _ in String(client.reply().prefix(3)) } == ["250", "250", "354", "250"])
            #expect(try await sink.arrived(1).map(\.bytes) == [Array(".a\r\nb\r\n".utf8)])
        }
    }

    @Test(arguments: ["\n.\n", "\n.\r\n", "\r.\r", "\r\n.\n", "\r.\r\n", "\n.\r", "\r\n.\r", "\r\n\n.\r\n"])
    func `no line end but CRLF ends a message, so none can be smuggled in`(end: String) async throws {
        try await withSink { sink in
            let client = try greeted(sink)
            client.send("MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\n")
            for _ in 0..<3 { _ = client.reply() }
            client.send("Subject: outer\r\n\r\nx\(end)MAIL FROM:<evil@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\ninner\r\n.\r\nNOOP\r\n")
            #expect(client.reply().hasPrefix("554 5.6.11 line"))
            #expect(client.reply() == "250 2.0.0 ok")
            #expect(try sink.messages(after: start).messages.isEmpty)
            #expect(sink.refusals.count == 1)
            #expect(sink.refusals.sentences.first?.hasPrefix("from a@b.c to x@y.z: 554 5.6.11 line") == true)
        }
    }

    @Test func `a command that ends with LF alone is refused`() async throws {
        try await withSink { sink in
            let client = try greeted(sink)
            client.send("NOOP\nNOOP\r\n")
            #expect(client.reply() == "500 5.5.2 a line ends with CRLF, not with LF alone")
            #expect(client.reply() == "250 2.0.0 ok")
        }
    }

    @Test func `a message past a limit is read to its end and refused`() async throws {
        var settings = SMTPSinkSettings()
        settings.maxMessageBytes = 1000
        settings.maxTextLineBytes = 200
        settings.maxRecipients = 2
        settings.maxKeptBytes = 1500
        try await withSink(settings) { sink in
            let client = try greeted(sink)
            func deliver(_ text: String) -> String {
                client.send("MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\n\(text)\r\n.\r\n")
                for _ in 0..<3 { _ = client.reply() }
                return client.reply()
            }
            #expect(deliver(String(repeating: "x\r\n", count: 400)) == "552 5.3.4 the message is larger than 1000 bytes")
            #expect(deliver("x\r\n" + String(repeating: "x", count: 199)) == "554 5.6.0 line 2 is longer than 200 bytes")
            #expect(deliver(String(repeating: "x", count: 198)) == "250 2.0.0 taken")
            #expect(deliver(String(repeating: "x\r\n", count: 300)) == "250 2.0.0 taken")
            #expect(deliver(String(repeating: "x\r\n", count: 300)) == "452 4.3.1 no room for more messages at present")
            let (messages, mark) = try sink.messages(after: start)
            #expect(messages.map(\.bytes.count) == [200, 902])
            _ = try sink.messages(after: mark)
            #expect(deliver(String(repeating: "x\r\n", count: 300)) == "250 2.0.0 taken")
            #expect(sink.refusals.count == 3)
            client.code("MAIL FROM:<a@b.c>")
            #expect((0..<3).map { _ in client.code("RCPT TO:<x@y.z>") } == [250, 250, 452])
        }
    }

    @Test func `nonsense without end closes the connection`() async throws {
        try await withSink { sink in
            let client = try RawClient(port: sink.port)
            _ = client.reply()
            let codes = (0..<100).map { _ in client.code("GET / HTTP/1.1") }
            #expect(codes == Array(repeating: 500, count: 99) + [421])
            #expect(client.reply() == "")
        }
    }

    @Test func `a megabyte without a line end costs no memory and gets one reply`() async throws {
        try await withSink { sink in
            let client = try greeted(sink)
            client.send([UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20))
            client.send("\r\nNOOP\r\n")
            #expect(client.reply() == "500 5.5.2 the line is too long")
            #expect(client.reply() == "250 2.0.0 ok")
        }
    }

    @Test func `a silent client and one too many are sent away`() async throws {
        var settings = SMTPSinkSettings()
        settings.idleTimeout = .milliseconds(200)
        settings.maxConnections = 1
        try await withSink(settings) { sink in
            let first = try RawClient(port: sink.port)
            #expect(first.reply().hasPrefix("220"))
            #expect(try RawClient(port: sink.port).reply() == "421 4.7.0 too many connections, closing")
            #expect(first.reply() == "421 4.4.2 nothing was said for too long, closing")
            #expect(first.reply() == "")
        }
    }

    @Test func `who waits is woken by a message, and by the deadline`() async throws {
        try await withSink { sink in
            let begin = ContinuousClock.now
            try await sink.waitForMail(after: start, until: .now + .milliseconds(50))
            #expect(ContinuousClock.now - begin >= .milliseconds(50))
            async let woken: Void = sink.waitForMail(after: start, until: .now + .seconds(600))
            let client = try greeted(sink)
            client.send("MAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\nx\r\n.\r\n")
            try await woken
            #expect(ContinuousClock.now - begin < .seconds(300))
            try await sink.waitForMail(after: start, until: .now + .seconds(600))
        }
    }

    @Test func `a waiting task can be cancelled`() async throws {
        try await withSink { sink in
            let task = Task { try await sink.waitForMail(after: start, until: .now + .seconds(600)) }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func `an address that is taken is said so`() async throws {
        try await withSink { sink in
            await #expect(throws: MailFailure.self) { try await SMTPSink.start(port: sink.port) }
        }
    }

    @Test func `after its end no one is served`() async throws {
        let sink = try await SMTPSink.start()
        let client = try greeted(sink)
        await sink.stop()
        // The port may be another test's by now, so that only the connection there was can be asked.
        #expect([0, 421].contains(client.code("NOOP")))
    }
}

/// Python's smtplib as the sender.
@Suite(.enabled(if: Python.path != nil, "python3 is not installed"))
struct PythonSenderTests {
    @Test func `mail of smtplib arrives`() async throws {
        try await withSink { sink in
            _ = try await Python.run(
                """
                import smtplib, sys
                from email.message import EmailMessage
                with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=20) as server:
                    server.ehlo()
                    assert server.has_extn("pipelining") and server.has_extn("8bitmime") and not server.has_extn("starttls")
                    server.login("user", "password")
                    for number in range(20):
                        message = EmailMessage()
                        message["From"] = "Zoë <reports@acme.example>"
                        message["To"] = "qa@example.com"
                        message["Subject"] = f"Résumé {number}"
                        message.set_content("Grüße\\n.\\n..\\n.a\\n", cte="8bit")
                        message.add_attachment(bytes(range(256)), maintype="text", subtype="csv", filename="Bérícht.csv")
                        server.send_message(message, to_addrs=["one@example.com", "two@example.com"])
                    try:
                        server.sendmail("a@b.c", ["x@y.z"], "x" * (40 << 20))
                        raise AssertionError("taken")
                    except smtplib.SMTPSenderRefused as refusal:
                        assert refusal.smtp_code == 552, refusal
                """, ["\(sink.port)"])
            let messages = try await sink.arrived(20)
            #expect(messages.map(\.mail.subject) == (0..<20).map { "Résumé \($0)" })
            for message in messages {
                #expect(message.mail.to == ["one@example.com", "two@example.com"])
                #expect(message.mail.text == "Grüße\r\n.\r\n..\r\n.a\r\n")
                #expect(message.mail.attachments.map(\.bytes) == [[UInt8](0...255)])
                #expect(message.mail.attachments.map(\.name) == ["Bérícht.csv"])
                #expect(message.faults.isEmpty)
            }
        }
    }

    @Test func `TLS is on after STARTTLS, and what was said before is forgotten`() async throws {
        var settings = SMTPSinkSettings()
        settings.identity = try TLSIdentity.selfSigned()
        try await withSink(settings) { sink in
            _ = try await Python.run(
                """
                import smtplib, ssl, sys, socket
                context = ssl.create_default_context()
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
                with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=20) as server:
                    server.starttls(context=context)
                    assert server.sock.version().startswith("TLSv1."), server.sock.version()
                    server.ehlo()
                    assert not server.has_extn("starttls")
                    assert server.docmd("STARTTLS")[0] == 503
                    server.login("user", "password")
                    server.sendmail("a@b.c", ["x@y.z"], b"Subject: secret\\r\\n\\r\\nx\\r\\n")
                # A command behind STARTTLS, in the clear, is never obeyed.
                raw = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20)
                raw.recv(1000)
                raw.sendall(b"EHLO x\\r\\nMAIL FROM:<a@b.c>\\r\\nSTARTTLS\\r\\nRCPT TO:<evil@y.z>\\r\\n")
                got = b""
                while b"220 2.0.0" not in got: got += raw.recv(1000)
                assert got.endswith(b"go ahead\\r\\n"), got
                tls = context.wrap_socket(raw, server_hostname="localhost")
                tls.sendall(b"RCPT TO:<x@y.z>\\r\\n")
                assert tls.recv(1000).startswith(b"503"), "the envelope was kept"
                """, ["\(sink.port)"])
            #expect(try await sink.arrived(1).map(\.mail.subject) == ["secret"])
        }
    }

    @Test func `fifty senders at once lose nothing`() async throws {
        try await withSink { sink in
            _ = try await Python.run(
                """
                import smtplib, sys, threading
                def send(number):
                    with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=60) as server:
                        for part in range(4):
                            server.sendmail("a@b.c", ["x@y.z"], f"Subject: {number}-{part}\\r\\n\\r\\n" + "x\\r\\n" * 2000)
                threads = [threading.Thread(target=send, args=(number,)) for number in range(50)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
                """, ["\(sink.port)"])
            let subjects = try await sink.arrived(200).map(\.mail.subject)
            #expect(Set(subjects) == Set((0..<50).flatMap { number in (0..<4).map { "\(number)-\($0)" } }))
        }
    }
}
