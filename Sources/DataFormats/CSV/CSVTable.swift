/// The bytes of a CSV document and where its records and fields lie in them. Never changed once it is made.
final class CSVTable: Sendable {
    struct RecordStart: Sendable {
        /// Offset in the bytes.
        var start: UInt32
        /// Index of the record's first field.
        var firstField: UInt32
    }

    /// Where one field lies.
    struct FieldSpan: Sendable {
        /// Without the quotes around it.
        var content: Range<Int>
        var isQuoted: Bool
    }

    let bytes: [UInt8]
    let delimiter: UInt8
    /// 3 after a byte order mark.
    let contentStart: Int
    /// One more than there are records: the last stands for the end.
    let records: [RecordStart]
    /// Where each field ends, in the lower 31 bits, and whether it is quoted: 4 bytes a field, as the start is the end of
    /// the field before and a delimiter.
    let fieldEnds: [UInt32]
    let newlines: CSVDocument.Newlines
    let endsWithNewline: Bool

    static let quotedFlag: UInt32 = 1 << 31
    static let largestByteCount = Int(UInt32.max >> 1)

    init(parsing bytes: [UInt8], delimiter: UInt8) throws(CSVSyntaxError) {
        let content = try checkedText(bytes, delimiter: delimiter)
        var scanner = CSVScanner(delimiter: delimiter, from: content.lowerBound)
        let fault = bytes.withUnsafeBytes { scanner.scan($0) }
        if let fault { throw fault.error(in: bytes, from: content.lowerBound, record: scanner.records.count) }
        self.bytes = bytes
        self.delimiter = delimiter
        contentStart = content.lowerBound
        records = scanner.records
        fieldEnds = scanner.fieldEnds
        newlines = scanner.newlines
        endsWithNewline = scanner.endsWithNewline
    }

    func fieldCount(ofRecord record: Int) -> Int {
        Int(records[record + 1].firstField - records[record].firstField)
    }

    func field(_ column: Int, ofRecord record: Int) -> FieldSpan {
        let first = Int(records[record].firstField)
        precondition(column >= 0 && first + column < Int(records[record + 1].firstField), "no such column in this record")
        let packed = fieldEnds[first + column]
        let end = Int(packed & ~Self.quotedFlag)
        let start = column == 0 ? Int(records[record].start) : Int(fieldEnds[first + column - 1] & ~Self.quotedFlag) + 1
        let isQuoted = packed & Self.quotedFlag != 0
        return FieldSpan(content: isQuoted ? start + 1..<end - 1 : start..<end, isQuoted: isQuoted)
    }

    func place(ofByte offset: Int) -> (line: Int, column: Int) {
        textPlace(ofByte: offset, in: bytes, from: contentStart)
    }
}

/// Returns the part of `bytes` behind a byte order mark, once all of it is known to be text that offsets can point into.
private func checkedText(_ bytes: [UInt8], delimiter: UInt8) throws(CSVSyntaxError) -> Range<Int> {
    guard bytes.count <= CSVTable.largestByteCount else {
        let message = "a table of \(bytes.count) bytes is larger than \(CSVTable.largestByteCount)"
        throw CSVSyntaxError(message: message, record: 1, line: 1, column: 1, byte: 0)
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let (hasNonASCII, hasNUL) = bytes.withUnsafeBytes { byteClasses(of: $0) }
    if hasNUL, let byte = bytes.firstIndex(of: 0) {
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || byte < 2
        throw faultInText(
            "a NUL byte" + (isWide ? ": the bytes look like UTF-16" : ""), at: byte, of: bytes, delimiter: delimiter)
    }
    if hasNonASCII {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw faultInText("bytes that are not UTF-8", at: error.byteOffsets.lowerBound, of: bytes, delimiter: delimiter)
        }
    }
    return start..<bytes.count
}

/// The record is the one that a reading of everything before the fault ends in.
private func faultInText(_ message: String, at byte: Int, of bytes: [UInt8], delimiter: UInt8) -> CSVSyntaxError {
    let start = min(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, byte)
    var scanner = CSVScanner(delimiter: delimiter, from: start)
    let fault = bytes[..<byte].withUnsafeBytes { scanner.scan($0) }
    let place = textPlace(ofByte: byte, in: bytes, from: start)
    // Without a fault of its own, the reading has noted its end as one record more.
    let record = fault == nil && !scanner.endsWithNewline ? scanner.records.count - 1 : scanner.records.count
    return CSVSyntaxError(message: message, record: record, line: place.line, column: place.column, byte: byte)
}
