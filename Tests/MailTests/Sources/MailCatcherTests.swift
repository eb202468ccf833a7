import AssayCore
import DataFormats
import Mail
import Synchronization
import TestSupport
import Testing
import Transfers

/// A mail catcher as its documentation describes it, with stored answers.
private final class PlayedCatcher: Sendable {
    enum Product: CaseIterable {
        case mailpit
        case mailhog
    }

    struct Stored: Sendable {
        var name: String
        var bytes: [UInt8]
        var recipients: [String]
    }

    private let product: Product
    private let stored = Mutex<[Stored]>([])
    private let server: ScriptedServer

    init(_ product: Product) throws {
        self.product = product
        let answers = Mutex<@Sendable (String) -> (Int, [UInt8])>({ _ in (500, []) })
        let box = Box(answers: answers)
        server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let target = request.split(separator: " ")[1]
                let (status, body) = box.answer(String(target))
                connection.send(
                    Array("HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
                        + body)
            }
        }
        box.set { [weak self] target in self?.answer(target) ?? (500, []) }
    }

    private final class Box: Sendable {
        private let answers: Mutex<@Sendable (String) -> (Int, [UInt8])>
        init(answers: consuming Mutex<@Sendable (String) -> (Int, [UInt8])>) { self.answers = answers }
        func set(_ answer: @escaping @Sendable (String) -> (Int, [UInt8])) { answers.withLock { $0 = answer } }
        func answer(_ target: String) -> (Int, [UInt8]) { answers.withLock { $0 }(target) }
    }

    var url: String { "http://127.0.0.1:\(server.port)" }
    var targets: [String] { server.requests.map { String($0.split(separator: " ")[1]) } }

    func add(_ bytes: [UInt8], to recipients: [String] = ["qa@example.com"]) {
        stored.withLock { $0.append(Stored(name: "id-\($0.count)@x", bytes: bytes, recipients: recipients)) }
    }

    func mailbox(_ engine: TransferEngine) -> any MailSource {
        switch product {
        case .mailpit: MailpitMailbox(MailCatcherAddress(url: url + "/"), engine: engine)
        case .mailhog: MailHogMailbox(MailCatcherAddress(url: url), engine: engine)
        }
    }

    private func answer(_ target: String) -> (Int, [UInt8]) {
        let messages = stored.withLock { $0 }
        if let message = messages.first(where: {
            target == "/api/v1/message/\($0.name)/raw" || target == "/api/v1/messages/\($0.name)/download"
        }) {
            return (200, message.bytes)
        }
        let path = product == .mailpit ? "/api/v1/messages?start=" : "/api/v2/messages?start="
        guard target.hasPrefix(path) else { return (404, Array("404 page not found\n".utf8)) }
        let numbers = target.dropFirst(path.count).split(separator: "&limit=").compactMap { Int($0) }
        let page = messages.reversed().dropFirst(numbers[0]).prefix(numbers[1])
        return (200, Array(list(Array(page), start: numbers[0], total: messages.count).utf8))
    }

    private func list(_ page: [Stored], start: Int, total: Int) -> String {
        switch product {
        case .mailpit:
            let items = page.map { message in
                """
                {"ID":"\(message.name)","MessageID":"x@y","Read":false,"From":{"Name":"","Address":"a@b.c"},"To":[{"Name":"","Address":
                "x@y.z"}],"Cc":[],"Bcc":[],"ReplyTo":[],"Subject":"s","Created":"2026-11-23T10:00:00.123Z","Tags":[],"Size":100,
                "Attachments":0,"Snippet":"x"}
                """
            }
            return """
                {"total":\(total),"unread":\(total),"count":\(page.count),"messages_count":\(total),"messages_unread":\(total),
                "start":\(start),"tags":[],"messages":[\(items.joined(separator: ","))]}
                """
        case .mailhog:
            let items = page.map { message in
                """
                {"ID":"\(message.name)","From":{"Relays":null,"Mailbox":"a","Domain":"b.c","Params":""},"To":[],
                "Content":{"Headers":{"Subject":["s"]},"Body":"x","Size":100,"MIME":null},"Created":"2026-11-23T10:00:00.123456Z",
                "MIME":null,"Raw":{"From":"envelope@b.c","To":[\(message.recipients.map(quoted).joined(separator: ","))],
                "Data":\(quoted(String(decoding: message.bytes, as: UTF8.self))),"Helo":"x"}}
                """
            }
            return """
                {"total":\(total),"count":\(page.count),"start":\(start),"items":[\(items.joined(separator: ","))]}
                """
        }
    }

    private func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        DataValue.string(text).append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

