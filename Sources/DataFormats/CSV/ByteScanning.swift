extension UInt64 {
    /// The byte in all eight places.
    init(repeating byte: UInt8) { self = 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// Marks, with its highest bit, the first byte from below that equals `byte`. Bytes above it may be marked without being
    /// equal; if none is equal, none is marked.
    func candidates(for byte: UInt8) -> UInt64 {
        let difference = self ^ UInt64(repeating: byte)
        return (difference &- UInt64(repeating: 1)) & ~difference & UInt64(repeating: 0x80)
    }
}

extension UnsafeRawBufferPointer {
    /// The eight bytes from `offset` on, the first in the lowest place; NULs past the end.
    func word(at offset: Int) -> UInt64 {
        if offset + 8 <= count { return UInt64(littleEndian: loadUnaligned(fromByteOffset: offset, as: UInt64.self)) }
        var word: UInt64 = 0
        for index in stride(from: count - 1, through: offset, by: -1) { word = word << 8 | UInt64(self[index]) }
        return word
    }

    /// Eight bytes at a time; 32 where there are as many.
    package func hasSameBytes(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        func differs(_ offset: Int) -> UInt64 {
            loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ other.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        var offset = 0
        while offset + 32 <= count {
            if differs(offset) | differs(offset + 8) | differs(offset + 16) | differs(offset + 24) != 0 { return false }
            offset += 32
        }
        while offset + 8 <= count {
            if differs(offset) != 0 { return false }
            offset += 8
        }
        while offset < count {
            if self[offset] != other[offset] { return false }
            offset += 1
        }
        return true
    }
}

extension [UInt8] {
    /// As `==`, which looks at one byte after the other, at the speed of memory.
    package func hasSameBytes(as other: [UInt8]) -> Bool {
        withUnsafeBytes { own in other.withUnsafeBytes { own.hasSameBytes(as: $0) } }
    }
}

/// Tells whether any byte is outside ASCII, and whether any is NUL. One pass at the speed of memory.
func byteClasses(of bytes: UnsafeRawBufferPointer) -> (hasNonASCII: Bool, hasNUL: Bool) {
    var seen: UInt64 = 0
    var nuls: UInt64 = 0
    let whole = bytes.count & ~7
    for offset in stride(from: 0, to: whole, by: 8) {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        seen |= word
        // Exact as long as it is only asked whether any bit is set at all.
        nuls |= (word &- UInt64(repeating: 1)) & ~word
    }
    var hasNUL = nuls & UInt64(repeating: 0x80) != 0
    var hasNonASCII = seen & UInt64(repeating: 0x80) != 0
    for byte in bytes[whole...] {
        hasNUL = hasNUL || byte == 0
        hasNonASCII = hasNonASCII || byte >= 0x80
    }
    return (hasNonASCII, hasNUL)
}

/// Returns the line and the column, in Unicode scalars, of a byte; both from 1. Lines end at LF, CRLF or a lone CR. O(offset).
///
/// - Parameter start: Where the text begins, behind a byte order mark.
func textPlace(ofByte offset: Int, in bytes: UnsafeRawBufferPointer, from start: Int) -> (line: Int, column: Int) {
    var line = 1
    var lineStart = start
    var index = start
    while index < offset {
        let byte = bytes[index]
        index += 1
        if byte == 0x0A || (byte == 0x0D && !(index < bytes.count && bytes[index] == 0x0A)) {
            line += 1
            lineStart = index
        }
    }
    let scalars = bytes[lineStart..<max(offset, lineStart)].count { $0 & 0xC0 != 0x80 }
    return (line, scalars + 1)
}
