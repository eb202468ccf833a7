internal import AssayCore
internal import DataFormats
internal import Transfers

/// When a service wants to be asked again (RFC 9110 section 10.2.3).
struct RetryAfter {
    let wait: Duration

    /// Returns `nil` for a response that is neither 429 nor 503, or says no time that can be read.
    init?(_ answer: HTTPAnswer, now: Instant) {
        guard answer.status == 429 || answer.status == 503, let text = answer.headers["Retry-After"] else { return nil }
        if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
            // More digits than fit are longer than anyone waits.
            wait = .seconds(Int64(text).map { min($0, Self.longest) } ?? Self.longest)
        } else if let date = HTTPDate(text, now: now) {
            wait = max(date.instant - now, .zero)
        } else {
            return nil
        }
    }

    private static let longest: Int64 = 1_000_000_000
}
