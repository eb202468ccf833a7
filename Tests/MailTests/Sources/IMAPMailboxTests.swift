import AssayCore
import Foundation
import Mail
import TestSupport
import Testing
import Transfers

private let credentials = MailCredentials(user: "qa", password: "secret")

/// The mailbox of a Dovecot that is there for the time of a test.
private func withMailbox(
    isSecure: Bool = false, _ body: (IMAPMailbox, Dovecot) async throws -> Void
) async throws {
    let dovecot = try await Dovecot()
    var options = TransferOptions()
    options.tls.authorities = dovecot.certificate
    let url = isSecure ? "imaps://localhost:\(dovecot.securePort)/INBOX" : "imap://127.0.0.1:\(dovecot.port)"
    do {
        try await body(IMAPMailbox(url: url, credentials: credentials, options: options), dovecot)
    } catch {
        Issue.record("\(error)\n\(dovecot.log)")
    }
    dovecot.stop()
}

/// A real IMAP server.
@Suite(.enabled(if: Dovecot.path != nil, "dovecot is not installed"))
struct IMAPMailboxTests {
    @Test(arguments: [false, true])
    func `messages after a mark are read in order, and stay as they are`(isSecure: Bool) async throws {
        try await withMailbox(isSecure: isSecure) { mailbox, dovecot in
            try dovecot.deliver(Array("Subject: before\r\n\r\nx\r\n".utf8), number: 0)
            let start = try await mailbox.mark()
            #expect(try await mailbox.messages(after: start).messages.isEmpty)
            for number in 1...3 {
                try dovecot.deliver(Array("Subject: \(number)\r\n\r\nbody \(number)\r\n".utf8), number: number)
            }
            let (messages, mark) = try await mailbox.messages(after: start)
            #expect(messages.map(\.mail.subject) == ["1", "2", "3"])
            #expect(messages.map(\.bytes) == (1...3).map { Array("Subject: \($0)\r\n\r\nbody \($0)\r\n".utf8) })
            #expect(try await mailbox.messages(after: mark).messages.isEmpty)
            try dovecot.deliver(Array("Subject: 4\r\n\r\nx\r\n".utf8), number: 4)
            #expect(try await mailbox.messages(after: mark).messages.map(\.mail.subject) == ["4"])
            #expect(dovecot.files.count == 5)
            #expect(dovecot.files.allSatisfy { !$0.contains(":2,") || $0.hasSuffix(":2,") }, "\(dovecot.files)")
        }
    }

    @Test func `any bytes of a message come whole, also what looks like the protocol`() async throws {
        try await withMailbox { mailbox, dovecot in
            let start = try await mailbox.mark()
            var bytes = Array("Subject: odd\r\nContent-Type: application/octet-stream\r\n\r\n".utf8)
            bytes += Array("* 1 FETCH (BODY[] {5}\r\n)\r\n+ go on\r\nA0 OK\r\n* BYE\r\n(\r\n".utf8)
            bytes += (0..<20).flatMap { _ in [UInt8](1...255).filter { $0 != 10 && $0 != 13 } + [13, 10] }
            bytes += [UInt8](repeating: UInt8(ascii: "x"), count: 100_000) + [13, 10]
            bytes += (0..<200_000).flatMap { Array("line \($0)\r\n".utf8) }
            try dovecot.deliver(bytes, number: 1)
            // As long as a piece, and an empty one.
            let long =
                Array("Subject: long\r\n\r\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: (128 << 10) - 19) + [13, 10]
            try dovecot.deliver(long, number: 2)
            try dovecot.deliver([], number: 3)
            let messages = try await mailbox.messages(after: start).messages
            #expect(messages.map(\.bytes.count) == [bytes.count, 128 << 10, 0])
            #expect(messages.map(\.bytes) == [bytes, long, []])
        }
    }

    @Test func `a message that arrives on a kept connection is seen at once`() async throws {
        try await withMailbox { mailbox, dovecot in
            var mark = try await mailbox.mark()
            for number in 0..<10 {
                try dovecot.deliver(Array("Subject: \(number)\r\n\r\nx\r\n".utf8), number: number)
                let found = try await mailbox.messages(after: mark)
                #expect(found.messages.map(\.mail.subject) == ["\(number)"])
                mark = found.mark
            }
        }
    }

    @Test func `a wrong password and a mailbox that is none are said`() async throws {
        try await withMailbox { _, dovecot in
            let url = "imap://127.0.0.1:\(dovecot.port)"
            var options = TransferOptions()
            options.tls.authorities = dovecot.certificate
            let stranger = try IMAPMailbox(
                url: url, credentials: MailCredentials(user: "qa", password: "wrong"), options: options)
            await #expect(throws: TransferFailure.self) { try await stranger.mark() }
            let missing = try IMAPMailbox(url: url + "/Nowhere", credentials: credentials, options: options)
            await #expect(throws: TransferFailure.self) { try await missing.mark() }
        }
    }

    @Test func `a collector waits for what is delivered later`() async throws {
        try await withMailbox { mailbox, dovecot in
            let collector = try await MailCollector(
                mailbox, patience: .init(within: .seconds(600), quiet: .milliseconds(100)), correlationHeader: "Assay-Case",
                runID: "r")
            var inbox = collector.begin(token: "r-1")
            try await inbox.requestFollows()
            let composer = MessageComposer(
                date: Instant(seconds: 0), headers: HeaderFields([HeaderFields.Field(name: "Assay-Case", value: "r-1")]))
            let mail = Mail(
                from: "a@b.c", to: ["x@y.z"], subject: "é", text: "text",
                attachments: [Mail.Attachment(name: "ü.csv", contentType: "text/csv", bytes: Array("a\r\nb\r\n".utf8))])
            let bytes = try composer.compose(mail)
            let later = Task.detached {
                try await Task.sleep(for: .milliseconds(300))
                try dovecot.deliver(bytes, number: 1)
            }
            let arrival = try await inbox.arrival(MailWait(within: nil, isNoneDue: false, mailbox: nil)) { $0.count == 1 }
            try await later.value
            #expect(arrival.messages == [mail])
        }
    }
}

@Suite struct IMAPLocationTests {
    @Test(arguments: [
        "http://example.com", "imap://", "imap://host:99999", "imap://host:x", "imap://user:secret@host/INBOX", "imap://host/a%2",
        "imap://host/Entw%C3%BCrfe", "imap://host/INBOX;UIDVALIDITY=1", "imap://[::1", "",
    ])
    func `a URL that is none of a mailbox is refused`(url: String) throws {
        #expect(throws: MailFailure.self) { try IMAPMailbox(url: url, credentials: nil) }
    }

    @Test(arguments: ["imap://host", "IMAPS://host:1993/Some%20Folder", "imap://[::1]:143/INBOX", "imaps://[::1]/"])
    func `a URL of a mailbox is taken`(url: String) throws {
        _ = try IMAPMailbox(url: url, credentials: nil)
    }
}
