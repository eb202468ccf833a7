/// Finds where fields and records end, eight bytes at a time.
///
/// The bytes hold no NUL (`byteClasses`), so that the last word can be filled up with them, and fewer than 2^31 in all.
struct CSVScanner {
    let delimiter: UInt8
    private(set) var records: [CSVTable.RecordStart] = []
    private(set) var fieldEnds: [UInt32] = []
    private(set) var newlines = CSVDocument.Newlines()
    private(set) var endsWithNewline = true

    /// Everything before it is read.
    private var position: Int
    private var fieldStart: Int
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

    /// Reads all of `bytes`. On a fault the last of `records` is the one that has it, else it stands for the end.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> Fault? {
        reserve(for: bytes)
        beginRecord(at: position, of: bytes)
        while position < bytes.count {
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
                    fieldEnds.append(UInt32(truncatingIfNeeded: at))
                    fieldStart = at + 1
                } else if byte == 0x0A || byte == 0x0D {
                    fieldEnds.append(UInt32(truncatingIfNeeded: at))
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
        if isFieldOpen {
            fieldEnds.append(UInt32(truncatingIfNeeded: bytes.count))
            endsWithNewline = false
        }
        appendRecordStart(bytes.count)
        return nil
    }

    /// Reads a quoted field and what ends it.
    private mutating func readQuoted(at opening: Int, of bytes: UnsafeRawBufferPointer) -> Fault? {
        guard opening == fieldStart else { return .quoteInField(opening) }
        guard let closing = closingQuote(from: opening + 1, of: bytes) else { return .unterminated(opening) }
        let end = closing + 1
        fieldEnds.append(UInt32(truncatingIfNeeded: end) | CSVTable.quotedFlag)
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
        let record = records.count - 1
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
        if isFieldOpen { appendRecordStart(start) }
    }

    private mutating func appendRecordStart(_ start: Int) {
        records.append(
            .init(start: UInt32(truncatingIfNeeded: start), firstField: UInt32(truncatingIfNeeded: fieldEnds.count)))
    }

    /// Growing step by step would copy the offsets of a large table again and again: its first part tells how many to expect. For a
    /// small one that is a guess, as looking would take longer than growing once.
    private mutating func reserve(for bytes: UnsafeRawBufferPointer) {
        let count = bytes.count - position
        guard count > 1 << 16 else {
            fieldEnds.reserveCapacity(count / 6 + 2)
            records.reserveCapacity(count / 48 + 2)
            return
        }
        let sample = bytes[position..<position + 4096]
        let fields = sample.count { $0 == delimiter || $0 == 0x0A } + 1
        let lines = sample.count { $0 == 0x0A } + 1
        let share = Double(count) / Double(sample.count) * 1.05
        fieldEnds.reserveCapacity(min(Int(Double(fields) * share) + 1, count + 1))
        records.reserveCapacity(min(Int(Double(lines) * share) + 2, count + 2))
    }
}

extension CSVScanner.Fault {
    /// - Parameters:
    ///   - start: Where the text begins, behind a byte order mark.
    ///   - record: From 1.
    func error(in bytes: [UInt8], from start: Int, record: Int) -> CSVSyntaxError {
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
