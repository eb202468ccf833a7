/// The parts of a JSON number (RFC 8259 section 6) as they stand in a text.
struct DecimalText {
    private let text: UnsafeBufferPointer<UInt8>
    let isNegative: Bool
    private let integerPart: Range<Int>
    private let fraction: Range<Int>
    private let exponentIsNegative: Bool
    private let exponent: Range<Int>

    /// Returns `nil` unless all of `text` is a number. Points into it: not to be used when the buffer's scope has ended.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var position = 0
        func peek(_ accepted: UInt8) -> Bool { position < text.count && text[position] == accepted }
        func digits() -> Range<Int> {
            let start = position
            while position < text.count, text[position] &- 0x30 < 10 { position += 1 }
            return start..<position
        }
        self.text = text
        isNegative = peek(UInt8(ascii: "-"))
        if isNegative { position += 1 }
        integerPart = digits()
        guard let first = integerPart.first, integerPart.count == 1 || text[first] != UInt8(ascii: "0") else { return nil }
        if peek(UInt8(ascii: ".")) {
            position += 1
            fraction = digits()
            guard !fraction.isEmpty else { return nil }
        } else {
            fraction = position..<position
        }
        if peek(UInt8(ascii: "e")) || peek(UInt8(ascii: "E")) {
            position += 1
            exponentIsNegative = peek(UInt8(ascii: "-"))
            if exponentIsNegative || peek(UInt8(ascii: "+")) { position += 1 }
            exponent = digits()
            guard !exponent.isEmpty else { return nil }
        } else {
            exponentIsNegative = false
            exponent = position..<position
        }
        guard position == text.count else { return nil }
    }

    /// All digits before the exponent, 0 to 9.
    var digits: [UInt8] { text[integerPart].map { $0 - 0x30 } + text[fraction].map { $0 - 0x30 } }

    /// The power of ten that belongs to `0.` before `digits`.
    var scale: DecimalScale {
        DecimalScale(isNegative: exponentIsNegative, digits: text[exponent].map { $0 - 0x30 }).adding(integerPart.count)
    }

    /// The value as `significand × 10^exponent` where that is short, without allocation. Equal values give equal pairs.
    var compact: (significand: UInt64, exponent: Int)? {
        guard integerPart.count + fraction.count <= 19, exponent.count <= 9 else { return nil }
        var significand: UInt64 = 0
        for index in integerPart { significand = significand &* 10 &+ UInt64(text[index] - 0x30) }
        for index in fraction { significand = significand &* 10 &+ UInt64(text[index] - 0x30) }
        guard significand != 0 else { return (0, 0) }
        var power = 0
        for index in exponent { power = power * 10 + Int(text[index] - 0x30) }
        power = (exponentIsNegative ? -power : power) - fraction.count
        while significand % 10 == 0 {
            significand /= 10
            power += 1
        }
        return (significand, power)
    }
}

/// Whether two JSON numbers have the same value; both texts are known to be numbers.
func numbersAreEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    if left.elementsEqual(right) { return true }
    guard let left = DecimalText(left), let right = DecimalText(right) else { return false }
    if let first = left.compact, let second = right.compact {
        return first == second && (left.isNegative == right.isNegative || first.significand == 0)
    }
    return Decimal(left) == Decimal(right)
}
