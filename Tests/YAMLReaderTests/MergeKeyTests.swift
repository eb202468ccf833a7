import AssayCore
import TestSupport
import Testing
import YAMLReader

struct MergeKeyTests {
    @Test(arguments: [
        ("{<<: *m, z: 9}", "{a: int 1, b: int 2, z: int 9}"),
        ("{z: 9, <<: *m}", "{z: int 9, a: int 1, b: int 2}"),
        ("{b: 0, <<: *m}", "{b: int 0, a: int 1}"),
        ("{<<: *m, b: 0}", "{a: int 1, b: int 0}"),
        ("{<<: [*m, *n]}", "{a: int 1, b: int 2, c: int 4}"),
        ("{<<: [*n, *m]}", "{b: int 3, c: int 4, a: int 1}"),
        ("{<<: {b: 5}, c: 6}", "{b: int 5, c: int 6}"),
        ("{<<: []}", "{}"),
        ("{<<: {}}", "{}"),
        ("{<<: {<<: *m, d: 7}}", "{a: int 1, b: int 2, d: int 7}"),
        ("{'<<': 1}", "{<<: int 1}"),
        ("{!!str <<: 1}", "{<<: int 1}"),
        ("[<<]", "[\"<<\"]"),
    ])
    func `own keys win, then earlier mappings, and the entries come where the merge stands`(text: String, expected: String) throws
    {
        let node = try root(of: "m: &m {a: 1, b: 2}\nn: &n {b: 3, c: 4}\nk: \(text)\n")
        #expect(outline(try #require(node["k"])) == expected)
    }

    @Test func `merged entries are the nodes of the mapping they come from`() throws {
        let node = try root(of: "m: &m {a: [1]}\nk:\n  <<: *m\n")
        #expect(node["k"]?["a"] == node["m"]?["a"])
        #expect(node["k"]?["a"]?.range.start.line == 1)
    }

    @Test func `a merge of a merge has all the keys`() throws {
        let text = "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n"
        #expect(outline(try #require(try root(of: text)["c"])) == "{x: int 1, y: int 2, z: int 3}")
    }

    @Test(arguments: ["1️⃣1", "1️⃣*s", "[1️⃣*s]", "[{a: 1}, 1️⃣x]", "[1️⃣[{a: 1}]]", "1️⃣'m'"])
    func `only mappings are merged`(value: String) {
        expectDiagnostics(
            "s: &s x\nk: {<<: \(value)}\n",
            [
                .error(
                    "merge-key", "1️⃣", "'<<' takes a mapping or a sequence of mappings",
                    fix: "quote '<<' if a key of that name is meant")
            ])
    }

    @Test func `a tag may not be lost by merging`() {
        expectDiagnostics(
            "m: &m !partial {a: 1}\nk: {<<: 1️⃣*m}\n",
            [.error("merge-key", "1️⃣", "'<<' would lose the tag '!partial' of the mapping", fix: "merge a mapping without a tag")])
        #expect(diagnostics(of: "m: &m !!map {a: 1}\nk: {<<: *m}\n").isEmpty)
    }

    @Test func `two merges in a mapping are a duplicate key`() {
        #expect(diagnostics(of: "m: &m {a: 1}\nk: {<<: *m, <<: *m}\n").map(\.id) == ["duplicate-key"])
    }

    @Test func `a merge of itself is a recursive alias and nothing more`() {
        #expect(diagnostics(of: "m: &m {a: 1, <<: *m}\n").map(\.id) == ["recursive-alias"])
        #expect(diagnostics(of: "m: {<<: *x}\n").map(\.id) == ["undefined-alias"])
    }

    @Test(arguments: [
        ("{<<: {*7}}", ["undefined-alias"]), ("{*7, <<: {a: 1}}", ["undefined-alias"]), ("{<<: {[]: 1}}", ["key-not-scalar"]),
        ("{[]: 1, <<: {a: 1}}", ["key-not-scalar"]),
    ])
    func `what can be no key is reported, and merges nothing`(text: String, ids: [String]) {
        #expect(diagnostics(of: text).map(\.id) == ids)
    }
}
