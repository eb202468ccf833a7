import AssayCore
import Testing

@testable import ConformanceReporting

struct TAPReportTests {
    static let prove = OutsideTool("prove")
    static let perl = OutsideTool("perl")

    /// Prints how many test points passed and failed, and every fault that the parser finds, among them of the YAML blocks.
    static let parsing = """
        use TAP::Parser; local $/; my $parser = TAP::Parser->new({ tap => scalar <STDIN> }); my $blocks = 0;
        while (my $line = $parser->next) { $blocks++ if $line->is_yaml && ref $line->data eq 'HASH' }
        print join(' ', scalar $parser->passed, scalar $parser->failed, scalar $parser->todo, scalar $parser->skipped, $blocks);
        print "\\n$_" for $parser->parse_errors;
        """

    @Test func `each verdict has its line, and what departs its block`() {
        var known = CaseResult.failed("e")
        (known.verdict, known.reason) = (.known, "issue #7")
        let run = SampleRun(
            header: .sample(cases: 5, gates: (try? Gate("must=100%")).map { [$0] } ?? []),
            results: [
                .sample("a"), .failed("b"), .sample("c", .skipped, reason: "later"),
                .sample("d", .inapplicable, reason: "no clock"), known,
            ])
        #expect(
            run.text(.tap) == ##"""
                TAP version 13
                1..6
                # assay 0.1.0, target model, suite 0123456789abcdef
                ok 1 - export/range/a
                not ok 2 - export/range/b
                  ---
                  verdict: failed
                  message: "status: expected 400, got 200"
                  clauses:
                    - RANGE-MAX
                  at:
                    file: "specs/message-reports/range.yaml"
                    line: 31
                    column: 15
                  differences:
                    - check: "status"
                      level: must
                      difference: "expected 400, got 200"
                  ...
                ok 3 - export/range/c # SKIP later
                  ---
                  verdict: skipped
                  clauses:
                    - RANGE-MAX
                  ...
                ok 4 - export/range/d # SKIP inapplicable: no clock
                  ---
                  verdict: inapplicable
                  clauses:
                    - RANGE-MAX
                  ...
                not ok 5 - export/range/e # TODO issue \#7
                  ---
                  verdict: known
                  message: "issue #7"
                  clauses:
                    - RANGE-MAX
                  at:
                    file: "specs/message-reports/range.yaml"
                    line: 31
                    column: 15
                  differences:
                    - check: "status"
                      level: must
                      difference: "expected 400, got 200"
                  ...
                # 5 cases: 1 passed, 1 failed, 1 skipped, 1 inapplicable, 1 known (3 checks)
                not ok 6 - gate must=100%: missed, 0 of 1 (0%)

                """##)
    }

    @Test(.enabled(if: prove != nil, "prove is not installed"), arguments: RunKind.allCases)
    func `prove passes a run exactly when it is good`(kind: RunKind) throws {
        let (code, output) = try #require(Self.prove).run(["-e", "cat", "{}"], input: kind.run.bytes(.tap))
        #expect((code == 0) == kind.isGood, "\(output.suffix(2000))")
        #expect(!output.contains("Parse errors") || kind == .interrupted || kind == .empty, "\(output.suffix(2000))")
    }

    @Test(.enabled(if: perl != nil, "perl is not installed"), arguments: [RunKind.hostile, .large, .known, .warning])
    func `a parser of TAP finds every case and reads every block`(kind: RunKind) throws {
        let run = kind.run
        let summary = run.summary
        let (code, output) = try #require(Self.perl).run(["-e", Self.parsing], input: run.bytes(.tap))
        let passed = summary.total - summary.count(.failed) - summary.count(.errored)
        let skipped = summary.count(.skipped) + summary.count(.inapplicable)
        let blocks = run.text(.tap).split(separator: "\n").count { $0 == "  ---" }
        #expect(
            output == "\(passed) \(summary.total - passed) \(summary.count(.known)) \(skipped) \(blocks)", "\(output.prefix(500))"
        )
        #expect(code == 0)
    }

    @Test func `an interrupted run bails out`() {
        #expect(RunKind.interrupted.run.text(.tap).hasSuffix("Bail out! interrupted: 2 of 9 cases ran\n"))
    }
}
