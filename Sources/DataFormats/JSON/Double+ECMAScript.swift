extension Double {
    /// A finite number as `Number.prototype.toString` writes it: `0.000001`, `1e-7`, `100000000000000000000`, `1e+21`; `-0` as `0`.
    ///
    /// https://262.ecma-international.org/#sec-numeric-types-number-tostring
    var ecmaScriptText: String {
        // The shortest digits that read back as this number; they only have to be placed.
        let (digits, point) = magnitude.description.significand
        guard !digits.isEmpty else { return "0" }
        let text = String(decoding: digits, as: UTF8.self)
        let sign = self < 0 ? "-" : ""
        switch point {
        case digits.count...21: return sign + text + String(repeating: "0", count: point - digits.count)
        case 1...21: return "\(sign)\(text.prefix(point)).\(text.dropFirst(point))"
        case -5...0: return "\(sign)0.\(String(repeating: "0", count: -point))\(text)"
        default:
            let fraction = digits.count == 1 ? "" : ".\(text.dropFirst())"
            return "\(sign)\(text.prefix(1))\(fraction)e\(point > 0 ? "+" : "-")\(abs(point - 1))"
        }
    }
}

extension String {
    /// The digits of a decimal number without zeros at either end, and before which of them the point stands: `0.00120e+5` has `12`
    /// and 3. No digits for zero.
    fileprivate var significand: (digits: [UInt8], point: Int) {
        let parts = utf8.split(separator: UInt8(ascii: "e"), maxSplits: 1)
        let number = (parts.first ?? utf8[...]).split(
            separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let whole = number.first.map(Array.init) ?? []
        let all = whole + (number.count > 1 ? Array(number[1]) : [])
        let zeros = all.prefix { $0 == UInt8(ascii: "0") }.count
        guard let last = all.lastIndex(where: { $0 != UInt8(ascii: "0") }) else { return ([], 0) }
        let exponent = parts.count > 1 ? Int(Substring(parts[1])) ?? 0 : 0
        return (Array(all[zeros...last]), whole.count - zeros + exponent)
    }
}
