import AssayCore
import Synchronization
import Testing

@testable import ScenarioRunning

struct RunInOrderTests {
    private struct Stop: Error {}

    private func outcome(_ number: Int) -> CaseOutcome {
        let id = CaseID(scenario: ScenarioID(suite: "s", name: "c\(number)"))
        return CaseOutcome(result: CaseResult(id: id, title: nil, verdict: .passed, clauses: [], tags: []))
    }

    /// Gives other tasks the word a number of times that nobody can foresee.
    private func dawdle() async {
        for _ in 0..<Int.random(in: 0..<50) { await Task.yield() }
    }

    @Test(arguments: [1, 2, 7]) func `outcomes come in order, however long each takes`(jobs: Int) async throws {
        let running = Mutex((now: 0, most: 0))
        var names: [String] = []
        try await runInOrder(chunks: 60, jobs: jobs) { chunk in
            running.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            await dawdle()
            running.withLock { $0.now -= 1 }
            return [outcome(chunk * 2), outcome(chunk * 2 + 1)]
        } emit: { outcome in
            names.append(outcome.result.id.scenario.name)
            return true
        }
        #expect(names == (0..<120).map { "c\($0)" })
        #expect(running.withLock { $0.most } <= jobs)
    }

    @Test func `nothing is begun far ahead of what is due`() async throws {
        let begun = Mutex(0)
        var furthest = 0
        var emitted = 0
        try await runInOrder(chunks: 100, jobs: 2) { chunk in
            begun.withLock { $0 += 1 }
            await dawdle()
            return [outcome(chunk)]
        } emit: { _ in
            furthest = max(furthest, begun.withLock { $0 } - emitted)
            emitted += 1
            return true
        }
        #expect(furthest <= 8)
    }

    @Test func `emit ends the run, and nothing follows`() async throws {
        let begun = Mutex(0)
        var names: [String] = []
        try await runInOrder(chunks: 1000, jobs: 4) { chunk in
            begun.withLock { $0 += 1 }
            await dawdle()
            return [outcome(chunk)]
        } emit: { outcome in
            names.append(outcome.result.id.scenario.name)
            return names.count < 3
        }
        #expect(names == ["c0", "c1", "c2"])
        #expect(begun.withLock { $0 } <= 20)
    }

    @Test func `an interruption cancels what is under way, and what was done comes out in order`() async throws {
        let done = Mutex(0)
        var names: [String] = []
        try await runInOrder(chunks: 1000, jobs: 3) { chunk in
            if chunk < 5 { return [outcome(chunk)] }
            done.withLock { $0 += 1 }
            await waitForCancellation()
            return [outcome(chunk)]
        } interruption: {
            while done.withLock({ $0 }) < 3 { await Task.yield() }
        } emit: { outcome in
            names.append(outcome.result.id.scenario.name)
            return true
        }
        #expect(names == (0..<8).map { "c\($0)" })
    }

    @Test func `an error ends the run`() async throws {
        await #expect(throws: Stop.self) {
            try await runInOrder(chunks: 10, jobs: 2) { chunk in
                if chunk == 3 { throw Stop() }
                return [outcome(chunk)]
            } emit: { _ in
                true
            }
        }
        try await runInOrder(chunks: 0, jobs: 0) { _ in
            throw Stop()
        } emit: { (_: CaseOutcome) in
            false
        }
    }
}
