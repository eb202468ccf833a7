package import AssayCore

/// A date and time as RFC 3339 section 5.6 writes it, with what its text says beyond the instant.
///
/// https://www.rfc-editor.org/rfc/rfc3339#section-5.6
package struct RFC3339Timestamp: Sendable, Hashable {
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// `t` and `z` for `T` and `Z`, which RFC 3339 allows and advises against.
        package static let lowercase = Options(rawValue: 1 << 0)
        /// Second 60 at 23:59:60 UTC on the last day of any month, not only of June and December.
        package static let leapSecondsInAnyMonth = Options(rawValue: 1 << 1)
        /// An offset is `Z` and nothing else.
        package static let zuluOnly = Options(rawValue: 1 << 2)
        /// Exactly three digits of a fraction.
        package static let milliseconds = Options(rawValue: 1 << 3)
    }

    /// Digits finer than a nanosecond are cut off (`isExact`); second 60 is the first second of the next day, as POSIX has it.
    package let instant: Instant
    /// Seconds east of UTC; `nil` for `-00:00`, which says that the local offset is unknown.
    package let offsetSeconds: Int?
    /// How many digits the fraction is written with; 0 when there is none.
    package let fractionDigits: Int
    /// Whether the offset is written as `Z` (or `z`).
    package let usesZulu: Bool
    /// Whether it is second 60, which `instant` cannot tell from the second after it.
    package let isLeapSecond: Bool
    /// Whether no digit that counts was cut off: `instant` is the very point that the text names.
    package let isExact: Bool

    package init(_ text: String, options: Options = .lowercase) throws(RFC3339Error) {
        try self.init(text.utf8.span, options: options)
    }

    package init(_ text: [UInt8], options: Options = .lowercase) throws(RFC3339Error) {
        try self.init(text.span, options: options)
    }

    package init(_ text: ArraySlice<UInt8>, options: Options = .lowercase) throws(RFC3339Error) {
        try self.init(text.span, options: options)
    }

    /// Reads all of `text`; nothing may stand before or after.
    package init(_ text: Span<UInt8>, options: Options = .lowercase) throws(RFC3339Error) {
        var reader = Reader(options: options)
        let date = try reader.date(in: text)
        let time = try reader.time(in: text)
        let fraction = try reader.fraction(in: text)
        let offset = try reader.offset(in: text)
        guard reader.position == text.count else { throw reader.error("nothing may follow the offset") }

        let local = date.daysSinceEpoch * 86_400 + time.hour * 3600 + time.minute * 60 + time.second
        let seconds = local - (offset.seconds ?? 0)
        isLeapSecond = time.second == 60
        if isLeapSecond { try Self.checkLeapSecond(endingAt: seconds, options: options) }
        instant = Instant(seconds: Int64(seconds), nanoseconds: fraction.nanoseconds)
        offsetSeconds = offset.seconds
        usesZulu = offset.isZulu
        fractionDigits = fraction.digits
        isExact = fraction.isExact
    }

    /// - Parameter seconds: The second after the leap second: the start of a month in UTC.
    private static func checkLeapSecond(endingAt seconds: Int, options: Options) throws(RFC3339Error) {
        let (days, rest) = seconds.flooredQuotient(by: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        let isRightMonth = date.month == 1 || date.month == 7 || options.contains(.leapSecondsInAnyMonth)
        guard rest == 0, date.day == 1, isRightMonth else {
            let days = options.contains(.leapSecondsInAnyMonth) ? "the last day of a month" : "30 June or 31 December"
            throw RFC3339Error(message: "second 60 is only at 23:59:60 UTC on \(days)", column: 18)
        }
    }
}

/// Why a text is no RFC 3339 date and time.
package struct RFC3339Error: Error, Sendable, Hashable {
    /// "day 30 is not in February 2015"; lower case, no full stop.
    package var message: String
    /// From 1: where the fault begins.
    package var column: Int

    package init(message: String, column: Int) {
        self.message = message
        self.column = column
    }
}

extension Instant {
    /// Returns `nil` unless all of `text` is an RFC 3339 date and time; `RFC3339Timestamp` says why not.
    package init?(rfc3339 text: String, options: RFC3339Timestamp.Options = .lowercase) {
        guard let timestamp = try? RFC3339Timestamp(text, options: options) else { return nil }
        self = timestamp.instant
    }

    package init?(rfc3339 text: [UInt8], options: RFC3339Timestamp.Options = .lowercase) {
        guard let timestamp = try? RFC3339Timestamp(text, options: options) else { return nil }
        self = timestamp.instant
    }
}

/// Walks the text once. Every byte before `position` is ASCII, so columns are positions.
private struct Reader {
    let options: RFC3339Timestamp.Options
    var position = 0

