/// A point on the UTC time line, exact to the nanosecond: whole seconds since 1970-01-01T00:00:00Z (POSIX: every day has
/// 86,400 of them, leap seconds have none of their own) and nanoseconds in `0..<1_000_000_000`.
public struct Instant: Sendable, Hashable, Comparable {
    public let seconds: Int64
    public let nanoseconds: Int32

    /// Nanoseconds outside `0..<1_000_000_000` are carried into the seconds.
    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        let carry = nanoseconds >= 0 ? nanoseconds / 1_000_000_000 : (nanoseconds - 999_999_999) / 1_000_000_000
        self.seconds = seconds + carry
        self.nanoseconds = Int32(nanoseconds - carry * 1_000_000_000)
    }

    public init(epochMilliseconds: Int64) {
        // The remainder carries the sign; the initializer carries it into the seconds. No step overflows, whatever the count.
        let (seconds, rest) = epochMilliseconds.quotientAndRemainder(dividingBy: 1000)
        self.init(seconds: seconds, nanoseconds: rest * 1_000_000)
    }

    /// Milliseconds since the epoch; what is finer is cut off towards the past.
    public var epochMilliseconds: Int64 { seconds * 1000 + Int64(nanoseconds) / 1_000_000 }

    public static func < (left: Instant, right: Instant) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    public static func + (instant: Instant, duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        return Instant(
            seconds: instant.seconds + seconds,
            nanoseconds: Int64(instant.nanoseconds) + attoseconds / 1_000_000_000)
    }

    public static func - (instant: Instant, duration: Duration) -> Instant { instant + (.zero - duration) }

    /// How long after `right` the instant `left` is; negative when it is before.
    public static func - (left: Instant, right: Instant) -> Duration {
        .seconds(left.seconds - right.seconds) + .nanoseconds(Int64(left.nanoseconds) - Int64(right.nanoseconds))
    }
}
