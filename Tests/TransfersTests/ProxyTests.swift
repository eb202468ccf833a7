import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct ProxyTests {
    private let origin: ScriptedServer

    init() throws {
        origin = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\norigin")
    }

    private func transfer(by proxy: String, _ url: String) throws -> HTTPTransfer {
        var transfer = try HTTPTransfer(url: url)
        transfer.options.proxy = Proxy(url: proxy)
        try #require(transfer.options.proxy != nil)
        return transfer
    }

    private func failure(by proxy: String, _ url: String) async throws -> TransferFailure? {
        do {
            let answer = try await engine.perform(try transfer(by: proxy, url))
            Issue.record("a fault became the response \(answer.status)")
        } catch let failure as TransferFailure {
            return failure
        }
        return nil
    }

    @Test func `an http proxy gets the whole URL, untouched`() async throws {
        let proxy = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy")
        let answer = try await engine.perform(
            try transfer(by: "http://127.0.0.1:\(proxy.port)", "http://example.test/a/../b?c=d"))
        #expect(answer.text == "proxy")
        #expect(proxy.requests == ["GET http://example.test/a/../b?c=d HTTP/1.1\r\nHost: example.test\r\n\r\n"])
    }

    @Test func `a proxy that refuses the tunnel is a failure and not the answer`() async throws {
        let proxy = try ScriptedServer(answering: "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        let failure = try await failure(by: "http://user:secret@127.0.0.1:\(proxy.port)", "https://example.test/")
        #expect(failure?.kind == .proxy)
        #expect(failure?.message.contains("http://127.0.0.1:\(proxy.port)") == true)
        #expect(failure?.message.contains("secret") == false)
        #expect(proxy.requests.first?.hasPrefix("CONNECT example.test:443 HTTP/1.1\r\n") == true)
    }

    @Test func `a proxy that is not there is a failure of the proxy`() async throws {
        let port = try ScriptedServer(answering: "").port
        #expect(try await failure(by: "http://127.0.0.1:\(port)", "http://127.0.0.1:\(origin.port)/")?.kind == .proxy)
        #expect(try await failure(by: "http://\(impossibleName):1", "http://127.0.0.1:\(origin.port)/")?.kind == .proxy)
        #expect(try await failure(by: "socks5://127.0.0.1:\(port)", "http://127.0.0.1:\(origin.port)/")?.kind == .proxy)
    }

    @Test func `a socks5 proxy passes the connection on`() async throws {
        let origin = origin
        let proxy = try ScriptedServer { connection in
            // RFC 1928: greeting, choice, request, reply.
            guard let greeting = connection.read(2), connection.read(Int(greeting[1])) != nil else { return }
            connection.send([5, 0])
            guard let request = connection.read(10), request[3] == 1 else { return }
            connection.send([5, 0, 0, 1, 127, 0, 0, 1, 0, 0])
            connection.join(port: Int(request[8]) << 8 | Int(request[9]))
        }
        let answer = try await engine.perform(
            try transfer(by: "socks5://127.0.0.1:\(proxy.port)", "http://127.0.0.1:\(origin.port)/a"))
        #expect(answer.text == "origin")
        #expect(origin.requests[0].hasPrefix("GET /a HTTP/1.1\r\n"))
        #expect(proxy.connectionCount == 1)
    }

    @Test func `a socks5 proxy that refuses is a failure`() async throws {
        let proxy = try ScriptedServer { connection in
            guard let greeting = connection.read(2), connection.read(Int(greeting[1])) != nil else { return }
            connection.send([5, 0])
            _ = connection.read(10)
            connection.send([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])
        }
        let failure = try await failure(by: "socks5://127.0.0.1:\(proxy.port)", "http://127.0.0.1:\(origin.port)/")
        #expect(failure?.kind == .proxy)
    }

    @Test(arguments: ["", "127.0.0.1:80", "ftp://a", "http://", "http://a b"])
    func `what is no proxy is not taken for one`(url: String) {
        #expect(Proxy(url: url) == nil)
    }

    @Test func `a unix socket is connected to in place of the host`() async throws {
        let folder = try TemporaryFolder()
        let server = try ScriptedServer(path: folder.path("s"), answering: "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nunix")
        var transfer = try HTTPTransfer(url: "http://example.test/a")
        transfer.options.unixSocket = folder.path("s")
        for _ in 1...2 { #expect(try await engine.perform(transfer).text == "unix") }
        #expect(server.requests[0] == "GET /a HTTP/1.1\r\nHost: example.test\r\n\r\n")
        transfer.options.unixSocket = folder.path("none")
        let missing = transfer
        do {
            _ = try await engine.perform(missing)
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .unreachable)
            #expect(failure.message == "there is no socket '\(folder.path("none"))'")
        }
    }

    @Test func `an override leads a name to an address`() async throws {
        var transfer = try HTTPTransfer(url: "http://\(impossibleName):\(origin.port)/")
        transfer.options.resolve = [try #require(ResolveOverride(text: "\(impossibleName):\(origin.port):127.0.0.1"))]
        #expect(try await engine.perform(transfer).text == "origin")
        #expect(origin.requests[0].contains("Host: \(impossibleName):\(origin.port)\r\n"))
        // Others are not led there too.
        let other = try HTTPTransfer(url: "http://\(impossibleName):\(origin.port)/")
        await #expect(throws: TransferFailure.self) { try await engine.perform(other) }
    }

    @Test(
        arguments: [
            ("a:80:127.0.0.1", "127.0.0.1"), ("a:80:[::1]", "::1"), ("a:80:::1", "::1"), ("a:80:b", "b"), ("a:0:b", nil),
            ("a:80:", nil), (":80:b", nil),
            ("a:b", nil), ("a:x:b", nil),
        ] as [(String, String?)])
    func `an override has a host, a port and an address`(text: String, address: String?) {
        #expect(ResolveOverride(text: text)?.address == address)
    }
}
