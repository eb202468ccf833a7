import AssayCore
import Testing

@testable import ConformanceReporting

struct EARLReportTests {
    static let python = OutsideTool("python3")
    static let hasReader =
        (try? python?.run(["-c", "import rdflib; rdflib.plugin.get('json-ld', rdflib.parser.Parser)"]).code) == 0

    /// Prints how many assertions there are in all, and on cases with each outcome.
    static let reading = """
        import rdflib, sys
        graph = rdflib.Graph().parse(data=sys.stdin.buffer.read().decode(), format="json-ld")
        earl = rdflib.Namespace("http://www.w3.org/ns/earl#")
        assertions = list(graph.subjects(rdflib.RDF.type, earl.Assertion))
        counts = {}
        for assertion in assertions:
            [test] = graph.objects(assertion, earl.test)
            [_] = graph.objects(assertion, earl.assertedBy)
            [_] = graph.objects(assertion, earl.subject)
            [result] = graph.objects(assertion, earl.result)
            [outcome] = graph.objects(result, earl.outcome)
            if (test, rdflib.RDF.type, earl.TestCase) in graph:
                counts[outcome.fragment] = counts.get(outcome.fragment, 0) + 1
        print(len(assertions), len(set(graph.subjects(rdflib.RDF.type, earl.TestCase))), *sorted(f"{k}={v}" for k, v in counts.items()))
        """

    @Test(
        .enabled(if: hasReader, "rdflib is not installed"),
        arguments: RunKind.small.filter { $0 != .empty } + [.empty])
    func `a reader of RDF finds an assertion for each case and each clause`(kind: RunKind) throws {
        let run = kind.run
        let summary = run.summary
        let (code, output) = try #require(Self.python).run(["-c", Self.reading], input: run.bytes(.earl))
        #expect(code == 0, "\(output.suffix(1000))")
        let outcomes: [(String, Int)] = [
            ("cantTell", summary.count(.errored)), ("failed", summary.count(.failed) + summary.count(.known)),
            ("inapplicable", summary.count(.inapplicable)), ("passed", summary.count(.passed)),
            ("untested", summary.count(.skipped)),
        ]
        let counts = outcomes.filter { $0.1 > 0 }.map { " \($0.0)=\($0.1)" }.joined()
        #expect(output == "\(summary.total + run.header.clauses.count) \(summary.total)\(counts)\n")
    }

    @Test func `a case is a test that is part of its clauses`() {
        let text = RunKind.failing.run.text(.earl)
        #expect(
            text.contains(
                #""test":{"@id":"urn:assay:case:export/range/c%5Bx%5D","@type":"TestCase","title":"c[x]","isPartOf":["urn:assay:clause:RANGE-MAX"]},"#
                    + #""result":{"@type":"TestResult","outcome":"earl:failed","info":"status: expected 400, got 200"}}"#))
        #expect(text.contains(#""test":{"@id":"urn:assay:clause:RANGE-TEXT","@type":"TestRequirement""#))
    }

    @Test func `a run that leaves something out says so`() {
        #expect(RunKind.partial.run.text(.earl).contains(#""partial":true,"interrupted":false,"remark":["partial run: "#))
        #expect(RunKind.interrupted.run.text(.earl).contains(#""interrupted":true,"remark":["interrupted: 2 of 9 cases ran"]"#))
        #expect(RunKind.missingGate.run.text(.earl).contains(#""gate untested>3: missed, 1"]"#))
    }
}
