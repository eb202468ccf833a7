import AssayCore
import DataFormats
import LiveTarget
import TestSupport
import Testing
import Transfers

@Suite struct LiveTargetTests {
    private let server: ScriptedServer

    init() throws {
        server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    }

    private func target(
        path: String = "", mail: (any LiveMail)? = nil, _ change: (inout LiveTargetSettings) -> Void = { _ in }
    ) throws -> LiveTarget {
        var settings = LiveTargetSettings(url: "http://127.0.0.1:\(server.port)\(path)")
        change(&settings)
        return try LiveTarget(settings, engine: engine, mail: mail) { Instant(seconds: 0) }
    }

    private func reason(_ target: LiveTarget, _ given: Given) async throws -> String? {
        if case .inapplicable(let reason) = try await target.begin(given, for: caseID) { reason } else { nil }
    }

    @Test(arguments: [
        ("", "/a", "/a"), ("/", "/a", "/a"), ("/api", "/a", "/api/a"), ("/api/", "/a", "/api/a"),
        ("/api", "//a/../b", "/api//a/../b"),
        ("/api", "*", "*"), ("/api", "", "/api"), ("", "", "/"), ("/a%20b", "/c", "/a%20b/c"),
    ])
    func `the path of the URL stands before that of the request`(base: String, path: String, sent: String) async throws {
        var session = try await target(path: base).session()
        _ = try await session.respond(to: Request(method: "GET", path: path))
        #expect(server.requests[0].hasPrefix("GET \(sent) HTTP/1.1\r\n"))
    }

