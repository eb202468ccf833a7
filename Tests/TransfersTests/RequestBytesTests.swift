import AssayCore
import Foundation
import TestSupport
import Testing
import Transfers

/// What goes over the wire is what is stated, and nothing else.
@Suite struct RequestBytesTests {
    private let server: ScriptedServer

    init() throws {
        server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    }

    private func sent(_ target: String = "/", _ change: (inout HTTPTransfer) -> Void = { _ in }) async throws -> String {
        _ = try await answer(of: server, "/") { transfer in
            transfer.target = target
            change(&transfer)
        }
        return try #require(server.requests.last)
    }

    private var host: String { "Host: 127.0.0.1:\(server.port)\r\n" }

    @Test func `a plain request has a line and a host`() async throws {
        #expect(try await sent() == "GET / HTTP/1.1\r\n\(host)\r\n")
    }

    @Test(arguments: [
        "/a/../b/./c", "//a//b", "/?", "/a?", "/?a=b?c", "/%2e%2E/%zz", "/a b?c d", "/ü?ü", "*", "http://other/x", "/a#b",
        "/a?b#c",
        "/'\"<>{}|\\^`[]", "relative", "/%",
    ])
    func `path and query are sent untouched`(target: String) async throws {
        let latin1 = String(String.UnicodeScalarView(target.utf8.map { UnicodeScalar($0) }))
        #expect(try await sent(target) == "GET \(latin1) HTTP/1.1\r\n\(host)\r\n")
    }

    @Test(arguments: ["POST", "QUERY", "get", "M-SEARCH", "FOO!", "DELETE", "CONNECT", "OPTIONS"])
    func `any method is sent with a body`(method: String) async throws {
        let request = try await sent { transfer in
            transfer.method = method
            transfer.body = Array("hello".utf8)
        }
        #expect(request == "\(method) / HTTP/1.1\r\n\(host)Content-Length: 5\r\n\r\nhello")
    }

    @Test(arguments: ["DELETE", "QUERY", "get", "OPTIONS", "TRACE"])
    func `no body is not an empty body`(method: String) async throws {
        #expect(try await sent { $0.method = method } == "\(method) / HTTP/1.1\r\n\(host)\r\n")
        let empty = try await sent { transfer in
            transfer.method = method
            transfer.body = []
        }
        #expect(empty == "\(method) / HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n")
    }

    @Test(arguments: ["POST", "PUT", "PATCH"])
    func `methods that mean a body say that there is none`(method: String) async throws {
        #expect(try await sent { $0.method = method } == "\(method) / HTTP/1.1\r\n\(host)Content-Length: 0\r\n\r\n")
    }

    @Test func `a body may have any bytes`() async throws {
        let request = try await sent { transfer in
            transfer.method = "POST"
            transfer.body = [0, 13, 10, 0xFF]
        }
        #expect(request == "POST / HTTP/1.1\r\n\(host)Content-Length: 4\r\n\r\n\u{0}\r\n\u{FF}")
    }

    @Test func `headers are sent as they stand`() async throws {
        let request = try await sent { transfer in
            for (name, value) in [
                ("X-A", "1"), ("x-a", "2"), ("X-Empty", ""), ("X-Blank", "  "), ("X-Text", "café  x; y: z"), ("Accept", "*/*"),
                ("X-A", "3"),
                ("X-Colon", ":"), ("X-Semicolon", ";"), ("Content-Type", ""),
            ] { transfer.headers.append(name, value) }
        }
        let lines =
            "X-A: 1\r\nx-a: 2\r\nX-Empty:\r\nX-Blank:\r\nX-Text: cafÃ©  x; y: z\r\nAccept: */*\r\nX-A: 3\r\nX-Colon: :\r\nX-Semicolon: ;\r\nContent-Type:\r\n"
        #expect(request == "GET / HTTP/1.1\r\n\(host)\(lines)\r\n")
    }

    @Test func `an own host and a second one are sent`() async throws {
        let request = try await sent { transfer in
            transfer.headers.append("Host", "one.example")
            transfer.headers.append("X-A", "1")
            transfer.headers.append("Host", "two.example")
        }
        #expect(request == "GET / HTTP/1.1\r\nHost: one.example\r\nX-A: 1\r\nHost: two.example\r\n\r\n")
    }

