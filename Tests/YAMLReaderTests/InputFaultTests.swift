import AssayCore
import TestSupport
import Testing
import YAMLReader

struct InputFaultTests {
    @Test(
        arguments: [
            ([0xFF], "FF"), ([0xC0, 0x80], "C0"), ([0xC1, 0xBF], "C1"), ([0xE0, 0x80, 0x80], "E0"), ([0xED, 0xA0, 0x80], "ED"),
            ([0xED, 0xBF, 0xBF], "ED"), ([0xF4, 0x90, 0x80, 0x80], "F4"), ([0xF5, 0x80, 0x80, 0x80], "F5"), ([0xE2, 0x82], "E2"),
            ([0x80], "80"), ([0xC3, 0x20], "C3"), ([0xF0, 0x8F, 0xBF, 0xBF], "F0"),
        ] as [([UInt8], String)])
    func `bytes that are no UTF-8 are shown where they stand`(bytes: [UInt8], code: String) {
        let found = diagnostics(of: SourceFile(path: "test.yaml", bytes: Array("a: é\r\nbé: ".utf8) + bytes))
        #expect(found.map(\.message) == ["the byte 0x\(code) is not part of a UTF-8 text"])
        #expect(found.first?.range?.start == SourcePosition(line: 2, column: 5))
    }

    @Test(arguments: [
        ("\0", "0000"), ("\u{1}", "0001"), ("\u{8}", "0008"), ("\u{C}", "000C"), ("\u{1B}", "001B"), ("\u{7F}", "007F"),
        ("\u{80}", "0080"),
        ("\u{9F}", "009F"), ("\u{FEFF}", "FEFF"), ("\u{FFFE}", "FFFE"), ("\u{FFFF}", "FFFF"),
    ])
    func `control characters must be escaped`(character: String, code: String) {
        expectDiagnostics(
            "a: 1\n# 1️⃣\(character)2️⃣x",
            [
                .error(
                    "control-character", "1️⃣", to: "2️⃣", "the character U+\(code) may not stand in a YAML file",
                    fix: "write it as \"\\u\(code)\" in a double-quoted text")
            ])
    }

    /// libyaml would end the line, and the comment, there.
    @Test(arguments: [("\u{85}", "0085"), ("\u{2028}", "2028"), ("\u{2029}", "2029")])
    func `line breaks of YAML 1.1 must be escaped`(character: String, code: String) {
        expectDiagnostics(
            "# x1️⃣\(character)a: 1",
            [
                .error(
                    "control-character", "1️⃣", "the character U+\(code) is a line break to some YAML readers and text to others",
                    fix: "write it as \"\\u\(code)\" in a double-quoted text")
            ])
    }

    @Test func `escapes give any character`() throws {
        let node = try root(of: #""\0\x01\u0085\u2028\uFEFF\U0001F600\/\_""#)
        #expect(node.text.unicodeScalars.map(\.value) == [0, 1, 0x85, 0x2028, 0xFEFF, 0x1F600, 0x2F, 0xA0])
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61], [0x61, 0x00, 0x3A, 0x00], [0x00, 0x61, 0x00, 0x3A], [0xFF, 0xFE],
        ] as [[UInt8]])
    func `UTF-16 is named`(bytes: [UInt8]) {
        let found = diagnostics(of: SourceFile(path: "test.yaml", bytes: bytes))
        #expect(found.map(\.message) == ["the file is in UTF-16, not in UTF-8"])
    }

    @Test(arguments: ["\u{E000}", "\u{FFFD}", "\u{10FFFF}", "\u{D7FF}", "\u{1F600}", "\u{A0}", "e\u{301}", "\u{200B}"])
    func `all else that Unicode has is text`(character: String) throws {
        #expect(
            try root(of: "a: x\(character)x")["a"]?.text.unicodeScalars.map(\.value)
                == "x\(character)x".unicodeScalars.map(\.value))
    }

    @Test func `a byte order mark takes no column`() throws {
        let text = "\u{FEFF}a: &x 1\nb: *y\n"
        let found = diagnostics(of: text)
        #expect(found.first?.range == SourceRange(line: 2, column: 4, length: 2))
        #expect(diagnostics(of: "\u{FEFF}a: *y").first?.range == SourceRange(line: 1, column: 4, length: 2))
        #expect(
            try root(of: "\u{FEFF}a: !x b").entries[0].value.tagRange
                == SourceRange(line: 1, column: 4, length: 2))
    }
}
