internal import AssayCore

/// Finds bytes of the source by libyaml's character index, and walks on from there counting lines and columns.
struct SourceCursor {
    private let bytes: [UInt8]
    private let isASCII: Bool
    private var offset: Int
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = byteOrderMarkLength(bytes)
        isASCII = bytes.reduce(0 as UInt8) { $0 | $1 } < 0x80
    }

    /// Returns the offset of the character that `mark` stands before. Costs the distance from the place asked for last.
    mutating func offset(of mark: Mark) -> Int {
        if isASCII { return min(mark.index, bytes.count) }
        while index < mark.index, offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            index += 1
        }
        while index > mark.index, offset > 0 {
            offset -= 1
            while offset > 0, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
            index -= 1
        }
        return offset
    }

    /// The byte before `mark`; `nil` at the start.
    mutating func byte(before mark: Mark) -> UInt8? {
        let offset = offset(of: mark)
        return offset > byteOrderMarkLength(bytes) ? bytes[offset - 1] : nil
    }

    /// Where the last line before `mark` ends that is not blank.
    mutating func endOfText(before mark: Mark) -> SourcePosition {
        var end = offset(of: mark)
        var line = mark.line + 1
        while end > 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[end - 1]) {
            end -= 1
            if bytes[end] == 0x0A || bytes[end] == 0x0D && bytes[end + 1 < bytes.count ? end + 1 : end] != 0x0A { line -= 1 }
        }
        var start = end
        var column = 1
        while start > byteOrderMarkLength(bytes), bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D {
            start -= 1
            if bytes[start] & 0xC0 != 0x80 { column += 1 }
        }
        return SourcePosition(line: line, column: column)
    }
}
