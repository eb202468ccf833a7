import AssayCore
import Testing

@testable import DataFormats

struct InstantWritingTests {
    @Test(arguments: [
        (1_425_427_200, 0, 3, 0, "2015-03-04T00:00:00.000Z"),
        (1_425_427_200, 999_999_999, 3, -18_000, "2015-03-03T19:00:00.999-05:00"),
        (1_425_427_200, 5, 0, 19_800, "2015-03-04T05:30:00+05:30"),
        (-1, 1, 9, 0, "1969-12-31T23:59:59.000000001Z"),
        (-62_167_219_200, 0, 1, 0, "0000-01-01T00:00:00.0Z"),
        (-62_167_219_201, 0, 0, 0, "-0001-12-31T23:59:59Z"),
        (253_402_300_800, 0, 0, 0, "10000-01-01T00:00:00Z"),
        (0, 0, 0, -59, "1970-01-01T00:00:00Z"),
    ] as [(Int64, Int64, Int, Int, String)])
    func `an instant is written with the offset and the digits asked for`(
        seconds: Int64, nanoseconds: Int64, digits: Int, offset: Int, text: String
    ) {
        let instant = Instant(seconds: seconds, nanoseconds: nanoseconds)
        #expect(instant.rfc3339(fractionDigits: digits, offsetSeconds: offset) == text)
    }

    @Test(arguments: [Int64.min, Int64.max])
    func `no instant is too far away to be written`(seconds: Int64) {
        #expect(!Instant(seconds: seconds).rfc3339(offsetSeconds: 86_340).isEmpty)
        #expect(!Instant(seconds: seconds).httpDate.isEmpty)
    }
}

struct CivilDateTests {
    @Test func `days and dates of sixteen centuries agree with counting day by day`() throws {
        var (year, month, day) = (1600, 3, 1)
        for days in -135_080 ..< -135_080 + 600_000 {
            let date = CivilDate(daysSinceEpoch: days)
            #expect(date == CivilDate(year: year, month: month, day: day))
            #expect(date.daysSinceEpoch == days)
            day += 1
            if day > CivilDate.daysInMonth(month, of: year) { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test func `the day of the week is right before and after the epoch`() {
        #expect(CivilDate(daysSinceEpoch: 0).weekday == 4)
        #expect(CivilDate(daysSinceEpoch: -1).weekday == 3)
        #expect(CivilDate(year: 1994, month: 11, day: 6)?.weekday == 0)
    }
}

struct HTTPDateTests {
    private let now = Instant(seconds: 1_785_000_000)  // July 2026

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", HTTPDate.Form.imfFixdate),
        ("Sunday, 06-Nov-94 08:49:37 GMT", .rfc850),
        ("Sun Nov  6 08:49:37 1994", .asctime),
    ])
    func `the three forms of RFC 9110 are one instant`(text: String, form: HTTPDate.Form) {
        let date = HTTPDate(text, now: now)
        #expect(date?.instant == Instant(seconds: 784_111_777))
        #expect(date?.form == form)
    }

    @Test(arguments: [
        "Mon, 06 Nov 1994 08:49:37 GMT", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Wed, 30 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49:60 GMT", "Sun Nov 6 08:49:37 1994", "Sun", "",
        "1994-11-06T08:49:37Z",
    ])
    func `anything else is none`(text: String) {
        #expect(HTTPDate(text, now: now) == nil)
    }

    @Test(arguments: [
        ("Friday, 24-Jul-76 00:00:00 GMT", 3_362_774_400),  // 24 July 2076: less than 50 years ahead
        ("Monday, 27-Jul-76 00:00:00 GMT", nil),
        ("Tuesday, 27-Jul-76 00:00:00 GMT", 207_273_600),  // 27 July 1976: 2076 would be more than 50 years ahead
    ] as [(String, Int64?)])
    func `a two-digit year is never more than fifty years ahead`(text: String, seconds: Int64?) {
        #expect(HTTPDate(text, now: now)?.instant.seconds == seconds)
    }

    @Test func `an instant is written as an IMF-fixdate`() {
        #expect(Instant(seconds: 784_111_777, nanoseconds: 999).httpDate == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}

struct DurationTextTests {
    @Test(arguments: [
        ("92d", Duration.seconds(92 * 86_400)), ("1h30m", .seconds(5400)), ("250ms", .milliseconds(250)),
        ("1us", .microseconds(1)), ("1ns", .nanoseconds(1)), ("2w", .seconds(14 * 86_400)), ("0s", .zero),
        ("1d1ns", .seconds(86_400) + .nanoseconds(1)), ("1m1ms", .milliseconds(60_001)),
    ])
    func `a duration is read and written back`(text: String, duration: Duration) throws {
        #expect(try Duration(text: text) == duration)
        #expect(duration.text == text)
    }

    @Test(arguments: [
        ("", "a duration is empty"),
        ("92", "'92' has no unit, such as 92s or 92ms"),
        ("d", "'d' has no number before it"),
        ("-1d", "'-' has no number before it"),
        ("1.5h", "'.' is not a unit: w, d, h, m, s, ms, us and ns are"),
        ("1y", "'y' is not a unit: w, d, h, m, s, ms, us and ns are"),
        ("1 d", "' d' is not a unit: w, d, h, m, s, ms, us and ns are"),
        ("30m1h", "'h' cannot follow 'm': larger units come first"),
        ("1h1h", "'h' cannot follow 'h': larger units come first"),
        ("99999999999999999999d", "'99999999999999999999d' is longer than 100000 years"),
        ("9223372036854775807w", "'9223372036854775807w' is longer than 100000 years"),
    ])
    func `what is no duration is refused with the reason`(text: String, message: String) {
        #expect(throws: DurationTextError(message: message)) { try Duration(text: text) }
    }

    @Test func `a negative duration is written with its sign`() {
        #expect((Duration.zero - .milliseconds(1500)).text == "-1s500ms")
    }
}

struct ByteSizeTests {
    @Test(arguments: [
        ("10MB", 10_000_000), ("4KiB", 4096), ("512B", 512), ("0B", 0), ("7kB", 7000), ("1TiB", 1 << 40), ("1500B", 1500),
    ])
    func `a size is read and written back`(text: String, bytes: Int) throws {
        #expect(try ByteSize(text: text).bytes == bytes)
        #expect(ByteSize(bytes: bytes).description == text)
    }

    @Test(arguments: ["", "MB", "1.5MB", "-1B", "10mb", "10 MB", "9223372036854775808", "9223372036854775807kB"])
    func `what is no size is refused`(text: String) {
        #expect(throws: ByteSizeError.self) { try ByteSize(text: text) }
    }
}
