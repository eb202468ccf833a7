/// A table's fields as places in memory, for loops over millions of them. Valid only inside `CSVDocument.withView`, and for one
/// thread at a time.
///
/// Two fields hold the same value exactly when their contents are the same bytes: an unquoted one holds no quote, and in
/// quoted ones every quote is doubled. So nothing needs decoding to be compared.
package struct CSVView {
    package typealias Cell = UnsafeRawBufferPointer

    private let source: TextBytes
    private let bytes: UnsafeRawBufferPointer
    private let starts: UnsafeBufferPointer<UInt32>
    private let ragged: UnsafeBufferPointer<CSVTable.RaggedRecord>
    private let width: Int
    private let delimiter: UInt8
    /// The fields of the record that was asked for last.
    private var fields = RecordFields()

    private final class RecordFields {
        var record = -1
        var spans: [CSVFieldSpan] = []
    }

    /// The same table for another thread.
    package var forAnotherThread: CSVView {
        var view = self
        view.fields = RecordFields()
        return view
    }

    /// The header, if there is one, is a record.
    package var recordCount: Int { starts.count - 1 }

    /// The first record that has another number of fields than the first of all.
    package var firstRaggedRecord: Int? { ragged.first.map { Int($0.record) } }

    package func fieldCount(ofRecord record: Int) -> Int {
        var (low, high) = (0, ragged.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(ragged[middle].record) == record { return Int(ragged[middle].fieldCount) }
            if Int(ragged[middle].record) < record { low = middle + 1 } else { high = middle }
        }
        return width
    }

    /// The content of a field, without the quotes around it. Quick for the first column, and for all of one record in turn.
    package func cell(_ column: Int, ofRecord record: Int) -> Cell {
        let range = bytes.csvRecord(Int(starts[record])..<Int(starts[record + 1]))
        if column == 0 {
            return Cell(
                rebasing: bytes[bytes.csvField(from: range.lowerBound, to: range.upperBound, delimiter: delimiter).content])
        }
        if fields.record != record { split(record, range) }
        return Cell(rebasing: bytes[fields.spans[column].content])
    }

    private func split(_ record: Int, _ range: Range<Int>) {
        fields.record = record
        fields.spans.removeAll(keepingCapacity: true)
        var start = range.lowerBound
        while true {
            let span = bytes.csvField(from: start, to: range.upperBound, delimiter: delimiter)
            fields.spans.append(span)
            guard span.end < range.upperBound else { return }
            start = span.end + 1
        }
    }

    /// All bytes of a record but its line end.
    package func bytes(ofRecord record: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[bytes.csvRecord(Int(starts[record])..<Int(starts[record + 1]))])
    }

    /// Reads a little of a record, at its start and its end, so that the rest of it is near when it is needed.
    package func touch(_ record: Int) -> UInt8 {
        let (start, end) = (Int(starts[record]), Int(starts[record + 1]))
        return start < end ? bytes[start] &+ bytes[Swift.min(start + 64, end - 1)] &+ bytes[end - 1] : 0
    }

    /// Tells that the records of a range are not needed for now; see `TextBytes.release`.
    package func release(_ records: Range<Int>) {
        source.release(Int(starts[records.lowerBound])..<Int(starts[records.upperBound]))
    }

    fileprivate init(
        of table: CSVTable, bytes: UnsafeRawBufferPointer, starts: UnsafeBufferPointer<UInt32>,
        ragged: UnsafeBufferPointer<CSVTable.RaggedRecord>
    ) {
        (self.bytes, self.starts, self.ragged) = (bytes, starts, ragged)
        (source, width, delimiter) = (table.source, table.width, table.delimiter)
    }
}

extension CSVDocument {
    /// Calls `body` with a view that must not outlive the call.
    package func withView<Result>(_ body: (CSVView) -> Result) -> Result {
        table.source.withUnsafeBytes { bytes in
            table.starts.withUnsafeBufferPointer { starts in
                table.ragged.withUnsafeBufferPointer { ragged in
                    body(CSVView(of: table, bytes: bytes, starts: starts, ragged: ragged))
                }
            }
        }
    }
}
