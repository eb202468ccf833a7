import AssayCore
import TestSupport
import Testing

@testable import Comparison

struct TextDifferencesTests {
    private func departures(_ expected: String, _ actual: String) -> [String] {
        textDifferences(expected: Array(expected.utf8), actual: Array(actual.utf8), limit: 100).shown.map(\.line)
    }

    @Test func `equal bytes are no difference`() {
        #expect(departures("a\nb\n", "a\nb\n").isEmpty)
        #expect(departures("", "").isEmpty)
    }

    @Test(arguments: [
        ("a\nb\nc\n", "a\nX\nc\n", ["value line 2: \"b\" -> \"X\""]),
        ("a\nb\n", "x\na\nb\n", ["extra line 1: - -> \"x\""]),
        ("a\nb\nc\n", "a\nc\n", ["missing line 2: \"b\" -> - (the line number is that of the expected text)"]),
        ("a\n", "a", ["missing line 2: \"\" -> - (the line end after the last line)"]),
        ("a", "a\n", ["extra line 2: - -> \"\" (a line end after the last line)"]),
        ("a\r\nb\r\n", "a\nb\n", ["dialect whole: \"CRLF\" -> \"LF\" (other line ends)"]),
        ("a\r\nb\n", "a\nb\r\n", ["value byte 1: \"61 0D 0A 62 0A\" -> \"61 0A 62 0D 0A\" (5 bytes each; shown from byte 0 on)"]),
        ("\u{FEFF}a", "a", ["dialect whole: \"\\u{FEFF}\" -> - (a byte order mark on one side only)"]),
        ("a ", "a", ["value line 1: \"a \" -> \"a\" (only invisible characters differ: expected U+0020 SPACE, got none)"]),
        ("\u{E9}", "e\u{301}", ["value line 1: \"\u{E9}\" -> \"e\u{301}\" (same after Unicode normalisation (NFC))"]),
        ("", "a", ["value line 1: \"\" -> \"a\""]),
    ])
    func `a text is compared line by line`(expected: String, actual: String, lines: [String]) {
        #expect(departures(expected, actual) == lines)
    }

    @Test func `bytes that are no text are named with their offset`() {
        let differences = textDifferences(expected: Array("abc".utf8), actual: [0x61, 0x62, 0xFF], limit: 10)
        #expect(
            differences.shown.map(\.line) == ["unreadable byte 2: \"text in UTF-8\" -> \"61 62 FF\" (bytes that are not UTF-8)"])
    }

    @Test func `one line against one line is a difference of the whole`() {
        let differences = textDifferences(expected: "Sent", actual: Array("sent".utf8), limit: 10)
        #expect(differences.shown.map(\.line) == ["value whole: \"Sent\" -> \"sent\" (only letter case differs)"])
        #expect(
            textDifferences(expected: "a\nb", actual: Array("a\nc".utf8), limit: 10).shown.map(\.line) == [
                "value line 2: \"b\" -> \"c\""
            ])
        #expect(textDifferences(expected: "a", actual: [0x61], limit: 10).isEmpty)
    }

    @Test func `a long line that is missing or too much is cut at its end`() {
        let (short, long) = (Array("a\nb".utf8), Array("a\n\(String(repeating: "\u{E9}", count: 100_000))\nb".utf8))
        #expect((textDifferences(expected: long, actual: short, limit: 1).shown.first?.expected ?? "").utf8.count < 5000)
        #expect((textDifferences(expected: short, actual: long, limit: 1).shown.first?.actual ?? "").utf8.count < 5000)
    }

    @Test func `a long line is cut round the first byte that differs`() {
        let text = String(repeating: "\u{E9}", count: 1_000_000)
        let difference = textDifferences(expected: text + "a" + text, actual: Array((text + "b" + text).utf8), limit: 1).shown
            .first
        #expect((difference?.expected?.utf8.count ?? 0) < 2000)
        #expect(difference?.note == "cut: 4000001 and 4000001 bytes, which differ from byte 2000000 on")
        #expect(difference?.expected?.contains("\u{E9}a\u{E9}") == true)
        #expect(difference?.actual?.contains("\u{E9}b\u{E9}") == true)
    }

    @Test func `texts differ exactly when their bytes do`() {
        var random = SeededRandom(seed: 6)
        let pieces = ["a", "b", "\n", "\r\n", "\r", "\u{FEFF}", "", " "]
        for _ in 0..<5000 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            }
            let areEqual = texts[0].utf8.elementsEqual(texts[1].utf8)
            #expect(departures(texts[0], texts[1]).isEmpty == areEqual)
            #expect(textDifferences(expected: texts[0], actual: Array(texts[1].utf8), limit: 5).isEmpty == areEqual)
        }
    }
}

struct ByteDifferencesTests {
    @Test(
        arguments: [
            ([1, 2, 3], [1, 2, 3], nil),
            ([1, 2, 3], [1, 9, 3], "value byte 1: \"01 02 03\" -> \"01 09 03\" (3 bytes each; shown from byte 0 on)"),
            ([1, 2, 3], [1, 2], "missing byte 2: \"01 02 03\" -> - (expected 3 bytes, got 2; shown from byte 0 on)"),
            ([1, 2], [1, 2, 3], "extra byte 2: - -> \"01 02 03\" (expected 2 bytes, got 3; shown from byte 0 on)"),
            ([], [255], "extra byte 0: - -> \"FF\" (expected 0 bytes, got 1; shown from byte 0 on)"),
            (
                Array(0..<40), Array(0..<20) + [99] + Array(21..<40),
                "value byte 20: \"10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F\" -> \"10 11 12 13 63 15 16 17 18 19 1A 1B 1C 1D 1E 1F\" (40 bytes each; shown from byte 16 on)"
            ),
        ] as [([UInt8], [UInt8], String?)])
    func `the first byte that differs is named and shown`(expected: [UInt8], actual: [UInt8], line: String?) {
        #expect(byteDifferences(expected: expected, actual: actual, limit: 5).shown.map(\.line) == (line.map { [$0] } ?? []))
    }
}
