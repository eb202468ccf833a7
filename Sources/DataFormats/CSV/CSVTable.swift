/// The bytes of a CSV document and where its records and fields lie in them. Never changed once it is made.
final class CSVTable: Sendable {
    /// A record with another number of fields than the first.
    struct RaggedRecord: Sendable {
        /// From 0.
        var record: UInt32
        var fieldCount: UInt32
    }

    let source: TextBytes
    let delimiter: UInt8
    /// 3 after a byte order mark.
    let contentStart: Int
    /// One more than there are records: the last is the end of the bytes. All that is kept of where things lie, 4 bytes a
    /// record: fields are found again when they are asked for.
    let starts: [UInt32]
    /// How many fields the first record has.
    let width: Int
    let ragged: [RaggedRecord]
    let newlines: CSVDocument.Newlines
    let endsWithNewline: Bool

    static let largestByteCount = Int(UInt32.max >> 1)

    init(parsing source: TextBytes, delimiter: UInt8) throws(CSVSyntaxError) {
        let contentStart = try checkedText(source, delimiter: delimiter)
        var scanner = CSVScanner(delimiter: delimiter, from: contentStart)
        let fault = source.withUnsafeBytes { scanner.scan($0) { source.release($0) } }
        if let fault {
            throw source.withUnsafeBytes { fault.error(in: $0, from: contentStart, record: scanner.starts.count) }
        }
        self.source = source
        self.delimiter = delimiter
        self.contentStart = contentStart
        starts = scanner.starts
        width = scanner.width
        ragged = scanner.ragged
        newlines = scanner.newlines
        endsWithNewline = scanner.endsWithNewline
    }

    func place(ofByte offset: Int) -> (line: Int, column: Int) {
        source.withUnsafeBytes { textPlace(ofByte: offset, in: $0, from: contentStart) }
    }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Returns where the text begins, behind a byte order mark, once all of it is known to be text that offsets can point into.
private func checkedText(_ source: TextBytes, delimiter: UInt8) throws(CSVSyntaxError) -> Int {
    guard source.count <= CSVTable.largestByteCount else {
        let message = "a table of \(source.count) bytes is larger than \(CSVTable.largestByteCount)"
        throw CSVSyntaxError(message: message, record: 1, line: 1, column: 1, byte: 0)
    }
    return try source.withUnsafeBytes { (bytes) throws(CSVSyntaxError) in
        if let fault = firstFaultOfText(bytes, release: { source.release($0) }) {
            throw faultInText(fault.message, at: fault.byte, of: bytes, delimiter: delimiter)
        }
        return bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    }
}

/// Looks for a NUL, and only where there is none for bytes that are not UTF-8. Block by block, so that `release` can be called
/// for what has been looked at.
private func firstFaultOfText(
    _ bytes: UnsafeRawBufferPointer, release: (Range<Int>) -> Void
) -> (message: String, byte: Int)? {
    var badSequence: Int?
    var start = 0
    while start < bytes.count {
        var end = min(start + (4 << 20), bytes.count)
        // A sequence is never cut; bytes that are no part of one are a fault in whichever block they lie.
        var cut = end
        while cut < bytes.count, cut > end - 4, bytes[cut] & 0xC0 == 0x80 { cut -= 1 }
        if cut > end - 4 { end = cut }
        let block = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        let (hasNonASCII, hasNUL) = byteClasses(of: block)
        if hasNUL, let byte = block.firstIndex(of: 0).map({ start + $0 }) {
            let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
            let isWide = byte < 2 || marks.contains { bytes.starts(with: $0) }
            return ("a NUL byte" + (isWide ? ": the bytes look like UTF-16" : ""), byte)
        }
        if hasNonASCII, badSequence == nil { badSequence = firstFaultOfUTF8(block).map { start + $0 } }
        release(start..<end)
        start = end
    }
    return badSequence.map { ("bytes that are not UTF-8", $0) }
}

private func firstFaultOfUTF8(_ bytes: UnsafeRawBufferPointer) -> Int? {
    bytes.withMemoryRebound(to: UInt8.self) { bytes -> Int? in
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}

/// The record is the one that a reading of everything before the fault ends in.
private func faultInText(
    _ message: String, at byte: Int, of bytes: UnsafeRawBufferPointer, delimiter: UInt8
) -> CSVSyntaxError {
    let start = min(bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0, byte)
    var scanner = CSVScanner(delimiter: delimiter, from: start)
    let fault = scanner.scan(UnsafeRawBufferPointer(rebasing: bytes[..<byte]))
    let place = textPlace(ofByte: byte, in: bytes, from: start)
    // Without a fault of its own, the reading has noted its end as one record more.
    let record = fault == nil && !scanner.endsWithNewline ? scanner.starts.count - 1 : scanner.starts.count
    return CSVSyntaxError(message: message, record: record, line: place.line, column: place.column, byte: byte)
}
