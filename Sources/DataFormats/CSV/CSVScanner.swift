/// Finds where records begin, eight bytes at a time, and whether their fields are written as they must be.
///
/// The bytes hold no NUL (`byteClasses`), so that the last word can be filled up with them, and fewer than 2^31 in all.
struct CSVScanner {
    let delimiter: UInt8
    /// Offsets in the bytes.
    private(set) var starts: [UInt32] = []
    /// How many fields the first record has.
    private(set) var width = 0
    /// Records with another number of fields, in order.
    private(set) var ragged: [CSVTable.RaggedRecord] = []
    private(set) var newlines = CSVDocument.Newlines()
    private(set) var endsWithNewline = true

    /// Everything before it is read.
    private var position: Int
    private var fieldStart: Int
    /// Of the record that is being read.
    private var fieldCount = 0
    /// Whether a field has begun whose end is not noted yet.
    private var isFieldOpen = false

    /// What ends the reading, and at which byte.
    enum Fault {
        case quoteInField(Int)
        case textAfterQuote(Int)
        /// Where the field was opened.
        case unterminated(Int)
    }

    init(delimiter: UInt8, from start: Int) {
        self.delimiter = delimiter
        fieldStart = start
        position = start
    }

    /// Reads all of `bytes`. On a fault the last of `starts` is that of the record that has it, else it stands for the end.
    ///
    /// - Parameter release: Called now and then with what has been read.
    mutating func scan(_ bytes: UnsafeRawBufferPointer, release: (Range<Int>) -> Void = { _ in }) -> Fault? {
        reserve(for: bytes)
        beginRecord(at: position, of: bytes)
        while position < bytes.count {
            let start = position
            if let fault = scan(bytes, to: min(start + blockSize, bytes.count)) { return fault }
            release(start..<min(position, bytes.count))
        }
        if isFieldOpen {
            fieldCount += 1
            endsWithNewline = false
        }
        if fieldCount > 0 { noteFieldCount() }
        starts.append(UInt32(truncatingIfNeeded: bytes.count))
        return nil
    }

    /// Reads on up to the first place at or after `end` that is not inside a quoted field.
    private mutating func scan(_ bytes: UnsafeRawBufferPointer, to end: Int) -> Fault? {
        while position < end {
            let base = position
            let word = bytes.word(at: base)
            var mask =
                word.candidates(for: delimiter) | word.candidates(for: 0x0A) | word.candidates(for: 0x0D)
                | word.candidates(for: UInt8(ascii: "\""))
            position = min(base + 8, bytes.count)
            while mask != 0 {
                let at = base + mask.trailingZeroBitCount / 8
                // The NULs that fill up the last word may be taken for a delimiter U+0001.
                guard at < bytes.count else { break }
                mask &= mask - 1
                let byte = bytes[at]
                if byte == delimiter {
                    fieldCount += 1
                    fieldStart = at + 1
                } else if byte == 0x0A || byte == 0x0D {
                    fieldCount += 1
                    let next = endRecord(at: at, of: bytes)
                    guard next == at + 1 else {
                        position = next
                        break
                    }
                } else if byte == UInt8(ascii: "\"") {
                    if let fault = readQuoted(at: at, of: bytes) { return fault }
                    break
                }
            }
        }
        return nil
    }

    /// Reads a quoted field and what ends it.
    private mutating func readQuoted(at opening: Int, of bytes: UnsafeRawBufferPointer) -> Fault? {
        guard opening == fieldStart else { return .quoteInField(opening) }
        guard let closing = closingQuote(from: opening + 1, of: bytes) else { return .unterminated(opening) }
        let end = closing + 1
        fieldCount += 1
        guard end < bytes.count else {
            isFieldOpen = false
            endsWithNewline = false
            position = end
            return nil
        }
        if bytes[end] == delimiter {
            fieldStart = end + 1
            position = fieldStart
        } else if bytes[end] == 0x0A || bytes[end] == 0x0D {
            position = endRecord(at: end, of: bytes)
        } else {
            return .textAfterQuote(end)
        }
        return nil
    }

    private func closingQuote(from start: Int, of bytes: UnsafeRawBufferPointer) -> Int? {
        var base = start
        while base < bytes.count {
            let mask = bytes.word(at: base).candidates(for: UInt8(ascii: "\""))
            guard mask != 0 else {
                base += 8
                continue
            }
            // The lowest candidate is always a quote; those above it may not be.
            let at = base + mask.trailingZeroBitCount / 8
            guard at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\"") else { return at }
            base = at + 2
        }
        return nil
    }

    /// Notes the line end at `at` and returns where the next record starts.
    private mutating func endRecord(at: Int, of bytes: UnsafeRawBufferPointer) -> Int {
        let record = starts.count - 1
        noteFieldCount()
        var next = at + 1
        if bytes[at] == 0x0A {
            newlines.note(.lf, at: record)
        } else if next < bytes.count, bytes[next] == 0x0A {
            newlines.note(.crlf, at: record)
            next += 1
        } else {
            newlines.note(.cr, at: record)
        }
        beginRecord(at: next, of: bytes)
        return next
    }

    private mutating func beginRecord(at start: Int, of bytes: UnsafeRawBufferPointer) {
        isFieldOpen = start < bytes.count
        fieldStart = start
        fieldCount = 0
        if isFieldOpen { starts.append(UInt32(truncatingIfNeeded: start)) }
    }

    private mutating func noteFieldCount() {
        if starts.count == 1 {
            width = fieldCount
        } else if fieldCount != width {
            ragged.append(.init(record: UInt32(starts.count - 1), fieldCount: UInt32(truncatingIfNeeded: fieldCount)))
        }
    }

    /// Growing step by step would copy the offsets of a large table again and again: its first part tells how many to expect. For a
    /// small one that is a guess, as looking would take longer than growing once.
    private mutating func reserve(for bytes: UnsafeRawBufferPointer) {
        let count = bytes.count - position
        guard count > 1 << 16 else { return starts.reserveCapacity(count / 48 + 2) }
        let sample = bytes[position..<position + 4096]
        let lines = sample.count { $0 == 0x0A } + 1
        let share = Double(count) / Double(sample.count) * 1.05
        starts.reserveCapacity(min(Int(Double(lines) * share) + 2, count + 2))
    }
}

private let blockSize = 4 << 20

extension CSVScanner.Fault {
    /// - Parameters:
    ///   - start: Where the text begins, behind a byte order mark.
    ///   - record: From 1.
    func error(in bytes: UnsafeRawBufferPointer, from start: Int, record: Int) -> CSVSyntaxError {
        let (message, byte) =
            switch self {
            case .quoteInField(let byte): ("a quote inside a field that does not begin with one", byte)
            case .textAfterQuote(let byte): ("text after the closing quote of a field", byte)
            case .unterminated(let byte): ("the quoted field that begins here is not closed", byte)
            }
        let place = textPlace(ofByte: byte, in: bytes, from: start)
        return CSVSyntaxError(message: message, record: record, line: place.line, column: place.column, byte: byte)
    }
}
