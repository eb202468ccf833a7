import AssayCore
import Foundation
import Testing

@testable import RunHistory

/// A history in a folder of its own.
private struct Scene: ~Copyable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-history-\(UUID().uuidString)")
    var path: String { folder.appendingPathComponent("runs.sqlite").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Appends a run with these cases.
    ///
    /// - Parameter cases: Verdict, attempts and milliseconds by name.
    @discardableResult
    func run(
        _ cases: [(String, Verdict, attempts: Int, time: Int)], suite: String = "s", target: String = "model",
        showsTimes: Bool = true,
        options: [String] = []
    ) throws -> RunChanges {
        let header = RunHeader(
            tool: "assay", target: target, suiteHash: suite, specifications: [], options: options, isPartial: false,
            plannedCases: cases.count, showsTimes: showsTimes, rerunArguments: [])
        var summary = RunSummary(of: header)
        let writer = try HistoryWriter(path, for: header)
        for (name, verdict, attempts, time) in cases {
            var result = CaseResult(
                id: CaseID(scenario: ScenarioID(suite: "a", name: name), example: nil), title: nil, verdict: verdict, reason: nil,
                clauses: [], tags: [], checks: [])
            (result.attempts, result.duration) = (attempts, .milliseconds(time))
            summary.add(result)
            try writer.add(result)
        }
        return try writer.finish(summary, at: Instant(seconds: 1_000_000))
    }

    func passing(_ verdicts: Verdict...) throws -> RunChanges {
        try run(verdicts.enumerated().map { ("c\($0.offset)", $0.element, 1, 10) })
    }
}

@Suite struct HistoryWriterTests {
    @Test func `what failed and passed before is new, what passed and failed before is fixed`() throws {
        let scene = try Scene()
        #expect(try scene.passing(.passed, .failed, .passed, .skipped).earlierRuns == 0)
        let changes = try scene.run(
            [
                ("c0", .failed, 1, 10), ("c1", .passed, 1, 10), ("c2", .passed, 1, 10), ("c3", .failed, 1, 10),
                ("c4", .failed, 1, 10),
            ], suite: "another")
        #expect(changes.earlierRuns == 1)
        #expect(changes.new.ids == ["a/c0"])
        #expect(changes.fixed.ids == ["a/c1"])
        // The suite is another: what changed may well be the expectation.
        #expect(changes.flaky.count == 0)
    }

    @Test func `a case that was left out stands where it stood before`() throws {
        let scene = try Scene()
        _ = try scene.passing(.passed)
        _ = try scene.passing(.skipped)
        #expect(try scene.passing(.errored).new.ids == ["a/c0"])
    }

    @Test func `a verdict that turns twice while the suite does not change is flaky, and one that needed a second attempt`()
        throws
    {
        let scene = try Scene()
        _ = try scene.passing(.passed, .passed)
        // What broke is not flaky, it is new.
        #expect(try scene.passing(.failed, .passed).flaky.ids == [])
        #expect(try scene.run([("c1", .passed, 2, 10)]).flaky.ids == ["a/c1"])
        // They stay so for ten runs: c0 passed in the first run for the last time, c1 was tried again in the third.
        for _ in 4...10 { #expect(try scene.passing(.passed, .passed).flaky.ids == ["a/c0", "a/c1"]) }
        for _ in 11...12 { #expect(try scene.passing(.passed, .passed).flaky.ids == ["a/c1"]) }
        #expect(try scene.passing(.passed, .passed).flaky.count == 0)
    }

    @Test func `a case is slower that takes more than twice its median and 50 ms more`() throws {
        let scene = try Scene()
        for time in [100, 110, 90, 400, 100] { try scene.run([("c", .passed, 1, time), ("d", .passed, 1, 5)]) }
        #expect(try scene.run([("c", .passed, 1, 190), ("d", .passed, 1, 50)]).slower.count == 0)
        #expect(try scene.run([("c", .passed, 1, 260), ("d", .passed, 1, 56)]).slower.ids == ["a/c", "a/d"])
        #expect(try scene.run([("c", .passed, 1, 900)], showsTimes: false).slower.count == 0)
    }

    @Test func `other targets, and other readings of the model, have a past of their own`() throws {
        let scene = try Scene()
        _ = try scene.passing(.passed)
        #expect(try scene.run([("c0", .failed, 1, 1)], target: "live").new.count == 0)
        let other = try scene.run([("c0", .failed, 1, 1)], options: ["--set policy.x=1"])
        #expect(other.earlierRuns == 0 && other.new.count == 0)
    }

    @Test func `results of more than fifty runs ago are forgotten, their totals are kept`() throws {
        let scene = try Scene()
        try scene.run([("gone", .passed, 1, 1)])
        for _ in 0..<50 { try scene.run([("c", .passed, 1, 1)]) }
        let reader = try HistoryReader(scene.path)
        var runs: [PastRun] = []
        try reader.forEachRun { runs.append($0) }
        #expect(runs.count == 51)
        #expect(runs.map(\.hasResults) == [false] + [Bool](repeating: true, count: 50))
        #expect(runs[0].verdicts[.passed] == 1)
        #expect(try reader.names() == ["a/c"])
        #expect(try reader.results(of: "a/c").count == 50)
    }

    @Test func `a run that breaks off leaves no trace`() throws {
        let scene = try Scene()
        do {
            let header = RunHeader(
                tool: "assay", target: "model", suiteHash: "s", specifications: [], options: [], isPartial: false,
                plannedCases: 1,
                showsTimes: true, rerunArguments: [])
            _ = try HistoryWriter(scene.path, for: header)
        }
        #expect(try scene.passing(.passed).earlierRuns == 0)
    }

    @Test func `runs that end at the same time are all kept`() async throws {
        let scene = try Scene()
        let path = scene.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let header = RunHeader(
                        tool: "assay", target: "t\(number % 2)", suiteHash: "s", specifications: [], options: [],
                        isPartial: false,
                        plannedCases: 1, showsTimes: true, rerunArguments: [])
                    let writer = try HistoryWriter(path, for: header)
                    _ = try writer.finish(RunSummary(of: header), at: Instant(seconds: 1))
                }
            }
            try await group.waitForAll()
        }
        var count = 0
        try HistoryReader(path).forEachRun { _ in count += 1 }
        #expect(count == 8)
    }

    @Test func `what is no history is refused and stays as it is`() throws {
        let scene = try Scene()
        let url = URL(fileURLWithPath: scene.path)
        for content in ["hello, this is a text of more than a hundred bytes" + String(repeating: ".", count: 200), "x"] {
            try Data(content.utf8).write(to: url)
            let failure = #expect(throws: HistoryFailure.self) { try scene.passing(.passed) }
            #expect(failure?.isOfContent == true)
            #expect(try Data(contentsOf: url) == Data(content.utf8))
            #expect(throws: HistoryFailure.self) { try HistoryReader(scene.path) }
        }
    }
}
