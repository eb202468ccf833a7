import AssayCore
import Mail
import Synchronization
import Testing

/// A mailbox in memory that has to be asked.
private final class ListedMail: MailSource {
    private let messages = Mutex<[ArrivedMail]>([])
    let looks = Atomic(0)

    func add(_ subject: String, to: [String] = ["qa@example.com"], token: String? = nil) {
        let field = token.map { "Assay-Case: \($0)\r\n" } ?? ""
        let text = "To: \(to.joined(separator: ", "))\r\nSubject: \(subject)\r\n\(field)\r\nx\r\n"
        messages.withLock { $0.append(ArrivedMail(Array(text.utf8))) }
    }

    func mark() -> MailMark { .number(UInt64(messages.withLock(\.count))) }

    func messages(after mark: MailMark) async throws -> (messages: [ArrivedMail], mark: MailMark) {
        looks.add(1, ordering: .relaxed)
        // Looking takes a while.
        await Task.yield()
        guard case .number(let number) = mark else { throw MailFailure("another mark") }
        return messages.withLock { (Array($0[Int(number)...]), .number(UInt64($0.count))) }
    }

    func waitForMail(after mark: MailMark, until deadline: ContinuousClock.Instant) async throws {
        try await Task.sleep(until: min(deadline, .now + .milliseconds(5)), clock: .continuous)
    }
}

private func collector(
    _ source: any MailSource, within: Duration = .seconds(600), quiet: Duration = .milliseconds(30), header: String? = nil,
    maxKeptBytes: Int = 1 << 20
) async throws -> MailCollector {
    try await MailCollector(
        source, patience: .init(within: within, quiet: quiet), correlationHeader: header, runID: "r1",
        maxKeptBytes: maxKeptBytes)
}

private func wait(within: Duration? = nil, none: Bool = false, mailbox: String? = nil) -> MailWait {
    MailWait(within: within, isNoneDue: none, mailbox: mailbox)
}

@Suite struct MailCollectorTests {
    @Test func `what is in the mailbox before the run is of no case`() async throws {
        let source = ListedMail()
        source.add("old")
        let collector = try await collector(source)
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        source.add("new")
        let arrival = try await inbox.arrival(wait()) { $0.count == 1 }
        #expect(arrival.messages.map(\.subject) == ["new"])
        #expect(try await collector.leftMail().count == 0)
    }

    @Test func `what arrives late is awaited, and after it a quiet time for what should not come`() async throws {
        let source = ListedMail()
        let collector = try await collector(source)
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        let later = Task {
            try await Task.sleep(for: .milliseconds(50))
            source.add("due")
        }
        let arrival = try await inbox.arrival(wait(within: .seconds(3))) { messages in
            // As soon as all is there, one more comes.
            if messages.count == 1 { source.add("surplus") }
            return messages.count == 1
        }
        try await later.value
        #expect(arrival.messages.map(\.subject) == ["due", "surplus"])
        #expect(arrival.waited >= .seconds(3))
    }

    @Test func `what does not come is waited for as long as is said, and no longer`() async throws {
        let collector = try await collector(ListedMail())
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        let arrival = try await inbox.arrival(wait(within: .milliseconds(80))) { !$0.isEmpty }
        #expect(arrival.messages.isEmpty)
        #expect(arrival.waited >= .milliseconds(80) && arrival.waited < .seconds(300))
    }

    @Test func `where nothing is due the quiet time is waited, or until something comes`() async throws {
        let source = ListedMail()
        let collector = try await collector(source, quiet: .milliseconds(60))
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        let quiet = try await inbox.arrival(wait(none: true)) { _ in
            Issue.record("nothing is to be asked"); return true
        }
        #expect(quiet.messages.isEmpty)
        #expect(quiet.waited >= .milliseconds(60) && quiet.waited < .seconds(300))
        source.add("unwelcome")
        let other = try await inbox.arrival(wait(none: true)) { _ in true }
        #expect(other.messages.map(\.subject) == ["unwelcome"])
    }

    @Test func `with a header, mail belongs to the case whose token it has`() async throws {
        let source = ListedMail()
        let collector = try await collector(source, header: "Assay-Case")
        #expect(!collector.isShared)
        var (one, two) = (collector.begin(token: "r1-1"), collector.begin(token: "r1-2"))
        try await one.requestFollows()
        try await two.requestFollows()
        source.add("of two", token: "r1-2")
        source.add("of no one")
        source.add("of one", token: "r1-1")
        source.add("of another run", token: "r2-1")
        #expect(try await one.arrival(wait()) { $0.count == 1 }.messages.map(\.subject) == ["of one"])
        #expect(try await two.arrival(wait(mailbox: "assay-r1-x")) { $0.count == 1 }.messages.map(\.subject) == ["of two"])
        // Mail of another run is for that to speak of.
        let left = try await collector.leftMail()
        #expect(left.messages.map(\.subject) == ["of no one"])
        #expect(left.sentence == "1 message arrived that no case expected: 'of no one' to qa@example.com")
    }

