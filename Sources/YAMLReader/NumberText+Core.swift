internal import AssayCore

extension NumberText {
    /// Returns the JSON number of the same value as an integer or float of the core schema; `nil` for `.inf`, `.nan` and other text.
    ///
    /// Digits, fraction and exponent stay as written; only what JSON forbids is dropped or supplied.
    init?(core text: String) {
        let bytes = Array(text.utf8)
        if bytes.count > 2, bytes[0] == UInt8(ascii: "0"), let bits = Self.bitsPerDigit[bytes[1]] {
            guard let number = Self.decimal(digits: bytes[2...], bitsPerDigit: bits) else { return nil }
            self.init(number)
            return
        }
        var rest = bytes[...]
        var result = ""
        if rest.first == UInt8(ascii: "-") { result = "-" }
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
        rest = rest.dropFirst(whole.count)
        let significant = whole.drop { $0 == UInt8(ascii: "0") }
        result += significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self)
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !(whole.isEmpty && fraction.isEmpty) else { return nil }
            rest = rest.dropFirst(1 + fraction.count)
            result += "." + (fraction.isEmpty ? "0" : String(decoding: fraction, as: UTF8.self))
        } else if whole.isEmpty {
            return nil
        }
        self.init(result + String(decoding: rest, as: UTF8.self))
    }

    private static let bitsPerDigit: [UInt8: Int] = [UInt8(ascii: "x"): 4, UInt8(ascii: "o"): 3]

    /// Returns the digits of base 16 or 8 in base 10, by long multiplication in limbs of nine decimal digits.
    private static func decimal(digits: ArraySlice<UInt8>, bitsPerDigit bits: Int) -> String? {
        var limbs: [UInt64] = [0]
        var position = digits.startIndex
        while position < digits.endIndex {
            let chunk = digits[position..<min(position + 24 / bits, digits.endIndex)]
            var carry: UInt64 = 0
            for byte in chunk {
                guard let digit = hexDigit(byte), digit < 1 << bits else { return nil }
                carry = carry << UInt64(bits) | UInt64(digit)
            }
            let factor: UInt64 = 1 << UInt64(chunk.count * bits)
            for index in limbs.indices {
                let product = limbs[index] * factor + carry
                limbs[index] = product % 1_000_000_000
                carry = product / 1_000_000_000
            }
            if carry > 0 { limbs.append(carry) }
            position += chunk.count
        }
        return limbs.reversed().enumerated().map { index, limb in
            let text = String(limb)
            return index == 0 ? text : String(repeating: "0", count: 9 - text.count) + text
        }.joined()
    }
}
