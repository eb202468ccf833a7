import Testing

@testable import StartedServices

@Test func `only the last lines are kept, oldest first`() {
    var lines = LastLines(count: 3)
    lines.add("one\ntwo\r\nth".utf8)
    #expect(lines.text == ["one", "two", "th"])
    lines.add("ree\nfour\nfive\n\nsix".utf8)
    #expect(lines.text == ["five", "", "six"])
}

@Test func `a long line is cut, and the next one is not`() {
    var lines = LastLines(count: 2)
    lines.add(String(repeating: "x", count: 100_000).utf8)
    lines.add("\nshort\n".utf8)
    #expect(lines.text == [String(repeating: "x", count: 2000) + "…", "short"])
}

@Test func `what a terminal would obey is written out`() {
    var lines = LastLines(count: 2)
    lines.add("\u{1B}[31mred\u{7}\n".utf8)
    #expect(lines.text == [#"\u{1B}[31mred\u{7}"#])
}
