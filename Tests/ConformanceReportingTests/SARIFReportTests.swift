import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

struct SARIFReportTests {
    struct Log: Decodable {
        struct Run: Decodable {
            struct Tool: Decodable {
                struct Driver: Decodable { var rules: [Rule] }
                var driver: Driver
            }
            struct Rule: Decodable { var id: String }
            struct Message: Decodable { var text: String }
            struct Result: Decodable {
                var ruleId: String
                var ruleIndex: Int
                var level: String
                var message: Message
                var locations: [Location]?
                var partialFingerprints: [String: String]
                var suppressions: [Suppression]?
            }
            struct Suppression: Decodable { var kind: String }
            struct Location: Decodable {
                struct Physical: Decodable {
                    struct Artifact: Decodable { var uri: String }
                    struct Region: Decodable { var startLine: Int }
                    var artifactLocation: Artifact
                    var region: Region
                }
                var physicalLocation: Physical
            }
            struct Invocation: Decodable {
                struct Notification: Decodable {
                    var level: String
                    var message: Message
                }
                var executionSuccessful: Bool
                var toolExecutionNotifications: [Notification]
            }
            var tool: Tool
            var results: [Result]
            var invocations: [Invocation]
        }
        var runs: [Run]
    }

    static func run(_ run: SampleRun) throws -> Log.Run {
        try #require(try JSONDecoder().decode(Log.self, from: Data(run.bytes(.sarif))).runs.first)
    }

    @Test(arguments: RunKind.allCases)
    func `a result names its rule, and the worst come first`(kind: RunKind) throws {
        let run = try Self.run(kind.run)
        for result in run.results { #expect(run.tool.driver.rules[result.ruleIndex].id == result.ruleId) }
        #expect(Set(run.tool.driver.rules.map(\.id)).count == run.tool.driver.rules.count)
        let levels = run.results.compactMap { ["error", "warning", "note"].firstIndex(of: $0.level) }
        #expect(levels == levels.sorted())
        #expect(run.results.count <= 5_000)
        #expect(run.results.contains { $0.level == "error" } == [.failing, .erroring, .hostile, .large].contains(kind))
        let fingerprints = run.results.compactMap { $0.partialFingerprints["primaryLocationLineHash"] }
        #expect(Set(fingerprints).count == run.results.count)
    }

    @Test func `a check of a clause that only should hold is a warning, a known failure a suppressed note`() throws {
        #expect(try Self.run(RunKind.warning.run).results.map(\.level) == ["warning"])
        #expect(try Self.run(RunKind.warning.run).results.map(\.ruleId) == ["RANGE-TEXT"])
        let known = try Self.run(RunKind.known.run).results
        #expect(known.map(\.level) == ["note"])
        #expect(known.first?.suppressions?.map(\.kind) == ["external"])
        #expect(try Self.run(RunKind.erroring.run).results.map(\.ruleId) == ["assay.no-answer"])
        #expect(try Self.run(RunKind.passing.run).results.isEmpty)
        let listed = CaseResult.sample("x", .failed, reason: "it is listed as failing and passes", checks: [.holding()])
        #expect(try Self.run(SampleRun(header: .sample(), results: [listed])).results.map(\.ruleId) == ["assay.not-as-listed"])
    }

    @Test func `a fingerprint outlives a move of the scenario and other values`() throws {
        let before = try #require(try Self.run(RunKind.failing.run).results.first)
        var run = RunKind.failing.run
        run.results[1].checks = [
            .failing(
                "status", Difference(.value, at: .whole, expected: "400", actual: "500"),
                place: SourcePlace(path: "specs/x.yaml", range: SourceRange(line: 99, column: 1), line: "    status: 400"))
        ]
        let after = try #require(try Self.run(run).results.first)
        #expect(after.locations?.first?.physicalLocation.region.startLine == 99)
        #expect(after.partialFingerprints == before.partialFingerprints)
        #expect(after.message.text != before.message.text)
    }

    @Test func `what there is no room for is said, and the least severe goes first`() throws {
        var results = (0..<6_000).map { number in
            var check = CheckResult.failing("x", Difference(.value, at: .whole, expected: "1", actual: "2"))
            check.level = number % 2 == 0 ? .should : .may
            return CaseResult.sample("case-\(number)", checks: [.holding(), check])
        }
        results += (0..<3_000).map { .failed("failed-\($0)") }
        let run = try Self.run(SampleRun(header: .sample(cases: results.count), results: results))
        let counts = Dictionary(grouping: run.results, by: \.level).mapValues(\.count)
        #expect(counts == ["error": 3_000, "warning": 2_000])
        let notes = try #require(run.invocations.first).toolExecutionNotifications.map(\.message.text)
        #expect(notes.contains("4000 more results left out, the least severe ones"))
    }

    @Test func `an interrupted run is no success, and says so`() throws {
        let invocation = try #require(try Self.run(RunKind.interrupted.run).invocations.first)
        #expect(!invocation.executionSuccessful)
        #expect(invocation.toolExecutionNotifications.contains { $0.message.text == "interrupted: 2 of 9 cases ran" })
        let gate = try #require(try Self.run(RunKind.missingGate.run).invocations.first).toolExecutionNotifications.last
        #expect(gate?.level == "error")
    }

    @Test func `a path is a relative reference`() throws {
        var run = RunKind.failing.run
        run.results[1].checks[0].place?.path = "specs/a b#c:é.yaml"
        let result = try #require(try Self.run(run).results.first)
        #expect(result.locations?.first?.physicalLocation.artifactLocation.uri == "specs/a%20b%23c%3A%C3%A9.yaml")
    }

    @Test(
        .enabled(if: OutsideReadersTests.hasJSONSchema, "python3 with jsonschema 4 is not installed"), arguments: RunKind.allCases
    )
    func `the log is valid against its schema`(kind: RunKind) throws {
        try expectValid(kind.run.bytes(.sarif), OutsideTool.project + "/docs/schemas/sarif.json")
    }

    @Test(
        .enabled(if: OutsideReadersTests.suites != nil, "ASSAY_OUTSIDE_SUITES is not set"),
        .enabled(if: OutsideReadersTests.hasJSONSchema, "python3 with jsonschema 4 is not installed"),
        arguments: RunKind.allCases)
    func `the log is valid against the schema of the standard`(kind: RunKind) throws {
        let suites = try #require(OutsideReadersTests.suites)
        try expectValid(kind.run.bytes(.sarif), suites + "/schemas/sarif-2.1.0/sarif-schema-2.1.0.json")
    }
}
