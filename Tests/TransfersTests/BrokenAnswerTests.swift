import Synchronization
import TestSupport
import Testing
import Transfers

/// A fault of the transport is a failure of its kind, and never a response.
@Suite struct BrokenAnswerTests {
    @Test(
        arguments: [
            ("nothing at all", "", .cutBeforeAnswer),
            ("only an interim response", "HTTP/1.1 100 Continue\r\n\r\n", .cutBeforeAnswer),
            ("only early hints", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", .cutBeforeAnswer),
            ("half a status line", "HTTP/1.1 2", .cutBeforeAnswer),
            ("a status line", "HTTP/1.1 200 OK\r\n", .cutWithinAnswer),
            ("half a header line", "HTTP/1.1 200 OK\r\nContent-Le", .cutWithinAnswer),
            ("headers without their end", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n", .cutWithinAnswer),
            ("half a body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", .shortBody),
            ("no body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", .shortBody),
            ("half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhello", .cutWithinAnswer),
            ("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", .cutWithinAnswer),
            (
                "no end of the last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                .cutWithinAnswer
            ),
            (
                "a chunk size that is none", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n",
                .badChunking
            ),
            (
                "a negative chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
                .badChunking
            ),
            (
                "a chunk longer than its size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
                .badChunking
            ),
            (
                "a chunk size that overflows",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nhello\r\n", .badChunking
            ),
            ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n", .badProtocol),
            ("a body alone", "<html>hello</html>\n", .badProtocol),
            ("a length that is no number", "HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\n0123456789", .badProtocol),
            ("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n0123456789", .badProtocol),
            (
                "two different lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 10\r\n\r\n0123456789",
                .badProtocol
            ),
            ("a header line without a colon", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nnonsense\r\n\r\n", .badProtocol),
            ("a status that is no number", "HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n", .badProtocol),
            ("a status of two digits", "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n", .badProtocol),
            ("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", .badProtocol),
        ] as [(String, String, TransferFailure.Kind)])
    func `a connection that ends after a broken answer is a failure`(
        _ what: String, _ bytes: String, _ kind: TransferFailure.Kind
    ) async throws {
        let server = try ScriptedServer(sendingOnce: bytes)
        let failure = try await failure(of: server)
        #expect(failure.kind == kind, "\(what): \(failure)")
        #expect(failure.message.contains("127.0.0.1:\(server.port)"))
        #expect(server.requests.count == 1)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", "HTTP/1.1 200 OK\r\n\r\nhello"])
    func `a reset connection is a failure`(bytes: String) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send(bytes)
            connection.pause(.milliseconds(50))
            connection.reset()
        }
        let failure = try await failure(of: server)
        #expect(failure.kind == (bytes.isEmpty ? .cutBeforeAnswer : .cutWithinAnswer), "\(failure)")
    }

    @Test(arguments: ["GET", "POST", "PUT"])
    func `a request on a kept connection that is cut is not sent a second time`(method: String) async throws {
        let isFirst = Atomic(true)
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil, isFirst.exchange(false, ordering: .relaxed) {
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }
        }
        #expect(try await answer(of: server).text == "ok")
        let failure = try await failure(of: server) { $0.method = method }
        #expect(failure.kind == .cutBeforeAnswer)
        #expect(server.requests.count == 2)
    }

    @Test func `what follows a response is not taken for the next one`() async throws {
        let server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                connection.send("HTTP/1.1 204 No Content\r\n\r\n")
                connection.pause(.milliseconds(30))
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison")
            }
        }
        for _ in 1...5 {
            #expect(try await answer(of: server).status == 204)
            try await Task.sleep(for: .milliseconds(80))
        }
    }
}
