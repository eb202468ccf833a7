import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct TransferEngineTests {
    @Test func `a response is returned whole`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\n\r\nhello")
        let engine = try TransferEngine()
        let answer = try await engine.perform(try HTTPTransfer(url: "http://127.0.0.1:\(server.port)/a?b=c"))
        #expect(answer.status == 200)
        #expect(answer.headers[all: "X-A"] == ["1", "2"])
        #expect(answer.body == Array("hello".utf8))
        #expect(answer.version == "1.1")
        #expect(server.requests == ["GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\n\r\n"])
        await engine.stop()
    }
}
