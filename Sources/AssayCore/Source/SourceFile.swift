/// A text that the user wrote, as it was read: everything a diagnostic needs to show where something stands.
public struct SourceFile: Sendable {
    /// Relative to the project folder where possible; what diagnostics print.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    public init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// Returns line `number` (from 1) without its line break, or `nil` past the end. O(file size).
    ///
    /// Lines end at LF, CRLF or a lone CR, as YAML counts them. Bad UTF-8 comes out as U+FFFD.
    public func line(_ number: Int) -> String? {
        var current = 1
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x0A || byte == 0x0D else {
                index += 1
                continue
            }
            if current == number { return String(decoding: bytes[start..<index], as: UTF8.self) }
            if byte == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
            index += 1
            start = index
            current += 1
        }
        return current == number ? String(decoding: bytes[start...], as: UTF8.self) : nil
    }
}