    mutating func date(in text: borrowing Span<UInt8>) throws(RFC3339Error) -> CivilDate {
        let year = try number(ofDigits: 4, named: "year", in: text)
        try take("-", after: "the year", in: text)
        let month = try number(ofDigits: 2, named: "month", in: text)
        guard (1...12).contains(month) else {
            throw error("month \(padded(month)) is not between 01 and 12", before: 2)
        }
        try take("-", after: "the month", in: text)
        let day = try number(ofDigits: 2, named: "day", in: text)
        guard let date = CivilDate(year: year, month: month, day: day) else {
            throw error("day \(padded(day)) is not in \(CivilDate.monthNames[month - 1]) \(year)", before: 2)
        }
        return date
    }

    mutating func time(in text: borrowing Span<UInt8>) throws(RFC3339Error) -> (hour: Int, minute: Int, second: Int) {
        switch byte(in: text) {
        case UInt8(ascii: "T"): break
        case UInt8(ascii: "t") where options.contains(.lowercase): break
        default: throw error("expected 'T' between date and time")
        }
        position += 1
        let hour = try number(ofDigits: 2, named: "hour", upTo: 23, in: text)
        try take(":", after: "the hour", in: text)
        let minute = try number(ofDigits: 2, named: "minute", upTo: 59, in: text)
        try take(":", after: "the minute", in: text)
        let second = try number(ofDigits: 2, named: "second", upTo: 60, in: text)
        return (hour, minute, second)
    }

    mutating func fraction(
        in text: borrowing Span<UInt8>
    ) throws(RFC3339Error) -> (nanoseconds: Int64, digits: Int, isExact: Bool) {
        var nanoseconds: Int64 = 0
        var digits = 0
        var isExact = true
        let start = position
        if byte(in: text) == UInt8(ascii: ".") {
            position += 1
            while let byte = byte(in: text), let digit = byte.decimalDigit {
                if digits < 9 { nanoseconds = nanoseconds * 10 + Int64(digit) } else if digit != 0 { isExact = false }
                digits += 1
                position += 1
            }
            guard digits > 0 else { throw error("expected a digit after '.'") }
            for _ in 0..<max(9 - digits, 0) { nanoseconds *= 10 }
        }
        if options.contains(.milliseconds), digits != 3 {
            position = start
            throw error("expected exactly three fraction digits such as .000")
        }
        return (nanoseconds, digits, isExact)
    }

    mutating func offset(in text: borrowing Span<UInt8>) throws(RFC3339Error) -> (seconds: Int?, isZulu: Bool) {
        let start = position
        switch byte(in: text) {
        case UInt8(ascii: "Z"):
            position += 1
            return (0, true)
        case UInt8(ascii: "z") where options.contains(.lowercase):
            position += 1
            return (0, true)
        case UInt8(ascii: "+") where !options.contains(.zuluOnly): break
        case UInt8(ascii: "-") where !options.contains(.zuluOnly): break
        default:
            throw error(options.contains(.zuluOnly) ? "expected 'Z'" : "expected 'Z' or an offset such as +02:00")
        }
        let isNegative = text[start] == UInt8(ascii: "-")
        position += 1
        let hours = try number(ofDigits: 2, named: "hour of the offset", upTo: 23, in: text)
        try take(":", after: "the hour of the offset", in: text)
        let minutes = try number(ofDigits: 2, named: "minute of the offset", upTo: 59, in: text)
        let seconds = hours * 3600 + minutes * 60
        if isNegative && seconds == 0 { return (nil, false) }
        return (isNegative ? -seconds : seconds, false)
    }

    func error(_ message: String, before width: Int = 0) -> RFC3339Error {
        RFC3339Error(message: message, column: position - width + 1)
    }

    private func byte(in text: borrowing Span<UInt8>) -> UInt8? {
        position < text.count ? text[position] : nil
    }

    private mutating func take(
        _ wanted: Unicode.Scalar, after what: String, in text: borrowing Span<UInt8>
    ) throws(RFC3339Error) {
        guard byte(in: text) == UInt8(ascii: wanted) else { throw error("expected '\(wanted)' after \(what)") }
        position += 1
    }

    private mutating func number(
        ofDigits count: Int, named name: String, upTo limit: Int = .max, in text: borrowing Span<UInt8>
    ) throws(RFC3339Error) -> Int {
        var value = 0
        for _ in 0..<count {
            guard let digit = byte(in: text)?.decimalDigit else {
                throw error("expected \(count == 4 ? "four" : "two") digits of the \(name)")
            }
            value = value * 10 + digit
            position += 1
        }
        guard value <= limit else { throw error("\(name) \(padded(value)) is not between 00 and \(limit)", before: count) }
        return value
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension UInt8 {
    /// The value of an ASCII digit.
    var decimalDigit: Int? {
        self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") ? Int(self - UInt8(ascii: "0")) : nil
    }
}
