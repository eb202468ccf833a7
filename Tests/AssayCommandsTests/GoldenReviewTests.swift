import AssayCore
import ScenarioRunning
import Testing

@testable import AssayCommands

struct GoldenReviewTests {
    /// What a case needs: `path=content`, or `path` for a file that is right as it is.
    private func outcome(_ name: String, _ needs: [String], refusal: String? = nil) -> CaseOutcome {
        let id = CaseID(scenario: ScenarioID(suite: "s", name: name))
        var outcome = CaseOutcome(
            result: CaseResult(id: id, title: nil, verdict: .failed, reason: nil, clauses: [], tags: [], checks: []))
        for need in needs {
            let parts = need.split(separator: "=").map(String.init)
            if parts.count == 1 {
                outcome.keptGoldens.append(parts[0])
            } else {
                outcome.goldens.append(
                    GoldenProposal(
                        id: id, path: parts[0], old: nil, new: Array(parts[1].utf8), subject: "json", refusal: refusal))
            }
        }
        return outcome
    }

    private func refusals(_ outcomes: [CaseOutcome]) throws -> [String] {
        var review = GoldenReview(spoolFolder: "/tmp")
        for outcome in outcomes { try review.add(outcome) }
        review.refuseClashes([])
        return review.changes.map { "\($0.path) \($0.refusal ?? "-")" }
    }

    @Test func `cases that agree on a file are one change`() throws {
        #expect(try refusals([outcome("a", ["x=1"]), outcome("b", ["./x=1"])]) == ["x -"])
    }

    @Test func `cases that do not agree are both named, and nothing of that file is written`() throws {
        #expect(
            try refusals([outcome("a", ["x=1"]), outcome("b", ["x=2"])]) == [
                "x s/b needs other content in it", "x s/a needs other content in it",
            ])
        #expect(try refusals([outcome("a", ["x"]), outcome("b", ["x=2"])]) == ["x s/a wants it as it is"])
        #expect(try refusals([outcome("a", ["x=2"]), outcome("b", ["x"])]) == ["x s/b wants it as it is"])
    }

    @Test(arguments: [("Ä/x", "a\u{308}/x"), ("é", "e\u{301}"), ("A", "a"), ("a/B.json", "A/b.json")])
    func `paths that some file systems take for one are refused`(one: String, other: String) throws {
        let found = try refusals([outcome("a", ["\(one)=1"]), outcome("b", ["\(other)=1"])])
        #expect(
            found.map { Array($0.utf8) }
                == [
                    "\(one) it is one file with '\(other)' of s/b where letter case and Unicode form do not count",
                    "\(other) it is one file with '\(one)' of s/a where letter case and Unicode form do not count",
                ].map { Array($0.utf8) })
    }

    @Test func `a refusal reaches every file of the case, and the cases that share one of them`() throws {
        let found = try refusals([
            outcome("a", ["x=1", "y=1"]), outcome("b", ["y=1", "z=1"]), outcome("c", ["x=2"]), outcome("d", ["w=1"]),
        ])
        #expect(
            found == [
                "x s/c needs other content in it", "y another golden file of the case is refused",
                "z another golden file of the case is refused", "x s/a needs other content in it", "w -",
            ])
    }

    @Test func `a refusal of the second case reaches the shared file`() throws {
        #expect(try refusals([outcome("a", ["x=1"]), outcome("b", ["x=1"], refusal: "no")]) == ["x no"])
    }

    @Test func `contents come back as they were, however many they are`() throws {
        var review = GoldenReview(spoolFolder: "/tmp")
        let contents = (0..<40).map { String(repeating: "content \($0) ", count: 10_000 * ($0 % 4)) + "." }
        for (number, content) in contents.enumerated() { try review.add(outcome("a\(number)", ["p\(number)=\(content)"])) }
        for (change, content) in zip(review.changes, contents) {
            #expect(try review.content(of: change) == Array(content.utf8), "\(change.path)")
        }
        #expect(review.acceptableCount == 40)
    }

    @Test func `a folder that takes no temporary file is named`() throws {
        var spool = ProposalSpool(folder: "/nonexistent")
        _ = try spool.append([UInt8](repeating: 1, count: 800_000))
        #expect(throws: FileFailure.self) { try spool.append([UInt8](repeating: 1, count: 800_000)) }
    }
}
