import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct AnswerTests {
    @Test func `interim responses are not the answer`() async throws {
        let server = try ScriptedServer(
            answering: """
                HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n\
                HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n\
                HTTP/1.1 200 OK\r\nX-Final: 1\r\nContent-Length: 5\r\n\r\nhello
                """)
        let answer = try await answer(of: server)
        #expect(answer.status == 200)
        #expect(answer.headers.fields.map(\.name) == ["X-Final", "Content-Length"])
        #expect(answer.interimStatuses == [100, 103])
        #expect(answer.text == "hello")
    }

    @Test(arguments: [204, 304])
    func `a response that may have no body has none`(status: Int) async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 \(status) X\r\nContent-Length: 5\r\n\r\nhello")
        for _ in 1...3 {
            let answer = try await answer(of: server)
            #expect(answer.status == status)
            #expect(answer.body.isEmpty)
            #expect(answer.headers["content-length"] == "5")
        }
    }

    @Test func `the response to HEAD has the length and no body`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
        let answer = try await answer(of: server) { $0.method = "HEAD" }
        #expect(answer.headers["Content-Length"] == "5")
        #expect(answer.body.isEmpty)
        #expect(server.requests[0].hasPrefix("HEAD / HTTP/1.1\r\n"))
    }

    @Test(arguments: ["1.0", "1.1"])
    func `a body may end with the connection`(version: String) async throws {
        let server = try ScriptedServer(sendingOnce: "HTTP/\(version) 200 OK\r\nContent-Type: text/plain\r\n\r\nhello\nworld")
        let answer = try await answer(of: server)
        #expect(answer.text == "hello\nworld")
        #expect(answer.version == version)
    }

    @Test func `a folded header is one value`() async throws {
        let server = try ScriptedServer(
            answering: "HTTP/1.1 200 OK\r\nX-Folded: one\r\n  two\r\n\tthree\r\nX-Next: 4\r\nContent-Length: 0\r\n\r\n")
        let answer = try await answer(of: server)
        #expect(answer.headers["X-Folded"] == "one two three")
        #expect(answer.headers["X-Next"] == "4")
    }

    @Test func `headers keep order, repetition, case and emptiness`() async throws {
        let server = try ScriptedServer(
            answering:
                "HTTP/1.1 200\r\nset-cookie: a=1\r\nX-Empty:\r\nSet-Cookie: b=2\r\nX-Blank:  \t x y \t\r\nContent-Length: 0\r\n\r\n"
        )
        let answer = try await answer(of: server)
        #expect(
            answer.headers.fields.map { "\($0.name)=\($0.value)" } == [
                "set-cookie=a=1", "X-Empty=", "Set-Cookie=b=2", "X-Blank=x y", "Content-Length=0",
            ])
    }

    @Test func `header bytes that are not UTF-8 are read as ISO 8859-1`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send(
                Array("HTTP/1.1 200 OK\r\nX-A: caf".utf8) + [0xE9] + Array("\r\nX-B: café\r\nContent-Length: 0\r\n\r\n".utf8))
        }
        let answer = try await answer(of: server)
        #expect(answer.headers["X-A"] == "café")
        #expect(answer.headers["X-B"] == "café")
    }

    @Test func `chunks are put together and trailers kept apart`() async throws {
        let server = try ScriptedServer(
            answering: """
                HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n\
                5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 11\r\n\r\n
                """)
        let answer = try await answer(of: server)
        #expect(answer.text == "hello world")
        #expect(answer.trailers["X-Sum"] == "11")
        #expect(answer.headers["X-Sum"] == nil)
    }

    @Test func `a compressed body comes as it is`() async throws {
        let server = try ScriptedServer(
            answering: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")
        let answer = try await answer(of: server)
        #expect(answer.text == "hello")
        #expect(!server.requests[0].contains("Accept-Encoding"))
    }

    @Test func `what is no compression is a failure where decompression is asked for`() async throws {
        let server = try ScriptedServer(
            answering: "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello")
        let failure = try await failure(of: server) { $0.decompresses = true }
        #expect(failure.kind == .badCompression)
        #expect(server.requests[0].contains("Accept-Encoding: "))
    }

    @Test func `phases are timed, and a kept connection has no connecting`() async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                connection.pause(.milliseconds(30))
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        let first = try await answer(of: server).timings
        let connect = try #require(first.connect)
        let firstByte = try #require(first.firstByte)
        #expect(connect <= firstByte && firstByte <= first.total)
        #expect(firstByte >= .milliseconds(30))
        #expect(first.tls == nil)
        let second = try await answer(of: server).timings
        #expect(second.connect == nil)
        #expect(server.connectionCount == 1)
    }
}
