/// A power of ten. Exponents are text in JSON and have no limit, so those that no `Int` holds are kept as digits.
enum DecimalScale: Sendable, Hashable {
    /// From -`limit` to `limit`.
    case small(Int)
    /// Beyond; most significant digit first, 0 to 9, no leading zeros.
    case huge(isNegative: Bool, digits: [UInt8])

    /// Low enough that the difference of two small ones fits an `Int`.
    static let limit = 4_000_000_000_000_000_000

    /// - Parameter digits: 0 to 9; leading zeros are allowed.
    init(isNegative: Bool, digits: [UInt8]) {
        let digits = Array(digits.drop { $0 == 0 })
        if digits.count <= 19, let value = Self.value(of: digits), value <= Self.limit {
            self = .small(isNegative ? -value : value)
        } else {
            self = .huge(isNegative: isNegative, digits: digits)
        }
    }

    private static func value(of digits: [UInt8]) -> Int? {
        var result = 0
        for digit in digits {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(digit))
            guard !overflow, !carry else { return nil }
            result = sum
        }
        return result
    }

    /// - Parameter shift: A count of digits of some text, so far below `limit`.
    func adding(_ shift: Int) -> DecimalScale {
        switch self {
        case .small(let value):
            let sum = value + shift
            if abs(sum) <= Self.limit { return .small(sum) }
            return DecimalScale(isNegative: sum < 0, digits: String(sum.magnitude).utf8.map { $0 - 0x30 })
        case .huge(let isNegative, var digits):
            var carry = isNegative ? -shift : shift
            var position = digits.count
            while carry != 0, position > 0 {
                position -= 1
                let sum = Int(digits[position]) + carry
                let digit = ((sum % 10) + 10) % 10
                digits[position] = UInt8(digit)
                carry = (sum - digit) / 10
            }
            if carry > 0 { digits.insert(contentsOf: String(carry).utf8.map { $0 - 0x30 }, at: 0) }
            return DecimalScale(isNegative: isNegative, digits: digits)
        }
    }
}

extension DecimalScale: Comparable, CustomStringConvertible {
    static func < (left: DecimalScale, right: DecimalScale) -> Bool {
        switch (left, right) {
        case (.small(let left), .small(let right)): left < right
        case (.small, .huge(let isNegative, _)): !isNegative
        case (.huge(let isNegative, _), .small): isNegative
        case (.huge(let leftIsNegative, let left), .huge(let rightIsNegative, let right)):
            if leftIsNegative != rightIsNegative {
                leftIsNegative
            } else if left.count != right.count {
                (left.count < right.count) != leftIsNegative
            } else {
                leftIsNegative ? right.lexicographicallyPrecedes(left) : left.lexicographicallyPrecedes(right)
            }
        }
    }

    var description: String {
        switch self {
        case .small(let value): String(value)
        case .huge(let isNegative, let digits): (isNegative ? "-" : "") + digits.map(String.init).joined()
        }
    }
}
