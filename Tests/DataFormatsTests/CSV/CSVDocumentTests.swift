import Testing

@testable import DataFormats

private func table(_ text: String, delimiter: UInt8 = UInt8(ascii: ",")) throws -> [[String]] {
    try CSVDocument(parsing: Array(text.utf8), delimiter: delimiter).records.map(\.texts)
}

struct CSVDocumentTests {
    @Test(
        arguments: [
            ("", []),
            ("a", [["a"]]),
            ("a\r\n", [["a"]]),
            ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
            ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
            (",", [["", ""]]),
            ("a,\r\n", [["a", ""]]),
            ("\"a,b\",\"c\r\nd\"\r\n", [["a,b", "c\r\nd"]]),
            ("\"\"", [[""]]),
            ("\"\"\"\"", [["\""]]),
            ("\"a\"\"b\",c", [["a\"b", "c"]]),
            (" a , b ", [[" a ", " b "]]),
            ("a\tb", [["a\tb"]]),
            ("\u{FEFF}a,b\r\n", [["a", "b"]]),
            ("\u{FEFF}", []),
            ("\u{FEFF}\"a\"\r\n", [["a"]]),
            ("äöü,e\u{301}\r\n\u{1F600},\u{FEFF}\r\n", [["äöü", "e\u{301}"], ["\u{1F600}", "\u{FEFF}"]]),
            ("12345678,12345678\r\n1234567,1234567\r\n", [["12345678", "12345678"], ["1234567", "1234567"]]),
            ("-,-,-,--\u{1},-\r\n", [["-", "-", "-", "--\u{1}", "-"]]),
            ("\"12345\"\"7\",\"x\"\r\n", [["12345\"7", "x"]]),
        ] as [(String, [[String]])])
    func `fields are read as RFC 4180 writes them`(text: String, expected: [[String]]) throws {
        let read = try table(text)
        #expect(read.map { $0.map { Array($0.utf8) } } == expected.map { $0.map { Array($0.utf8) } })
    }

    @Test(
        arguments: [
            ("\r\n", [[""]]),
            ("a\r\n\r\n", [["a"], [""]]),
            ("a\r\n\r\nb\r\n", [["a"], [""], ["b"]]),
            ("\n\n", [[""], [""]]),
        ] as [(String, [[String]])])
    func `a blank line is a record of one empty field`(text: String, expected: [[String]]) throws {
        #expect(try table(text) == expected)
    }

    @Test func `ragged records are kept as they are`() throws {
        #expect(try table("a,b,c\r\nd\r\ne,f\r\n") == [["a", "b", "c"], ["d"], ["e", "f"]])
    }

    @Test func `another delimiter makes the comma data`() throws {
        #expect(try table("a,b;c\r\n", delimiter: UInt8(ascii: ";")) == [["a,b", "c"]])
        #expect(try table("a\tb", delimiter: UInt8(ascii: "\t")) == [["a", "b"]])
        #expect(try table("a\u{1}", delimiter: 1) == [["a", ""]])
        #expect(try table("a\u{1}\r\n1234567\u{1}", delimiter: 1) == [["a", ""], ["1234567", ""]])
    }

    @Test func `what the text says beside its fields is kept`() throws {
        let bytes = Array("\u{FEFF}a,\"b\"\r\nc,d\n\"e\r\",f\rg,h".utf8)
        let document = try CSVDocument(parsing: bytes)
        #expect(document.hasByteOrderMark)
        #expect(!document.endsWithNewline)
        #expect(document.newlines.kinds == [.crlf, .lf, .cr])
        #expect(document.newlines.firstRecord(endingWith: .crlf) == 0)
        #expect(document.newlines.firstRecord(endingWith: .lf) == 1)
        #expect(document.newlines.firstRecord(endingWith: .cr) == 2)
        #expect(document.records[0].map(\.isQuoted) == [false, true])
        #expect(document.records.map(\.line) == [1, 2, 3, 5])
        #expect(Array(document.records[2][0].bytes) == Array("e\r".utf8))
        #expect(document.source[0..<bytes.count] == bytes[...])
    }

    @Test(arguments: [
        ("a\r\n", true), ("a", false), ("\"a\"", false), ("\"a\"\n", true), ("a,", false), ("", true), ("a,\n", true),
    ])
    func `a missing last line end is seen`(text: String, ends: Bool) throws {
        #expect(try CSVDocument(parsing: Array(text.utf8)).endsWithNewline == ends)
    }

    @Test func `columns are found by the bytes of their name`() throws {
        let document = try CSVDocument(parsing: Array("\u{E9},e\u{301},\"x\"\"y\",\u{E9}\r\n".utf8))
        #expect(document.columns(named: "\u{E9}") == [0, 3])
        #expect(document.columns(named: "e\u{301}") == [1])
        #expect(document.columns(named: "x\"y") == [2])
        #expect(document.columns(named: "z").isEmpty)
    }

