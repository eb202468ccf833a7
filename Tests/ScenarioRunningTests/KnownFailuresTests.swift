import AssayCore
import Testing

@testable import ScenarioRunning

struct KnownFailuresTests {
    private let now = Instant(seconds: 1_000_000)

    private func entry(_ scenario: String, _ change: (inout KnownFailure) -> Void = { _ in }) -> KnownFailure {
        let range = SourceRange(line: 3, column: 5, length: 1)
        var entry = KnownFailure(
            scenario: scenario, because: "a reason", place: SourcePlace(path: "k.yaml", range: range, line: ""), range: range)
        change(&entry)
        return entry
    }

    private func result(_ verdict: Verdict, failing: [String] = ["status"], reason: String? = nil) -> CaseResult {
        let difference = Difference(.value, at: .whole, expected: "200", actual: "500")
        return CaseResult(
            id: CaseID(scenario: ScenarioID(suite: "a/b", name: "c"), example: "d"), title: nil, verdict: verdict,
            reason: reason, clauses: [], tags: [],
            checks: failing.map {
                CheckResult(subject: $0, step: nil, clauses: [], differences: [difference], differenceCount: 1)
            })
    }

    private func verdict(_ result: CaseResult, _ entries: KnownFailure..., target: String = "live") -> Verdict {
        KnownFailures(entries, target: target, now: now).judged(result).verdict
    }

    @Test(arguments: ["a/b/c", "a/b/c[d]", "a/*", "*", "a/b/*[d]", "*b*c*", "a/b/c[d]*"])
    func `an entry is about a case, a scenario or all that a pattern covers`(scenario: String) {
        #expect(verdict(result(.failed), entry(scenario)) == .known)
    }

    @Test(arguments: ["a/b", "a/b/c[e]", "a/b/cd", "b/*", "*e]", "", "a*b*c*d"])
    func `an entry is about nothing else`(scenario: String) {
        #expect(verdict(result(.failed), entry(scenario)) == .failed)
    }

    @Test func `what passes though it is listed fails`() {
        let judged = KnownFailures([entry("a/b/c")], target: "live", now: now).judged(result(.passed, failing: []))
        #expect(judged.verdict == .failed)
        #expect(judged.reason == "it is a known failure, and it passed: remove the entry (k.yaml:3:5)")
    }

    @Test func `what was not run says nothing about the list`() {
        for verdict in [Verdict.skipped, .inapplicable] {
            #expect(self.verdict(result(verdict, failing: []), entry("a/b/c")) == verdict)
        }
    }

    @Test func `an entry holds on its target and until its end`() {
        #expect(verdict(result(.failed), entry("*") { $0.target = "live" }) == .known)
        #expect(verdict(result(.failed), entry("*") { $0.target = "model" }) == .failed)
        #expect(verdict(result(.failed), entry("*") { $0.end = now + .milliseconds(1) }) == .known)
        #expect(verdict(result(.failed), entry("*") { $0.end = now }) == .failed)
        // On another target it would be wrong to call the pass unexpected.
        #expect(verdict(result(.passed, failing: []), entry("*") { $0.target = "model" }) == .passed)
    }

    @Test func `a failure is known only as it is listed`() {
        #expect(verdict(result(.failed), entry("*") { $0.check = "status" }) == .known)
        #expect(verdict(result(.failed), entry("*") { $0.check = "json" }) == .failed)
        #expect(verdict(result(.failed), entry("*") { $0.message = "got 500" }) == .known)
        #expect(verdict(result(.failed), entry("*") { $0.message = "got 501" }) == .failed)
        #expect(verdict(result(.failed), entry("*") { $0.clause = ClauseID("A") }) == .failed)
        #expect(verdict(result(.errored, failing: []), entry("*")) == .errored)
        #expect(verdict(result(.failed), entry("*") { $0.verdict = .errored }) == .failed)
        let refused = result(.errored, failing: [], reason: "refused the connection")
        #expect(verdict(refused, entry("*") { ($0.verdict, $0.message) = (.errored, "refused") }) == .known)
        #expect(verdict(refused, entry("*") { ($0.verdict, $0.message) = (.errored, "timed out") }) == .errored)
    }

    @Test func `several entries cover a case together, and each of them has to be needed`() {
        let both = result(.failed, failing: ["status", "json"])
        let (status, json) = (entry("*") { $0.check = "status" }, entry("*") { $0.check = "json" })
        #expect(verdict(both, status, json) == .known)
        #expect(verdict(both, status) == .failed)
        #expect(verdict(result(.failed), status, json) == .failed)
    }

    @Test func `the reason is that of the list`() {
        let list = KnownFailures([entry("*") { $0.issue = "https://tracker.example/1" }], target: "live", now: now)
        #expect(list.judged(result(.failed)).reason == "a reason (https://tracker.example/1)")
    }
}
