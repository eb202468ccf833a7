import AssayCore
import TestSupport
import Testing
import Transfers

@Suite struct LimitsTests {
    @Test func `an endless body is stopped by its size`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send([UInt8](repeating: 0x61, count: 65_536)) {}
        }
        let failure = try await failure(of: server) { $0.options.maxBodyBytes = 1 << 20 }
        #expect(failure.kind == .tooLarge)
        #expect(failure.message == "the response of 127.0.0.1:\(server.port) is larger than 1048576 bytes")
    }

    @Test func `a body as large as the limit is whole`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        #expect(try await answer(of: server) { $0.options.maxBodyBytes = 5 }.text == "hello")
        #expect(try await failure(of: server) { $0.options.maxBodyBytes = 4 }.kind == .tooLarge)
    }

    @Test func `an endless body is stopped by time`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n\r\n")
            while connection.send("drip") { connection.pause(.milliseconds(10)) }
        }
        let failure = try await failure(of: server) { $0.options.timeout = .milliseconds(200) }
        #expect(failure.kind == .timeout)
        #expect(failure.message.contains("within"))
    }

    @Test func `a slow drip of headers is stopped by time`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-Drip: 1\r\n") { connection.pause(.milliseconds(10)) }
        }
        #expect(try await failure(of: server) { $0.options.timeout = .milliseconds(200) }.kind == .timeout)
    }

    @Test func `interim responses without end are stopped`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            while connection.send("HTTP/1.1 102 Processing\r\nX-Filler: \(String(repeating: "a", count: 1000))\r\n\r\n") {}
        }
        let failure = try await failure(of: server) { $0.options.timeout = .seconds(20) }
        #expect(failure.kind == .tooLarge, "\(failure)")
    }

    @Test func `a server that says nothing is a timeout`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.pause(.seconds(2))
        }
        let failure = try await failure(of: server) { $0.options.timeout = .milliseconds(100) }
        #expect(failure.kind == .timeout)
        #expect(failure.message.contains("no answer within 1"))
    }

    @Test func `a slow answer within the limit is whole`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            connection.pause(.milliseconds(100))
            for byte in "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".utf8 {
                connection.send([byte])
                connection.pause(.milliseconds(1))
            }
        }
        #expect(try await answer(of: server) { $0.options.timeout = .seconds(5) }.text == "hello")
    }

    @Test func `many headers are kept and too many are a failure`() async throws {
        let lines = (1...2000).map { "X-Header-\($0): \(String(repeating: "v", count: 80))\r\n" }.joined()
        let server = try ScriptedServer(answering: "HTTP/1.1 200 OK\r\n\(lines)Content-Length: 2\r\n\r\nok")
        let answer = try await answer(of: server)
        #expect(answer.headers.fields.count == 2001)
        #expect(answer.headers["X-Header-2000"]?.utf8.count == 80)
        let tooMany = try await failure(of: server) { $0.options.maxHeaderBytes = 1 << 16 }
        #expect(tooMany.kind == .tooLarge)
        #expect(tooMany.message.contains("larger than 65536 bytes"))
        let large = try ScriptedServer(
            answering: "HTTP/1.1 200 OK\r\n\(String(repeating: lines, count: 6))Content-Length: 2\r\n\r\nok")
        for limit in [1 << 18, 1 << 30] {
            #expect(try await failure(of: large) { $0.options.maxHeaderBytes = limit }.kind == .tooLarge)
        }
    }

    @Test func `a closed port is a refusal`() async throws {
        let port = try ScriptedServer(answering: "").port
        do {
            _ = try await engine.perform(try HTTPTransfer(url: "http://127.0.0.1:\(port)/"))
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .refused)
            #expect("\(failure)" == "127.0.0.1:\(port) refused the connection; is the service running?")
        }
    }

    @Test func `a name that is none is not resolved`() async throws {
        do {
            _ = try await engine.perform(try HTTPTransfer(url: "http://\(impossibleName)/"))
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .nameNotResolved)
        }
    }

    @Test func `a full queue of connections is a connect timeout`() async throws {
        // A listener whose queue holds one connection and is never emptied.
        let listener = try FullListener()
        var transfer = try HTTPTransfer(url: "http://127.0.0.1:\(listener.port)/")
        transfer.options.connectTimeout = .milliseconds(200)
        do {
            _ = try await engine.perform(transfer)
            Issue.record("there was an answer")
        } catch let failure as TransferFailure {
            #expect(failure.kind == .connectTimeout, "\(failure)")
        }
    }

    @Test func `a cancelled task ends its transfer and the connection`() async throws {
        let (ends, ended) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            _ = connection.readSome()
            ended.yield()
        }
        let transfer = try HTTPTransfer(url: "http://127.0.0.1:\(server.port)/")
        let task = Task { try await engine.perform(transfer) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        for await _ in ends { break }
    }

    @Test func `a task that is cancelled before sends nothing`() async throws {
        let server = try ScriptedServer(answering: "")
        let transfer = try HTTPTransfer(url: "http://127.0.0.1:\(server.port)/")
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await engine.perform(transfer)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(server.requests.isEmpty)
    }

    @Test func `an engine that stops fails what is under way and takes nothing more`() async throws {
        let own = try TransferEngine()
        let server = try ScriptedServer { connection in
            _ = connection.readRequest()
            _ = connection.readSome()
        }
        let transfer = try HTTPTransfer(url: "http://127.0.0.1:\(server.port)/")
        let task = Task { try await own.perform(transfer) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        await own.stop()
        for attempt in [task, Task { try await own.perform(transfer) }] {
            do {
                _ = try await attempt.value
                Issue.record("there was an answer")
            } catch let failure as TransferFailure {
                #expect(failure.kind == .engineStopped)
            }
        }
    }

    @Test func `many at once get each its own answer`() async throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let path = request.split(separator: " ")[1]
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)")
            }
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...500 {
                if number > 64 { #expect(try await group.next() == true) }
                group.addTask { try await answer(of: server, "/\(number)").text == "/\(number)" }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }
}
