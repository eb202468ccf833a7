/// A table's fields as places in memory, for loops over millions of them. Valid only inside `CSVDocument.withView`.
///
/// Two fields hold the same value exactly when their contents are the same bytes: an unquoted one holds no quote, and in
/// quoted ones every quote is doubled. So nothing needs decoding to be compared.
package struct CSVView {
    package typealias Cell = UnsafeRawBufferPointer

    private let bytes: UnsafeRawBufferPointer
    private let records: UnsafeBufferPointer<CSVTable.RecordStart>
    private let fieldEnds: UnsafeBufferPointer<UInt32>

    /// The header, if there is one, is a record.
    package var recordCount: Int { records.count - 1 }

    package func fieldCount(ofRecord record: Int) -> Int {
        Int(records[record + 1].firstField - records[record].firstField)
    }

    /// The content of a field, without the quotes around it.
    package func cell(_ column: Int, ofRecord record: Int) -> Cell {
        let first = Int(records[record].firstField)
        precondition(column >= 0 && first + column < Int(records[record + 1].firstField), "no such column in this record")
        let packed = fieldEnds[first + column]
        let end = Int(packed & ~CSVTable.quotedFlag)
        let start = column == 0 ? Int(records[record].start) : Int(fieldEnds[first + column - 1] & ~CSVTable.quotedFlag) + 1
        let margin = packed & CSVTable.quotedFlag == 0 ? 0 : 1
        return Cell(rebasing: bytes[start + margin..<end - margin])
    }

    /// All bytes of a record but its line end.
    package func bytes(ofRecord record: Int) -> UnsafeRawBufferPointer {
        let end = Int(fieldEnds[Int(records[record + 1].firstField) - 1] & ~CSVTable.quotedFlag)
        return UnsafeRawBufferPointer(rebasing: bytes[Int(records[record].start)..<end])
    }

    fileprivate init(
        bytes: UnsafeRawBufferPointer, records: UnsafeBufferPointer<CSVTable.RecordStart>, fieldEnds: UnsafeBufferPointer<UInt32>
    ) {
        self.bytes = bytes
        self.records = records
        self.fieldEnds = fieldEnds
    }
}

extension CSVDocument {
    /// Calls `body` with a view that must not outlive the call.
    package func withView<Result>(_ body: (CSVView) -> Result) -> Result {
        table.bytes.withUnsafeBytes { bytes in
            table.records.withUnsafeBufferPointer { records in
                table.fieldEnds.withUnsafeBufferPointer { fieldEnds in
                    body(CSVView(bytes: bytes, records: records, fieldEnds: fieldEnds))
                }
            }
        }
    }
}
