import Testing

@testable import DataFormats

struct CSVWriterTests {
    private func write(_ records: [[String]], _ writer: CSVWriter = CSVWriter()) -> String {
        var bytes: [UInt8] = []
        for record in records { writer.append(record, to: &bytes) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `only what needs quotes is quoted`() {
        let text = write([["a", "b,c", "d\"e", "f\r", "g\n", " h ", ""]])
        #expect(text.utf8.elementsEqual("a,\"b,c\",\"d\"\"e\",\"f\r\",\"g\n\", h ,\r\n".utf8))
    }

    @Test func `everything is quoted on demand`() {
        let text = write([["a", ""]], CSVWriter(quoting: .all))
        #expect(text.utf8.elementsEqual("\"a\",\"\"\r\n".utf8))
    }

    @Test func `the delimiter and the line end are those asked for`() {
        let text = write([["a,b", "c;d"]], CSVWriter(delimiter: UInt8(ascii: ";"), newline: .lf))
        #expect(text.utf8.elementsEqual("a,b;\"c;d\"\n".utf8))
    }

    @Test func `a lone empty field is no blank line`() {
        #expect(write([[""]]).utf8.elementsEqual("\"\"\r\n".utf8))
        #expect(write([[]]).utf8.elementsEqual("\"\"\r\n".utf8))
    }

    @Test(arguments: [CSVWriter.Quoting.minimal, .all], [CSVWriter.Newline.crlf, .lf])
    func `what is written reads back as the same fields`(quoting: CSVWriter.Quoting, newline: CSVWriter.Newline) throws {
        var random = SplitMix(state: 20_261_101)
        let pieces = ["a", "", ",", "\"", "\r", "\n", "\r\n", ";", " ", "\u{FEFF}", "é", "\u{1F600}", "-", "\u{1}", "12345678"]
        for _ in 0..<2000 {
            let records = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 1...5, using: &random)).map { _ in
                    (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                }
            }
            let writer = CSVWriter(newline: newline, quoting: quoting)
            let document = try CSVDocument(parsing: Array(write(records, writer).utf8))
            let read = document.records.map { $0.map(\.bytes) }
            #expect(read == records.map { $0.map { Array($0.utf8) } })
            #expect(!document.hasByteOrderMark)
        }
    }
}

/// Equal seeds give equal runs.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
