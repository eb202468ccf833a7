package import AssayCore

/// A date and time as HTTP writes it, in one of the three forms of RFC 9110 section 5.6.7. All are in UTC.
///
/// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7
package struct HTTPDate: Sendable, Hashable {
    package enum Form: Sendable {
        /// `Sun, 06 Nov 1994 08:49:37 GMT`: the only one that may be sent.
        case imfFixdate
        /// `Sunday, 06-Nov-94 08:49:37 GMT`
        case rfc850
        /// `Sun Nov  6 08:49:37 1994`
        case asctime
    }

    package let instant: Instant
    package let form: Form

    /// Returns `nil` unless all of `text` is such a date, with the right day of the week and in the very letter case.
    ///
    /// Second 60 is read at 23:59:60 only, as the second after it.
    ///
    /// - Parameter now: Decides the century of a two-digit year: more than 50 years ahead is the past.
    package init?(_ text: String, now: Instant) {
        self.init(text.utf8.span, now: now)
    }

    package init?(_ text: Span<UInt8>, now: Instant) {
        var cursor = Cursor()
        guard let name = cursor.letters(in: text) else { return nil }
        let fields: Fields?
        if let weekday = Self.weekdays.firstIndex(of: name) {
            if cursor.take(", ", in: text) {
                form = .imfFixdate
                fields = Fields(imfFixdate: text, from: &cursor, weekday: weekday)
            } else {
                form = .asctime
                fields = Fields(asctime: text, from: &cursor, weekday: weekday)
            }
        } else if let weekday = Self.longWeekdays.firstIndex(of: name) {
            form = .rfc850
            fields = Fields(rfc850: text, from: &cursor, weekday: weekday, now: now)
        } else {
            return nil
        }
        guard let instant = fields?.instant, cursor.position == text.count else { return nil }
        self.instant = instant
    }

    fileprivate static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    fileprivate static let longWeekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    fileprivate static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension Instant {
    /// The instant as an IMF-fixdate, without its fraction of a second: `Sun, 06 Nov 1994 08:49:37 GMT`.
    package var httpDate: String {
        let (days, secondOfDay) = Int(seconds).flooredQuotient(by: 86_400)
        let date = CivilDate(daysSinceEpoch: days)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(29)
        bytes.append(contentsOf: HTTPDate.weekdays[date.weekday].utf8)
        bytes.append(contentsOf: ", ".utf8)
        bytes.append(number: date.day, digits: 2)
        bytes.append(contentsOf: " \(HTTPDate.months[date.month - 1]) ".utf8)
        bytes.append(year: date.year)
        bytes.append(UInt8(ascii: " "))
        bytes.append(timeOfDay: secondOfDay)
        bytes.append(contentsOf: " GMT".utf8)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What the three forms have in common, as read and not yet checked against the calendar.
private struct Fields {
    var weekday: Int
    var year: Int
    var month: Int
    var day: Int
    /// Seconds since midnight.
    var time: Int

    init?(imfFixdate text: borrowing Span<UInt8>, from cursor: inout Cursor, weekday: Int) {
        guard let day = cursor.number(ofDigits: 2, in: text), cursor.take(" ", in: text), let month = cursor.month(in: text),
            cursor.take(" ", in: text), let year = cursor.number(ofDigits: 4, in: text), cursor.take(" ", in: text),
            let time = cursor.time(in: text), cursor.take(" GMT", in: text)
        else { return nil }
        self.init(weekday: weekday, year: year, month: month, day: day, time: time)
    }

    init?(rfc850 text: borrowing Span<UInt8>, from cursor: inout Cursor, weekday: Int, now: Instant) {
        guard cursor.take(", ", in: text), let day = cursor.number(ofDigits: 2, in: text), cursor.take("-", in: text),
            let month = cursor.month(in: text), cursor.take("-", in: text),
            let shortYear = cursor.number(ofDigits: 2, in: text), cursor.take(" ", in: text),
            let time = cursor.time(in: text), cursor.take(" GMT", in: text)
        else { return nil }
        let (today, secondOfDay) = Int(now.seconds).flooredQuotient(by: 86_400)
        let date = CivilDate(daysSinceEpoch: today)
        let latest = date.year + 50
        var year = latest - (latest - shortYear).flooredQuotient(by: 100).remainder
        if year == latest, (month, day, time) > (date.month, date.day, secondOfDay) { year -= 100 }
        self.init(weekday: weekday, year: year, month: month, day: day, time: time)
    }

    init?(asctime text: borrowing Span<UInt8>, from cursor: inout Cursor, weekday: Int) {
        guard cursor.take(" ", in: text), let month = cursor.month(in: text), cursor.take(" ", in: text) else { return nil }
        let dayDigits = cursor.take(" ", in: text) ? 1 : 2
        guard let day = cursor.number(ofDigits: dayDigits, in: text), cursor.take(" ", in: text),
            let time = cursor.time(in: text), cursor.take(" ", in: text), let year = cursor.number(ofDigits: 4, in: text)
        else { return nil }
        self.init(weekday: weekday, year: year, month: month, day: day, time: time)
    }

    private init(weekday: Int, year: Int, month: Int, day: Int, time: Int) {
        (self.weekday, self.year, self.month, self.day, self.time) = (weekday, year, month, day, time)
    }

    /// `nil` when there is no such day, or it was another day of the week.
    var instant: Instant? {
        guard let date = CivilDate(year: year, month: month, day: day), date.weekday == weekday else { return nil }
        return Instant(seconds: Int64(date.daysSinceEpoch * 86_400 + time))
    }
}

private struct Cursor {
    var position = 0

    mutating func take(_ wanted: StaticString, in text: borrowing Span<UInt8>) -> Bool {
        let start = position
        for byte in "\(wanted)".utf8 {
            guard position < text.count, text[position] == byte else {
                position = start
                return false
            }
            position += 1
        }
        return true
    }

    /// ASCII letters as far as they reach, at least one and at most nine.
    mutating func letters(in text: borrowing Span<UInt8>) -> String? {
        var name = ""
        while position < text.count, name.utf8.count < 9, text[position] >= 0x41, text[position] <= 0x7A {
            name.unicodeScalars.append(Unicode.Scalar(text[position]))
            position += 1
        }
        return name.isEmpty ? nil : name
    }

    mutating func number(ofDigits count: Int, in text: borrowing Span<UInt8>) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard position < text.count, let digit = text[position].decimalDigit else { return nil }
            value = value * 10 + digit
            position += 1
        }
        return value
    }

    mutating func month(in text: borrowing Span<UInt8>) -> Int? {
        letters(in: text).flatMap { HTTPDate.months.firstIndex(of: $0) }.map { $0 + 1 }
    }

    /// `hh:mm:ss` as seconds since midnight.
    mutating func time(in text: borrowing Span<UInt8>) -> Int? {
        guard let hour = number(ofDigits: 2, in: text), take(":", in: text), let minute = number(ofDigits: 2, in: text),
            take(":", in: text), let second = number(ofDigits: 2, in: text), hour < 24, minute < 60,
            second < 60 || (hour, minute, second) == (23, 59, 60)
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
