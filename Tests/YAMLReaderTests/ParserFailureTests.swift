import AssayCore
import TestSupport
import Testing
import YAMLReader

struct ParserFailureTests {
    @Test(arguments: [
        ("{csv: 1️⃣!golden2️⃣}", "the tag '!golden' runs into '}'", "put a space before it: '!golden }'"),
        ("[a, 1️⃣!golden2️⃣]", "the tag '!golden' runs into ']'", "put a space before it: '!golden ]'"),
        ("a: 1️⃣!partial2️⃣{b: 1}", "the tag '!partial' runs into '{'", "put a space before it: '!partial {'"),
        ("é: 1️⃣!matches2️⃣\"x\"", "the tag '!matches' runs into '\"'", "put a space before it: '!matches \"'"),
        ("a: 1️⃣!x!y2️⃣ z", "the prefix of the tag '!x!y' is not defined", "write the tag with one '!'"),
    ])
    func `a tag that runs into a bracket says where the space goes`(text: String, message: String, fix: String) {
        expectDiagnostics(text, [.error("yaml-syntax", "1️⃣", to: "2️⃣", message, fix: fix)])
    }

    @Test func `a missing space after a colon is shown at its key`() {
        expectDiagnostics(
            "a: 1\n1️⃣b:2\n2️⃣c: 3\n",
            [.error("yaml-syntax", "1️⃣", "a space is missing after the ':' of 'b'", fix: "write 'b: 2'")])
        expectDiagnostics(
            "1️⃣a:12️⃣\nb3️⃣: 2\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", to: "2️⃣", "a space is missing after the ':' of 'a'", fix: "write 'a: 1'",
                    notes: [("3️⃣", "so this line was read as more of the text")])
            ])
    }

    @Test func `a line without a colon is no entry`() {
        expectDiagnostics(
            "a: 1\n1️⃣word2️⃣\n3️⃣c: 3\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", to: "2️⃣", "no ': ' follows the key 'word'",
                    fix: "write 'key: value', or indent the line if it belongs to the text before it",
                    notes: [("3️⃣", "it was looked for up to here")])
            ])
        expectDiagnostics(
            "1️⃣just text\nb2️⃣: 1\n",
            [
                .error(
                    "yaml-syntax", "2️⃣", "': ' may not stand here: the line goes on with the text of the line before it",
                    fix: "quote that text, or give it a key", notes: [("1️⃣", "the text before it")])
            ])
    }

    @Test func `a second colon on a line asks for quotes`() {
        expectDiagnostics(
            "a: 1\n  \ntitle: Über1️⃣: all\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", "a second ': ' stands in the value of 'title'",
                    fix: "quote the value, or start the inner mapping on the next line")
            ])
    }

    @Test(arguments: [
        "a:\n1️⃣\t2️⃣b: 1\n", "a:\n  b: 1\n1️⃣\t\t2️⃣c: 2\n", "a: |\n1️⃣\t2️⃣text\n", "-\n1️⃣\t2️⃣- a\n",
    ])
    func `a tab may not indent`(text: String) {
        let found = diagnostics(of: MarkedText(text).file)
        #expect(found.map(\.message) == ["a tab may not indent a line"])
        #expect(found.first?.fix == "indent with spaces")
        #expect(found.first?.range?.start == MarkedText(text).place("1️⃣"))
        #expect(found.first?.range?.end == MarkedText(text).place("2️⃣"))
    }

    @Test(arguments: ["@", "`", "%"])
    func `a reserved character may not start a text`(character: String) {
        expectDiagnostics(
            "k: 1️⃣\(character)x",
            [.error("yaml-syntax", "1️⃣", "an unquoted text may not start with '\(character)'", fix: "quote the text")])
    }

    @Test func `a star starts an alias and an ampersand an anchor`() {
        expectDiagnostics(
            "- 1️⃣*2️⃣.csv",
            [
                .error(
                    "yaml-syntax", "1️⃣", to: "2️⃣",
                    "'*' starts an alias, whose name holds only ASCII letters, digits, '-' and '_'",
                    fix: "quote the text if '*' is meant")
            ])
        expectDiagnostics(
            "- 1️⃣&a2️⃣é x",
            [
                .error(
                    "yaml-syntax", "1️⃣", to: "2️⃣",
                    "'&' starts an anchor, whose name holds only ASCII letters, digits, '-' and '_'",
                    fix: "quote the text if '&' is meant")
            ])
    }

    @Test(arguments: ["\"", "'"])
    func `a quoted text that never ends is shown at its quote`(quote: String) {
        expectDiagnostics(
            "a: 1️⃣\(quote)x\n\nb: 2\n", [.error("yaml-syntax", "1️⃣", "the quoted text never ends", fix: "close it with \(quote)")])
        expectDiagnostics(
            "a: 1️⃣\(quote)x\n2️⃣---\nb: 2\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", "the quoted text runs into the end of the document", fix: "close it with \(quote)",
                    notes: [("2️⃣", "the document ends here")])
            ])
    }

    @Test func `a wrong escape is shown where it stands`() {
        expectDiagnostics(
            #"re: "a1️⃣\d2️⃣+""#,
            [
                .error(
                    "yaml-syntax", "1️⃣", to: "2️⃣", #"'\d' is not an escape of a double-quoted text"#,
                    fix: #"write '\\d' for a backslash, or use single quotes, which have no escapes"#)
            ])
        expectDiagnostics(
            #"a: 2️⃣"\x1️⃣9""#,
            [
                .error(
                    "yaml-syntax", "1️⃣", "an escape lacks hexadecimal digits: \\x takes two, \\u four, \\U eight",
                    notes: [("2️⃣", "the quoted text starts here")])
            ])
        #expect(
            diagnostics(of: #"a: "\ud83d\ude00""#).map(\.message) == [
                "the escape is half of a surrogate pair or no Unicode character"
            ])
    }

    @Test func `text after a quoted text is shown with its mapping`() {
        expectDiagnostics(
            "2️⃣a: 1\nk: 'it'1️⃣s'",
            [
                .error(
                    "yaml-syntax", "1️⃣", "text follows a quoted text", fix: "quote all of it; within single quotes write '' for '",
                    notes: [("2️⃣", "the mapping starts here")])
            ])
    }

    @Test func `a wrong indentation is shown on its line`() {
        expectDiagnostics(
            "2️⃣a:\n  b: 1\n 1️⃣c: 2\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", "the line is indented unlike the keys of its mapping",
                    fix: "indent it like the keys it belongs to",
                    notes: [("2️⃣", "the mapping starts here")])
            ])
        expectDiagnostics(
            "2️⃣- a\n1️⃣b: 1\n",
            [
                .error(
                    "yaml-syntax", "1️⃣",
                    "the line is no item of the sequence before it: it does not start with '- ' below the first one",
                    notes: [("2️⃣", "the sequence starts here")])
            ])
    }

    @Test func `an open bracket is shown where it opened`() {
        expectDiagnostics(
            "a: 1️⃣[b, c\nd2️⃣: e\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", "a ',' or ']' is missing in the sequence that starts here",
                    notes: [("2️⃣", "it was expected before this")])
            ])
        expectDiagnostics(
            "a: 1️⃣{b: \"c\" 2️⃣\"d\"}\n",
            [
                .error(
                    "yaml-syntax", "1️⃣", "a ',' or '}' is missing in the mapping that starts here",
                    notes: [("2️⃣", "it was expected before this")])
            ])
    }

    @Test(arguments: [
        ("a: 1️⃣]", "']' stands where a value should", "quote it if a text is meant"),
        ("a: 1️⃣- b", "an item of a sequence may not start here", "put '- ' on a line of its own, or quote the text"),
        ("[a]1️⃣]", "the document has ended before this", "start another one with '---', or look for a bracket too many"),
        ("1️⃣%YAML 2.0\n---\na", "the file asks for another version than YAML 1.1 or 1.2", nil),
        ("{a1️⃣:, b: 1}", "a space is missing after the ':'", "write ': ', or quote the text"),
        ("1️⃣%FOO bar\n---\na", "YAML has no directive '%FOO'", "quote the text, or remove the line"),
        ("a: |1️⃣x\n y\n", "only a comment may follow '|' or '>' on its line", "start the text on the next line, indented"),
    ])
    func `other faults of syntax`(text: String, message: String, fix: String?) {
        let marked = MarkedText(text)
        let found = diagnostics(of: marked.file)
        #expect(found.map(\.message) == [message])
        #expect(found.first?.fix == fix)
        #expect(found.first?.range?.start == marked.place("1️⃣"))
    }

    @Test func `a key of more than 1,024 characters asks for a question mark`() {
        let text = "a: 1\n" + String(repeating: "k", count: 2000) + ": v\n"
        #expect(diagnostics(of: text).map(\.message) == ["a key has more than 1,024 characters"])
    }

    @Test func `faults before a fault of syntax are reported with it`() {
        expectDiagnostics(
            "a: {4️⃣b: 1, 1️⃣b: 2}\nc: 2️⃣*x\nd: 3️⃣\"\n",
            [
                .error("duplicate-key", "1️⃣", "the key 'b' is given twice", notes: [("4️⃣", "first given here")]),
                .error(
                    "undefined-alias", "2️⃣", "no anchor '&x' stands before the alias",
                    fix: "define '&x' before it, or quote the text if a '*' is meant"),
                .error("yaml-syntax", "3️⃣", "the quoted text never ends", fix: "close it with \""),
            ])
    }

    /// Every prefix of a text, and every text with one character replaced, is read or refused with a place.
    @Test func `no damaged text goes without a place`() {
        let text =
            "%YAML 1.2\n---\na: &x !t [1, 'b', \"c\\n\"]\n? |\n  lit\n: *x\n<<: {k: >-\n  fold }\n- {é: *x}\n...\n---\n- - a: b\n"
        let scalars = Array(text.unicodeScalars)
        var texts = scalars.indices.map { String(String.UnicodeScalarView(scalars[..<$0])) }
        for index in scalars.indices {
            for replacement: Unicode.Scalar in ["\t", ":", "}", "\"", "*", "!", "\n", "\u{1F600}", "-", "&", "%", "|"] {
                var changed = scalars
                changed[index] = replacement
                texts.append(String(String.UnicodeScalarView(changed)))
            }
        }
        for text in texts {
            for diagnostic in diagnostics(of: text) {
                #expect(diagnostic.range != nil && !diagnostic.rendered().isEmpty, "\(text)")
            }
        }
    }
}
