/// Why bytes are no CSV, and where.
package struct CSVSyntaxError: Error, Sendable, Hashable {
    /// Lower case, no full stop: "text after the closing quote of a field".
    package var message: String
    /// From 1, as are the next two. Lines count every line break, also those inside quoted fields.
    package var record: Int
    package var line: Int
    /// In Unicode scalars.
    package var column: Int
    /// Offset in the bytes, from 0.
    package var byte: Int

    package init(message: String, record: Int, line: Int, column: Int, byte: Int) {
        self.message = message
        self.record = record
        self.line = line
        self.column = column
        self.byte = byte
    }
}

extension CSVSyntaxError: CustomStringConvertible {
    /// "record 3 (line 4, column 7): text after the closing quote of a field"
    package var description: String { "record \(record) (line \(line), column \(column)): \(message)" }
}
