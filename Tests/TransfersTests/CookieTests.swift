import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct CookieTests {
    /// Sets what the query says.
    private let server: ScriptedServer

    init() throws {
        server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let target = request.split(separator: " ")[1]
                let cookies = target.split(separator: "?").dropFirst().joined().split(separator: "&")
                let lines = cookies.map { "Set-Cookie: \($0.replacing("+", with: " "))\r\n" }.joined()
                connection.send("HTTP/1.1 200 OK\r\n\(lines)Content-Length: 0\r\n\r\n")
            }
        }
    }

    private func ask(_ target: String, _ jar: CookieJar?, cookie: String? = nil) async throws -> (jar: CookieJar?, sent: [String])
    {
        let answer = try await answer(of: server, target) { transfer in
            transfer.cookies = jar
            if let cookie { transfer.headers.append("Cookie", cookie) }
        }
        let sent = try #require(server.requests.last).split(separator: "\r\n").filter { $0.hasPrefix("Cookie:") }.map(String.init)
        return (answer.cookies, sent)
    }

    @Test func `cookies are kept from one request to the next`() async throws {
        var (jar, sent) = try await ask("/?a=1&b=2", CookieJar())
        #expect(sent.isEmpty)
        (jar, sent) = try await ask("/?a=3", jar)
        #expect(Set(try #require(sent.first).dropFirst(8).split(separator: "; ")) == ["a=1", "b=2"])
        (jar, sent) = try await ask("/?b=;+Max-Age=0", jar)
        #expect(Set(try #require(sent.first).dropFirst(8).split(separator: "; ")) == ["a=3", "b=2"])
        (jar, sent) = try await ask("/", jar)
        #expect(sent == ["Cookie: a=3"])
    }

    @Test func `cookies of one jar are not in another, nor where there is none`() async throws {
        let (jar, _) = try await ask("/?a=1", CookieJar())
        #expect(try await ask("/", CookieJar()).sent.isEmpty)
        #expect(try await ask("/", nil).sent.isEmpty)
        #expect(try await ask("/", jar).sent == ["Cookie: a=1"])
    }

    @Test func `cookies belong to a path`() async throws {
        let (jar, _) = try await ask("/?a=1;+Path=/in", CookieJar())
        #expect(try await ask("/out", jar).sent.isEmpty)
        #expect(try await ask("/in/side?x y", jar).sent == ["Cookie: a=1"])
    }

    @Test func `a secure cookie is not sent over plain HTTP`() async throws {
        // Loopback counts as secure, so the server is called by a name.
        func ask(_ target: String, _ jar: CookieJar) async throws -> CookieJar? {
            var transfer = try HTTPTransfer(url: "http://service.test:\(server.port)\(target)")
            transfer.options.resolve = [ResolveOverride(host: "service.test", port: server.port, address: "127.0.0.1")]
            transfer.cookies = jar
            return try await engine.perform(transfer).cookies
        }
        let jar = try #require(try await ask("/?a=1;+Secure&b=2", CookieJar()))
        _ = try await ask("/", jar)
        #expect(try #require(server.requests.last).contains("Cookie: b=2\r\n"))
    }

    @Test func `a cookie header of the request is sent alone, and answers renew the jar all the same`() async throws {
        var (jar, sent) = try await ask("/?a=1&b=2&c=3", CookieJar())
        (jar, sent) = try await ask("/?b=;+Max-Age=0&c=4", jar, cookie: "mine=1")
        #expect(sent == ["Cookie: mine=1"])
        sent = try await ask("/", jar).sent
        #expect(Set(try #require(sent.first).dropFirst(8).split(separator: "; ")) == ["a=1", "c=4"])
    }

    @Test func `a redirect sets cookies for the next hop`() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let isFirst = request.hasPrefix("GET /first")
                let lines = isFirst ? "HTTP/1.1 302 X\r\nLocation: /next\r\nSet-Cookie: a=1\r\n" : "HTTP/1.1 200 OK\r\n"
                connection.send("\(lines)Content-Length: 0\r\n\r\n")
            }
        }
        _ = try await answer(of: server, "/first") { transfer in
            transfer.cookies = CookieJar()
            transfer.redirects = RedirectPolicy(limit: 1)
        }
        #expect(try #require(server.requests.last).contains("Cookie: a=1\r\n"))
    }
}
