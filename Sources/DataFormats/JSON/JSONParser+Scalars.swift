extension JSONParser {
    mutating func parseLiteral(_ word: StaticString, _ tag: JSONTape.Tag) throws(JSONFault) {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            guard current == word.utf8Start[index] else { throw expected("'\(word)'") }
            position += 1
        }
        entries.append(.init(tag, start: start, end: position))
    }

    // MARK: Numbers, section 6

    mutating func parseNumber() throws(JSONFault) {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        if current == UInt8(ascii: "0") {
            position += 1
            if let byte = current, isDigit(byte) {
                throw JSONFault(message: "a number must not have a leading zero", offset: position - 1)
            }
        } else {
            try skipDigits(after: "'-'")
        }
        if current == UInt8(ascii: ".") {
            position += 1
            try skipDigits(after: "the decimal point")
        }
        if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if let sign = current, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            try skipDigits(after: "the exponent's 'e'")
        }
        entries.append(.init(.number, start: start, end: position))
    }

    @inline(__always) private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private mutating func skipDigits(after what: StaticString) throws(JSONFault) {
        let start = position
        while position < input.count, isDigit(input[position]) { position += 1 }
        guard position > start else { throw expected("a digit after \(what)") }
    }

    // MARK: Strings, section 7

    /// Reads from the opening quote to after the closing one.
    mutating func parseString(isName: Bool) throws(JSONFault) {
        position += 1
        let start = position
        var flags: UInt32 = 0
        scanning: while true {
            skipPlainText()
            guard let byte = current else { throw expected("'\"' to end the string") }
            switch byte {
            case UInt8(ascii: "\""):
                break scanning
            case UInt8(ascii: "\\"):
                flags |= JSONTape.Entry.escaped
                if try skipEscape() { flags |= JSONTape.Entry.loneSurrogate }
            case 0x80...:
                let length = utf8SequenceLength(input, at: position)
                guard length > 0 else {
                    throw JSONFault(message: "found \(found(at: position))", offset: position)
                }
                position += length
            case ..<0x20:
                throw JSONFault(
                    message: "a control character must be escaped in a string, found \(found(at: position))", offset: position)
            default:
                position += 1
            }
        }
        var entry = JSONTape.Entry(.string, start: start, end: position, flags: flags)
        if isName { entry.link = hash(start..<position, isEscaped: flags != 0) }
        entries.append(entry)
        position += 1
    }

    /// Stops at the first byte that needs a look, or in the last eight bytes of the text.
    @inline(__always) private mutating func skipPlainText() {
        guard let base = UnsafeRawPointer(input.baseAddress) else { return }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        while position + 8 <= input.count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // A byte's top bit is set where it is zero (or below 0x20); a borrow may set bits above the first, never below.
            let special =
                (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- (ones &* 0x20)) & ~word)
                    | word) & tops
            guard special == 0 else {
                position += special.trailingZeroBitCount / 8
                return
            }
            position += 8
        }
    }

    /// Reads from the backslash on; `true` for half of a surrogate pair without the other half.
    private mutating func skipEscape() throws(JSONFault) -> Bool {
        position += 1
        guard let byte = current else { throw expected("an escaped character after '\\'") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
            return false
        case UInt8(ascii: "u"):
            position += 1
            return try skipUnicodeEscape()
        default:
            throw expected("one of \" \\ / b f n r t u after '\\'")
        }
    }

    private mutating func skipUnicodeEscape() throws(JSONFault) -> Bool {
        let unit = try hexadecimalUnit()
        guard unit & 0xFC00 == 0xD800 else { return unit & 0xFC00 == 0xDC00 }
        guard position + 1 < input.count, input[position] == UInt8(ascii: "\\"), input[position + 1] == UInt8(ascii: "u") else {
            return true
        }
        let second = position
        position += 2
        guard try hexadecimalUnit() & 0xFC00 == 0xDC00 else {
            position = second  // not its other half: an escape of its own
            return true
        }
        return false
    }

    private mutating func hexadecimalUnit() throws(JSONFault) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = hexadecimalDigit(byte) else {
                throw expected("four hexadecimal digits after '\\u'")
            }
            unit = unit << 4 | digit
            position += 1
        }
        return unit
    }

    private func hash(_ range: Range<Int>, isEscaped: Bool) -> UInt32 {
        let raw = UnsafeBufferPointer(rebasing: input[range])
        guard isEscaped else { return nameHash(raw) }
        return decodedString(raw).withUnsafeBufferPointer(nameHash)
    }
}
