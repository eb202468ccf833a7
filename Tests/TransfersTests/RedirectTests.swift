import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct RedirectTests {
    /// Redirects `/N` to `/N-1` with the status, and answers `/0`.
    private func chain(_ status: Int) throws -> ScriptedServer {
        try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let path = request.split(separator: " ")[1].dropFirst()
                guard let number = Int(path), number > 0 else {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                    continue
                }
                connection.send(
                    "HTTP/1.1 \(status) X\r\nLocation: /\(number - 1)\r\nX-Hop: \(number)\r\nContent-Length: 4\r\n\r\ngone")
            }
        }
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is the answer unless asked otherwise`(status: Int) async throws {
        let server = try chain(status)
        let answer = try await answer(of: server, "/1")
        #expect(answer.status == status)
        #expect(answer.text == "gone")
        #expect(answer.hops.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test func `hops are recorded and are no part of the answer`() async throws {
        let server = try chain(302)
        let answer = try await answer(of: server, "/3") { $0.redirects = RedirectPolicy(limit: 3) }
        #expect(answer.status == 200)
        #expect(answer.headers["X-Hop"] == nil)
        #expect(answer.hops.map(\.status) == [302, 302, 302])
        #expect(answer.hops.map(\.url) == [3, 2, 1].map { "http://127.0.0.1:\(server.port)/\($0)" })
        #expect(answer.hops[0].headers["X-Hop"] == "3")
    }

    @Test func `more redirects than the limit are a failure`() async throws {
        let server = try chain(302)
        let failure = try await failure(of: server, "/4") { $0.redirects = RedirectPolicy(limit: 3) }
        #expect(failure.kind == .tooManyRedirects)
        #expect(server.requests.count == 4)
    }

    @Test(arguments: [
        (301, "POST", "GET"), (302, "POST", "GET"), (303, "POST", "GET"), (307, "POST", "POST"), (308, "POST", "POST"),
        (301, "PUT", "PUT"),
        (303, "PUT", "GET"), (303, "DELETE", "GET"), (302, "DELETE", "DELETE"),
    ])
    func `the method after a redirect is that of RFC 9110`(status: Int, method: String, next: String) async throws {
        let server = try chain(status)
        _ = try await answer(of: server, "/1") { transfer in
            transfer.method = method
            transfer.headers.append("Content-Type", "text/plain")
            transfer.body = Array("body".utf8)
            transfer.redirects = RedirectPolicy(limit: 5)
        }
        let second = try #require(server.requests.last)
        #expect(second.hasPrefix("\(next) /0 "))
        #expect(second.hasSuffix("\r\n\r\nbody") == (next == method))
        #expect(second.contains("Content-Type") == (next == method))
    }

    @Test func `only redirects of chosen methods are followed`() async throws {
        let server = try chain(307)
        let answer = try await answer(of: server, "/1") { transfer in
            transfer.method = "POST"
            transfer.body = []
            transfer.redirects = RedirectPolicy(limit: 5, methods: ["GET"])
        }
        #expect(answer.status == 307)
    }

    @Test func `credentials do not go to another origin`() async throws {
        let other = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        let server = try ScriptedServer(
            answering: "HTTP/1.1 302 X\r\nLocation: http://127.0.0.1:\(other.port)/b?c#d\r\nContent-Length: 0\r\n\r\n")
        _ = try await answer(of: server) { transfer in
            transfer.headers.append("Authorization", "Bearer x")
            transfer.headers.append("cookie", "a=1")
            transfer.headers.append("X-A", "1")
            transfer.redirects = RedirectPolicy(limit: 1)
        }
        #expect(other.requests == ["GET /b?c HTTP/1.1\r\nHost: 127.0.0.1:\(other.port)\r\nX-A: 1\r\n\r\n"])
    }

    @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "http://", "javascript:1"])
    func `a redirect to what is no http is a failure`(location: String) async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 302 X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
        #expect(try await failure(of: server) { $0.redirects = RedirectPolicy(limit: 5) }.kind == .badRedirect)
    }

    @Test func `a redirect without a location is the answer`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 302 X\r\nContent-Length: 0\r\n\r\n")
        #expect(try await answer(of: server) { $0.redirects = RedirectPolicy(limit: 5) }.status == 302)
    }

    @Test func `all hops together have the time of one exchange`() async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                connection.pause(.milliseconds(400))
                connection.send("HTTP/1.1 302 X\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
            }
        }
        let failure = try await failure(of: server) { transfer in
            transfer.redirects = RedirectPolicy(limit: 100)
            transfer.options.timeout = .seconds(2)
        }
        #expect(failure.kind == .timeout)
        #expect((2...6).contains(server.requests.count))
    }
}
