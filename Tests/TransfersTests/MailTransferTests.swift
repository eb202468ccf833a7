import TestSupport
import Testing
import Transfers

@Suite struct MailTransferTests {
    /// Speaks as much SMTP as a submission needs; refuses recipients that begin with `no`.
    private func smtpServer() throws -> ScriptedServer {
        try ScriptedServer { connection in
            connection.send("220 ready\r\n")
            while let line = connection.readLine() {
                switch line.prefix(4) {
                case "EHLO": connection.send("250-me\r\n250-AUTH PLAIN\r\n250 SIZE 1000000\r\n")
                case "AUTH":
                    connection.send("334 \r\n")
                    connection.send(connection.readLine() == "AHVzZXIAc2VjcmV0" ? "235 welcome\r\n" : "535 who?\r\n")
                case "RCPT": connection.send(line.contains("<no") ? "550 no such user\r\n" : "250 ok\r\n")
                case "DATA":
                    connection.send("354 go on\r\n")
                    while let line = connection.readLine(), line != "." {}
                    connection.send("250 taken\r\n")
                case "QUIT": connection.send("221 bye\r\n")
                default: connection.send("250 ok\r\n")
                }
            }
        }
    }

    private func submission(_ server: ScriptedServer, to: [String], credentials: MailCredentials? = nil) -> MailSubmission {
        MailSubmission(
            server: MailServer(host: "127.0.0.1", port: server.port, credentials: credentials), from: "me@a.example", to: to,
            message: Array("Subject: x\r\n\r\n.dot\r\nend\r\n".utf8))
    }

    private func kind(_ submission: MailSubmission) async throws -> TransferFailure.Kind? {
        do {
            try await engine.perform(submission)
            return nil
        } catch let failure as TransferFailure {
            return failure.kind
        }
    }

    @Test func `a message is submitted with its envelope and its dots stuffed`() async throws {
        let server = try smtpServer()
        try await engine.perform(submission(server, to: ["a@b.example", "c@d.example"]))
        #expect(
            server.requests.prefix(10) == [
                "EHLO localhost", "MAIL FROM:<me@a.example> SIZE=25", "RCPT TO:<a@b.example>", "RCPT TO:<c@d.example>", "DATA",
                "Subject: x", "",
                "..dot", "end", ".",
            ])
    }

    @Test func `a refused recipient is a failure and nothing is sent`() async throws {
        let server = try smtpServer()
        #expect(try await kind(submission(server, to: ["a@b.example", "nobody@b.example"])) == .commandRefused)
        #expect(!server.requests.contains("DATA"))
    }

    @Test func `a login is made where there are credentials`() async throws {
        let server = try smtpServer()
        try await engine.perform(submission(server, to: ["a@b"], credentials: MailCredentials(user: "user", password: "secret")))
        let wrong = submission(server, to: ["a@b"], credentials: MailCredentials(user: "user", password: "wrong"))
        #expect(try await kind(wrong) == .loginRefused)
    }

    @Test func `STARTTLS that is demanded and not offered is a failure`() async throws {
        let server = try smtpServer()
        var demanding = submission(server, to: ["a@b.example"])
        demanding.server.security = .startTLS
        #expect(try await kind(demanding) == .tlsHandshake)
        demanding.server.security = .opportunistic
        #expect(try await kind(demanding) == nil)
    }

    @Test(arguments: ["a@b\r\nDATA", "a\n", "\0"])
    func `an address with a line break is not sent`(address: String) async throws {
        let server = try smtpServer()
        #expect(try await kind(submission(server, to: [address])) == .invalidRequest)
        #expect(server.requests.isEmpty)
    }

    /// Speaks as much IMAP as a command needs.
    private func imapServer() throws -> ScriptedServer {
        try ScriptedServer { connection in
            connection.send("* OK [CAPABILITY IMAP4rev1] ready\r\n")
            while let line = connection.readLine() {
                let words = line.split(separator: " ", maxSplits: 2)
                guard words.count > 1 else { return }
                let arguments = words.count > 2 ? "\(words[1]) \(words[2])" : String(words[1])
                switch arguments {
                case "CAPABILITY": connection.send("* CAPABILITY IMAP4rev1\r\n\(words[0]) OK done\r\n")
                case "UID SEARCH UID 3:*": connection.send("* SEARCH 3 5\r\n\(words[0]) OK done\r\n")
                case "UID FETCH 3 BODY[]", "UID FETCH 3 BODY.PEEK[]":
                    connection.send("* 1 FETCH (UID 3 BODY[] {16}\r\nSubject: x\r\n\r\nhi)\r\n\(words[0]) OK done\r\n")
                case "LOGIN user wrong": connection.send("\(words[0]) NO who?\r\n")
                case "NOSUCH": connection.send("\(words[0]) BAD what?\r\n")
                default: connection.send("\(words[0]) OK done\r\n")
                }
            }
        }
    }

    private func imap(_ server: ScriptedServer, _ command: IMAPTransfer.Command, password: String = "secret") -> IMAPTransfer {
        let credentials = MailCredentials(user: "user", password: password)
        return IMAPTransfer(
            server: MailServer(host: "127.0.0.1", port: server.port, credentials: credentials), mailbox: "In box",
            command: command)
    }

    @Test func `a command is sent to the selected mailbox`() async throws {
        let server = try imapServer()
        let answer = try await engine.perform(imap(server, .custom("UID SEARCH UID 3:*")))
        #expect(answer.lines.contains(Array("* SEARCH 3 5\r\n".utf8)))
        #expect(String(decoding: answer.bytes, as: UTF8.self) == "* SEARCH 3 5\r\n")
        #expect(server.requests.contains { $0.hasSuffix("SELECT \"In box\"") })
        #expect(server.requests.contains { $0.hasSuffix("LOGIN user secret") })
    }

    @Test func `a message is fetched whole`() async throws {
        let server = try imapServer()
        let answer = try await engine.perform(imap(server, .message(uid: 3)))
        #expect(String(decoding: answer.bytes, as: UTF8.self) == "Subject: x\r\n\r\nhi")
        let peeked = try await engine.perform(imap(server, .custom("UID FETCH 3 BODY.PEEK[]")))
        #expect(String(decoding: Array(peeked.lines.joined()), as: UTF8.self).contains("{16}\r\nSubject: x\r\n\r\nhi)\r\n"))
    }

    @Test func `what the server refuses is a failure`() async throws {
        let server = try imapServer()
        do {
            _ = try await engine.perform(imap(server, .custom("NOSUCH")))
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .commandRefused, "\(failure)")
            #expect(failure.message.contains("BAD what?"))
        }
        do {
            _ = try await engine.perform(imap(server, .custom("NOOP"), password: "wrong"))
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .loginRefused, "\(failure)")
        }
    }
}
