import AssayCore
import DataFormats
import Foundation
import MessageReports
import ModelServer
import Testing

@Suite(.timeLimit(.minutes(2))) struct ModelServerTests {
    private static let fixed = ServedModel.Clock.fixed(Instant(seconds: 1_435_708_800))
    private static let echo = ServedModel(EchoModel.self, clock: fixed, seed: 7)

    private static func reports(seed: UInt64 = 7, givenData: (@Sendable (String) throws -> DataFile)? = nil) -> ServedModel {
        ServedModel(MessageReportsModel.self, clock: fixed, data: files, seed: seed, givenData: givenData)
    }

    @Test(arguments: ReportRequests.all)
    func `a model answers over HTTP with the bytes that it answers with in process`(request: Request) async throws {
        var model = try MessageReportsModel(given: Given(clock: Instant(seconds: 1_435_708_800), data: files, seed: 7))
        let expected = model.respond(to: request)
        let mail = MailList()
        let came = try await serving(Self.reports(), mail: mail) { try await exchange(wire(request), port: $0) }
        #expect(came == wire(expected.response))
        #expect(mail.mails == expected.mail.map { OutgoingMail($0) })
    }

    @Test(arguments: ReportRequests.all)
    func `a request that brings its preconditions has the answer of the run in process`(request: Request) async throws {
        let policy: [DataValue.Member] = [
            .init("accepted_status", .number(NumberText(202))), .init("explain_at", .string("top")),
        ]
        var model = try MessageReportsModel(given: Given(clock: Instant(seconds: 5), policy: policy, data: files, seed: .max))
        let expected = model.respond(to: request)
        let mail = MailList()
        let given =
            #"{"clock":"1970-01-01T00:00:05Z","policy":{"accepted_status":202,"explain_at":"top"},"data":{"messages":"m.csv","spaces":"s.csv"},"seed":"18446744073709551615"}"#
        let empty = ServedModel(MessageReportsModel.self, clock: Self.fixed, seed: 1) { path in
            try #require(["m.csv": files["messages"], "s.csv": files["spaces"]][path] ?? nil)
        }
        let came = try await serving(empty, mail: mail) {
            try await exchange(wire(request, extra: [("Assay-Given", base64URL(given)), ("Assay-Case", "run1.case2")]), port: $0)
        }
        #expect(came == wire(expected.response))
        let token = HeaderFields([.init(name: "Assay-Case", value: "run1.case2")])
        #expect(mail.mails == expected.mail.map { OutgoingMail($0, headers: token) })
    }

    @Test func `a request reaches the model as it was sent`() async throws {
        let request = "fRoB /a%2fb;c//?x=+%20&x HTTP/1.1\r\nHost: h\r\nZ: 1\r\na:  x y \r\nZ: 2\r\nConnection: close\r\n\r\n"
        let came = try await serving(Self.echo) { try await exchange(request, port: $0) }
        #expect(
            came.components(separatedBy: "\r\n\r\n").last
                == "1 fRoB /a%2fb;c// x=+%20&x none\nclock 1435708800 seed 7 policy [] letters -\nHost=h\nZ=1\na=x y\nZ=2\nConnection=close"
        )
    }

    @Test func `no body and an empty one are told apart`() async throws {
        let came = try await serving(Self.echo) { port in
            try await exchange(
                "PUT /a HTTP/1.1\r\nHost: h\r\n\r\nPUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                port: port)
        }
        #expect(came.contains("1 PUT /a - none\n"))
        #expect(came.contains("2 PUT /b - 0\n"))
    }

    @Test func `requests of one server share a model, one after the other`() async throws {
        let counts = try await serving(Self.echo) { port in
            try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        let one = "GET /n HTTP/1.1\r\nHost: h\r\n\r\n"
                        let last = "GET /n HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                        let came = try await exchange(String(repeating: one, count: 99) + last, port: port)
                        return came.utf8.split(separator: 0x0A).compactMap { Substring($0) }
                            .filter { $0.hasSuffix(" GET /n - none") }.compactMap { Int($0.prefix { $0 != " " }) }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
        }
        #expect(counts.sorted() == Array(1...800))
    }

    @Test func `with a running clock each request has a model of its own, with another seed`() async throws {
        let served = ServedModel(EchoModel.self, clock: .running { Instant(seconds: 42) }, seed: 7)
        let came = try await serving(served) { port in
            try await exchange(
                "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", port: port)
        }
        #expect(came.contains("1 GET /a - none\nclock 42 seed 7 "))
        #expect(came.contains("1 GET /b - none\nclock 42 seed 11400714819323198492 "))
    }

    @Test func `requests of one case share a model, those of others do not`() async throws {
        let served = ServedModel(EchoModel.self, clock: Self.fixed, seed: 7) { path in
            DataFile(path: path, bytes: Array("<\(path)>".utf8))
        }
        let one = base64URL(#"{"seed":"1","data":{"letters":"x/y"}}"#)
        let other = base64URL(#"{"seed":"2","clock":"1970-01-01T00:00:09Z"}"#)
        let first = try await serving(served) { port in
            func ask(_ token: String?, _ given: String?) async throws -> String {
                var extra: [(String, String)] = []
                if let token { extra.append(("assay-case", token)) }
                if let given { extra.append(("ASSAY-GIVEN", given)) }
                let request = Request(method: "GET", path: "/")
                let came = String(decoding: try await exchange(wire(request, extra: extra), port: port), as: UTF8.self)
                return came.components(separatedBy: "\r\n\r\n").last?.components(separatedBy: "\nHost").first ?? ""
            }
            var answers: [String] = []
            for (token, given) in [
                ("a", one), ("a", one), ("b", one), ("a", other), ("a", nil), (nil, one), (nil, one), (nil, nil),
            ] {
                answers.append(try await ask(token, given))
            }
            return answers
        }
        let ones = "clock 0 seed 1 policy [] letters <x/y>"
        #expect(
            first == [
                "1 GET / - none\n\(ones)", "2 GET / - none\n\(ones)", "1 GET / - none\n\(ones)",
                "1 GET / - none\nclock 9 seed 2 policy [] letters -",
                "1 GET / - none\nclock 1435708800 seed 7 policy [] letters -",
                "1 GET / - none\n\(ones)", "1 GET / - none\n\(ones)",
                "1 GET / - none\nclock 1435708800 seed 7 policy [] letters -",
            ])
    }

    @Test func `the fields that bring preconditions do not reach the model, unless they mean nothing here`() async throws {
        let request = wire(Request(method: "GET", path: "/"), extra: [("Assay-Case", "a"), ("Assay-Given", "e30")])
        let taken = ServedModel(EchoModel.self, clock: Self.fixed, seed: 7) { DataFile(path: $0, bytes: []) }
        let without = try await serving(taken) { try await exchange(request, port: $0) }
        #expect(!String(decoding: without, as: UTF8.self).contains("Assay-"))
        let with = try await serving(Self.echo) { try await exchange(request, port: $0) }
        #expect(String(decoding: with, as: UTF8.self).contains("Assay-Case=a\nAssay-Given=e30"))
    }

    @Test(arguments: [
        (["a", "a"], true), (["a", "b"], false), ([""], false), (["a b"], false), (["caf\u{E9}"], false),
        ([String(repeating: "x", count: 200)], true), ([String(repeating: "x", count: 201)], false),
    ])
    func `a case has one name, which a mail can carry`(names: [String], isTaken: Bool) async throws {
        let served = ServedModel(EchoModel.self, clock: Self.fixed, seed: 7) { DataFile(path: $0, bytes: []) }
        let request = wire(Request(method: "GET", path: "/"), extra: names.map { ("Assay-Case", $0) })
        let came = String(decoding: try await serving(served) { try await exchange(request, port: $0) }, as: UTF8.self)
        #expect(came.hasPrefix(isTaken ? "HTTP/1.1 200 " : "HTTP/1.1 400 "))
    }

    @Test(arguments: [
        ("{", "it is no base64url"), ("eyJh", "it is no JSON: "), ("W10", "it is no JSON object"),
        (base64URL(#"{"clok":1}"#), "'clok' is not known; it has clock, policy, data and seed"),
        (base64URL(#"{"seed":"1","seed":"1"}"#), "it has a name twice"),
        (base64URL(#"{"seed":1}"#), "'seed' is no string of decimal"),
        (base64URL(#"{"seed":"-1"}"#), "'seed' is no string"),
        (base64URL(#"{"seed":"18446744073709551616"}"#), "'seed' is no string"),
        (base64URL(#"{"clock":"today"}"#), "'clock' is no RFC 3339 time"),
        (base64URL(#"{"policy":[]}"#), "'policy' is no object"),
        (base64URL(#"{"data":{"letters":1}}"#), "'data.letters' is no path"),
        (base64URL(#"{"data":{"letters":"x"}}"#), "'data.letters': the gears are stuck"),
        (base64URL(#"{"policy":{"window":1}}"#), "given policy.window: the model has no such setting"),
    ])
    func `preconditions that cannot be had are a fault of the request, and no answer of the model`(
        given: String, reason: String
    ) async throws {
        let served = ServedModel(EchoModel.self, clock: Self.fixed, seed: 7) { _ in throw EchoModel.Broken() }
        let came = try await serving(served) {
            try await exchange(wire(Request(method: "GET", path: "/"), extra: [("Assay-Given", given)]), port: $0)
        }
        let text = String(decoding: came, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(text.contains("\r\nAssay-Fault: given\r\n"))
        #expect(text.contains(reason), "\(text)")
    }

    @Test(arguments: [
        ("/broken", "the model failed: the gears are stuck"),
        ("/split", "the model's answer cannot be sent: the header field A holds a line break or a NUL"),
    ])
    func `a fault of the model is a 500 that says what, and is logged`(path: String, message: String) async throws {
        let log = LogLines()
        let came = try await serving(Self.echo, log: log.log(hasEveryRequest: false)) {
            try await exchange("GET \(path) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", port: $0)
        }
        #expect(came.hasPrefix("HTTP/1.1 500 Internal Server Error\r\n"))
        #expect(came.hasSuffix("assay serve: \(message)\n"))
        #expect(log.lines.count == 1 && log.lines[0].hasSuffix(", model: \(message)\n"))
    }

    @Test func `mail is delivered before the answer, and when it cannot be, the answer says so`() async throws {
        let log = LogLines()
        let request = wire(Request(method: "POST", path: "/mail"))
        let mail = MailList()
        let accepted = try await serving(Self.echo, mail: mail) { port in
            let came = try await exchange(request, port: port)
            #expect(mail.mails.count == 2)
            return came
        }
        #expect(String(decoding: accepted, as: UTF8.self).hasPrefix("HTTP/1.1 202 Accepted\r\n"))
        let refused = try await serving(Self.echo, mail: MailList(isRefusing: true), log: log.log(hasEveryRequest: false)) {
            String(decoding: try await exchange(request, port: $0), as: UTF8.self)
        }
        let reason = "the mail of the model could not be delivered: connection refused by 127.0.0.1:25"
        #expect(refused.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n") && refused.contains("Assay-Fault: mail"))
        #expect(refused.hasSuffix("assay serve: \(reason)\n"))
        #expect(log.lines.count == 1 && log.lines[0].hasSuffix("2 mails, mail: \(reason)\n"))
    }

    @Test func `the health path answers unless the model has something there`() async throws {
        let ask = "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
        #expect(try await serving(Self.echo) { try await exchange(ask, port: $0) }.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(try await serving(Self.reports()) { try await exchange(ask, port: $0) }.hasSuffix("\r\n\r\nok\n"))
        let owned = ServedModel(HealthyModel.self, clock: Self.fixed, seed: 7)
        #expect(try await serving(owned) { try await exchange(ask, port: $0) }.hasSuffix("\r\n\r\nfine, thanks"))
    }

    @Test func `a body that is too large is refused, also while it still comes`() async throws {
        let body = String(repeating: "x", count: 4 << 20)
        let came = try await serving(Self.echo) { port in
            try await exchange("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body, port: port)
        }
        #expect(came.hasPrefix("HTTP/1.1 413 "))
        #expect(came.contains("Assay-Fault: http\r\n"))
        #expect(came.hasSuffix("assay serve: the body is larger than 1048576 bytes\n"))
    }

    @Test(arguments: [
        "GET / HTTP/1.1\r\nHost", "PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12",
        "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n",
    ])
    func `a client that does not end its request is told so in time`(bytes: String) async throws {
        let limits = RequestLimits(requestTime: .milliseconds(200))
        let came = try await serving(Self.echo, limits: limits) { try await exchange(bytes, port: $0) }
        #expect(came.hasPrefix("HTTP/1.1 408 Request Timeout\r\n") && came.contains("Assay-Fault: http\r\n"), "\(came)")
        #expect(came.hasSuffix("assay serve: the request was not complete within 200ms\n"))
    }

    @Test func `a request that comes byte by byte has no more time than any other`() async throws {
        let limits = RequestLimits(requestTime: .milliseconds(300))
        let came = try await serving(Self.echo, limits: limits) { port in
            try await Task.detached {
                let descriptor = try connected(to: port)
                defer { close(descriptor) }
                let bytes = Array("GET /\(String(repeating: "a", count: 100)) HTTP/1.1\r\n".utf8)
                let start = ContinuousClock.now
                for byte in bytes where ContinuousClock.now - start < .seconds(2) {
                    guard send(descriptor, [byte], 1, Int32(MSG_NOSIGNAL)) == 1 else { break }
                    usleep(20_000)
                }
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = recv(descriptor, &buffer, buffer.count, 0)
                return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
            }.value
        }
        #expect(came.hasPrefix("HTTP/1.1 408 "), "\(came)")
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"])
    func `a connection on which nothing is asked any more is closed without a word`(bytes: String) async throws {
        let limits = RequestLimits(idleTime: .milliseconds(200))
        let came = try await serving(Self.echo, limits: limits) { try await exchange(bytes, port: $0) }
        #expect(bytes.isEmpty ? came.isEmpty : came.hasPrefix("HTTP/1.1 200 ") && !came.contains("408"), "\(came)")
    }

    @Test func `an answer that takes long is no fault of the client`() async throws {
        let limits = RequestLimits(requestTime: .milliseconds(100), idleTime: .milliseconds(100))
        let came = try await serving(ServedModel(SlowModel.self, clock: Self.fixed, seed: 7), limits: limits) { port in
            try await exchange("GET / HTTP/1.1\r\nHost: h\r\n\r\n", port: port)
        }
        #expect(came.hasPrefix("HTTP/1.1 200 ") && came.hasSuffix("late"), "\(came)")
    }

    @Test func `each request has a line in the access log, without its header fields`() async throws {
        let log = LogLines()
        _ = try await serving(Self.echo, log: log.log(hasEveryRequest: true)) { port in
            try await exchange("GET /a?b HTTP/1.1\r\nHost: h\r\nAuthorization: hush\r\n\r\nGET \u{85} HTTP/3\r\n\r\n", port: port)
        }
        #expect(log.lines.count == 2)
        #expect(log.lines[0].hasPrefix("1970-01-01T00:00:00.000Z 127.0.0.1:"))
        #expect(log.lines[0].contains(#" "GET /a?b" 200 "#) && !log.lines.joined().contains("hush"))
        #expect(log.lines[1].contains(#" "- -" 505 "#))
    }

    @Test func `a model that cannot begin is an error before anything is served, unless requests bring what it lacks`() throws {
        let log = LogLines().log(hasEveryRequest: true)
        #expect(throws: InvalidGiven.self) {
            try ModelServer(
                ServedModel(MessageReportsModel.self, clock: Self.fixed, seed: 1), mail: nil, log: log, options: .init())
        }
        _ = try ModelServer(
            ServedModel(MessageReportsModel.self, clock: Self.fixed, seed: 1, givenData: { DataFile(path: $0, bytes: []) }),
            mail: nil,
            log: log, options: .init())
    }

    @Test func `an address that is taken is an error`() async throws {
        try await serving(Self.echo) { port in
            let server = try ModelServer(
                Self.echo, mail: nil, log: LogLines().log(hasEveryRequest: false), options: .init(port: Int(port)))
            let failure = await #expect(throws: CannotListen.self) { try await server.run { _ in } }
            #expect(failure?.description.hasPrefix("cannot listen on 127.0.0.1, port \(port): ") == true)
        }
    }
}

private struct HealthyModel: Model {
    init(given: Given) {}

    func respond(to request: Request) -> Reply {
        Reply(
            response: request.path == "/healthz" ? Response(status: 200, body: Array("fine, thanks".utf8)) : Response(status: 404)
        )
    }
}

private let files = [
    "messages": DataFile(
        path: "messages.csv",
        bytes: Array(
            """
            Message ID,Space,Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID,External ID
            m02,acme,2015-03-04T09:00:00.000Z,S,MT,ACME,+34600000002,Movistar,EXPIRED,2015-03-04T10:00:00.000Z,spring,x-2
            m01,acme,2015-03-04T08:00:00.000Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-04T08:00:01.500Z,spring,x-1

            """.utf8)),
    "spaces": DataFile(
        path: "spaces.csv",
        bytes: Array("Space,Kind,Value\nacme,key,acme-key-1\nacme,sender,reports@acme.example\n".utf8)),
]

private func base64URL(_ text: String) -> String {
    Data(text.utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        .replacingOccurrences(of: "=", with: "")
}

private enum ReportRequests {
    static let all: [Request] = [
        request(), request { $0.method = "post" }, request { $0.method = "PATCH" }, request { $0.path = "/v3/mlog/%65xport" },
        request { $0.path = "/v3//mlog/export" }, request { $0.query = nil }, request { $0.query = "" },
        request { $0.query = "from=%2&to=+" }, request { $0.query = ($0.query ?? "") + "&status=SENT" },
        request { $0.query = ($0.query ?? "") + "&status=SENT&status=SENT" }, request { $0.headers = HeaderFields() },
        request { $0.headers.append("Authorization", "Bearer acme-key-1") }, request { $0.body = nil }, request { $0.body = [] },
        request { $0.body = [0xFF, 0x00, 0x0D, 0x0A] },
        request { $0.body = Array("{\"emails\":[\"caf\u{E9}@example.com\"]}".utf8) },
    ]

    private static func request(_ change: (inout Request) -> Void = { _ in }) -> Request {
        var request = Request(
            method: "POST", path: "/v3/mlog/export", query: "from=2015-03-04T00:00:00.000Z&to=2015-03-05T00:00:00.000Z",
            headers: HeaderFields([.init(name: "authorization", value: "Bearer acme-key-1")]),
            body: Array(
                #"{"emails": ["qa@example.com", "b@example.com"], "from": "reports@acme.example", "timezone": "GMT-5"}"#.utf8))
        change(&request)
        return request
    }
}

private struct SlowModel: Model {
    init(given: Given) {}

    func respond(to request: Request) -> Reply {
        Thread.sleep(forTimeInterval: 0.5)
        return Reply(response: Response(status: 200, body: Array("late".utf8)))
    }
}
