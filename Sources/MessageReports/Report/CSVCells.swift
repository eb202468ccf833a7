/// Lines of cells as RFC 4180 section 2 has them, in one buffer. Cells come as bytes, not as strings: a report has many.
struct CSVCells {
    private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8
    private let newline: Newline
    private let quotesAll: Bool
    private var times: LocalTimes
    private var lineStart = 0
    private var isFirstOfLine = true

    private static let quote = UInt8(ascii: "\"")

    init(_ policy: Policy, in timeZone: GMTOffset) {
        delimiter =
            switch policy.delimiter {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            }
        newline = policy.newline
        quotesAll = policy.quoting == .all
        times = LocalTimes(in: timeZone)
    }

    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func appendByteOrderMark() {
        bytes.append(contentsOf: [0xEF, 0xBB, 0xBF])
        lineStart = bytes.count
    }

    mutating func append(_ cell: ArraySlice<UInt8>) {
        beginCell()
        cell.withUnsafeBufferPointer { cell in
            guard quotesAll || needsQuotes(cell) else {
                bytes.append(contentsOf: cell)
                return
            }
            bytes.append(Self.quote)
            for byte in cell {
                if byte == Self.quote { bytes.append(byte) }
                bytes.append(byte)
            }
            bytes.append(Self.quote)
        }
    }

    /// Appends a cell of one letter.
    mutating func append(letter: UInt8) {
        beginCell()
        if quotesAll { bytes.append(Self.quote) }
        bytes.append(letter)
        if quotesAll { bytes.append(Self.quote) }
    }

    /// Appends a cell that holds a time, in milliseconds since the epoch.
    mutating func append(time: Int64) {
        beginCell()
        if quotesAll { bytes.append(Self.quote) }
        times.append(time, to: &bytes)
        if quotesAll { bytes.append(Self.quote) }
    }

    mutating func endLine() {
        // A blank line is a row of one empty cell to some readers, and nothing to others.
        if bytes.count == lineStart { bytes.append(contentsOf: [Self.quote, Self.quote]) }
        if newline == .crlf { bytes.append(0x0D) }
        bytes.append(0x0A)
        lineStart = bytes.count
        isFirstOfLine = true
    }

    /// Returns the first `count` bytes, and leaves none.
    consuming func taken(upTo count: Int) -> [UInt8] {
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    @inline(__always) private mutating func beginCell() {
        if !isFirstOfLine { bytes.append(delimiter) }
        isFirstOfLine = false
    }

    @inline(__always) private func needsQuotes(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        for byte in cell where byte == delimiter || byte == Self.quote || byte == 0x0D || byte == 0x0A { return true }
        return false
    }
}
