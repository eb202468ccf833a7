import AssayCore
import DataFormats
import LiveTarget
import Synchronization
import TestSupport
import Testing
import Transfers

@Suite struct LimitsTests {
    /// Counts how many requests are under way at a time.
    private final class Counts: Sendable {
        private let numbers = Mutex((now: 0, most: 0))

        var most: Int { numbers.withLock { $0.most } }

        func enter() {
            numbers.withLock { numbers in
                numbers.now += 1
                numbers.most = max(numbers.most, numbers.now)
            }
        }

        func leave() { numbers.withLock { $0.now -= 1 } }
    }

    private let counts = Counts()
    private let server: ScriptedServer

    init() throws {
        let counts = counts
        server = try ScriptedServer { connection in
            while connection.readRequest() != nil {
                counts.enter()
                connection.pause(.milliseconds(10))
                counts.leave()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            }
        }
    }

    private func target(_ change: (inout LiveTargetSettings) -> Void) throws -> LiveTarget {
        var settings = LiveTargetSettings(url: "http://127.0.0.1:\(server.port)")
        change(&settings)
        return try LiveTarget(settings, engine: engine) { Instant(seconds: 784_111_777) }
    }

    /// Sends requests of as many cases at once.
    private func ask(_ target: LiveTarget, times: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...times {
                group.addTask {
                    var session = try await target.session()
                    _ = try await session.respond(to: Request(method: "GET", path: "/"))
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `no more requests are under way than the target says`() async throws {
        try await ask(try target { $0.concurrency = 3 }, times: 40)
        #expect(counts.most <= 3)
        #expect(server.requests.count == 40)
    }

    @Test func `requests keep the distance of the rate`() async throws {
        let start = ContinuousClock.now
        try await ask(try target { $0.rate = .init(requests: 50, period: .seconds(1)) }, times: 11)
        #expect(start.duration(to: .now) >= .milliseconds(200))
    }

    @Test func `a task that is cancelled while it waits for a place takes none`() async throws {
        let target = try target { $0.concurrency = 1 }
        let waiting = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 1...20 {
                group.addTask {
                    var session = try await target.session()
                    return (try? await session.respond(to: Request(method: "GET", path: "/"))) == nil
                }
            }
            try await Task.sleep(for: .milliseconds(15))
            group.cancelAll()
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(waiting > 0)
        // The place is free again.
        try await ask(target, times: 3)
    }

    // MARK: - Retry-After

    /// Answers 429 with the field twice, then 200.
    private func busy(_ field: String, status: Int = 429) throws -> ScriptedServer {
        let left = Atomic(2)
        return try ScriptedServer { connection in
            while connection.readRequest() != nil {
                if left.subtract(1, ordering: .relaxed).newValue >= 0 {
                    connection.send("HTTP/1.1 \(status) X\r\nRetry-After: \(field)\r\nContent-Length: 4\r\n\r\nbusy")
                } else {
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
                }
            }
        }
    }

    private func status(of server: ScriptedServer, longest: Duration?) async throws -> Int {
        var settings = LiveTargetSettings(url: "http://127.0.0.1:\(server.port)")
        settings.longestRetryAfter = longest
        // Sun, 06 Nov 1994 08:49:37 GMT
        var session = try await LiveTarget(settings, engine: engine) { Instant(seconds: 784_111_777) }.session()
        return try await session.respond(to: Request(method: "GET", path: "/")).response.status
    }

    @Test(arguments: [(429, "0"), (503, "0"), (429, "Sun, 06 Nov 1994 08:49:37 GMT"), (503, "Sat, 05 Nov 1994 00:00:00 GMT")])
    func `a service that is busy is asked again when it says`(status: Int, field: String) async throws {
        let server = try busy(field, status: status)
        #expect(try await self.status(of: server, longest: .seconds(5)) == 200)
        #expect(server.requests.count == 3)
    }

    @Test func `it is waited as long as the field says`() async throws {
        let start = ContinuousClock.now
        #expect(try await status(of: busy("1"), longest: .seconds(5)) == 200)
        #expect(start.duration(to: .now) >= .seconds(2))
    }

    @Test(arguments: ["6", "99999999999999999999999", "Sun, 06 Nov 1994 09:49:37 GMT", "-1", "1.5", "soon", ""])
    func `a longer wait, or none that can be read, leaves the answer as it is`(field: String) async throws {
        let server = try busy(field)
        #expect(try await status(of: server, longest: .seconds(5)) == 429)
        #expect(server.requests.count == 1)
    }

    @Test func `a service is not asked again unless that is wanted`() async throws {
        let server = try busy("0")
        #expect(try await status(of: server, longest: nil) == 429)
    }

    @Test func `a service that is always busy is not asked without end`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 503 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")
        #expect(try await status(of: server, longest: .milliseconds(300)) == 503)
        #expect(server.requests.count == 4)
    }
}
