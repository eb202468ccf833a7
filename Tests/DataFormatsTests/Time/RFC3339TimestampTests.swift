import AssayCore
import Testing

@testable import DataFormats

struct RFC3339TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("1985-04-12T23:20:50.52Z", 482_196_050, 520_000_000),
        ("1996-12-19T16:39:57-08:00", 851_042_397, 0),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, 870_000_000),
        ("2015-03-04t00:00:00z", 1_425_427_200, 0),
        ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799, 999_000_000),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540, 0),
        ("2000-02-29T00:00:00Z", 951_782_400, 0),
        ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
        ("1990-12-31T23:59:60Z", 662_688_000, 0),
        ("1990-12-31T15:59:60-08:00", 662_688_000, 0),
        ("1972-07-01T05:29:60.5+05:30", 78_796_800, 500_000_000),
    ])
    func `an instant is read exactly`(text: String, seconds: Int64, nanoseconds: Int64) throws {
        #expect(try RFC3339Timestamp(text).instant == Instant(seconds: seconds, nanoseconds: nanoseconds))
        #expect(Instant(rfc3339: text) == Instant(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        ("", "expected four digits of the year", 1),
        ("99-01-01", "expected four digits of the year", 3),
        ("10000-01-01T00:00:00Z", "expected '-' after the year", 5),
        ("+2015-03-04T00:00:00Z", "expected four digits of the year", 1),
        ("2015-13-01T00:00:00Z", "month 13 is not between 01 and 12", 6),
        ("2015-00-01T00:00:00Z", "month 00 is not between 01 and 12", 6),
        ("2015-02-30T00:00:00Z", "day 30 is not in February 2015", 9),
        ("1900-02-29T00:00:00Z", "day 29 is not in February 1900", 9),
        ("2015-04-31T00:00:00Z", "day 31 is not in April 2015", 9),
        ("2015-04-00T00:00:00Z", "day 00 is not in April 2015", 9),
        ("1985-4-2T3:20:50Z", "expected two digits of the month", 7),
        ("2015-03-04 00:00:00Z", "expected 'T' between date and time", 11),
        ("2015-03-04", "expected 'T' between date and time", 11),
        ("2015-03-04T24:00:00Z", "hour 24 is not between 00 and 23", 12),
        ("2015-03-04T00:60:00Z", "minute 60 is not between 00 and 59", 15),
        ("2015-03-04T00:00:61Z", "second 61 is not between 00 and 60", 18),
        ("2015-03-04T00:00Z", "expected ':' after the minute", 17),
        ("2015-03-04T00:00:00", "expected 'Z' or an offset such as +02:00", 20),
        ("2015-03-04T00:00:00,5Z", "expected 'Z' or an offset such as +02:00", 20),
        ("2015-03-04T00:00:00.Z", "expected a digit after '.'", 21),
        ("2015-03-04T00:00:00+01", "expected ':' after the hour of the offset", 23),
        ("2015-03-04T00:00:00+0100", "expected ':' after the hour of the offset", 23),
        ("2015-03-04T00:00:00+24:00", "hour of the offset 24 is not between 00 and 23", 21),
        ("2015-03-04T00:00:00+01:60", "minute of the offset 60 is not between 00 and 59", 24),
        ("2015-03-04T00:00:00Zjunk", "nothing may follow the offset", 21),
        ("2015-03-04T00:00:00Z\n", "nothing may follow the offset", 21),
        ("2015-03-04T00:00:00Z[Europe/Paris]", "nothing may follow the offset", 21),
        (" 2015-03-04T00:00:00Z", "expected four digits of the year", 1),
        ("２０１５-03-04T00:00:00Z", "expected four digits of the year", 1),
        ("2015-03-04T23:59:60Z", "second 60 is only at 23:59:60 UTC on 30 June or 31 December", 18),
        ("1990-12-31T23:59:60+01:00", "second 60 is only at 23:59:60 UTC on 30 June or 31 December", 18),
        ("1990-12-31T23:58:60Z", "second 60 is only at 23:59:60 UTC on 30 June or 31 December", 18),
    ])
    func `what is no date and time is refused with the reason and the column`(text: String, message: String, column: Int) {
        #expect(throws: RFC3339Error(message: message, column: column)) { try RFC3339Timestamp(text) }
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func `a narrower form can be asked for`() throws {
        #expect(throws: RFC3339Error(message: "expected 'T' between date and time", column: 11)) {
            try RFC3339Timestamp("2015-03-04t00:00:00Z", options: [])
        }
        #expect(throws: RFC3339Error(message: "expected 'Z'", column: 20)) {
            try RFC3339Timestamp("2015-03-04T00:00:00+00:00", options: .zuluOnly)
        }
        for text in ["2015-03-04T00:00:00Z", "2015-03-04T00:00:00.0Z", "2015-03-04T00:00:00.0000Z"] {
            #expect(throws: RFC3339Error(message: "expected exactly three fraction digits such as .000", column: 20)) {
                try RFC3339Timestamp(text, options: [.zuluOnly, .milliseconds])
            }
        }
        #expect(try RFC3339Timestamp("2015-03-04T00:00:00.000Z", options: [.zuluOnly, .milliseconds]).fractionDigits == 3)
        #expect(try RFC3339Timestamp("2016-02-29T23:59:60Z", options: .leapSecondsInAnyMonth).isLeapSecond)
    }

    @Test func `what the text says beside the instant is kept`() throws {
        let unknown = try RFC3339Timestamp("2015-03-04T00:00:00.1234567890-00:00")
        #expect(unknown.offsetSeconds == nil)
        #expect(unknown.fractionDigits == 10)
        #expect(unknown.isExact)
        #expect(!unknown.usesZulu)
        let east = try RFC3339Timestamp("2015-03-04T00:00:00.1234567891+05:30")
        #expect(east.offsetSeconds == 19_800)
        #expect(!east.isExact)
        let zulu = try RFC3339Timestamp("2015-03-04T00:00:00Z")
        #expect(zulu.usesZulu && zulu.offsetSeconds == 0 && zulu.fractionDigits == 0 && !zulu.isLeapSecond)
    }

    @Test func `what is written reads back as the same instant`() throws {
        var random = SplitMix(state: 3339)
        for _ in 0..<20_000 {
            let instant = Instant(
                seconds: .random(in: -62_167_132_800...253_402_214_399, using: &random),
                nanoseconds: .random(in: 0..<1_000_000_000, using: &random))
            let offset = Int.random(in: -1439...1439, using: &random) * 60
            let text = instant.rfc3339(fractionDigits: 9, offsetSeconds: offset)
            let read = try RFC3339Timestamp(text)
            #expect(read.instant == instant)
            #expect(read.offsetSeconds == offset)
        }
    }
}
