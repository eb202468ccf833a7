import AssayCore
import Glibc

/// The present moment.
@Sendable func systemClock() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
}
