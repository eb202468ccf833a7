/// A day of the proleptic Gregorian calendar: its rules are applied to all years, also those before 1582.
///
/// Conversions: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
/// https://howardhinnant.github.io/date_algorithms.html
package struct CivilDate: Sendable, Hashable {
    /// 0 is the year before 1.
    package let year: Int
    /// 1...12
    package let month: Int
    /// From 1.
    package let day: Int

    /// Returns `nil` when there is no such day. Years reach beyond the four digits of RFC 3339.
    package init?(year: Int, month: Int, day: Int) {
        guard (-1_000_000_000_000...1_000_000_000_000).contains(year), (1...12).contains(month),
            (1...Self.daysInMonth(month, of: year)).contains(day)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// - Parameter days: Whole days since 1970-01-01; negative before.
    package init(daysSinceEpoch days: Int) {
        // Years are counted from 1 March, so that the leap day is the last of its year.
        let shifted = days.subtractingReportingOverflow(-719_468)
        precondition(!shifted.overflow, "days beyond the range of seconds in 64 bits")
        let era = (shifted.partialValue >= 0 ? shifted.partialValue : shifted.partialValue - 146_096) / 146_097
        let dayOfEra = shifted.partialValue - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Whole days since 1970-01-01; negative before.
    package var daysSinceEpoch: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// 0 is Sunday.
    package var weekday: Int {
        // 1970-01-01 was a Thursday.
        (daysSinceEpoch + 4).flooredQuotient(by: 7).remainder
    }

    package static func isLeap(year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    package static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// - Parameter month: 1...12
    package static func daysInMonth(_ month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int {
    /// The quotient rounded towards the past, and the remainder from 0 on. The divisor is positive.
    func flooredQuotient(by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
