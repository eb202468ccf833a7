import AssayCore
import Testing

@testable import ConformanceReporting

struct FindingTests {
    private static func check(_ subject: String, _ level: Clause.Level, line: Int) -> CheckResult {
        var check = CheckResult.failing(
            subject, Difference(.value, at: .whole, expected: "1", actual: "2"),
            place: SourcePlace(path: "a.yaml", range: SourceRange(line: line, column: 1), line: "x"))
        check.level = level
        return check
    }

    @Test func `what makes a case fail is told before what only should hold`() {
        let result = CaseResult.sample(
            "x", .failed, checks: [.holding(), Self.check("header A", .should, line: 3), Self.check("status", .must, line: 4)])
        #expect(result.fault == "status: expected 1, got 2")
        #expect(result.findingPlace?.range.start.line == 4)
    }

    @Test func `an error is told by its reason, at its own place`() {
        let result = CaseResult.sample(
            "x", .errored, reason: "no route", place: .status, checks: [Self.check("status", .must, line: 4)])
        #expect(result.fault == "no route")
        #expect(result.findingPlace == .status)
    }

    @Test func `a difference with an expectation of its own on the line is marked there`() {
        var difference = Difference(.value, at: .json("/a"), expected: "1", actual: "2")
        difference.range = SourceRange(line: 31, column: 20)
        #expect(CheckResult.failing("json", difference).markedPlace?.range.start.column == 20)
        difference.range = SourceRange(line: 32, column: 20)
        #expect(CheckResult.failing("json", difference).markedPlace?.range.start.column == 15)
    }

    @Test(arguments: [
        ("specs/a.yaml", "specs/a.yaml"), ("a b#c?d:e", "a%20b%23c%3Fd%3Ae"), ("é\u{0}%", "%C3%A9%00%25"), ("", ""),
    ])
    func `a path of a URI holds only what may stand there`(text: String, encoded: String) {
        #expect(text.percentEncodedPath == encoded)
    }
}

struct RunStandingTests {
    @Test(arguments: [
        (RunKind.passing, "conforms"), (.failing, "violated"), (.erroring, "errored"), (.interrupted, "interrupted"),
        (.empty, "nothing was checked"), (.missingGate, "gate missed"), (.partial, "conforms in part"),
        (.sharded, "conforms in part"), (.known, "conforms"), (.warning, "conforms"),
    ])
    func `a run has an outcome in words`(kind: RunKind, word: String) {
        let standing = RunStanding(kind.run.header, kind.run.summary)
        #expect(standing.word == word)
        #expect(standing.isGood == kind.isGood)
    }

    @Test func `a part of a run is not judged by gates, nor for being empty`() {
        let header = RunHeader.sample(
            shard: .init(index: 1, count: 2, cases: 0), gates: (try? Gate("must=100%")).map { [$0] } ?? [])
        let standing = RunStanding(header, RunSummary(of: header))
        #expect(standing.gates.isEmpty)
        #expect(!standing.isEmpty)
    }
}
