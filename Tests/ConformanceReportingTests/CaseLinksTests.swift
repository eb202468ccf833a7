import AssayCore
import Testing

@testable import ConformanceReporting

struct CaseLinksTests {
    private func links(_ results: [CaseResult]) -> CaseLinks {
        var links = CaseLinks()
        for (index, result) in results.enumerated() { links.add(result, number: index + 1) }
        return links
    }

    @Test func `what is kept does not grow with the cases`() {
        let results = (0..<5000).flatMap { [CaseResult.failed("f-\($0)"), .sample("p-\($0)"), .sample("s-\($0)", .skipped)] }
        let links = links(results)
        let clause = links.clauses[.sample("RANGE-MAX")]
        #expect(clause?.count == 15_000)
        #expect([clause?.departing.count, clause?.conforming.count, clause?.others.count] == [20, 20, 20])
        #expect(links.kinds.mapValues(\.count) == [.failed: 100, .skipped: 100])
        #expect(links.slowest.count == 10)
    }

    @Test func `a case that failed for one clause conforms to the others whose checks hold`() {
        let checks: [CheckResult] = [
            .failing("status", clauses: ["A"], Difference(.value, at: .whole, expected: "1", actual: "2")),
            .holding("json", clauses: ["B"]),
        ]
        let links = links([.sample("x", .failed, clauses: ["A", "B"], checks: checks)])
        #expect(links.clauses[.sample("A")]?.departing.map(\.number) == [1])
        #expect(links.clauses[.sample("B")]?.conforming.map(\.number) == [1])
    }

    @Test func `the slowest come first, the earlier one of two that took as long`() {
        let times = [3, 9, 1, 9, 5]
        let results = times.enumerated().map { CaseResult.sample("c-\($0)", duration: .milliseconds($1)) }
        #expect(links(results).slowest.map(\.link.number) == [2, 4, 5, 1, 3])
    }
}