    @Test func `a request is sent as it is stated`() async throws {
        var session = try await target { $0.userAgent = "assay/test" }.session()
        let headers = HeaderFields([.init(name: "Content-Type", value: "text/x"), .init(name: "X-A", value: "1")])
        let reply = try await session.respond(
            to: Request(method: "QUERY", path: "/a", query: "b=%20&c", headers: headers, body: Array("hello".utf8)))
        #expect(reply.response.status == 200)
        #expect(reply.response.body == Array("ok".utf8))
        #expect(reply.response.timings != nil)
        #expect(
            server.requests == [
                "QUERY /a?b=%20&c HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nContent-Type: text/x\r\nX-A: 1\r\nUser-Agent: assay/test\r\nContent-Length: 5\r\n\r\nhello"
            ])
    }

    @Test func `compressed content is asked for where the request says so`() async throws {
        var session = try await target().session()
        for decompresses in [false, true] {
            var request = Request(method: "GET", path: "/")
            request.options.decompresses = decompresses
            _ = try await session.respond(to: request)
        }
        #expect(server.requests.map { $0.contains("\r\nAccept-Encoding: ") } == [false, true])
    }

    @Test(arguments: [
        "ftp://a/", "http://", "nonsense", "http://user:x@127.0.0.1/", "http://127.0.0.1/?a=b", "http://127.0.0.1/#a",
    ])
    func `what cannot be a base is refused`(url: String) {
        #expect(throws: TransferFailure.self) {
            try LiveTarget(LiveTargetSettings(url: url), engine: engine) { Instant(seconds: 0) }
        }
    }

    @Test func `a fault is thrown with what to do`() async throws {
        let port = try ScriptedServer(answering: "").port
        let target = try LiveTarget(LiveTargetSettings(url: "http://127.0.0.1:\(port)"), engine: engine) { Instant(seconds: 0) }
        var session = try await target.session()
        do {
            _ = try await session.respond(to: Request(method: "GET", path: "/"))
            Issue.record("there was an answer")
        } catch {
            #expect("\(error)" == "127.0.0.1:\(port) refused the connection; is the service running?")
        }
    }

    // MARK: - Preconditions

    @Test func `a case that needs more than the target provides is inapplicable`() async throws {
        let file = DataFile(path: "data/a.csv", bytes: [])
        let all = Given(
            clock: Instant(seconds: 1), isClockStated: true, policy: [DataValue.Member("a", .null)],
            data: ["messages": file, "accounts": file])
        let nothing = try target()
        #expect(try await reason(nothing, Given()) == nil)
        #expect(
            try await reason(nothing, Given(data: ["messages": file]))
                == "needs 'messages' given, which the target does not provide")
        #expect(
            try await reason(nothing, all)
                == "needs 'clock', 'policy', 'accounts' and 'messages' given, which the target does not provide")
        #expect(
            try await reason(target { $0.provides = ["clock", "messages"] }, all)
                == "needs 'policy' and 'accounts' given, which the target does not provide")
        #expect(try await reason(target { $0.provides = ["clock", "messages", "policy", "accounts"] }, all) == nil)
        #expect(try await reason(target { $0.allowsGiven = true }, all) == nil)
    }

    @Test func `preconditions are sent with every request of a case`() async throws {
        let target = try target { settings in
            settings.allowsGiven = true
            settings.runID = "run"
        }
        let given = Given(
            clock: try #require(Instant(rfc3339: "2015-07-01T00:00:00.123456789Z")), isClockStated: true,
            policy: [DataValue.Member("window", .number(NumberText(92)))],
            data: ["messages": DataFile(path: "data/früh.csv", bytes: [])], seed: .max)
        var session = try await target.session(given)
        for _ in 1...2 { _ = try await session.respond(to: Request(method: "GET", path: "/")) }
        var other = try await target.session(given)
        _ = try await other.respond(to: Request(method: "GET", path: "/"))
        let fields = server.requests.map { request in
            request.split(separator: "\r\n").filter { $0.hasPrefix("Assay-") }.map { $0.split(separator: " ")[1] }
        }
        let text = fields[0][0].replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let json = String(decoding: try #require(decoded(base64: text + padding)), as: UTF8.self)
        #expect(
            json
                == #"{"clock":"2015-07-01T00:00:00.123456789Z","policy":{"window":92},"data":{"messages":"data/früh.csv"},"seed":"18446744073709551615"}"#
        )
        #expect(fields[0] == fields[1])
        #expect(fields[0][0] == fields[2][0])
        #expect(fields[0][1] == "run-1")
        #expect(fields[2][1] == "run-2")
    }

    @Test func `a header of the request wins over what every request carries`() async throws {
        var session = try await target { $0.allowsGiven = true }.session()
        _ = try await session.respond(
            to: Request(method: "GET", path: "/", headers: HeaderFields([.init(name: "assay-given", value: "mine")])))
        #expect(
            server.requests[0].lowercased().split(separator: "\r\n").filter { $0.hasPrefix("assay-given") } == [
                "assay-given: mine"
            ])
    }

    // MARK: - A session

    @Test func `cookies are kept within a case and not beyond`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 0\r\n\r\n")
        let target = try LiveTarget(LiveTargetSettings(url: "http://127.0.0.1:\(server.port)"), engine: engine) {
            Instant(seconds: 0)
        }
        var first = try await target.session()
        for _ in 1...2 { _ = try await first.respond(to: Request(method: "GET", path: "/")) }
        var second = try await target.session()
        _ = try await second.respond(to: Request(method: "GET", path: "/"))
        #expect(server.requests.map { $0.contains("Cookie: a=1\r\n") } == [false, true, false])
    }

    @Test func `options of a request win over those of the target`() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                if request.hasPrefix("GET /slow") { connection.pause(.milliseconds(400)) }
                connection.send("HTTP/1.1 302 X\r\nLocation: /end\r\nContent-Length: 0\r\n\r\n")
            }
        }
        var settings = LiveTargetSettings(url: "http://127.0.0.1:\(server.port)")
        settings.redirects = 2
        settings.transfer.proxy = Proxy(url: "http://127.0.0.1:9")
        var session = try await LiveTarget(settings, engine: engine) { Instant(seconds: 0) }.session()
        let direct = RequestOptions(redirects: 0, proxy: "")
        #expect(try await session.respond(to: Request(method: "GET", path: "/", options: direct)).response.status == 302)
        await #expect(throws: TransferFailure.self) {
            try await session.respond(to: Request(method: "GET", path: "/", options: RequestOptions(proxy: "")))
        }
        await #expect(throws: TransferFailure.self) { try await session.respond(to: Request(method: "GET", path: "/")) }
        await #expect(throws: TransferFailure.self) {
            try await session.respond(to: Request(method: "GET", path: "/", options: RequestOptions(proxy: "no proxy")))
        }
        let hasty = RequestOptions(timeout: .milliseconds(50), redirects: 0, proxy: "")
        do {
            _ = try await session.respond(to: Request(method: "GET", path: "/slow", options: hasty))
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .timeout || failure.kind == .connectTimeout)
        }
    }

    @Test func `mail is asked for at the seam, with the token of the case`() async throws {
        let mail = RecordedMail()
        let target = try target(mail: mail) { settings in
            settings.correlationHeader = "X-Case"
            settings.runID = "r"
        }
        #expect(target.sharesMail)
        var session = try await target.session()
        _ = try await session.respond(to: Request(method: "GET", path: "/"))
        let arrival = try await session.mail(MailWait(within: nil, isNoneDue: false, mailbox: nil)) { _ in true }
        await session.end()
        #expect(arrival?.waited == .seconds(1))
        #expect(server.requests[0].contains("X-Case: r-1\r\n"))
        #expect(mail.events == ["begin r-1", "request", "mail", "end"])
    }
}
