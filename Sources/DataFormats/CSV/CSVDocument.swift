/// A table as RFC 4180 writes it, read from bytes that it keeps: fields are offsets into them, and text is made on demand.
///
/// Read as RFC 4180 section 2 has it; where the RFC is silent:
/// - Records end at CRLF, LF or a lone CR. Which were met is kept (`newlines`), for the caller to judge.
/// - The last record may lack its line end; a line end at the very end starts no further record. No bytes are no records.
/// - A blank line is a record with one empty field.
/// - Records may differ in their number of fields.
/// - Spaces are data. A quote may only open a field, double inside a quoted one, or close it.
/// - All bytes are UTF-8 without NUL. A byte order mark before the first field is no data (`hasByteOrderMark`).
///
/// https://www.rfc-editor.org/rfc/rfc4180#section-2
package struct CSVDocument: Sendable {
    /// One reference for all of it, so that records and fields are cheap to hand around.
    let table: CSVTable

    /// - Parameter delimiter: Any ASCII character but a quote, CR, LF and NUL (`isDelimiter`).
    package init(parsing bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) throws(CSVSyntaxError) {
        try self.init(parsing: TextBytes.array(bytes), delimiter: delimiter)
    }

    /// - Parameter delimiter: Any ASCII character but a quote, CR, LF and NUL (`isDelimiter`).
    package init(parsing source: TextBytes, delimiter: UInt8 = UInt8(ascii: ",")) throws(CSVSyntaxError) {
        precondition(Self.isDelimiter(delimiter), "the delimiter is checked where it is read")
        table = try CSVTable(parsing: source, delimiter: delimiter)
    }

    /// Whether fields can be told apart by this byte.
    package static func isDelimiter(_ byte: UInt8) -> Bool {
        byte > 0 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != 0x0A && byte != 0x0D
    }

    /// What was read.
    package var source: TextBytes { table.source }
    package var delimiter: UInt8 { table.delimiter }
    package var hasByteOrderMark: Bool { table.contentStart > 0 }
    package var newlines: Newlines { table.newlines }

    /// Whether the last record has a line end of its own; `true` when there are no records.
    package var endsWithNewline: Bool { table.endsWithNewline }

    /// The header, if there is one, is the first.
    package var records: Records { Records(table: table) }

    /// How the records end. Line breaks inside quoted fields are data and do not count.
    package struct Newlines: Sendable, Hashable {
        package enum Kind: String, Sendable, CaseIterable {
            case crlf = "CRLF"
            case lf = "LF"
            case cr = "CR"
        }

        private var firstCRLF: Int?
        private var firstLF: Int?
        private var firstCR: Int?

        init() {}

        /// The kinds that are met, CRLF first.
        package var kinds: [Kind] { Kind.allCases.filter { firstRecord(endingWith: $0) != nil } }

        /// The index of the first record, from 0, that ends so.
        package func firstRecord(endingWith kind: Kind) -> Int? {
            switch kind {
            case .crlf: firstCRLF
            case .lf: firstLF
            case .cr: firstCR
            }
        }

        mutating func note(_ kind: Kind, at record: Int) {
            switch kind {
            case .crlf: firstCRLF = firstCRLF ?? record
            case .lf: firstLF = firstLF ?? record
            case .cr: firstCR = firstCR ?? record
            }
        }
    }

    package struct Records: RandomAccessCollection, Sendable {
        let table: CSVTable

        package var startIndex: Int { 0 }
        package var endIndex: Int { table.starts.count - 1 }
        package subscript(index: Int) -> Record { Record(table: table, index: index) }
    }

    /// The fields of one line of the table; at least one.
    package struct Record: RandomAccessCollection, Sendable {
        let table: CSVTable
        /// From 0.
        package let index: Int
        private let spans: [CSVFieldSpan]

        init(table: CSVTable, index: Int) {
            self.table = table
            self.index = index
            spans = table.spans(ofRecord: index)
        }

        package var startIndex: Int { 0 }
        package var endIndex: Int { spans.count }
        package subscript(column: Int) -> Field { Field(table: table, span: spans[column]) }

        /// The line of the file, from 1, where the record starts. O(what stands before it).
        package var line: Int { table.place(ofByte: Int(table.starts[index])).line }

        /// The text of every field.
        package var texts: [String] { map(\.text) }
    }

    package struct Field: Sendable {
        let table: CSVTable
        let span: CSVFieldSpan

        package var isQuoted: Bool { span.isQuoted }
        package var isEmpty: Bool { span.content.isEmpty }

        /// What stands in the file, without the quotes around it; quotes inside are still doubled.
        package var rawBytes: ArraySlice<UInt8> { table.source[span.content] }

        /// The value, with doubled quotes made single.
        package var bytes: [UInt8] {
            span.isQuoted ? unquoted(rawBytes) : Array(rawBytes)
        }

        /// The value as text.
        package var text: String {
            guard span.isQuoted, rawBytes.contains(UInt8(ascii: "\"")) else { return String(decoding: rawBytes, as: UTF8.self) }
            return String(decoding: unquoted(rawBytes), as: UTF8.self)
        }
    }
}

extension CSVDocument {
    /// Returns the columns of that name in the first record, from 0; names are compared by their bytes.
    package func columns(named name: String) -> [Int] {
        guard let header = records.first else { return [] }
        return header.indices.filter { header[$0].bytes.elementsEqual(name.utf8) }
    }
}

/// Returns the inside of a quoted field with its doubled quotes made single.
private func unquoted(_ content: ArraySlice<UInt8>) -> [UInt8] {
    var value: [UInt8] = []
    value.reserveCapacity(content.count)
    var index = content.startIndex
    while index < content.endIndex {
        value.append(content[index])
        // The reader has made sure that a quote in here is followed by another.
        index += content[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return value
}
