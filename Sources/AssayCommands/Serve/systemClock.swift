import AssayCore
import FoundationEssentials

/// The present moment, to the microsecond.
@Sendable func systemClock() -> Instant {
    let microseconds = Int64((Date.now.timeIntervalSince1970 * 1_000_000).rounded())
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return Instant(seconds: seconds, nanoseconds: rest * 1000)
}
