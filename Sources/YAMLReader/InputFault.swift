internal import AssayCore

/// What makes bytes unfit to be read as YAML at all: the encoding, or a character that must be escaped.
///
/// libyaml would tell only a byte offset, accept UTF-16, and break lines at characters that YAML 1.2 counts as text.
struct InputFault {
    enum Kind: Equatable {
        case tooLarge, utf16, notUTF8
        case forbidden(UInt32)
        /// U+0085, U+2028 and U+2029: line breaks to libyaml (YAML 1.1), text to YAML 1.2.
        case oldLineBreak(UInt32)
    }

    static let maximumBytes = 1 << 30

    let kind: Kind
    /// Where the first byte of the fault stands.
    let offset: Int

    /// Returns `nil` for UTF-8 of printable characters, with or without a byte order mark at the start.
    init?(in bytes: [UInt8]) {
        guard let (kind, offset) = Self.first(in: bytes) else { return nil }
        self.kind = kind
        self.offset = offset
    }

    private static func first(in bytes: [UInt8]) -> (Kind, Int)? {
        if bytes.count > maximumBytes { return (.tooLarge, 0) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return (.utf16, 0) }
        let span = bytes.span
        var index = byteOrderMarkLength(bytes)
        while index < span.count {
            let byte = span[index]
            if byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x09 || byte == 0x0D {
                index += 1
                continue
            }
            guard byte >= 0x80 else {
                let isWide = byte == 0 && span.count > 1 && index < 2 && span[1 - index] != 0
                return (isWide ? .utf16 : .forbidden(UInt32(byte)), index)
            }
            guard let (scalar, length) = decodeScalar(span, at: index) else { return (.notUTF8, index) }
            switch scalar {
            case 0x85, 0x2028, 0x2029: return (.oldLineBreak(scalar), index)
            case 0x80...0x9F, 0xFEFF, 0xFFFE, 0xFFFF: return (.forbidden(scalar), index)
            default: index += length
            }
        }
        return nil
    }

    /// Returns the scalar that starts at `index` and its length in bytes; `nil` when it is not well-formed (Unicode 16, table 3-7).
    private static func decodeScalar(_ bytes: Span<UInt8>, at index: Int) -> (UInt32, Int)? {
        let lead = UInt32(bytes[index])
        let (length, smallest): (Int, UInt32)
        switch lead {
        case 0xC2...0xDF: (length, smallest) = (2, 0x80)
        case 0xE0...0xEF: (length, smallest) = (3, 0x800)
        case 0xF0...0xF4: (length, smallest) = (4, 0x10000)
        default: return nil
        }
        guard index + length <= bytes.count else { return nil }
        var scalar = lead & (0xFF >> UInt32(length + 1))
        for next in index + 1..<index + length {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(bytes[next] & 0x3F)
        }
        guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return nil }
        return (scalar, length)
    }

    func diagnostic(in file: SourceFile) -> Diagnostic {
        let place = SourceRange(start: position(in: file.bytes), end: position(in: file.bytes, plus: 1))
        switch kind {
        case .tooLarge:
            return Diagnostic(
                "file-too-large", "a YAML file of more than \(Self.maximumBytes) bytes is not read", in: file, at: nil)
        case .utf16:
            return Diagnostic("encoding", "the file is in UTF-16, not in UTF-8", fix: "save it as UTF-8", in: file, at: nil)
        case .notUTF8:
            let byte = Self.hexadecimal(UInt32(file.bytes[offset]), digits: 2)
            return Diagnostic(
                "encoding", "the byte 0x\(byte) is not part of a UTF-8 text", fix: "save the file as UTF-8", in: file, at: place)
        case .forbidden(let scalar):
            let code = Self.hexadecimal(scalar, digits: 4)
            return Diagnostic(
                "control-character", "the character U+\(code) may not stand in a YAML file",
                fix: "write it as \"\\u\(code)\" in a double-quoted text", in: file, at: place)
        case .oldLineBreak(let scalar):
            let code = Self.hexadecimal(scalar, digits: 4)
            return Diagnostic(
                "control-character", "the character U+\(code) is a line break to some YAML readers and text to others",
                fix: "write it as \"\\u\(code)\" in a double-quoted text", in: file, at: place)
        }
    }

    private func position(in bytes: [UInt8], plus more: Int = 0) -> SourcePosition {
        var line = 1
        var column = 1
        for index in byteOrderMarkLength(bytes)..<max(offset, byteOrderMarkLength(bytes)) {
            let byte = bytes[index]
            if byte == 0x0A || byte == 0x0D && bytes[index + 1] != 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourcePosition(line: line, column: column + more)
    }

    private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(digits - text.count, 0)) + text
    }
}

/// 3 when the bytes start with the UTF-8 form of U+FEFF, else 0. It counts as no column.
func byteOrderMarkLength(_ bytes: [UInt8]) -> Int {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
}
