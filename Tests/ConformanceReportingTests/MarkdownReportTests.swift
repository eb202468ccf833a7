import AssayCore
import Foundation
import Testing

@testable import ConformanceReporting

struct MarkdownReportTests {
    static let python = OutsideTool("python3")
    static let hasRenderer = (try? python?.run(["-c", "import markdown_it"]).code) == 0

    /// What a renderer makes of a summary, as JSON: how many of each token, the raw HTML, and the texts of the headings.
    static let rendering = """
        import json, sys, collections, markdown_it
        counts, html, headings, rows = collections.Counter(), collections.Counter(), [], []
        tokens = markdown_it.MarkdownIt("commonmark").enable("table").parse(sys.stdin.buffer.read().decode())
        import re
        for index, token in enumerate(tokens):
            counts[token.type] += 1
            if token.type == "heading_open": headings.append(tokens[index + 1].content)
            if token.type == "html_block": html.update(re.findall("<[^>]*>?", token.content))
            for child in token.children or []:
                counts[child.type] += 1
                if child.type == "html_inline": html[child.content] += 1
        json.dump({"counts": counts, "html": html, "headings": headings}, sys.stdout)
        """

    struct Rendered: Decodable {
        var counts: [String: Int]
        var html: [String: Int]
        var headings: [String]

        func count(_ type: String) -> Int { counts[type] ?? 0 }
    }

    static func rendered(_ run: SampleRun) throws -> Rendered {
        let (code, output) = try #require(python).run(["-c", rendering], input: run.bytes(.markdown))
        #expect(code == 0, "\(output.suffix(1000))")
        return try JSONDecoder().decode(Rendered.self, from: Data(output.utf8))
    }

