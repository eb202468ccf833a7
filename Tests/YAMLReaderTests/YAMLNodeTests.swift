import AssayCore
import TestSupport
import Testing
import YAMLReader

struct YAMLNodeTests {
    /// The value of `k`, and the text that its range cuts out.
    @Test(arguments: [
        ("k: plain text # comment\n", "plain text"), ("k: 'it''s'\n", "'it''s'"), ("k: \"é\\n\" \n", "\"é\\n\""),
        ("k: &a !t text\n", "text"), ("k: !t  # comment\n  text\n", "text"), ("k: !<tag:x,y> [1, 2] # c\n", "[1, 2]"),
        ("k: &a {b: [c]}\nl: 1\n", "{b: [c]}"), ("k: !t\n  # c\n  a: 1\n  b: 2 # c\n\n# c\nl: 1\n", "a: 1\n  b: 2"),
        ("k: !t\n- a\n- b\n\nl: 1\n", "- a\n- b"), ("k: &a\n  - a\n  -\n\n\nl: 1\n", "- a\n  -"), ("k:\n\n\nl: 1\n", ""),
        ("k: !golden\nl: 1\n", ""), ("k: |\n  a\n  b\n\n\nl: 1\n", "|\n  a\n  b"),
        ("k: a\n  b\n   c\nl: 1\n", "a\n  b\n   c"), ("{k: !t [a, b] , l: 1}", "[a, b]"), ("{k, l: 1}", ""),
        ("é: 1\nk: ü\n", "ü"),
        ("k: [a: b , c]\n", "[a: b , c]"), ("k: \"\"\n", "\"\""),
        ("k:\n  a:\n    b:\nl:\n", "a:\n    b:"),
    ])
    func `a node's range is its own text`(text: String, expected: String) throws {
        let node = try root(of: text)
        #expect(cut(try #require(node["k"]).range, outOf: node.file) == expected)
    }

    @Test func `a block text's range ends with its last line that is not blank`() throws {
        let node = try root(of: "k: >+ # c\n  a\n\n# c\nl: 1\n")
        #expect(cut(try #require(node["k"]).range, outOf: node.file) == ">+ # c\n  a")
        #expect(node["k"]?.text == "a\n\n")
    }

