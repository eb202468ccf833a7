internal import AssayCore

/// Sorts the lines of header sections, as libcurl hands them over, into responses.
struct HeadReader: Sendable {
    struct Head: Sendable {
        var status: Int
        /// Whether the empty line has come.
        var isComplete = false
    }

    /// The last one that began.
    private(set) var head: Head?
    /// How many began.
    private(set) var count = 0
    /// Interim responses since the last final one.
    private(set) var interimStatuses: [Int] = []
    /// Of `head`.
    private(set) var fields: [HeaderFields.Field] = []
    private(set) var trailers: [HeaderFields.Field] = []
    /// A line that is no header field.
    private(set) var strayLine: String?

    /// - Parameter line: With its line end; of this call only.
    /// - Returns: Whether a new response begins.
    mutating func take(line: UnsafeBufferPointer<UInt8>) -> Bool {
        let line = unsafe line.withoutLineEnd
        if head?.isComplete ?? true, let status = unsafe Self.status(in: line) {
            begin(status)
            return true
        }
        if line.isEmpty {
            head?.isComplete = true
        } else if let isComplete = head?.isComplete {
            let isField = unsafe isComplete ? Self.append(line, to: &trailers) : Self.append(line, to: &fields)
            if !isField, strayLine == nil { strayLine = unsafe line.text }
        }
        return false
    }

    private mutating func begin(_ status: Int) {
        if let head {
            if head.status < 200 { interimStatuses.append(head.status) } else { interimStatuses = [] }
        }
        fields = []
        trailers = []
        head = Head(status: status)
        count += 1
    }

    /// - Returns: Whether the line is a header field, or the next part of one.
    private static func append(_ line: Line, to fields: inout [HeaderFields.Field]) -> Bool {
        if let first = unsafe line.first, first.isBlank, !fields.isEmpty {
            // RFC 9112 section 5.2: a folded value.
            let more = unsafe line.trimmed.text
            let value = fields[fields.count - 1].value
            fields[fields.count - 1].value = value.isEmpty || more.isEmpty ? value + more : "\(value) \(more)"
            return true
        }
        guard let colon = unsafe line.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let value = unsafe Line(rebasing: line[(colon + 1)...])
        unsafe fields.append(HeaderFields.Field(name: Line(rebasing: line[..<colon]).text, value: value.trimmed.text))
        return true
    }

    /// The status code of a status line (RFC 9112 section 4; libcurl writes one for HTTP/2 too).
    private static func status(in line: Line) -> Int? {
        guard unsafe line.starts(with: "HTTP/".utf8), let space = unsafe line.firstIndex(of: UInt8(ascii: " ")) else {
            return nil
        }
        let digits = unsafe line[(space + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard unsafe !digits.isEmpty, unsafe digits.count <= 18 else { return nil }
        return unsafe digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}

private typealias Line = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    fileprivate var withoutLineEnd: Self {
        var end = count
        if end > 0, unsafe self[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > 0, unsafe self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return unsafe Self(rebasing: self[..<end])
    }

    /// UTF-8, or else ISO 8859-1: no two different values become the same text.
    fileprivate var text: String {
        // Nearly all of them, and much faster.
        if unsafe allSatisfy({ $0 < 0x80 }) { return unsafe String(decoding: self, as: UTF8.self) }
        if let text = unsafe String(validating: self, as: UTF8.self) { return text }
        var scalars = String.UnicodeScalarView()
        for index in indices { unsafe scalars.append(UnicodeScalar(self[index])) }
        return String(scalars)
    }

    fileprivate var trimmed: Self {
        var (start, end) = (0, count)
        while start < end, unsafe self[start].isBlank { start += 1 }
        while start < end, unsafe self[end - 1].isBlank { end -= 1 }
        return unsafe Self(rebasing: self[start..<end])
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
