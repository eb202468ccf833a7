import AssayCore
import Foundation
import LiveTarget
import TestSupport
import Testing
import Transfers

@Suite struct FaultyServiceTests {
    private static var openDescriptors: Int? { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count }

    @Test(.enabled(if: openDescriptors != nil, "the system has no /proc"))
    func `no connection outlives its engine, however the other side ended it`() async throws {
        let server = try FaultyServer(delay: .milliseconds(100))
        // What the first of everything opens once and for all, such as the timers of the system, is no leak.
        #expect(try await Self.wrongAnswers(of: server).isEmpty)
        try await Task.sleep(for: .milliseconds(500))
        let before = try #require(Self.openDescriptors)
        #expect(try await Self.wrongAnswers(of: server).isEmpty)
        // The server's own ends are closed by threads of their own.
        for _ in 0..<100 where Self.openDescriptors ?? 0 > before { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try #require(Self.openDescriptors) <= before)
    }

    private static func wrongAnswers(of server: FaultyServer) async throws -> [Int] {
        let engine = try TransferEngine(threads: 2)
        var settings = LiveTargetSettings(url: "http://127.0.0.1:\(server.port)")
        settings.concurrency = 32
        let target = try LiveTarget(settings, engine: engine) { Instant(seconds: 0) }
        let wrong = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<400 { group.addTask { await isTreatedAsDue(number, on: target) ? nil : number } }
            return await group.reduce(into: []) { $0 += [$1].compactMap { $0 } }
        }
        await engine.stop()
        return wrong
    }

    private static func isTreatedAsDue(_ number: Int, on target: LiveTarget) async -> Bool {
        let answer: Result<Reply, any Error>
        do {
            var session = try await target.session()
            answer = .success(try await session.respond(to: Request(method: "GET", path: "/numbers/\(number)")))
        } catch {
            answer = .failure(error)
        }
        switch (FaultyServer.treatment(of: number), answer) {
        case (.answered, .success(let reply)), (.late, .success(let reply)):
            return reply.response.body == Array("{\"number\": \(number)}".utf8)
        case (.dropped(let words), .failure(let error)), (.garbage(let words), .failure(let error)):
            return "\(error)".contains(words)
        default: return false
        }
    }
}
