import AssayCore
import TestSupport
import Testing
import YAMLReader

struct TreeBuilderTests {
    @Test func `an alias repeats its node`() throws {
        #expect(
            outline(try root(of: "[&a x, *a, &b [1], *b, &c {k: *a}, *c]"))
                == "[\"x\", \"x\", [int 1], [int 1], {k: \"x\"}, {k: \"x\"}]")
    }

    @Test func `an anchor given again hides the earlier one from there on`() throws {
        #expect(outline(try root(of: "[&a 1, *a, &a 2, *a]")) == "[int 1, int 1, int 2, int 2]")
        #expect(outline(try root(of: "&a [&a 1, *a]")) == "[int 1, int 1]")
    }

    @Test func `an alias needs an anchor before it`() {
        expectDiagnostics(
            "a: 1️⃣*x2️⃣\nb: &x 1\n",
            [
                .error(
                    "undefined-alias", "1️⃣", to: "2️⃣", "no anchor '&x' stands before the alias",
                    fix: "define '&x' before it, or quote the text if a '*' is meant")
            ])
    }

    @Test func `an alias may not repeat what it stands in`() {
        expectDiagnostics(
            "a: 2️⃣&x\n  b: [1️⃣*x3️⃣]\n",
            [
                .error(
                    "recursive-alias", "1️⃣", to: "3️⃣", "the alias '*x' stands inside of what it repeats",
                    notes: [("2️⃣", "the anchor stands here")])
            ])
    }

    @Test func `collections nest a hundred deep and no deeper`() throws {
        func nested(_ depth: Int, _ mark: String) -> String {
            String(repeating: "[", count: depth - 1) + mark + "[" + String(repeating: "]", count: depth)
        }
        #expect(diagnostics(of: nested(100, "")).isEmpty)
        expectDiagnostics(
            nested(101, "1️⃣"), [.error("too-deep", "1️⃣", "sequences and mappings are nested more than 100 deep")])
        let block = (0..<101).map { String(repeating: " ", count: $0) + ($0 == 100 ? "1️⃣a:\n" : "a:\n") }.joined()
        expectDiagnostics(block, [.error("too-deep", "1️⃣", "sequences and mappings are nested more than 100 deep")])
    }

    /// Whoever walks the nodes follows aliases.
    @Test func `depth counts through aliases`() {
        let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        let around = { (depth: Int, content: String) in
            String(repeating: "[", count: depth) + content + String(repeating: "]", count: depth)
        }
        #expect(diagnostics(of: "- &a \(deep)\n- \(around(39, "*a"))\n").isEmpty)
        expectDiagnostics(
            "- &a \(deep)\n- \(around(40, "1️⃣*a"))\n",
            [.error("too-deep", "1️⃣", "sequences and mappings are nested more than 100 deep")])
        let chain = "- &a0 [x]\n" + (1..<120).map { "- &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(diagnostics(of: chain).map(\.id) == ["too-deep"])
    }

    @Test func `aliases may add a million nodes and no more`() {
        // The anchored sequence is 1,000 nodes.
        let base = "- &a [" + String(repeating: "x,", count: 999) + "]\n"
        #expect(diagnostics(of: base + String(repeating: "- *a\n", count: 1000)).isEmpty)
        let found = diagnostics(of: base + String(repeating: "- *a\n", count: 1001))
        #expect(found.map(\.message) == ["aliases expand to more than 1000000 nodes up to here"])
        #expect(found.first?.range == SourceRange(line: 1002, column: 3, length: 2))
    }

    @Test(arguments: ["{1️⃣?a: 1}", "[1️⃣?a]", "{1️⃣?'a': 1}"])
    func `a question mark that libyaml would drop is an error`(text: String) {
        let found = diagnostics(of: MarkedText(text).file)
        #expect(found.map(\.message) == ["'?' stands directly before a key"])
        #expect(diagnostics(of: "{? a: 1, b?: 2, \"?c\": 3}").isEmpty)
        #expect(diagnostics(of: "?a: 1\n? b\n: 2\n").isEmpty)
    }

    @Test func `a colon in the name of an anchor is an error`() {
        expectDiagnostics(
            "k: 1️⃣&a:b2️⃣ text",
            [
                .error(
                    "anchor-name", "1️⃣", to: "2️⃣", "the name of an anchor holds only ASCII letters, digits, '-' and '_'",
                    fix: "end it with a space: '&a '")
            ])
        #expect(diagnostics(of: "[&a x, {b: &c }, &d, {&e f: g}, &g-1_A h]").isEmpty)
    }
}