    @Test func `an empty value stands behind its colon, or behind a key without one`() throws {
        let node = try root(of: "a:   # c\n? b\n\n\n? c\n:\nd: !t\ne: {f , g: }\n")
        #expect(node.entries.map { $0.value.range.start.column } == [3, 4, 2, 6, 4])
        #expect(node.entries.map { $0.value.range.start.line } == [1, 2, 6, 7, 8])
        #expect(
            node["e"]?.entries.map { $0.value.range } == [
                SourceRange(line: 8, column: 6, length: 0), SourceRange(line: 8, column: 10, length: 0),
            ])
    }

    @Test func `tags and anchors have places of their own`() throws {
        let text = MarkedText("é: 1️⃣&a 2️⃣!golden3️⃣ 4️⃣x5️⃣\nb: 6️⃣!!str7️⃣ y\n")
        let node = try root(of: String(decoding: text.file.bytes, as: UTF8.self))
        let (first, second) = (node.entries[0].value, node.entries[1].value)
        #expect(first.tag == "!golden")
        #expect(first.tagRange == SourceRange(start: text.place("2️⃣"), end: text.place("3️⃣")))
        #expect(first.range == SourceRange(start: text.place("4️⃣"), end: text.place("5️⃣")))
        #expect(first.rangeWithProperties == SourceRange(start: text.place("1️⃣"), end: text.place("5️⃣")))
        #expect(second.tag == "tag:yaml.org,2002:str")
        #expect(second.tagRange == SourceRange(start: text.place("6️⃣"), end: text.place("7️⃣")))
    }

    @Test(arguments: [
        ("!a/b.c x", "!a/b.c"), ("! x", nil), ("x", nil), ("!<tag:example.com,2000:x> y", "tag:example.com,2000:x"),
        ("%TAG !e! tag:example.com,2000:\n---\n!e!x y", "tag:example.com,2000:x"), ("!!omap [a: 1]", "tag:yaml.org,2002:omap"),
        ("!a%21 b", "!a!"),
        ("! [x]", nil), ("! {x: 1}", nil), ("&a x", nil),
    ])
    func `a tag is as written, or in full when it has a prefix`(text: String, tag: String?) throws {
        #expect(try root(of: text).tag == tag)
    }

    @Test func `a tag in a flow collection ends at white space or a comma`() throws {
        #expect(outline(try root(of: "{csv: !golden }")) == "{csv: !golden null}")
        #expect(outline(try root(of: "[!any, !any string, !absent ]")) == "[!any null, !any \"string\", !absent null]")
    }

    @Test func `an alias is the node that it stands for, and knows its own place`() throws {
        let text = "a: &x {b: 1}\nc: *x\nd: {b: 1}\n"
        let node = try root(of: text)
        let (anchor, alias, equal) = (try #require(node["a"]), try #require(node["c"]), try #require(node["d"]))
        #expect(anchor == alias && anchor != equal)
        #expect(Set([anchor, alias, equal]).count == 2)
        #expect(alias.isAlias && !anchor.isAlias)
        #expect(alias.range == anchor.range)
        #expect(cut(alias.useRange, outOf: node.file) == "*x")
        #expect(anchor.useRange == anchor.range)
        #expect(try root(of: text) != node)
    }

    @Test func `children are found by position and by the exact text of their key`() throws {
        let node = try root(of: "a: [1, 2]\n'1': q\n2: p\ne\u{301}: decomposed\n")
        #expect(node.items.isEmpty && node.entries.count == 4)
        #expect(node["a"]?.items.map(\.text) == ["1", "2"])
        #expect(node["a"]?.items.last?.text == "2")
        #expect(node["1"]?.text == "q" && node["2"]?.text == "p")
        #expect(node["\u{E9}"] == nil && node["e\u{301}"]?.text == "decomposed")
        #expect(node["b"] == nil && node["a"]?["b"] == nil && node["a"]?.items[0]["b"] == nil)
        #expect(node["2"]?.hasText("p") == true && node["2"]?.hasText("pp") == false)
    }

    @Test func `folding, chomping and escapes are resolved`() throws {
        let text = "a: >-\n  one\n  two\n\n  three\nb: |+\n  x\n\nc: \"a\\\n  b\\tc\\x41\"\nd: 'a\n\n  b'\n"
        #expect(outline(try root(of: text)) == "{a: \"one two\nthree\", b: \"x\n\n\", c: \"ab\tcA\", d: \"a\nb\"}")
    }

    /// Plain scalars of random texts: what the range cuts out, folded as YAML folds it, is the scalar.
    @Test(arguments: 0..<50)
    func `the range of a plain scalar cuts out its text`(seed: UInt64) throws {
        var random = TextGenerator(state: seed)
        let text = random.document()
        let file = SourceFile(path: "test.yaml", text: text)
        let document = try YAMLDocument.readSingle(file)
        var count = 0
        func check(_ node: YAMLNode) {
            if node.kind == .scalar, node.isPlain {
                let found = cut(node.range, outOf: file)
                let folded = found.split(separator: "\n").map { line in String(line.drop { $0 == " " }) }.joined(separator: " ")
                #expect(folded.unicodeScalars.elementsEqual(node.text.unicodeScalars), "\(text)")
                count += 1
            }
            for child in node.items { check(child) }
            for (key, value) in node.entries {
                check(key)
                check(value)
            }
        }
        check(try #require(document.root))
        #expect(count > 5)
    }
}

/// Documents of nested collections with words in several scripts, comments, anchors and tags; the same for the same seed.
private struct TextGenerator {
    var state: UInt64
    private var number = 0

    init(state: UInt64) { self.state = state &* 7919 &+ 17 }

    private mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % count
    }

    private mutating func pick(_ texts: [String]) -> String { texts[next(texts.count)] }

    mutating func document() -> String {
        (0..<6).map { _ in key() + ":" + block(indentation: 2, depth: 0) }.joined()
    }

    private mutating func key() -> String {
        number += 1
        return pick(["", "&k\(number) ", "!!str "]) + pick(["key", "größe", "ключ", "鍵", "e\u{301}"]) + String(number)
    }

    private mutating func scalar() -> String {
        pick(["word", "two words", "1.5", "naïve#x", "a:b", "日本 語", "-x", "\u{1F600}\u{1F600} x", "'quoted'", "\"ü\\n\"", "~"])
    }

    private mutating func properties() -> String {
        number += 1
        return pick(["", "", "!local ", "&a\(number) ", "!x &a\(number) ", "&a\(number) !x%C3%A9 "])
    }

    private mutating func block(indentation: Int, depth: Int) -> String {
        let margin = String(repeating: " ", count: indentation)
        switch next(depth > 3 ? 3 : 6) {
        case 0: return " " + properties() + scalar() + pick(["\n", " # комментарий\n", "\r\n", "\n\n"])
        case 1: return " \(properties())[\(scalar()), {\(key()): \(scalar()), \(key()): },\n\(margin)\(scalar())] # x\n"
        case 2: return " \(pick(["", "!x ", "&m\(indentation) "]))one\n\(margin)zwei drei\n\(margin) четыре\n"
        case 3, 4:
            let entries = (0..<3).map { _ in margin + key() + ":" + block(indentation: indentation + 2, depth: depth + 1) }
            return pick(["", " !map", " # c"]) + "\n" + entries.joined()
        default:
            let items = (0..<3).map { _ in margin + "-" + block(indentation: indentation + 2, depth: depth + 1) }
            return "\n" + items.joined()
        }
    }
}
