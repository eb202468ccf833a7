package import AssayCore

/// The value of a scalar by the core schema of YAML 1.2 (section 10.3.2). Numbers stay text, as written.
package enum CoreScalar: Sendable {
    case null
    case bool(Bool)
    /// Decimal with an optional sign, `0x` or `0o`.
    case int(text: String)
    /// Also `.inf` and `.nan`.
    case float(text: String)
    case string(String)

    init(_ type: CoreType, text: String) {
        switch type {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int: self = .int(text: text)
        case .float, .infinity, .notANumber: self = .float(text: text)
        case .string: self = .string(text)
        }
    }

    /// The value of a number exactly, as JSON writes it: `0x10` is 16, `+12` is 12, `1.` is 1.0 and `.5` is 0.5.
    ///
    /// `nil` for anything but a number, and for `.inf` and `.nan`, which JSON has not. Hexadecimal and octal numbers take time
    /// quadratic in their length.
    package var number: NumberText? {
        switch self {
        case .int(let text), .float(let text): NumberText(core: text)
        case .null, .bool, .string: nil
        }
    }
}

/// The kind of a plain scalar, with no text: what the patterns of the core schema decide.
enum CoreType: Equatable {
    case null, bool(Bool), int, float, infinity, notANumber, string

    init(of text: Span<UInt8>) {
        guard text.count > 0 else {
            self = .null
            return
        }
        switch text[0] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            self = Self.number(text)
        case UInt8(ascii: "~"): self = text.count == 1 ? .null : .string
        case UInt8(ascii: "n"), UInt8(ascii: "N"): self = Self.isWord(text, "null") ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"): self = Self.isWord(text, "true") ? .bool(true) : .string
        case UInt8(ascii: "f"), UInt8(ascii: "F"): self = Self.isWord(text, "false") ? .bool(false) : .string
        default: self = .string
        }
    }

    /// Whether the text is `word`, `Word` or `WORD`.
    private static func isWord(_ text: Span<UInt8>, from start: Int = 0, _ word: StaticString) -> Bool {
        guard text.count - start == word.utf8CodeUnitCount else { return false }
        return matches(text, from: start, word, upper: 0) || matches(text, from: start, word, upper: 1)
            || matches(text, from: start, word, upper: word.utf8CodeUnitCount)
    }

    /// Whether the text from `start` on is `word` with the first `upper` letters in upper case.
    private static func matches(_ text: Span<UInt8>, from start: Int, _ word: StaticString, upper: Int) -> Bool {
        for index in 0..<word.utf8CodeUnitCount {
            let letter = unsafe word.utf8Start[index]
            guard text[start + index] == (index < upper ? letter & 0xDF : letter) else { return false }
        }
        return true
    }

    private static func number(_ text: Span<UInt8>) -> CoreType {
        var index = 0
        if text.count > 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") || text[1] == UInt8(ascii: "o") {
            return isRadixNumber(text) ? .int : .string
        }
        if text[0] == UInt8(ascii: "+") || text[0] == UInt8(ascii: "-") { index = 1 }
        if text.count - index == 4, text[index] == UInt8(ascii: ".") {
            if isWord(text, from: index + 1, "inf") { return .infinity }
            if index == 0, isNaN(text) { return .notANumber }
        }
        let whole = skipDigits(text, &index)
        var isFloat = false
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            isFloat = true
            guard skipDigits(text, &index) + whole > 0 else { return .string }
        }
        guard whole > 0 || isFloat else { return .string }
        if index < text.count, text[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            isFloat = true
            if index < text.count, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") { index += 1 }
            guard skipDigits(text, &index) > 0 else { return .string }
        }
        guard index == text.count else { return .string }
        return isFloat ? .float : .int
    }

    private static func skipDigits(_ text: Span<UInt8>, _ index: inout Int) -> Int {
        let start = index
        while index < text.count, text[index] >= 0x30, text[index] <= 0x39 { index += 1 }
        return index - start
    }

    private static func isRadixNumber(_ text: Span<UInt8>) -> Bool {
        let largest: UInt8 = text[1] == UInt8(ascii: "x") ? 15 : 7
        for index in 2..<text.count {
            guard let digit = hexDigit(text[index]), digit <= largest else { return false }
        }
        return true
    }

    private static func isNaN(_ text: Span<UInt8>) -> Bool {
        switch (text[1], text[2], text[3]) {
        case (UInt8(ascii: "n"), UInt8(ascii: "a"), UInt8(ascii: "n")): true
        case (UInt8(ascii: "N"), UInt8(ascii: "a"), UInt8(ascii: "N")): true
        case (UInt8(ascii: "N"), UInt8(ascii: "A"), UInt8(ascii: "N")): true
        default: false
        }
    }
}

/// The value of a hexadecimal digit, or `nil`.
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
