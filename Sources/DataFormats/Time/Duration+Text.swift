extension Duration {
    /// Reads `92d`, `1h30m`, `250ms`: whole numbers with a unit, larger units first, each unit once, no sign and no spaces.
    ///
    /// Units are `w`, `d` (86,400 seconds), `h`, `m`, `s`, `ms`, `us` and `ns`.
    package init(text: String) throws(DurationTextError) {
        var rest = text.utf8[...]
        guard !rest.isEmpty else { throw DurationTextError(message: "a duration is empty") }
        var nanoseconds: Int128 = 0
        var lastUnit: Unit?
        while !rest.isEmpty {
            let digits = rest.prefix { $0.decimalDigit != nil }
            rest = rest[digits.endIndex...]
            let letters = rest.prefix { $0.decimalDigit == nil }
            rest = rest[letters.endIndex...]
            guard !digits.isEmpty else {
                throw DurationTextError(message: "'\(Substring(letters))' has no number before it")
            }
            guard let number = Int64(Substring(digits)) else { throw .tooLong(text) }
            guard !letters.isEmpty else {
                throw DurationTextError(message: "'\(Substring(digits))' has no unit, such as \(number)s or \(number)ms")
            }
            guard let unit = Unit.all.first(where: { $0.name.utf8.elementsEqual(letters) }) else {
                throw DurationTextError(message: "'\(Substring(letters))' is not a unit: \(Unit.names) are")
            }
            if let lastUnit, lastUnit.nanoseconds <= unit.nanoseconds {
                throw DurationTextError(message: "'\(unit.name)' cannot follow '\(lastUnit.name)': larger units come first")
            }
            lastUnit = unit
            nanoseconds += Int128(number) * Int128(unit.nanoseconds)
        }
        guard nanoseconds <= Self.longestReadNanoseconds else { throw .tooLong(text) }
        let (seconds, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        self = .seconds(Int64(seconds)) + .nanoseconds(Int64(fraction))
    }

    /// `1h30m`, `92d`, `2w`; weeks only when no day is left over, `0s` for nothing, `-` before what is negative.
    ///
    /// What is finer than a nanosecond is cut off. Reading it back gives the same duration, unless it is negative.
    package var text: String {
        let (seconds, attoseconds) = components
        var rest = (Int128(seconds) * 1_000_000_000 + Int128(attoseconds) / 1_000_000_000).magnitude
        guard rest > 0 else { return "0s" }
        var text = seconds < 0 || attoseconds < 0 ? "-" : ""
        for unit in Unit.all {
            let size = UInt128(unit.nanoseconds)
            if unit.name == "w" && !rest.isMultiple(of: size) { continue }
            let (count, remainder) = rest.quotientAndRemainder(dividingBy: size)
            if count > 0 { text += "\(count)\(unit.name)" }
            rest = remainder
        }
        return text
    }

    /// 100,000 years of 365.25 days: so far apart, instants can still be added to without overflow.
    private static let longestReadNanoseconds = Int128(36_525_000) * 86_400 * 1_000_000_000

    private struct Unit {
        var name: String
        var nanoseconds: Int64

        /// Larger first.
        static let all = [
            Unit(name: "w", nanoseconds: 604_800_000_000_000), Unit(name: "d", nanoseconds: 86_400_000_000_000),
            Unit(name: "h", nanoseconds: 3_600_000_000_000), Unit(name: "m", nanoseconds: 60_000_000_000),
            Unit(name: "s", nanoseconds: 1_000_000_000), Unit(name: "ms", nanoseconds: 1_000_000),
            Unit(name: "us", nanoseconds: 1000), Unit(name: "ns", nanoseconds: 1),
        ]

        static let names = all.dropLast().map(\.name).joined(separator: ", ") + " and ns"
    }
}

/// Why a text is no duration.
package struct DurationTextError: Error, Sendable, Hashable {
    /// Lower case, no full stop.
    package var message: String

    package init(message: String) { self.message = message }

    fileprivate static func tooLong(_ text: String) -> DurationTextError {
        DurationTextError(message: "'\(text)' is longer than 100000 years")
    }
}
