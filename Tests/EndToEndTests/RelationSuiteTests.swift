import Testing

/// The relations of the shipped suite say nothing of what a report holds: each must fail all the same where a service does wrong.
struct RelationSuiteTests {
    static let suites = ["export/relations", "export/documented/relations"]

    /// Readings, and the scenarios in which a relation of rows must fail under them.
    static let faults: [(readings: [String], scenarios: [String])] = [
        // Reports that are silently cut.
        (
            ["policy.size_overflow=truncated", "policy.max_rows=1"],
            [
                "export/relations/filters-only-take-away", "export/relations/channels-make-the-whole",
                "export/documented/relations/statuses-add-up", "export/documented/relations/hours-make-the-day",
            ]
        ),
        (["policy.phone_matching=exact"], ["export/relations/plus-sign"]),
        (["policy.timezone_moves_window=true"], ["export/relations/time-zone"]),
        (["policy.window=both_included"], ["export/relations/one-period-after-another"]),
        // Nothing is mailed where no channel is given.
        (
            ["policy.channel_omitted=refused"],
            [
                "export/relations/empty-filters-change-nothing", "export/relations/repeated-status",
                "export/relations/ids-of-requests",
            ]
        ),
    ]

    @Test func `each scenario has a fault that it finds`() throws {
        let scenarios = Set(try NativeRun(Self.suites).results.map { Self.scenario(of: $0) })
        #expect(scenarios == Set(Self.faults.flatMap(\.scenarios)))
    }

    @Test(arguments: faults.indices)
    func `a relation fails where the service does wrong`(index: Int) throws {
        let (readings, scenarios) = Self.faults[index]
        let run = try NativeRun(Self.suites + readings.flatMap { ["--set", $0] })
        let failing = run.results.filter { $0.failed.contains { $0.hasPrefix("mail.csv ") } }
        #expect(Set(scenarios).subtracting(failing.map { Self.scenario(of: $0) }) == [])
    }

    private static func scenario(of result: NativeRun.Result) -> String {
        String(result.id.prefix { $0 != "[" })
    }
}
