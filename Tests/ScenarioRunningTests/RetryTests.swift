import AssayCore
import Synchronization
import Testing

@testable import ScenarioRunning

struct RetryTests {
    /// Breaks so often before it answers.
    private final class Flaky: Target {
        private struct Session: TargetSession {
            let target: Flaky

            mutating func respond(to request: Request) async throws -> Reply {
                let asked = target.asked.withLock { asked in
                    asked += 1
                    return asked
                }
                if asked <= target.breaks { throw Script.Broken() }
                return Scene.reply()
            }
        }

        let breaks: Int
        let asked = Mutex(0)

        init(breaks: Int) { self.breaks = breaks }

        func begin(_ given: Given, for case: CaseID) async throws -> Beginning { .ready(Session(target: self)) }
    }

    private func scene(_ retry: Retry?, replies: [Reply], captures: [Capture] = []) -> Scene {
        var scene = Scene(replies: replies, keepsAllExchanges: true)
        scene.steps = [
            Step(
                id: "one", request: Scene.request(), expect: Scene.expect(status: 200), captures: captures, retry: retry,
                range: Scene.at(20))
        ]
        return scene
    }

    private let soon = Duration.microseconds(50)

    @Test func `it is asked again until the answer is as expected`() async throws {
        let replies = [Scene.reply(503), Scene.reply(503), Scene.reply(200), Scene.reply(503)]
        let result = try await scene(Retry(times: 9, every: soon), replies: replies).result()
        #expect(result.verdict == .passed)
        #expect(result.checks.count == 1)
        #expect(result.exchanges.map(\.tries) == [3])
        #expect(result.exchanges.first?.reply?.response.status == 200)
    }

    @Test func `after so many times the last answer is judged`() async throws {
        let replies = [Scene.reply(503), Scene.reply(502), Scene.reply(501), Scene.reply(200)]
        let result = try await scene(Retry(times: 3, every: soon), replies: replies).result()
        #expect(result.verdict == .failed)
        #expect(result.checks.flatMap(\.differences).map(\.actual) == ["501"])
        #expect(result.exchanges.map(\.tries) == [3])
    }

    @Test func `no try begins after the time is over`() async throws {
        let slow = Retry(times: nil, every: .seconds(3600), within: .seconds(1))
        let result = try await scene(slow, replies: [Scene.reply(503)]).result()
        #expect(result.verdict == .failed)
        #expect(result.exchanges.map(\.tries) == [1])
    }

    @Test func `an answer that does not come is asked for again too`() async throws {
        for (breaks, verdict) in [(2, Verdict.passed), (3, .errored)] {
            let target = Flaky(breaks: breaks)
            let scene = scene(Retry(times: 3, every: soon), replies: [])
            let result = await CaseRunner(scene.environment(target)).run(try #require(scene.scenario.cases.first)).result
            #expect(result.verdict == verdict)
            #expect(target.asked.withLock { $0 } == 3)
            #expect(result.exchanges.map(\.tries) == [3])
        }
    }

    @Test func `without retry it is asked once`() async throws {
        let result = try await scene(nil, replies: [Scene.reply(503), Scene.reply(200)]).result()
        #expect(result.verdict == .failed)
        #expect(result.exchanges.map(\.tries) == [1])
    }

    @Test func `pauses grow by the backoff`() {
        var pauses = RetryPauses(Retry(times: 4, every: .seconds(1), backoff: 3))
        var found: [Duration?] = []
        for _ in 0..<4 {
            pauses.countTry()
            found.append(pauses.next())
        }
        #expect(found == [.seconds(1), .seconds(3), .seconds(9), nil])
        var jittered = RetryPauses(Retry(times: nil, every: .seconds(1), jitter: .seconds(1)))
        jittered.countTry()
        #expect((.seconds(1)...Duration.seconds(2)).contains(jittered.next() ?? .zero))
    }
}
