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

    /// - Parameter line: With its line end.
    /// - Returns: Whether a new response begins.
    mutating func take(line: [UInt8]) -> Bool {
        let line = line.withoutLineEnd
        if head?.isComplete ?? true, let status = Self.status(in: line) {
            begin(status)
            return true
        }
        if line.isEmpty {
            head?.isComplete = true
        } else if let isComplete = head?.isComplete {
            let isField = isComplete ? Self.append(line, to: &trailers) : Self.append(line, to: &fields)
            if !isField, strayLine == nil { strayLine = line.text }
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
    private static func append(_ line: ArraySlice<UInt8>, to fields: inout [HeaderFields.Field]) -> Bool {
        if let first = line.first, first.isBlank, !fields.isEmpty {
            // RFC 9112 section 5.2: a folded value.
            let more = line.trimmed.text
            let value = fields[fields.count - 1].value
            fields[fields.count - 1].value = value.isEmpty || more.isEmpty ? value + more : "\(value) \(more)"
            return true
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
        fields.append(
            HeaderFields.Field(
                name: line[..<colon].text, value: line[line.index(after: colon)...].trimmed.text))
        return true
    }

    /// The status code of a status line (RFC 9112 section 4; libcurl writes one for HTTP/2 too).
    private static func status(in line: ArraySlice<UInt8>) -> Int? {
        guard line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: UInt8(ascii: " ")) else {
            return nil
        }
        let digits = line[line.index(after: space)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
        return Int(digits.text)
    }
}

extension [UInt8] {
    fileprivate var withoutLineEnd: ArraySlice<UInt8> {
        var line = self[...]
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }
}

extension ArraySlice<UInt8> {
    /// UTF-8, or else ISO 8859-1: no two different values become the same text.
    fileprivate var text: String {
        if let text = String(validating: self, as: UTF8.self) { return text }
        var scalars = String.UnicodeScalarView()
        for byte in self { scalars.append(UnicodeScalar(byte)) }
        return String(scalars)
    }

    fileprivate var trimmed: Self {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
