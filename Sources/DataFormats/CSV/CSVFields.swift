/// Where one field lies.
struct CSVFieldSpan: Sendable {
    /// Without the quotes around it.
    var content: Range<Int>
    var isQuoted: Bool
    /// Where the field ends, its closing quote included.
    var end: Int { isQuoted ? content.upperBound + 1 : content.upperBound }
}

extension UnsafeRawBufferPointer {
    /// Returns the field that begins at `start`, in bytes that the scanner has accepted.
    ///
    /// - Parameter end: Where the record's last field ends.
    @inline(__always) func csvField(from start: Int, to end: Int, delimiter: UInt8) -> CSVFieldSpan {
        let quote = UInt8(ascii: "\"")
        var index = start
        guard index < end, self[index] == quote else {
            while index < end {
                let mask = word(at: index).candidates(for: delimiter)
                if mask != 0 {
                    index += mask.trailingZeroBitCount / 8
                    break
                }
                index += 8
            }
            return CSVFieldSpan(content: start..<Swift.min(index, end), isQuoted: false)
        }
        index += 1
        while index < end {
            let mask = word(at: index).candidates(for: quote)
            guard mask != 0 else {
                index += 8
                continue
            }
            index += mask.trailingZeroBitCount / 8
            guard index + 1 < end, self[index + 1] == quote else { break }
            index += 2
        }
        return CSVFieldSpan(content: start + 1..<Swift.min(index, end - 1), isQuoted: true)
    }

    /// Returns the range of a record without its line end.
    ///
    /// - Parameter range: From the record's start to that of the next.
    @inline(__always) func csvRecord(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        // No record ends in a CR or LF of its own: inside quotes, a quote follows.
        if end > range.lowerBound, self[end - 1] == 0x0A { end -= 1 }
        if end > range.lowerBound, self[end - 1] == 0x0D { end -= 1 }
        return range.lowerBound..<end
    }
}

extension CSVTable {
    /// Where all fields of a record lie.
    func spans(ofRecord record: Int) -> [CSVFieldSpan] {
        source.withUnsafeBytes { bytes in
            let range = bytes.csvRecord(Int(starts[record])..<Int(starts[record + 1]))
            var spans: [CSVFieldSpan] = []
            spans.reserveCapacity(width)
            var start = range.lowerBound
            while true {
                let span = bytes.csvField(from: start, to: range.upperBound, delimiter: delimiter)
                spans.append(span)
                guard span.end < range.upperBound else { return spans }
                start = span.end + 1
            }
        }
    }
}