private func message(_ subject: String) -> [UInt8] {
    Array("From: a@b.c\r\nTo: header@example.com\r\nSubject: \(subject)\r\n\r\n\"x\"\r\n".utf8)
}

@Suite struct MailCatcherTests {
    @Test(arguments: PlayedCatcher.Product.allCases)
    private func `messages after a mark are read oldest first, over pages`(product: PlayedCatcher.Product) async throws {
        let catcher = try PlayedCatcher(product)
        let engine = try TransferEngine()
        let mailbox = catcher.mailbox(engine)
        for number in 0..<230 { catcher.add(message("old \(number)")) }
        let start = try await mailbox.mark()
        #expect(try await mailbox.messages(after: start).messages.isEmpty)
        for number in 0..<250 { catcher.add(message("\(number)"), to: ["one@example.com", "two@example.com"]) }
        let (messages, mark) = try await mailbox.messages(after: start)
        #expect(messages.map(\.mail.subject) == (0..<250).map { "\($0)" })
        #expect(messages.first?.bytes == message("0"))
        #expect(
            messages.first?.mail.to == (product == .mailhog ? ["one@example.com", "two@example.com"] : ["header@example.com"]))
        #expect(try await mailbox.messages(after: mark).messages.isEmpty)
        await engine.stop()
    }

    @Test(arguments: PlayedCatcher.Product.allCases)
    private func `bytes that JSON cannot carry come all the same`(product: PlayedCatcher.Product) async throws {
        let catcher = try PlayedCatcher(product)
        let engine = try TransferEngine()
        let mailbox = catcher.mailbox(engine)
        let start = try await mailbox.mark()
        let bytes = message("latin") + [0xE4, 0xFF, 0x0D, 0x0A]
        catcher.add(bytes)
        #expect(try await mailbox.messages(after: start).messages.map(\.bytes) == [bytes])
        await engine.stop()
    }

    @Test func `once all is known, one page is read`() async throws {
        let catcher = try PlayedCatcher(.mailpit)
        let engine = try TransferEngine()
        let mailbox = catcher.mailbox(engine)
        for number in 0..<500 { catcher.add(message("\(number)")) }
        let mark = try await mailbox.mark()
        let before = catcher.targets.count
        catcher.add(message("new"))
        #expect(try await mailbox.messages(after: mark).messages.map(\.mail.subject) == ["new"])
        #expect(
            catcher.targets[before...] == [
                "/api/v1/messages?start=0&limit=100", "/api/v1/messages?start=100&limit=100", "/api/v1/message/id-500@x/raw",
            ])
        await engine.stop()
    }

    @Test(arguments: [
        ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "answered 404; is that the address of its API?"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "with what is no JSON"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "is that the address of its API?"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 38\r\n\r\n{\"total\":1,\"messages\":[{\"ID\":\"../x\"}]}", "without an 'ID'"),
    ])
    func `what is no mail catcher is said so`(answer: String, text: String) async throws {
        let server = try ScriptedServer(answering: answer)
        let engine = try TransferEngine()
        let mailbox = MailpitMailbox(MailCatcherAddress(url: "http://127.0.0.1:\(server.port)"), engine: engine)
        let failure = try await #require(throws: MailFailure.self) { try await mailbox.mark() }
        #expect(failure.message.contains(text), "\(failure)")
        await engine.stop()
    }
}
