import AssayCore
import Testing

@testable import ConformanceReporting

/// The runs that every form of report has to do justice to.
enum RunKind: String, CaseIterable, CustomTestStringConvertible {
    case passing, failing, erroring, skipping, warning, flaky, known, inapplicable, empty, interrupted, partial, sharded
    case missingGate, timed, hostile, large

    var testDescription: String { rawValue }

    /// Without `large`, for readers that take long.
    static let small = allCases.filter { $0 != .large }

    var run: SampleRun {
        switch self {
        case .passing: SampleRun(header: Self.header(2), results: [.sample("a"), .sample("b", suite: "export/other")])
        case .failing: SampleRun(header: Self.header(3), results: [.sample("a"), .failed("b"), .failed("c", example: "x")])
        case .erroring:
            SampleRun(
                header: Self.header(2), results: [.sample("a"), .sample("b", .errored, reason: "no route", place: .status)])
        case .skipping: SampleRun(header: Self.header(2), results: [.sample("a"), .sample("b", .skipped, reason: "later")])
        case .warning: SampleRun(header: Self.header(1), results: [Self.warned])
        case .flaky: SampleRun(header: Self.header(1), results: [Self.flakyResult])
        case .known: SampleRun(header: Self.header(2), results: [.sample("a"), Self.knownResult])
        case .inapplicable:
            SampleRun(header: Self.header(2), results: [.sample("a"), .sample("b", .inapplicable, reason: "no clock there")])
        case .empty: SampleRun(header: Self.header(0))
        case .interrupted: SampleRun(header: Self.header(9), results: [.sample("a"), .sample("b")], isInterrupted: true)
        case .partial: SampleRun(header: Self.header(1, isPartial: true), results: [.sample("a")])
        case .sharded:
            SampleRun(header: Self.header(4, shard: .init(index: 2, count: 2, cases: 1)), results: [.sample("a")])
        case .missingGate:
            SampleRun(header: Self.header(1, gates: ["must=100%", "flaky=0", "untested>3"]), results: [.sample("a")])
        case .timed: Self.timedRun
        case .hostile: HostileRun.run
        case .large:
            SampleRun(
                header: Self.header(10_000),
                results: (0..<10_000).map { $0 % 2 == 0 ? .failed("case-\($0)") : .sample("case-\($0)") })
        }
    }

    /// Whether `assay run` would end with exit code 0.
    var isGood: Bool {
        switch self {
        case .passing, .skipping, .warning, .flaky, .known, .inapplicable, .partial, .sharded, .timed: true
        case .failing, .erroring, .empty, .interrupted, .missingGate, .hostile, .large: false
        }
    }

    private static func header(
        _ cases: Int, isPartial: Bool = false, shard: RunHeader.Shard? = nil, gates: [String] = []
    ) -> RunHeader {
        .sample(
            clauses: [.sample("RANGE-MAX"), .sample("RANGE-TEXT", level: .should, text: "The text | says <why>.")],
            isPartial: isPartial, cases: cases, shard: shard, gates: gates.compactMap { try? Gate($0) })
    }

    private static var timedRun: SampleRun {
        var run = SampleRun(header: header(2), duration: .seconds(90))
        run.header.showsTimes = true
        run.results = [.sample("a", duration: .nanoseconds(1_499)), .sample("b", duration: .seconds(61))]
        return run
    }

    private static var warned: CaseResult {
        var check = CheckResult.failing(
            "header X", clauses: ["RANGE-TEXT"], Difference(.value, at: .whole, expected: "1", actual: "2"))
        check.level = .should
        return .sample("a", checks: [.holding(), check])
    }

    private static var flakyResult: CaseResult {
        var result = CaseResult.sample("a")
        result.attempts = 3
        return result
    }

    private static var knownResult: CaseResult {
        var result = CaseResult.failed("b")
        (result.verdict, result.reason) = (.known, "issue 7")
        return result
    }
}
