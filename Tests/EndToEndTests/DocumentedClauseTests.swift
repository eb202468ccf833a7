import Testing

/// What the document says is judged apart from our readings of it: a service that reads an open point otherwise is not
/// called wrong by the document.
struct DocumentedClauseTests {
    /// A reading that the document speaks against, or under which it cannot be asked.
    struct Exception: Sendable {
        /// The clauses that are violated, exactly; `nil` for whatever needs an answered request or a report.
        var violated: Set<String>?
        var reason: String
    }

    static let exceptions: [String: Exception] = {
        let unasked = Exception(violated: nil, reason: "a request has to be written in some way, and this reading knows another")
        return [
            "policy.operation=POST /v3/mlog": unasked,
            "policy.operation=GET /v3/mlog/export": unasked,
            #"policy.query_names={"to": "until"}"#: unasked,
            #"policy.query_names={"campaign": "campaign"}"#: Exception(violated: ["FILTER-CAMPAIGN"], reason: unasked.reason),
            #"policy.body_names={"from": "sender"}"#: unasked,
            #"policy.body_names={"timezone": "timeZone"}"#: unasked,
            "policy.timezones=offsets_only": Exception(
                violated: nil, reason: "GMT is the one time zone that the document names, so each request has it"),
            "policy.report_as=link": Exception(
                violated: nil, reason: "the document has the report itself sent by mail; a link leaves none to look into"),
            "policy.accepted_status=204": Exception(
                violated: ["JSON-ANSWER"], reason: "the document has a JSON answer, and 204 has no content"),
            "policy.channel_omitted=refused": Exception(
                violated: ["FILTERS-OPTIONAL"], reason: "the document calls the channel optional"),
            "policy.max_range=91d": Exception(violated: ["RANGE-TEXT"], reason: "the text of the refusal names 92 days"),
            "policy.max_range=93d": Exception(violated: ["RANGE-TEXT"], reason: "the text of the refusal names 92 days"),
            "policy.max_range=36h": Exception(
                violated: ["RANGE-MAX", "RANGE-TEXT"], reason: "the document admits periods of up to 92 days"),
            "policy.range_overflow=clipped": Exception(
                violated: ["RANGE-MAX", "RANGE-TEXT"], reason: "the document has a longer period refused"),
            "policy.size_overflow=truncated": Exception(
                violated: ["SIZE-REFUSED", "SIZE-TEXT"], reason: "the document has a bigger report refused"),
        ]
    }()

    @Test func `each exception is a reading of a setting`() {
        let known = Set(PolicySettingTests.readings.map(\.testDescription))
        #expect(Self.exceptions.keys.filter { !known.contains($0) } == [])
    }

    @Test(arguments: PolicySettingTests.readings)
    func `no other reading violates what the document says, unless it speaks against it`(
        reading: PolicySettingTests.Reading
    ) throws {
        // Only these suites cite what the document says, as another test has it.
        let run = try NativeRun(["export/documented", "--set", reading.testDescription])
        let exception = Self.exceptions[reading.testDescription]
        let violated = run.violated.filter { run.origins[$0] != "chosen" }
        if let exception, exception.violated == nil {
            #expect(!violated.isEmpty, "no exception is needed")
        } else {
            #expect(violated == exception?.violated ?? [])
        }
    }

    @Test func `only the suites of the document cite what it says, and they cite nothing else`() throws {
        let run = try NativeRun([])
        for result in run.results {
            let fromDocument = result.id.hasPrefix("export/documented/")
            let others = result.clauses.filter { (run.origins[$0] == "chosen") == fromDocument }
            #expect(others == [], "\(result.id)")
        }
    }
}
