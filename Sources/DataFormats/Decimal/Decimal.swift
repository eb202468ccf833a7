package import AssayCore

/// A number exactly as it was written in decimal, of any size: nothing is rounded and no exponent is expanded.
///
/// Equality and order are those of the value: `1`, `1.0` and `10e-1` are equal, and so are `0` and `-0`.
package struct Decimal: Sendable, Hashable {
    /// `false` for zero.
    package let isNegative: Bool
    /// 0 to 9, most significant first, without leading and trailing zeros; empty for zero.
    let digits: [UInt8]
    /// The value is `0.d₁d₂d₃… × 10^scale`; 0 for zero.
    let scale: DecimalScale

    package static let zero = Decimal(isNegative: false, digits: [], scale: .small(0))

    /// Takes digits with zeros at either end.
    init(isNegative: Bool, digits: [UInt8], scale: DecimalScale) {
        let leading = digits.prefix { $0 == 0 }.count
        guard leading < digits.count else {
            (self.isNegative, self.digits, self.scale) = (false, [], .small(0))
            return
        }
        let end = (digits.lastIndex { $0 != 0 } ?? 0) + 1
        self.isNegative = isNegative
        self.digits = leading == 0 && end == digits.count ? digits : Array(digits[leading..<end])
        self.scale = scale.adding(-leading)
    }

    package init(_ number: NumberText) {
        self = Decimal(number.text) ?? .zero  // a number's text always is one
    }

    package init(_ integer: some BinaryInteger) {
        self.init(NumberText(integer))
    }

    /// Returns `nil` when `text` is not a JSON number: no `+`, no leading zero, no bare point, no white space.
    package init?(_ text: String) {
        var text = text
        guard let number = text.withUTF8({ DecimalText($0).map(Decimal.init) }) else { return nil }
        self = number
    }

    init(_ text: DecimalText) {
        self.init(isNegative: text.isNegative, digits: text.digits, scale: text.scale)
    }

    package var isZero: Bool { digits.isEmpty }

    package var isInteger: Bool { isZero || scale >= .small(digits.count) }

    package var magnitude: Decimal { Decimal(isNegative: false, digits: digits, scale: scale) }

    package static prefix func - (number: Decimal) -> Decimal {
        Decimal(isNegative: !number.isNegative, digits: number.digits, scale: number.scale)
    }

    /// The value as an integer; `nil` when it is none or does not fit.
    package var integer: Int? {
        guard isInteger, case .small(let scale) = scale, scale <= 19 else { return nil }
        var result = 0
        for position in 0..<max(0, scale) {
            let digit = position < digits.count ? Int(digits[position]) : 0
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.subtractingReportingOverflow(digit)
            guard !overflow, !carry else { return nil }
            result = sum
        }
        return isNegative ? result : (result == .min ? nil : -result)
    }
}

extension JSONNode {
    /// `nil` unless it is a number.
    package var decimal: Decimal? {
        guard kind == .number else { return nil }
        return withUTF8 { DecimalText($0).map(Decimal.init) }
    }
}

extension Decimal: Comparable {
    package static func < (left: Decimal, right: Decimal) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.hasSmallerMagnitude(than: left) : left.hasSmallerMagnitude(than: right)
    }

    func hasSmallerMagnitude(than other: Decimal) -> Bool {
        if isZero || other.isZero { return isZero && !other.isZero }
        if scale != other.scale { return scale < other.scale }
        return digits.lexicographicallyPrecedes(other.digits)
    }
}

extension Decimal: CustomStringConvertible {
    /// Plain up to some thirty digits, else with an exponent: `0.001`, `-12`, `1.5e400`.
    package var description: String {
        guard !isZero else { return "0" }
        let sign = isNegative ? "-" : ""
        let text = digits.map(String.init).joined()
        switch scale {
        case .small(let scale) where scale > 30 || scale < -10:
            let fraction = text.dropFirst().isEmpty ? "" : ".\(text.dropFirst())"
            return "\(sign)\(text.prefix(1))\(fraction)e\(scale - 1)"
        case .small(let scale) where scale <= 0:
            return "\(sign)0.\(String(repeating: "0", count: -scale))\(text)"
        case .small(let scale):
            guard scale < text.utf8.count else { return sign + text + String(repeating: "0", count: scale - text.utf8.count) }
            return "\(sign)\(text.prefix(scale)).\(text.dropFirst(scale))"
        case .huge:
            return "\(sign)0.\(text)e\(scale)"
        }
    }
}
