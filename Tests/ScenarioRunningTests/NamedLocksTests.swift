import Synchronization
import Testing

@testable import ScenarioRunning

struct NamedLocksTests {
    private final class Meter: Sendable {
        let inside = Mutex(0)
        let most = Mutex(0)

        func enter() {
            let now = inside.withLock { inside in
                inside += 1
                return inside
            }
            most.withLock { $0 = max($0, now) }
        }

        func leave() { inside.withLock { $0 -= 1 } }
    }

    /// The most tasks that were inside at a time, of 20 that all want to be there.
    private func most(inside name: @escaping @Sendable (Int) -> String) async -> Int {
        let locks = NamedLocks()
        let meter = Meter()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<20 {
                group.addTask {
                    await locks.lock(name(number))
                    meter.enter()
                    try? await Task.sleep(for: .milliseconds(2))
                    meter.leave()
                    locks.unlock(name(number))
                }
            }
        }
        return meter.most.withLock { $0 }
    }

    @Test func `who has the same name is inside one at a time`() async {
        #expect(await most { _ in "one" } == 1)
    }

    @Test func `other names do not wait`() async {
        #expect(await most { "\($0)" } > 1)
    }

    @Test func `a lock is free again after the last one`() async {
        let locks = NamedLocks()
        for _ in 0..<3 {
            await locks.lock("a")
            locks.unlock("a")
        }
    }
}
