extension Decimal {
    /// How many digits an exact sum may have beyond those of the two numbers. Exponents are free in JSON: `1e999999999 + 1`
    /// would have a thousand million.
    package static let maxFill = 10_000

    /// The exact sum, or `nil` when it would take more than `maxFill` digits that neither number has.
    package func adding(_ other: Decimal) -> Decimal? {
        if isZero { return other }
        if other.isZero { return self }
        if other == -self { return .zero }
        guard case .small(let scale) = scale, case .small(let otherScale) = other.scale else { return nil }
        let top = max(scale, otherScale)
        let bottom = min(scale - digits.count, otherScale - other.digits.count)
        let width = top - bottom
        guard width <= Self.maxFill + digits.count + other.digits.count else { return nil }
        let left = aligned(top: top, width: width)
        let right = other.aligned(top: top, width: width)
        if isNegative == other.isNegative {
            return Decimal(isNegative: isNegative, digits: sum(left, right), scale: .small(top + 1))
        }
        return other.hasSmallerMagnitude(than: self)
            ? Decimal(isNegative: isNegative, digits: difference(left, right), scale: .small(top))
            : Decimal(isNegative: other.isNegative, digits: difference(right, left), scale: .small(top))
    }

    /// The exact difference; `nil` as for `adding`.
    package func subtracting(_ other: Decimal) -> Decimal? { adding(-other) }

    /// Whether the two are no further apart than `tolerance`, the limit included.
    ///
    /// `nil` when that cannot be told in bounded time: the numbers are thousands of orders of magnitude apart, and the
    /// tolerance is of the order of the larger one.
    package func isWithin(_ tolerance: Decimal, of other: Decimal) -> Bool? {
        if self == other { return !tolerance.isNegative }
        guard !tolerance.isNegative, !tolerance.isZero else { return false }
        if let distance = subtracting(other)?.magnitude { return distance <= tolerance }
        // The larger one is the distance, give or take a factor below two.
        let larger = hasSmallerMagnitude(than: other) ? other : self
        if tolerance.scale > larger.scale.adding(1) { return true }
        return tolerance.scale < larger.scale.adding(-1) ? false : nil
    }

    /// Whether it is a whole multiple of `divisor`, exactly; of zero only zero is.
    ///
    /// `nil` when that cannot be told in bounded time: both have very many digits.
    package func isMultiple(of divisor: Decimal) -> Bool? {
        if isZero { return true }
        if divisor.isZero { return false }
        // d × 10^shift = k × m with d and m free of factors 10: a negative shift would make d divisible by 10.
        guard let shift = exponentDistance(to: divisor) else { return nil }
        switch shift {
        case .small(let value) where value < 0: return false
        case .huge(isNegative: true, _): return false
        default: break
        }
        if let modulus = divisor.shortSignificand {
            return multiplied(byTenTo: shift, modulo: modulus) == 0
        }
        guard case .small(let zeros) = shift, (digits.count + min(zeros, 1_000_000)) * divisor.digits.count <= 1_000_000 else {
            return nil
        }
        return leavesNoRemainder(digits + repeatElement(0, count: zeros), dividedBy: divisor.digits)
    }
}

// MARK: - Digits

extension Decimal {
    /// The digits as they stand in a field of `width` places whose first is worth `10^(top - 1)`.
    private func aligned(top: Int, width: Int) -> [UInt8] {
        guard case .small(let scale) = scale else { return [] }
        var result = [UInt8](repeating: 0, count: width)
        result.replaceSubrange(top - scale..<top - scale + digits.count, with: digits)
        return result
    }

    /// The power of ten of the last digit, less that of the divisor's; `nil` when both are beyond counting.
    private func exponentDistance(to divisor: Decimal) -> DecimalScale? {
        let own = scale.adding(-digits.count)
        let other = divisor.scale.adding(-divisor.digits.count)
        switch (own, other) {
        case (.small(let own), .small(let other)): return .small(0).adding(own - other)
        case (.huge, .small(let other)): return own.adding(-other)
        case (.small, .huge(let isNegative, let digits)):
            // Only the sign matters when it is below zero; above, the small part is added from the other side.
            guard case .small(let own) = own else { return nil }
            return DecimalScale(isNegative: !isNegative, digits: digits).adding(own)
        case (.huge, .huge): return own == other ? .small(0) : (own < other ? .small(-1) : nil)
        }
    }

    /// The digits as one number, when there are at most 18.
    private var shortSignificand: UInt64? {
        digits.count <= 18 ? digits.reduce(0) { $0 * 10 + UInt64($1) } : nil
    }

    /// digits × 10^shift mod `modulus`; the exponent is walked digit by digit, so its size does not matter.
    private func multiplied(byTenTo shift: DecimalScale, modulo modulus: UInt64) -> UInt64 {
        let exponent: [UInt8] =
            switch shift {
            case .small(let value): String(value).utf8.map { $0 - 0x30 }
            case .huge(_, let digits): digits
            }
        var power: UInt64 = 1 % modulus
        for digit in exponent {
            let square = remainder(power, power, modulus)
            let fourth = remainder(square, square, modulus)
            power = remainder(remainder(fourth, fourth, modulus), square, modulus)
            for _ in 0..<digit { power = remainder(power, 10, modulus) }
        }
        let significand = digits.reduce(into: 0 as UInt64) { $0 = remainder($0, 10, modulus, plus: UInt64($1)) }
        return remainder(significand, power, modulus)
    }
}

/// (left × right + plus) mod `modulus`, which is below 2^60.
private func remainder(_ left: UInt64, _ right: UInt64, _ modulus: UInt64, plus addend: UInt64 = 0) -> UInt64 {
    let product = (left % modulus).multipliedFullWidth(by: right % modulus)
    return (modulus.dividingFullWidth(product).remainder + addend % modulus) % modulus
}

/// One digit longer than the two, which are of one length.
private func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: left.count + 1)
    var carry: UInt8 = 0
    for index in left.indices.reversed() {
        let sum = left[index] + right[index] + carry
        carry = sum >= 10 ? 1 : 0
        result[index + 1] = sum - carry * 10
    }
    result[0] = carry
    return result
}

/// `left` is not smaller and of the same length.
private func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var borrow: UInt8 = 0
    for index in left.indices.reversed() {
        let subtrahend = right[index] + borrow
        borrow = left[index] < subtrahend ? 1 : 0
        result[index] = left[index] + borrow * 10 - subtrahend
    }
    return result
}

/// Long division, for divisors that no machine word holds.
private func leavesNoRemainder(_ dividend: [UInt8], dividedBy divisor: [UInt8]) -> Bool {
    let padded = [0] + divisor
    var rest = [UInt8](repeating: 0, count: padded.count)
    for digit in dividend {
        rest.removeFirst()
        rest.append(digit)
        while !rest.lexicographicallyPrecedes(padded) { rest = difference(rest, padded) }
    }
    return rest.allSatisfy { $0 == 0 }
}
