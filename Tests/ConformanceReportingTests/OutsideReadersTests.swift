import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

/// What readers of others make of the reports.
struct OutsideReadersTests {
    static let suites = ProcessInfo.processInfo.environment["ASSAY_OUTSIDE_SUITES"]
    static let xmllint = OutsideTool("xmllint")
    static let python = OutsideTool("python3")
    static let hasJSONSchema = (try? python?.run(["-c", "import jsonschema; jsonschema.Draft202012Validator"]).code) == 0

    /// Exits with 1, and says why, unless each line of the standard input is valid against the schema.
    static let validation = """
        import json, sys, jsonschema
        validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
        jsonschema.Draft202012Validator.check_schema(validator.schema)
        faults = [(number, fault.message[:300]) for number, line in enumerate(sys.stdin.buffer, 1)
                  for fault in validator.iter_errors(json.loads(line))]
        print(faults[:5])
        sys.exit(1 if faults else 0)
        """

    @Test(
        .enabled(if: python != nil && hasJSONSchema, "python3 with jsonschema 4 is not installed"),
        arguments: RunKind.allCases)
    func `each line of the native report is valid against its schema`(kind: RunKind) throws {
        let schema = OutsideTool.project + "/docs/schemas/report-1.json"
        let (code, output) = try #require(Self.python).run(
            ["-c", Self.validation, schema], input: kind.run.bytes(.json))
        #expect(code == 0, "\(output)")
    }

    @Test(.enabled(if: python != nil && hasJSONSchema, "python3 with jsonschema 4 is not installed"))
    func `the schema refuses a pass without evidence and members it does not know`() throws {
        let schema = OutsideTool.project + "/docs/schemas/report-1.json"
        let report = NativeReaderTests.run.text(.json)
        for (original, replacement) in [
            (#""verdict":"failed""#, #""verdict":"passed""#), (#""tool":"#, #""new":1,"tool":"#),
            (#""complete":true"#, #""complete":false"#),
        ] {
            var changed = report
            changed.replaceSubrange(try #require(changed.firstRange(of: original)), with: replacement)
            #expect(try #require(Self.python).run(["-c", Self.validation, schema], input: Array(changed.utf8)).code == 1)
        }
    }

    @Test(.enabled(if: xmllint != nil, "xmllint is not installed"), arguments: RunKind.allCases)
    func `the JUnit report is well formed`(kind: RunKind) throws {
        let (code, output) = try #require(Self.xmllint).run(["--noout", "--nonet", "-"], input: kind.run.bytes(.junit))
        #expect(code == 0, "\(output)")
    }

    @Test(.enabled(if: xmllint != nil, "xmllint is not installed"))
    func `a reader of XML finds each case once, with the counts its suite states`() throws {
        let run = HostileRun.run
        func count(_ expression: String) throws -> String {
            try #require(Self.xmllint).run(["--nonet", "--xpath", expression, "-"], input: run.bytes(.junit)).output
                .trimmingCharacters(in: .newlines)
        }
        #expect(try count("count(//testcase)") == "\(run.results.count)")
        #expect(try count("sum(//testsuite/@tests)") == "\(run.results.count)")
        for (element, attribute, verdicts) in [
            ("failure", "failures", [Verdict.failed]), ("error", "errors", [.errored]),
            ("skipped", "skipped", [.skipped, .inapplicable, .known]),
        ] {
            let expected = "\(run.results.count { verdicts.contains($0.verdict) })"
            #expect(try count("count(//testcase/\(element))") == expected)
            #expect(try count("sum(//testsuite/@\(attribute))") == expected)
        }
        #expect(try count("count(//testcase[count(failure|error|skipped) > 1])") == "0")
        let names = try count("//testcase/@name").components(separatedBy: "\n")
        #expect(Set(names).count == run.results.count)
    }

    @Test(
        .enabled(if: suites != nil, "ASSAY_OUTSIDE_SUITES is not set"), .enabled(if: xmllint != nil, "xmllint is not installed"),
        arguments: RunKind.allCases)
    func `the JUnit report is valid against the schema that Jenkins reads by`(kind: RunKind) throws {
        let schema = try #require(Self.suites) + "/schemas/jenkins-junit-10/junit-10.xsd"
        let (code, output) = try #require(Self.xmllint)
            .run(["--noout", "--nonet", "--schema", schema, "-"], input: kind.run.bytes(.junit))
        #expect(code == 0, "\(output)")
    }
}
