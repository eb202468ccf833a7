import Testing

@testable import ConformanceReporting

struct TextLayoutTests {
    @Test func `two long texts are cut around the place where they part`() {
        let same = String(repeating: "é", count: 5000)
        let (left, right) = shownPair(same + "ê tail", same + "ë", limit: 20)
        // The two differ in the second byte of a character only.
        #expect(left.utf8.elementsEqual("…éééééêtail".utf8) || left.contains("ê tail"))
        #expect(right.contains("ë") && right.hasPrefix("…é"))
        #expect(right.utf8.count < 40)
    }

    @Test(arguments: [
        ("", "x"), ("short", "shorter"), (String(repeating: "a", count: 300), ""),
        (String(repeating: "a", count: 300), String(repeating: "a", count: 301)), ("b" + String(repeating: "a", count: 300), "c"),
    ])
    func `what is shown of two texts differs`(left: String, right: String) {
        let shown = shownPair(left, right)
        #expect(!shown.left.utf8.elementsEqual(shown.right.utf8))
        #expect(shown.left.utf8.count < 220 && shown.right.utf8.count < 220)
    }

    @Test func `of a text that was cut before no size is told`() {
        let long = String(repeating: "a", count: 500)
        #expect(shown(long).hasSuffix("a… (500 bytes)"))
        #expect(shown(long + "…").hasSuffix("a…"))
        #expect(shownPair(long + "…", "b").left.hasSuffix("a…"))
    }

    @Test(arguments: [("a", "'a'"), ("it's", #"'it'\''s'"#), ("", "''"), ("$(x) `y`", "'$(x) `y`'"), ("a\nb", #"'a\nb'"#)])
    func `a word for the shell is always quoted`(text: String, quoted: String) {
        #expect(text.shellQuoted == quoted)
    }

    @Test func `a text is padded, aligned and cut by its characters`() {
        #expect("é".padded(to: 3) == "é  ")
        #expect("é".aligned(right: 3) == "  é")
        #expect("länger".cut(to: 4) == "län…")
        #expect("kurz".cut(to: 4) == "kurz")
    }
}

struct TerminalProgressTests {
    @Test func `lines come no faster than the interval, but the last one always`() {
        var progress = TerminalProgress(total: 3, width: 80)
        #expect(progress.line(done: 0, failed: 0, at: .zero) == "\r\u{1B}[K0/3 cases")
        #expect(progress.line(done: 1, failed: 0, at: .milliseconds(99)) == nil)
        #expect(progress.line(done: 2, failed: 1, at: .milliseconds(100)) == "\r\u{1B}[K2/3 cases, 1 failed")
        #expect(progress.line(done: 3, failed: 1, at: .milliseconds(101)) == "\r\u{1B}[K3/3 cases, 1 failed")
    }

    @Test func `after two seconds it says how long the rest may take`() {
        var progress = TerminalProgress(total: 40, width: 80)
        #expect(progress.line(done: 10, failed: 0, at: .seconds(3)) == "\r\u{1B}[K10/40 cases, 9 s left")
    }

    @Test func `it is narrower than the terminal`() {
        var progress = TerminalProgress(total: 1_000_000, width: 12)
        #expect(progress.line(done: 0, failed: 0, at: .zero) == "\r\u{1B}[K0/1000000…")
    }
}

struct IndentedJSONTests {
    @Test(arguments: [
        (
            #"{"a":1.0,"a":[1,{}],"b":"x{,:\"]\\"}"#,
            "{\n  \"a\": 1.0,\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": \"x{,:\\\"]\\\\\"\n}"
        ),
        ("[ ]", "[]"), ("\"text\"", "\"text\""), ("[1 ,\t2]", "[\n  1,\n  2\n]"),
    ])
    func `only the white space between tokens changes`(text: String, indented: String) {
        #expect(indentedJSON(text) == indented)
    }

    @Test(arguments: ["[}", "[", "]", "\"open", "{\"a\":[1}"])
    func `what does not match up is left alone`(text: String) {
        #expect(indentedJSON(text) == nil)
    }
}
