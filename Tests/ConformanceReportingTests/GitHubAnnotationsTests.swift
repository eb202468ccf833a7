import AssayCore
import Testing

@testable import ConformanceReporting

struct GitHubAnnotationsTests {
    static func lines(_ run: SampleRun) -> [String] { run.text(.github).split(separator: "\n").map(String.init) }

    /// The commands of a kind, as the runner takes them: white space in front does not matter.
    static func commands(_ name: String, in lines: [String]) -> [String] {
        lines.filter { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix("::\(name) ") }
    }

    @Test func `a failure is marked at its line`() {
        #expect(
            RunKind.failing.run.text(.github) == """
                ::error file=specs/message-reports/range.yaml,line=31,col=15,title=failed%3A export/range/b::status: expected 400, got 200 [RANGE-MAX]
                ::error file=specs/message-reports/range.yaml,line=31,col=15,title=failed%3A export/range/c[x]::status: expected 400, got 200 [RANGE-MAX]
                3 cases: 1 passed, 2 failed (3 checks)

                """)
    }

    @Test func `what only should hold is a warning, a known failure and a flaky case are notices`() {
        #expect(Self.commands("warning", in: Self.lines(RunKind.warning.run)).count == 1)
        #expect(Self.commands("notice", in: Self.lines(RunKind.known.run)).count == 1)
        #expect(Self.commands("notice", in: Self.lines(RunKind.flaky.run)).count == 1)
        for kind in [RunKind.passing, .skipping, .inapplicable, .sharded] { #expect(Self.lines(kind.run).count == 1) }
    }

    @Test func `what is wrong with the run as a whole is an error`() {
        #expect(Self.lines(RunKind.interrupted.run).first == "::error title=assay::interrupted: 2 of 9 cases ran")
        #expect(Self.lines(RunKind.empty.run).first == "::error title=assay::nothing was checked")
        #expect(
            Self.commands("error", in: Self.lines(RunKind.missingGate.run)) == [
                "::error title=assay::gate untested>3: missed, 1"
            ])
        #expect(Self.lines(RunKind.partial.run).first == "::warning title=assay::\(RunStanding.partialRemark)")
    }

    @Test(arguments: [9, 10, 11, 5_000])
    func `at most ten of a kind are written, and the last says how many more there are`(count: Int) {
        let results = (0..<count).map { CaseResult.sample("e-\($0)", .errored, reason: "no route") } + [.failed("worst")]
        let errors = Self.commands("error", in: Self.lines(SampleRun(header: .sample(cases: results.count), results: results)))
        #expect(errors.count == 10)
        #expect(errors.first?.contains("worst") == true)
        #expect(errors.last == (count > 9 ? "::error title=assay::and \(count + 1 - 9) more" : errors.last))
        #expect(errors.contains { $0.contains("and ") } == (count > 9))
    }

    @Test func `no line but those of the report begins like a command`() {
        let lines = Self.lines(HostileRun.run)
        #expect(Self.commands("error", in: lines).count == 10)
        let commands = lines.filter { $0.drop { !$0.isASCII || $0 == " " }.hasPrefix("::") }
        #expect(commands.allSatisfy { $0.hasPrefix("::error ") || $0.hasPrefix("::warning ") || $0.hasPrefix("::notice ") })
        #expect(lines.count == commands.count + 1)
        // What is left of a command after its name has no colons or commas of the data.
        for command in commands {
            let properties = command.dropFirst(2).prefix { $0 != ":" }.drop { $0 != " " }.dropFirst()
            #expect(properties.split(separator: ",").allSatisfy { $0.split(separator: "=").first.map(isKnown) ?? false })
        }
        func isKnown(_ name: Substring) -> Bool { ["file", "line", "col", "title"].contains(String(name)) }
    }

    @Test func `percent signs, colons and commas are written out`() {
        var run = RunKind.failing.run
        run.results[1].checks[0].place?.path = "a,b:c%.yaml"
        run.results[1].checks[0].subject = "100%,::"
        let line = Self.lines(run).first { $0.contains("a%2C") }
        #expect(
            line
                == "::error file=a%2Cb%3Ac%25.yaml,line=31,col=15,title=failed%3A export/range/b::100%25,::: expected 400, got 200 [RANGE-MAX]"
        )
    }
}
