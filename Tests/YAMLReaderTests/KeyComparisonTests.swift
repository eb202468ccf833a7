import AssayCore
import TestSupport
import Testing
import YAMLReader

struct KeyComparisonTests {
    /// Pairs of keys that are one key, by value or by text.
    static let same = [
        ("a", "a"), ("a", "'a'"), ("a", "\"\\x61\""), ("1", "0x1"), ("1", "+1"), ("10", "010"), ("0", "-0"), ("1", "'1'"),
        ("~", "null"),
        ("null", "'null'"), ("true", "True"), ("1.0", "1.00"), ("1e3", "1000.0"), (".inf", "+.INF"), (".nan", ".NaN"),
        ("'x y'", "x y"),
        ("!!str 1", "1"),
    ]
    /// Pairs of keys that differ.
    static let different = [
        ("a", "A"), ("1", "1.0"), ("'1.0'", "1.00"), ("'0x1'", "1"), ("\u{E9}", "e\u{301}"), ("yes", "true"), ("'~'", "null"),
        (".inf", "-.inf"),
        ("9007199254740993", "9007199254740992"), ("'a '", "a"), ("1", "2"), ("ab", "ba"),
    ]

    /// Few keys are compared in pairs, many by hash.
    @Test(arguments: same, [0, 30])
    func `a key given twice is an error at the second`(keys: (String, String), others: Int) {
        let filler = (0..<others).map { "f\($0): 0\n" }.joined()
        let file = SourceFile(path: "test.yaml", text: "\(keys.0): 1\n\(filler)\(keys.1): 2\n")
        let found = diagnostics(of: file)
        #expect(found.map(\.id) == ["duplicate-key"])
        #expect(found.first?.range?.start.line == others + 2)
        #expect(found.first?.notes.map(\.message) == ["first given here"])
        #expect(found.first?.notes.first?.range.start.line == 1)
    }

    @Test(arguments: different, [0, 30])
    func `keys that differ in scalars or in kind are two`(keys: (String, String), others: Int) {
        let filler = (0..<others).map { "f\($0): 0\n" }.joined()
        #expect(diagnostics(of: "\(keys.0): 1\n\(filler)\(keys.1): 2\n").isEmpty)
    }

    @Test func `three times is two errors`() {
        #expect(diagnostics(of: "a: 1\na: 2\na: 3\n").count == 2)
        #expect(diagnostics(of: (0..<30).map { "k\($0): 1\n" }.joined() + "k1: 1\nk1: 2\n").count == 2)
    }

    @Test func `an alias of a scalar is a key like any other`() throws {
        #expect(outline(try root(of: "a: &k name\n*k : 1\n")) == "{a: \"name\", name: int 1}")
        #expect(diagnostics(of: "a: &k name\nname: 2\n*k : 1\n").map(\.id) == ["duplicate-key"])
    }

    @Test func `a local tag belongs to a value`() {
        for text in ["1️⃣!golden2️⃣ csv: x", "a: &a !golden x\n1️⃣*a2️⃣ : y"] {
            expectDiagnostics(
                text,
                [
                    .error(
                        "key-tag", "1️⃣", to: "2️⃣", "the key has the tag '!golden', which only a value may have",
                        fix: "write the tag behind the ':'")
                ])
        }
        #expect(diagnostics(of: "!!str csv: x\n! json: y\n").isEmpty)
    }

    @Test func `a collection may not be a key`() {
        expectDiagnostics(
            "a: {1️⃣{x}}\n",
            [
                .error(
                    "key-not-scalar", "1️⃣", "a mapping stands as the key of a mapping",
                    fix: "quote the text if one such as \"{{x}}\" is meant")
            ])
        expectDiagnostics(
            "? 1️⃣[a]\n: b\n",
            [
                .error(
                    "key-not-scalar", "1️⃣", "a sequence stands as the key of a mapping",
                    fix: "quote the text if one such as \"[x]\" is meant")
            ])
        expectDiagnostics(
            "a: &x [b]\n1️⃣*x : c\n",
            [.error("key-not-scalar", "1️⃣", "a collection stands as the key of a mapping", fix: "name the key itself")])
    }
}
