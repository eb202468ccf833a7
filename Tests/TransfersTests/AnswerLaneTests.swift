import Foundation
import Synchronization
import TestSupport
import Testing
import Transfers

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Where a task goes on after an answer.
@Suite struct AnswerLaneTests {
    private let engine: TransferEngine
    private let server: ScriptedServer

    init() throws {
        engine = try TransferEngine(threads: 2)
        server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let size = request.hasPrefix("GET /large ") ? 100_000 : 2
                let body = String(repeating: "x", count: size)
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n\(body)")
            }
        }
    }

    /// Asks for one thing after the other in a task of the engine's executor; `body` is called after each answer.
    private func ask(for targets: [String], _ body: @escaping @Sendable () -> Void) async throws {
        let (engine, port) = (engine, server.port)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: engine.executor) {
                for target in targets {
                    _ = try await engine.perform(try HTTPTransfer(url: "http://127.0.0.1:\(port)\(target)"))
                    body()
                }
            }
            try await group.waitForAll()
        }
        await engine.stop()
    }

    @Test func `after a short answer on the thread on which it came in, after a long one elsewhere`() async throws {
        let threads = Mutex<[pthread_t]>([])
        try await ask(for: ["/", "/", "/", "/large", "/"]) { threads.withLock { $0.append(pthread_self()) } }
        let seen = threads.withLock { $0 }
        #expect(seen[1] == seen[0] && seen[2] == seen[0])
        #expect(seen[3] != seen[0])
        // All transfers of one task that follow each other have one connection.
        #expect(server.connectionCount == 1)
    }

    @Test func `after what took long elsewhere, for a while`() async throws {
        let threads = Mutex<[pthread_t]>([])
        try await ask(for: ["/", "/", "/"]) {
            let count = threads.withLock { threads in
                threads.append(pthread_self())
                return threads.count
            }
            if count == 1 { usleep(20_000) }
        }
        let seen = threads.withLock { $0 }
        #expect(seen[1] != seen[0] && seen[2] != seen[0])
    }

    @Test func `many tasks are shared out, and each gets its own answers`() async throws {
        let (engine, port) = (engine, server.port)
        let sizes = try await withThrowingTaskGroup(of: [Int].self) { group in
            for number in 0..<32 {
                group.addTask(executorPreference: engine.executor) {
                    var sizes: [Int] = []
                    for turn in 0..<20 {
                        let target = (number + turn) % 5 == 0 ? "/large" : "/"
                        let answer = try await engine.perform(try HTTPTransfer(url: "http://127.0.0.1:\(port)\(target)"))
                        if answer.body.count != (target == "/" ? 2 : 100_000) { return [] }
                        sizes.append(answer.body.count)
                    }
                    return sizes
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        await engine.stop()
        #expect(sizes.count == 640)
    }
}
