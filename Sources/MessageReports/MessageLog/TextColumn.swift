/// Texts end to end in one buffer: four bytes each beyond their own. Together they are smaller than 4 GiB, as they come from
/// a CSV document of less than 2 GiB.
struct TextColumn: Sendable {
    private var bytes: [UInt8] = []
    /// Where each text ends; it starts where the one before it ends.
    private var ends: [UInt32] = []
    /// Bytes of the longest text.
    private(set) var longest = 0
    /// Whether no text holds anything for which some dialect of CSV would put quotes around it.
    private(set) var isPlain = true

    var count: Int { ends.count }

    @inline(__always) subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }

    mutating func append(_ text: some Collection<UInt8>) {
        longest = max(longest, text.count)
        isPlain = isPlain && !text.contains(where: CSVLine.mayNeedQuotes)
        bytes.append(contentsOf: text)
        ends.append(UInt32(bytes.count))
    }

    /// Appends the text to a line as a cell.
    @inline(__always) func write(_ index: Int, to line: inout CSVLine) {
        line.append(bytes.span.extracting((index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])), isPlain: isPlain)
    }

    /// The texts of `rows`, in that order.
    func gathered(_ rows: [Int32]) -> TextColumn {
        var column = TextColumn()
        column.ends.reserveCapacity(rows.count)
        column.bytes.reserveCapacity(bytes.count)
        for row in rows { column.append(self[Int(row)]) }
        return column
    }
}