    @Test func `two hosts are sent where there is no other field`() async throws {
        let request = try await sent { transfer in
            transfer.headers.append("Host", "one.example")
            transfer.headers.append("Host", "two.example")
            transfer.userAgent = "assay/1"
        }
        #expect(request == "GET / HTTP/1.1\r\nHost: one.example\r\nUser-Agent: assay/1\r\nHost: two.example\r\n\r\n")
    }

    @Test func `an own length wins, right or wrong`() async throws {
        let request = try await sent { transfer in
            transfer.method = "POST"
            transfer.headers.append("Content-Length", "3")
            transfer.body = Array("hello".utf8)
        }
        #expect(request == "POST / HTTP/1.1\r\n\(host)Content-Length: 3\r\n\r\nhel")
    }

    @Test func `an expectation of 100 delays nothing and is sent once`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
        let answer = try await answer(of: server) { transfer in
            transfer.method = "POST"
            transfer.headers.append("Expect", "100-continue")
            transfer.userAgent = "assay/1"
            transfer.body = Array("hello".utf8)
        }
        #expect(answer.status == 417)
        #expect(server.requests.count == 1)
        #expect(server.requests[0].contains("Expect: 100-continue\r\n"))
        #expect(server.requests[0].hasSuffix("\r\n\r\nhello"))
    }

    @Test func `a large body does not wait for anything`() async throws {
        let body = [UInt8](repeating: 0x61, count: 3 << 20)
        let request = try await sent { transfer in
            transfer.method = "POST"
            transfer.body = body
        }
        #expect(request.utf8.count == body.count + "POST / HTTP/1.1\r\n\(host)Content-Length: \(body.count)\r\n\r\n".utf8.count)
    }

    @Test func `a chunked request is sent in chunks`() async throws {
        let server = try ScriptedServer { connection in
            while let line = connection.readLine(), !line.isEmpty {}
            while let line = connection.readLine(), line != "0" {}
            _ = connection.readLine()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        }
        _ = try await answer(of: server) { transfer in
            transfer.method = "POST"
            transfer.headers.append("Transfer-Encoding", "chunked")
            transfer.body = Array("hello".utf8)
        }
        #expect(
            server.requests == [
                "POST / HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Transfer-Encoding: chunked", "", "5", "hello", "0", "",
            ])
    }

    @Test func `the user agent is sent unless the request has one`() async throws {
        let own = try await sent { $0.userAgent = "assay/1" }
        #expect(own == "GET / HTTP/1.1\r\n\(host)User-Agent: assay/1\r\n\r\n")
        let given = try await sent { transfer in
            transfer.userAgent = "assay/1"
            transfer.headers.append("User-Agent", "mine")
        }
        #expect(given == "GET / HTTP/1.1\r\n\(host)User-Agent: mine\r\n\r\n")
    }

    @Test func `the environment's proxy is not used`() async throws {
        // Nothing listens there.
        setenv("http_proxy", "http://127.0.0.1:9", 1)
        setenv("ALL_PROXY", "http://127.0.0.1:9", 1)
        defer {
            unsetenv("http_proxy")
            unsetenv("ALL_PROXY")
        }
        #expect(try await sent() == "GET / HTTP/1.1\r\n\(host)\r\n")
    }

    @Test(arguments: [
        ("GET\r\nX: y", "/", "X-A", "1"), ("G T", "/", "X-A", "1"), ("", "/", "X-A", "1"), ("GET", "/\r\nX: y", "X-A", "1"),
        ("GET", "", "X-A", "1"),
        ("GET", "/\0", "X-A", "1"), ("GET", "/", "X-A", "1\r\nX-B: 2"), ("GET", "/", "X-A", "1\n"), ("GET", "/", "X-A", "\0"),
        ("GET", "/", "", "1"),
        ("GET", "/", "X A", "1"), ("GET", "/", "X\n", "1"),
    ])
    func `what would end its line is not sent`(method: String, target: String, name: String, value: String) async throws {
        let failure = try await failure(of: server) { transfer in
            transfer.method = method
            transfer.target = target
            transfer.headers.append(name, value)
        }
        #expect(failure.kind == .invalidRequest)
        #expect(server.requests.isEmpty)
    }
}
