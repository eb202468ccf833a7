import AssayCore
import Testing

@testable import ScenarioRunning

/// Scenarios that must fail: right only if they fail in just the ways that they state.
struct DueFailureTests {
    private static let range = SourceRange(line: 1, column: 1)

    private func run(_ result: CaseResult, as due: DueFailure...) -> CaseResult {
        let scenario = Scenario(
            id: result.id.scenario, title: nil, about: nil, clauses: [], tags: [], given: GivenTemplate(), variables: [],
            examples: [],
            steps: [], skip: nil, onlyOn: [], mustFail: due, file: SourceFile(path: "s.yaml", text: "-"), range: Self.range)
        let environment = RunEnvironment(target: Script([]), targetName: "t", files: MemoryFiles())
        let run = CaseRun(
            ScenarioCase(scenario: scenario), in: SharedEnvironment(environment), compiled: CompiledExpectations(),
            knownGivens: KnownGivens())
        return run.inverted(result)
    }

    private func result(_ verdict: Verdict, failing: [(String, String)] = [], holding: [String] = [], reason: String? = nil)
        -> CaseResult
    {
        CaseResult(
            id: CaseID(scenario: ScenarioID(suite: "a", name: "b"), example: nil), title: nil, verdict: verdict, reason: reason,
            clauses: [], tags: [],
            checks: failing.map { subject, actual in
                let difference = Difference(.value, at: .json("/a"), expected: "1", actual: actual)
                return CheckResult(subject: subject, step: nil, clauses: [], differences: [difference], differenceCount: 1)
            } + holding.map { CheckResult(subject: $0, step: nil, clauses: [], differences: [], differenceCount: 0) })
    }

    private func due(_ check: String?, _ message: String) -> DueFailure {
        DueFailure(check: check, message: message, range: Self.range)
    }

    @Test func `what fails as it must passes, with a check for each way`() {
        let judged = run(
            result(.failed, failing: [("json", "2"), ("status", "404")], holding: ["mail"]),
            as: due("json", "/a: expected 1, got 2"),
            due("status", "got 404"))
        #expect(judged.verdict == .passed && judged.reason == nil)
        #expect(judged.checks.map(\.subject) == ["must fail: json", "must fail: status"])
        #expect(judged.checks.allSatisfy { $0.holds && $0.clauses.isEmpty })
    }

    @Test(arguments: [
        ([(String, String)](), ["json"], "the check holds"), ([], [], "there is no such check"),
        ([("json", "3")], [], "/a: expected 1, got 3"),
        ([("status", "404")], ["json"], "the check holds; what does not hold is 'status'"),
    ]) func `what does not fail so is a failure, and says what came instead`(
        failing: [(String, String)], holding: [String], actual: String
    ) throws {
        let judged = run(
            result(failing.isEmpty ? .passed : .failed, failing: failing, holding: holding), as: due("json", "got 2"))
        #expect(judged.verdict == .failed)
        let difference = try #require(judged.checks.first?.differences.first)
        #expect(difference.expected == "got 2" && difference.actual == actual)
    }

    @Test func `what fails besides is a failure`() {
        let judged = run(result(.failed, failing: [("json", "2"), ("status", "404")]), as: due("json", "got 2"))
        #expect(judged.verdict == .failed)
        #expect(judged.checks.map(\.subject) == ["must fail: json", "must not fail: status"])
        #expect(judged.checks.map(\.holds) == [true, false])
    }

    @Test func `what cannot be judged is as it must be only where that is said`() {
        let errored = result(.errored, reason: "connection refused by 127.0.0.1")
        #expect(run(errored, as: due(nil, "connection refused")).verdict == .passed)
        #expect(run(errored, as: due(nil, "timeout")).verdict == .failed)
        #expect(run(errored, as: due("json", "got 2")).verdict == .failed)
        #expect(run(result(.passed, holding: ["json"]), as: due(nil, "connection refused")).verdict == .failed)
        let both = result(.errored, failing: [("json", "2")], reason: "timeout")
        #expect(run(both, as: due("json", "got 2"), due(nil, "timeout")).verdict == .passed)
        #expect(run(both, as: due("json", "got 2")).verdict == .failed)
        #expect(run(both, as: due(nil, "timeout")).verdict == .failed)
    }

    @Test(arguments: [Verdict.skipped, .inapplicable]) func `what was left out stays left out`(verdict: Verdict) {
        let left = result(verdict, reason: "later")
        #expect(run(left, as: due("json", "x")) == left)
    }
}