    @Test(arguments: [
        (
            "a\"b",
            CSVSyntaxError(message: "a quote inside a field that does not begin with one", record: 1, line: 1, column: 2, byte: 1)
        ),
        (
            "x,y\r\nä, \"b\"",
            CSVSyntaxError(message: "a quote inside a field that does not begin with one", record: 2, line: 2, column: 4, byte: 9)
        ),
        ("\"a\" ,b", CSVSyntaxError(message: "text after the closing quote of a field", record: 1, line: 1, column: 4, byte: 3)),
        ("\"a\"b\"", CSVSyntaxError(message: "text after the closing quote of a field", record: 1, line: 1, column: 4, byte: 3)),
        (
            "a\r\n\"b\r\n\r\nc\"x",
            CSVSyntaxError(message: "text after the closing quote of a field", record: 2, line: 4, column: 3, byte: 11)
        ),
        (
            "a,\"b\r\nc",
            CSVSyntaxError(message: "the quoted field that begins here is not closed", record: 1, line: 1, column: 3, byte: 2)
        ),
        (
            "a\r\n\"\"\"",
            CSVSyntaxError(message: "the quoted field that begins here is not closed", record: 2, line: 2, column: 1, byte: 3)
        ),
        (
            "\u{FEFF}\"",
            CSVSyntaxError(message: "the quoted field that begins here is not closed", record: 1, line: 1, column: 1, byte: 3)
        ),
        ("a\r\nb\0c", CSVSyntaxError(message: "a NUL byte", record: 2, line: 2, column: 2, byte: 4)),
        ("a,b\r\n\0", CSVSyntaxError(message: "a NUL byte", record: 2, line: 2, column: 1, byte: 5)),
    ])
    func `what is no CSV is refused with its place`(text: String, error: CSVSyntaxError) {
        #expect(throws: error) { try CSVDocument(parsing: Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ([0x61, 0x0A, 0xC3, 0xA4, 0xFF], "bytes that are not UTF-8", 2, 2, 2, 4),
            ([0xC0, 0x80], "bytes that are not UTF-8", 1, 1, 1, 0),
            ([0x61, 0xED, 0xA0, 0x80], "bytes that are not UTF-8", 1, 1, 2, 1),
            ([0x61, 0x2C, 0xE2, 0x82], "bytes that are not UTF-8", 1, 1, 3, 2),
            ([0xFF, 0xFE, 0x61, 0x00], "a NUL byte: the bytes look like UTF-16", 1, 1, 4, 3),
        ] as [([UInt8], String, Int, Int, Int, Int)])
    func `bytes that are no text are refused with their place`(
        bytes: [UInt8], message: String, record: Int, line: Int, column: Int, byte: Int
    ) {
        let error = CSVSyntaxError(message: message, record: record, line: line, column: column, byte: byte)
        #expect(throws: error) { try CSVDocument(parsing: bytes) }
    }

    @Test func `an unterminated quote at the end of ten megabytes names where it began`() {
        var bytes = Array(repeatElement(UInt8(ascii: "a"), count: 10_000_000))
        bytes += Array(",\"".utf8)
        let error = CSVSyntaxError(
            message: "the quoted field that begins here is not closed", record: 1, line: 1, column: 10_000_002, byte: 10_000_001)
        #expect(throws: error) { try CSVDocument(parsing: bytes) }
    }

    @Test func `a million commas are a million and one empty fields`() throws {
        let document = try CSVDocument(parsing: Array(repeating: UInt8(ascii: ","), count: 1_000_000))
        #expect(document.records.count == 1)
        #expect(document.records[0].count == 1_000_001)
        #expect(document.records[0].allSatisfy { $0.isEmpty })
    }

    @Test func `every short text is read as a reading byte by byte would`() {
        let alphabet = Array("a,\"\r\n".utf8)
        for length in 0...7 {
            var digits = [Int](repeating: 0, count: length)
            repeat {
                // Two lengths of prefix, so that word boundaries fall differently.
                let short = digits.map { alphabet[$0] }
                for prefix in [[], Array("xyz,uv".utf8)] {
                    let bytes = prefix + short
                    let expected = readByteByByte(bytes)
                    let read = (try? CSVDocument(parsing: bytes)).map { $0.records.map { $0.map(\.bytes) } }
                    if read != expected {
                        Issue.record("\(String(decoding: bytes, as: UTF8.self).debugDescription): \(String(describing: read))")
                    }
                }
            } while advance(&digits, base: alphabet.count)
        }
    }
}

private func advance(_ digits: inout [Int], base: Int) -> Bool {
    for index in digits.indices {
        digits[index] += 1
        if digits[index] < base { return true }
        digits[index] = 0
    }
    return false
}

/// A plain reading of RFC 4180, for comparison; `nil` for what is no CSV.
private func readByteByByte(_ bytes: [UInt8]) -> [[[UInt8]]]? {
    enum State { case start, unquoted, quoted, closed }
    var records: [[[UInt8]]] = []
    var record: [[UInt8]] = []
    var field: [UInt8] = []
    var state = State.start
    var index = 0
    func endRecord() {
        records.append(record + [field])
        (record, field, state) = ([], [], .start)
    }
    while index < bytes.count {
        let byte = bytes[index]
        index += 1
        switch (state, byte) {
        case (.quoted, UInt8(ascii: "\"")): state = .closed
        case (.quoted, _): field.append(byte)
        case (.closed, UInt8(ascii: "\"")):
            field.append(byte)
            state = .quoted
        case (_, UInt8(ascii: ",")):
            record.append(field)
            (field, state) = ([], .start)
        case (_, 0x0A): endRecord()
        case (_, 0x0D):
            if index < bytes.count, bytes[index] == 0x0A { index += 1 }
            endRecord()
        case (.start, UInt8(ascii: "\"")): state = .quoted
        case (.closed, _), (.unquoted, UInt8(ascii: "\"")): return nil
        default:
            field.append(byte)
            state = .unquoted
        }
    }
    if state == .quoted { return nil }
    if state != .start || !record.isEmpty { endRecord() }
    return records
}