    @Test func `a failing run is told from its totals to its differences`() {
        #expect(
            SampleRun(header: .sample(cases: 1), results: [.failed("b")]).text(.markdown) == """
                # Conformance: violated

                **1 case: 1 failed (1 check)**

                <code>assay 0.1.0</code>, target <code>model</code>, suite <code>0123456789abcdef</code>

                ## Clauses

                | level | conforming | part | violated | untested | excused | inapplicable |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                | must | 0 of 1 | 0% | 1 | 0 | 0 | 0 |

                ### Not conforming

                | clause | level | origin | verdict | passed | failed | text |
                | --- | --- | --- | --- | ---: | ---: | --- |
                | <code>RANGE-MAX</code> | must | documented | **violated** | 0 | 1 | A period of more than 92 days is refused. |

                ## Failed (1)

                <details><summary><code>export/range/b</code> RANGE-MAX</summary>

                <code>specs/message-reports/range.yaml&#58;31&#58;15</code>

                ```diff
                @@ specs/message-reports/range.yaml:31 status @@
                - 400
                + 200
                ```

                </details>


                """)
    }

    @Test(.enabled(if: hasRenderer, "markdown-it-py is not installed"), arguments: RunKind.allCases)
    func `a renderer finds a section for each case that is told, and opens nothing else`(kind: RunKind) throws {
        let run = kind.run
        let summary = run.summary
        let rendered = try Self.rendered(run)
        #expect(run.bytes(.markdown).count < 1_000_000)
        let known: Set<String> = ["<code>", "</code>", "<details>", "</details>", "<summary>", "</summary>"]
        #expect(Set(rendered.html.keys).subtracting(known).isEmpty)
        #expect(rendered.html["<details>"] == rendered.html["</details>"])
        #expect(rendered.count("link_open") + rendered.count("image") + rendered.count("code_inline") == 0)
        let told =
            summary.count(.failed) + summary.count(.errored) + summary.count(.known)
            + run.results.count { $0.hasWarnings || $0.isFlaky }
        let conforming = ClauseCounts(of: run.header, in: summary).conforming > 0 ? 1 : 0
        if kind != .large { #expect(rendered.html["<details>", default: 0] == told + conforming) }
        let diffs = run.results.count { ![.skipped, .inapplicable].contains($0.verdict) && $0.checks.contains { !$0.holds } }
        if kind != .large { #expect(rendered.count("fence") == diffs) }
        // A table of levels, of gates, of clauses that do not conform, of those that do.
        let counts = ClauseCounts(of: run.header, in: summary)
        let isNarrow = kind == .partial || kind == .interrupted || kind == .sharded
        let hasOpen = counts.violated + (isNarrow ? 0 : counts.untested + counts.excused + counts.inapplicable) > 0
        #expect(rendered.count("table_open") == 1 + (run.header.gates.isEmpty ? 0 : 1) + (hasOpen ? 1 : 0) + conforming)
        #expect(rendered.headings.first == "Conformance: \(RunStanding(run.header, summary).word)")
    }

    @Test(.enabled(if: hasRenderer, "markdown-it-py is not installed"))
    func `hostile texts neither add rows nor cells`() throws {
        let rendered = try Self.rendered(HostileRun.run)
        let levels = 1
        #expect(rendered.count("tr_open") - rendered.count("table_open") == levels + HostileRun.texts.count)
        #expect(rendered.count("td_open") == 7 * (levels + HostileRun.texts.count))
    }

    @Test(
        .enabled(if: hasRenderer, "markdown-it-py is not installed"),
        arguments: [
            "    indented", "1) one", "1. one", "- item", "+ item", "* item", "# heading", "> quote", "***", "---", "===",
            "![a](b)",
            "[a](b)", "<https://a.example>", "www.a.example", "<b>bold</b>", "`code`", "~~gone~~", "**a** _b_", "&lt;b&gt;",
            "\\*",
            "| a | b |", "```", "[a]: b",
        ])
    func `a title is a paragraph of text, whatever it is`(text: String) throws {
        let whole = SampleRun(header: .sample(), results: [.sample("x", .errored, title: text, reason: "no route", checks: [])])
        let plain = SampleRun(
            header: .sample(), results: [.sample("x", .errored, title: "title", reason: "no route", checks: [])])
        let (counts, expected) = (try Self.rendered(whole).counts, try Self.rendered(plain).counts)
        // References stand as tokens of their own.
        func structure(_ counts: [String: Int]) -> [String: Int] { counts.filter { !$0.key.hasPrefix("text") } }
        #expect(structure(counts) == structure(expected))
    }

    @Test(arguments: ["@everyone", "see @org/team now"])
    func `nobody is mentioned`(text: String) {
        #expect(!MarkdownText.words(text).contains("@"))
        #expect(MarkdownText.words(text).contains("&#64;&#8203;"))
        #expect(MarkdownText.code(text).hasPrefix("<code>"))
    }

    @Test func `a fence is longer than any run of backticks in it`() {
        #expect(MarkdownText.fenced(["a ````` b", "```"], language: "diff").hasPrefix("``````diff\n"))
        #expect(MarkdownText.fenced(["a"], language: "diff").hasPrefix("```diff\n"))
    }

    @Test func `a summary with too many cases keeps the worst whole and says what it left out`() {
        let long = String(repeating: "<x>", count: 2_000)
        let clauses = (0..<3_000).map { RunHeader.ClauseLine.sample("C-\($0)", text: long) }
        var results = (0..<3_000).map { CaseResult.sample("e-\($0)", .errored, reason: long) }
        results += (0..<5_000).map { .failed("f-\($0)") }
        let run = SampleRun(header: .sample(clauses: clauses, cases: 8_000), results: results)
        let text = run.text(.markdown)
        #expect((500_000..<1_000_000).contains(text.utf8.count))
        #expect(text.contains("## Failed (5000)"))
        #expect(text.contains("## Errored (3000)"))
        #expect(text.contains(" more clauses left out: a summary has room for so much."))
        #expect(text.hasSuffix(" more cases left out: a summary has room for so much.\n"))
        #expect(text.ranges(of: "<details>").count == text.ranges(of: "</details>").count)
    }

    @Test func `a run that is not whole says so in front`() throws {
        for (kind, remark) in [
            (RunKind.partial, "> partial run: "), (.interrupted, "> interrupted: 2 of 9"), (.sharded, "> shard 2 of 2: "),
        ] {
            let text = kind.run.text(.markdown)
            #expect(try #require(text.firstRange(of: remark)).lowerBound < #require(text.firstRange(of: "## Clauses")).lowerBound)
        }
        #expect(RunKind.missingGate.run.text(.markdown).contains("| **missed** | 1 |"))
    }
}
