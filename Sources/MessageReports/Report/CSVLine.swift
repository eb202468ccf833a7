/// One line of cells in the making, as RFC 4180 section 2 has it, in memory that was made large enough beforehand: a report has
/// many lines, and asking before every byte whether there is room takes longer than writing it.
struct CSVLine {
    /// How cells are set apart.
    struct Form {
        var delimiter: UInt8
        var newline: Newline
        var quotesAll: Bool
    }

    private let memory: UnsafeMutableBufferPointer<UInt8>
    private let form: Form
    private var count = 0
    private var isFirst = true

    private static let quote = UInt8(ascii: "\"")

    /// - Parameter memory: Room for `room(forCellOf:)` of every cell and the line end.
    init(in memory: UnsafeMutableBufferPointer<UInt8>, _ form: Form) {
        self.memory = memory
        self.form = form
    }

    /// The most bytes that a cell of `length` bytes takes: all of them doubled, quotes around them, and the delimiter.
    static func room(forCellOf length: Int) -> Int { 2 * length + 3 }

    /// CR LF, or the two quotes of a blank line and LF.
    static let roomForEnd = 4

    var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: memory[..<count]) }

    /// - Parameter isPlain: Whether it is known that nothing in the cell asks for quotes around it.
    @inline(__always) mutating func append(_ cell: Span<UInt8>, isPlain: Bool) {
        precondition(count + Self.room(forCellOf: cell.count) <= memory.count, "the line was to have room for this cell")
        if isFirst { isFirst = false } else { put(form.delimiter) }
        guard !form.quotesAll, isPlain || !needsQuotes(cell) else { return putQuoted(cell) }
        cell.withUnsafeBytes { UnsafeMutableRawBufferPointer(memory).copy($0, at: count) }
        count += cell.count
    }

    /// Appends a cell of one letter.
    @inline(__always) mutating func append(_ letter: UInt8) {
        var letter = letter
        withUnsafeBytes(of: &letter) { append($0.bindMemory(to: UInt8.self).span, isPlain: true) }
    }

    mutating func end() {
        precondition(count + Self.roomForEnd <= memory.count, "the line was to have room for its end")
        // A blank line is a row of one empty cell to some readers, and nothing to others.
        if count == 0 {
            put(Self.quote)
            put(Self.quote)
        }
        if form.newline == .crlf { put(0x0D) }
        put(0x0A)
    }

    /// Writes without looking: the caller has made sure of the room.
    @inline(__always) private mutating func put(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }

    private mutating func putQuoted(_ cell: Span<UInt8>) {
        put(Self.quote)
        for index in cell.indices {
            if cell[index] == Self.quote { put(Self.quote) }
            put(cell[index])
        }
        put(Self.quote)
    }

    /// Whether there is a dialect in which a cell with this byte stands in quotes.
    static func mayNeedQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case quote, 0x0D, 0x0A, UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"): true
        default: false
        }
    }

    private func needsQuotes(_ cell: Span<UInt8>) -> Bool {
        for index in cell.indices {
            let byte = cell[index]
            if byte == form.delimiter || byte == Self.quote || byte == 0x0D || byte == 0x0A { return true }
        }
        return false
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Copies without looking whether there is room.
    @inline(__always) fileprivate func copy(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard let (target, source) = baseAddress.flatMap({ target in bytes.baseAddress.map { (target, $0) } }) else { return }
        (target + offset).copyMemory(from: source, byteCount: bytes.count)
    }
}
