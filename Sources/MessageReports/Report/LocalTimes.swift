import AssayCore
import DataFormats

/// Writes times in one time zone as RFC 3339 has them, with three fraction digits; what is finer is cut off. Times of one
/// day after another cost no calendar: only the clock is filled in.
struct LocalTimes {
    private let offsetMilliseconds: Int64
    private let offset: GMTOffset
    /// Days since 1970-01-01 in the zone.
    private var day: Int64?
    /// The time that was set last, as it is written.
    private(set) var text: [UInt8] = []
    /// Where the clock stands in `text`, from the hour on.
    private var clock = 0

    /// More than any time takes.
    static let longest = 48

    init(in timeZone: GMTOffset) {
        offset = timeZone
        offsetMilliseconds = Int64(timeZone.seconds) * 1000
    }

    mutating func set(epochMilliseconds: Int64) {
        let local = epochMilliseconds + offsetMilliseconds
        let dayLength: Int64 = 86_400_000
        var (today, time) = local.quotientAndRemainder(dividingBy: dayLength)
        if time < 0 { (today, time) = (today - 1, time + dayLength) }
        if today != day { begin(today) }
        let (seconds, milliseconds) = UInt32(time).quotientAndRemainder(dividingBy: 1000)
        let clock = clock
        precondition(clock + 12 <= text.count, "a time ends with its clock, a fraction and an offset")
        text.withUnsafeMutableBufferPointer { text in
            text.set(seconds / 3600, at: clock)
            text.set(seconds / 60 % 60, at: clock + 3)
            text.set(seconds % 60, at: clock + 6)
            text.set(milliseconds / 10, at: clock + 9)
            text[clock + 11] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: milliseconds % 10)
        }
    }

    private mutating func begin(_ today: Int64) {
        day = today
        text.removeAll(keepingCapacity: true)
        Instant(seconds: today * 86_400 - Int64(offset.seconds))
            .appendRFC3339(to: &text, fractionDigits: 3, offsetSeconds: offset.seconds)
        clock = (text.firstIndex(of: UInt8(ascii: "T")) ?? 0) + 1
    }
}

extension UnsafeMutableBufferPointer<UInt8> {
    @inline(__always) fileprivate func set(_ number: UInt32, at index: Int) {
        let (tens, ones) = number.quotientAndRemainder(dividingBy: 10)
        self[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: tens)
        self[index + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: ones)
    }
}
