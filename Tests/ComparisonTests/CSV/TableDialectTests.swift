import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct TableDialectTests {
    private func options(
        _ newline: TableDialect.Newline = .crlf, _ mark: TableDialect.ByteOrderMark = .refused,
        delimiter: UInt8 = UInt8(ascii: ",")
    ) -> TableOptions {
        TableOptions(dialect: TableDialect(delimiter: delimiter, newline: newline, byteOrderMark: mark))
    }

    @Test func `another line end is one difference, however many records have it`() throws {
        #expect(
            try departures("A\r\n1\r\n2\r\n", "A\n1\n2\n", options()) == ["dialect whole: \"CRLF\" -> \"LF\" (another line end)"])
        #expect(
            try departures("A\n1\n", "A\r\n1\r\n", options(.lf)) == ["dialect whole: \"LF\" -> \"CRLF\" (another line end)"])
        #expect(try departures("A\r\n1\r\n", "A\n1\n", options(.any)).isEmpty)
    }

    @Test func `mixed line ends are named with the first record that ends otherwise`() throws {
        #expect(
            try departures("A\r\n1\r\n2\r\n", "A\r\n1\n2\r\n", options()) == [
                "dialect record(2, ): \"CRLF\" -> \"LF\" (line ends are mixed; this record is the first that ends otherwise)"
            ])
    }

    @Test func `equal bytes in another dialect than the one demanded are still a departure`() throws {
        #expect(try departures("A\n1\n", "A\n1\n", options()) == ["dialect whole: \"CRLF\" -> \"LF\" (another line end)"])
    }

    @Test func `a line break in a quoted cell is data`() throws {
        #expect(try departures("A\r\n\"x\ny\"\r\n", "A\r\n\"x\ny\"\r\n", options()).isEmpty)
        #expect(try departures("A\r\n\"x\ny\"\r\n", "A\r\n\"x\r\ny\"\r\n", options()).map { $0.prefix(5) } == ["value"])
    }

    @Test func `the last line end is optional`() throws {
        #expect(try departures("A\r\n1\r\n", "A\r\n1", options()).isEmpty)
    }

    @Test func `a byte order mark is refused, required or let pass`() throws {
        #expect(
            try departures("A\r\n", "\u{FEFF}A\r\n", options()) == [
                "dialect whole: - -> \"\\u{FEFF}\" (a byte order mark, which is refused)"
            ])
        #expect(
            try departures("A\r\n", "A\r\n", options(.crlf, .required)) == [
                "dialect whole: \"\\u{FEFF}\" -> - (no byte order mark, which is required)"
            ])
        #expect(try departures("A\r\n", "\u{FEFF}A\r\n", options(.crlf, .any)).isEmpty)
    }

    @Test func `another delimiter is one difference, and the cells are still compared`() throws {
        #expect(
            try departures("A,B\r\n1,2\r\n3,4\r\n", "A;B\r\n1;2\r\n3;X\r\n", options()) == [
                "dialect whole: \",\" -> \";\" (another delimiter)", "value cell(3, B, ): \"4\" -> \"X\"",
            ])
        #expect(
            try departures("A;B\r\n1;2\r\n", "A;B\r\n1;2\r\n", options(delimiter: UInt8(ascii: ";"))).isEmpty)
    }

    @Test func `quoting is not judged`() throws {
        #expect(try departures("A,B\r\n1,\r\n", "\"A\",B\r\n\"1\",\"\"\r\n", options()).isEmpty)
    }

    @Test func `a delimiter that is none is refused`() {
        #expect(throws: InvalidExpectation.self) { try departures("A\r\n", "", options(delimiter: UInt8(ascii: "\""))) }
    }
}
