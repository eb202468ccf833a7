/// Writes records as RFC 4180 has them. What is written reads back as the same fields (`CSVDocument`), for any text without
/// NUL: a NUL is written as it is, and refused on reading.
package struct CSVWriter: Sendable {
    package enum Newline: String, Sendable, CaseIterable {
        case crlf = "\r\n"
        case lf = "\n"
    }

    package enum Quoting: String, Sendable, CaseIterable {
        /// Only what would read as something else without quotes.
        case minimal
        case all
    }

    package let delimiter: UInt8
    package let newline: Newline
    package let quoting: Quoting

    /// U+FEFF in UTF-8, for callers that begin a file with it.
    package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter delimiter: Any byte that `CSVDocument.isDelimiter` accepts.
    package init(delimiter: UInt8 = UInt8(ascii: ","), newline: Newline = .crlf, quoting: Quoting = .minimal) {
        precondition(CSVDocument.isDelimiter(delimiter), "the delimiter is checked where it is read")
        self.delimiter = delimiter
        self.newline = newline
        self.quoting = quoting
    }

    /// Appends one record and its line end. No fields are written as one empty field, as there is no record without.
    package func append(_ fields: some Sequence<String>, to bytes: inout [UInt8]) {
        let start = bytes.count
        var count = 0
        for field in fields {
            if count > 0 { bytes.append(delimiter) }
            append(field, to: &bytes)
            count += 1
        }
        // A blank line is a record of one empty field to us, and nothing to other readers.
        if bytes.count == start { bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")]) }
        bytes.append(contentsOf: newline.rawValue.utf8)
    }

    private func append(_ field: String, to bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        guard quoting == .all || needsQuotes(field.utf8) else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(quote)
        for byte in field.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    private func needsQuotes(_ field: String.UTF8View) -> Bool {
        // As the first field of a file, a leading U+FEFF would be taken for a byte order mark.
        field.starts(with: Self.byteOrderMark)
            || field.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
    }
}
