package import AssayCore

extension Instant {
    /// Appends the instant as RFC 3339 has it: `2015-03-04T00:00:00.000Z`, `2015-03-03T19:00:00.000-05:00`.
    ///
    /// A year outside 0...9999 is written in full, with its sign, and is then no RFC 3339.
    ///
    /// - Parameters:
    ///   - fractionDigits: 0 to 9; what is finer is cut off towards the past. 0 leaves the point out.
    ///   - offsetSeconds: East of UTC, in whole minutes (odd seconds are dropped); 0 is written as `Z`.
    package func appendRFC3339(to bytes: inout [UInt8], fractionDigits: Int = 3, offsetSeconds: Int = 0) {
        let offsetMinutes = offsetSeconds / 60
        let local = Int(seconds).addingReportingOverflow(offsetMinutes * 60)
        let (days, secondOfDay) = (local.overflow ? Int(seconds) : local.partialValue).flooredQuotient(by: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        bytes.append(year: date.year)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(number: date.month, digits: 2)
        bytes.append(UInt8(ascii: "-"))
        bytes.append(number: date.day, digits: 2)
        bytes.append(UInt8(ascii: "T"))
        bytes.append(timeOfDay: secondOfDay)
        if fractionDigits > 0 {
            let digits = min(fractionDigits, 9)
            var fraction = Int(nanoseconds)
            for _ in digits..<9 { fraction /= 10 }
            bytes.append(UInt8(ascii: "."))
            bytes.append(number: fraction, digits: digits)
        }
        if offsetMinutes == 0 {
            bytes.append(UInt8(ascii: "Z"))
        } else {
            bytes.append(UInt8(ascii: offsetMinutes < 0 ? "-" : "+"))
            bytes.append(number: abs(offsetMinutes) / 60, digits: 2)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(number: abs(offsetMinutes) % 60, digits: 2)
        }
    }

    /// As `appendRFC3339(to:fractionDigits:offsetSeconds:)`.
    package func rfc3339(fractionDigits: Int = 3, offsetSeconds: Int = 0) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        appendRFC3339(to: &bytes, fractionDigits: fractionDigits, offsetSeconds: offsetSeconds)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Four digits; more, or a minus sign, only when the year needs them.
    mutating func append(year: Int) {
        if year < 0 { append(UInt8(ascii: "-")) }
        if abs(year) <= 9999 { append(number: abs(year), digits: 4) } else { append(contentsOf: String(abs(year)).utf8) }
    }

    /// - Parameter number: Not negative; what does not fit `digits` is cut off on the left.
    mutating func append(number: Int, digits: Int) {
        let start = count
        var rest = number
        for _ in 0..<digits { append(UInt8(ascii: "0")) }
        for index in stride(from: start + digits - 1, through: start, by: -1) {
            self[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// `hh:mm:ss`
    mutating func append(timeOfDay second: Int) {
        append(number: second / 3600, digits: 2)
        append(UInt8(ascii: ":"))
        append(number: second / 60 % 60, digits: 2)
        append(UInt8(ascii: ":"))
        append(number: second % 60, digits: 2)
    }
}
