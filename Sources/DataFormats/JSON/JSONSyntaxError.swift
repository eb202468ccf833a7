/// Why a text is not JSON (RFC 8259), and where.
package struct JSONSyntaxError: Error, Equatable, Sendable {
    /// The broken rule and what was found instead; lower case, no full stop.
    package let message: String
    /// In bytes, from 0.
    package let offset: Int
    /// From 1; lines end at LF, CRLF or a lone CR.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    package init(message: String, offset: Int, line: Int, column: Int) {
        self.message = message
        self.offset = offset
        self.line = line
        self.column = column
    }

    init(_ fault: JSONFault, in bytes: UnsafeBufferPointer<UInt8>) {
        let place = lineAndColumn(of: fault.offset, in: bytes)
        self.init(message: fault.message, offset: fault.offset, line: place.line, column: place.column)
    }
}

/// A fault as the parser finds it; line and column are worked out once, when it leaves the reader.
struct JSONFault: Error {
    var message: String
    var offset: Int
}

/// Line and column from 1. Columns count every byte that does not continue a UTF-8 sequence, so bad UTF-8 has a place too.
func lineAndColumn(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    var index = 0
    while index < min(offset, bytes.count) {
        let byte = bytes[index]
        index += 1
        if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }
    return (line, column)
}