    @Test func `with a mailbox of its own, mail belongs to the case whose address it is for`() async throws {
        let source = ListedMail()
        let collector = try await collector(source)
        #expect(collector.isShared)
        var (one, two, plain) = (collector.begin(token: "1"), collector.begin(token: "2"), collector.begin(token: "3"))
        for _ in 0..<1 {
            try await one.requestFollows()
            try await two.requestFollows()
            try await plain.requestFollows()
        }
        source.add("for two", to: ["x@example.com", "reports+Assay-R1-bbb@example.com"])
        source.add("for the plain one")
        source.add("for one", to: ["assay-r1-aaa@example.com"])
        source.add("of a case that is over", to: ["assay-r1-ccc@example.com"])
        #expect(try await plain.arrival(wait()) { $0.count == 1 }.messages.map(\.subject) == ["for the plain one"])
        #expect(try await one.arrival(wait(mailbox: "assay-r1-aaa")) { $0.count == 1 }.messages.map(\.subject) == ["for one"])
        #expect(try await two.arrival(wait(mailbox: "assay-r1-bbb")) { $0.count == 1 }.messages.map(\.subject) == ["for two"])
        #expect(
            try await collector.leftMail().sentence
                == "1 message arrived that no case expected: 'of a case that is over' to assay-r1-ccc@example.com")
    }

    @Test func `a message is of the request before it, and is told once`() async throws {
        let source = ListedMail()
        let collector = try await collector(source)
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        source.add("first")
        try await inbox.requestFollows()
        source.add("second")
        #expect(try await inbox.arrival(wait()) { $0.count == 1 }.messages.map(\.subject) == ["second"])
        #expect(try await inbox.arrival(wait(none: true)) { _ in true }.messages.isEmpty)
        await inbox.end()
        #expect(try await collector.leftMail().messages.map(\.subject) == ["first"])
    }

    @Test func `many cases wait with few looks and each gets its own`() async throws {
        let source = ListedMail()
        let collector = try await collector(source, header: "Assay-Case")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    var inbox = collector.begin(token: "r1-\(number)")
                    try await inbox.requestFollows()
                    source.add("\(number)", token: "r1-\(number)")
                    let arrival = try await inbox.arrival(wait()) { $0.count == 1 }
                    #expect(arrival.messages.map(\.subject) == ["\(number)"])
                    await inbox.end()
                }
            }
            try await group.waitForAll()
        }
        #expect(try await collector.leftMail().count == 0)
    }

    @Test func `mail that no case takes is bounded, and who may miss some is told`() async throws {
        let source = ListedMail()
        let collector = try await collector(source, header: "Assay-Case", maxKeptBytes: 500)
        var inbox = collector.begin(token: "r1-1")
        try await inbox.requestFollows()
        source.add("own", token: "r1-1")
        for number in 0..<20 { source.add("\(number)") }
        await #expect(throws: MailFailure.self) { _ = try await inbox.arrival(wait()) { $0.count == 1 } }
        try await inbox.requestFollows()
        source.add("own again", token: "r1-1")
        #expect(try await inbox.arrival(wait()) { $0.count == 1 }.messages.map(\.subject) == ["own again"])
        #expect(try await collector.leftMail().count == 21)
    }

    @Test(arguments: [
        ("assay-r1-aaa@example.com", true), ("assay-1z9qk3v0mzx2-2k8f0w9zq1b4@example.com", false),
        ("Assay-1Z9QK3V0MZX2-2K8F0W9ZQ1B4@example.com", false), ("assay-team-reports@example.com", true), ("assay-@x", true),
        ("assay-1z9qk3v0mzx2-@x", true),
    ])
    func `mail for the mailbox of another run is not spoken of`(address: String, isOwn: Bool) async throws {
        let source = ListedMail()
        let collector = try await collector(source)
        source.add("x", to: [address])
        #expect(try await collector.leftMail().count == (isOwn ? 1 : 0))
    }

    @Test func `what no case took is told in one line, with the first of it`() async throws {
        let source = ListedMail()
        let collector = try await collector(source)
        source.add("first\tone", to: ["a@x.example", "b@x.example", "c@x.example"])
        source.add(String(repeating: "long", count: 40), to: ["a@x.example", "b@x.example"])
        for number in 3...5 { source.add("\(number)") }
        let long = String(repeating: "long", count: 20)
        #expect(
            try await collector.leftMail().sentence == """
                5 messages arrived that no case expected: 'first\\tone' to a@x.example and 2 others, \
                '\(long)\u{2026}' to a@x.example and 1 other, '3' to qa@example.com, and 2 more
                """)
    }

    @Test func `a mailbox that cannot be looked at fails the wait`() async throws {
        struct Broken: MailSource {
            func mark() -> MailMark { .number(0) }
            func messages(after mark: MailMark) throws -> (messages: [ArrivedMail], mark: MailMark) { throw MailFailure("gone") }
        }
        let collector = try await collector(Broken())
        var inbox = collector.begin(token: "1")
        await #expect(throws: MailFailure("gone")) { try await inbox.requestFollows() }
        await #expect(throws: MailFailure("gone")) { _ = try await inbox.arrival(wait()) { _ in true } }
    }

    @Test func `a sink wakes the case that waits`() async throws {
        let sink = try await SMTPSink.start()
        let collector = try await collector(sink, quiet: .milliseconds(1))
        var inbox = collector.begin(token: "1")
        try await inbox.requestFollows()
        let port = sink.port
        let sender = Task.detached {
            try await Task.sleep(for: .milliseconds(100))
            let client = try RawClient(port: port)
            client.send("EHLO x\r\nMAIL FROM:<a@b.c>\r\nRCPT TO:<x@y.z>\r\nDATA\r\nSubject: hello\r\n\r\nx\r\n.\r\nQUIT\r\n")
            while !client.reply().isEmpty {}
        }
        let arrival = try await inbox.arrival(wait()) { $0.count == 1 }
        #expect(arrival.messages.map(\.subject) == ["hello"])
        #expect(arrival.waited < .seconds(300))
        try await sender.value
        await sink.stop()
    }
}
