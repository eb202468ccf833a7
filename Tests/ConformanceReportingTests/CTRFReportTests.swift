import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

struct CTRFReportTests {
    /// The members that a reader of the form relies on.
    struct Document: Decodable {
        struct Results: Decodable {
            var summary: [String: JSONNumberOrOther]
            var tests: [Test]
        }
        struct Test: Decodable {
            var testId: String?
            var name: String
            var status: String
            var rawStatus: String
            var duration: Int
            var message: String?
            var filePath: String?
            var line: Int?
            var retries: Int?
            var flaky: Bool?
            var suite: [String]
        }
        var results: Results
    }

    /// A number; `nil` for anything else.
    struct JSONNumberOrOther: Decodable {
        var number: Int?
        init(from decoder: any Decoder) throws { number = try? decoder.singleValueContainer().decode(Int.self) }
    }

    static func document(_ kind: RunKind) throws -> Document {
        try JSONDecoder().decode(Document.self, from: Data(kind.run.bytes(.ctrf)))
    }

    @Test(arguments: RunKind.allCases)
    func `the summary counts the tests by status`(kind: RunKind) throws {
        let (summary, results) = (kind.run.summary, try Self.document(kind).results)
        let extra = summary.isInterrupted ? 1 : 0
        #expect(results.tests.count == summary.total + extra)
        #expect(results.summary["tests"]?.number == results.tests.count)
        for status in ["passed", "failed", "skipped", "pending", "other"] {
            #expect(results.summary[status]?.number == results.tests.count { $0.status == status })
        }
        #expect(results.summary["failed"]?.number == summary.count(.failed) + summary.count(.errored) + extra)
        #expect(results.summary["suites"]?.number == Set(results.tests.map(\.suite)).count)
    }

    @Test func `a failure has its message and place`() throws {
        let test = try #require(try Self.document(.failing).results.tests.last)
        #expect(test.testId == "export/range/c[x]")
        #expect(test.name == "c[x]")
        #expect(test.suite == ["export", "range"])
        #expect(test.message == "status: expected 400, got 200")
        #expect(test.filePath == "specs/message-reports/range.yaml")
        #expect(test.line == 31)
    }

    @Test func `own verdicts are kept beside the statuses of the form`() throws {
        #expect(try Self.document(.erroring).results.tests.map(\.rawStatus) == ["passed", "errored"])
        #expect(try Self.document(.erroring).results.tests.map(\.status) == ["passed", "failed"])
        #expect(try Self.document(.known).results.tests.map(\.status) == ["passed", "other"])
        #expect(try Self.document(.inapplicable).results.tests.map(\.status) == ["passed", "skipped"])
        let flaky = try #require(try Self.document(.flaky).results.tests.first)
        #expect(flaky.flaky == true)
        #expect(flaky.retries == 2)
    }

    @Test func `durations are whole milliseconds, and 0 where times are left out`() throws {
        var run = SampleRun(header: .sample(), results: [.sample(duration: .microseconds(2999))], duration: .seconds(2))
        #expect(run.text(.ctrf).contains(#""duration":0"#))
        run.header.showsTimes = true
        #expect(run.text(.ctrf).contains(#""duration":2,"#))
        #expect(run.text(.ctrf).contains(#""start":0,"stop":2000,"duration":2000"#))
    }

    @Test(
        .enabled(if: OutsideReadersTests.hasJSONSchema, "python3 with jsonschema 4 is not installed"), arguments: RunKind.allCases
    )
    func `the report is valid against its schema`(kind: RunKind) throws {
        try expectValid(kind.run.bytes(.ctrf), OutsideTool.project + "/docs/schemas/ctrf.json")
    }

    @Test(
        .enabled(if: OutsideReadersTests.suites != nil, "ASSAY_OUTSIDE_SUITES is not set"),
        .enabled(if: OutsideReadersTests.hasJSONSchema, "python3 with jsonschema 4 is not installed"),
        arguments: RunKind.allCases)
    func `the report is valid against the schema of the form`(kind: RunKind) throws {
        let suites = try #require(OutsideReadersTests.suites)
        try expectValid(kind.run.bytes(.ctrf), suites + "/schemas/ctrf/ctrf.schema.json")
    }
}

/// Validates one JSON document against a schema, in whatever draft that is, as `jsonschema` does it.
func expectValid(_ document: [UInt8], _ schema: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let script = """
        import json, sys, jsonschema
        schema = json.load(open(sys.argv[1]))
        validator = jsonschema.validators.validator_for(schema)
        validator.check_schema(schema)
        faults = [(list(fault.absolute_path), fault.message[:300])
                  for fault in validator(schema).iter_errors(json.load(sys.stdin.buffer))]
        print(faults[:5])
        sys.exit(1 if faults else 0)
        """
    let (code, output) = try #require(OutsideReadersTests.python).run(["-c", script, schema], input: document)
    #expect(code == 0, "\(output.prefix(2000))", sourceLocation: sourceLocation)
}
