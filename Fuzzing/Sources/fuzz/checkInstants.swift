import AssayCore
import DataFormats

func checkInstants(_ bytes: [UInt8]) {
    checkTimestamp(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    if let date = HTTPDate(text, now: Instant(seconds: 1_800_000_000)) {
        demand(HTTPDate(date.instant.httpDate, now: Instant(seconds: 0))?.instant == date.instant, "an HTTP date reads as itself")
    }
    if let duration = try? Duration(text: text) {
        demand((try? Duration(text: duration.text)) == duration, "a duration reads as itself")
        let later = Instant(seconds: 0) + duration
        demand(later - Instant(seconds: 0) == duration && later - duration == Instant(seconds: 0), "sums are exact")
    }
    if let size = try? ByteSize(text: text) { demand((try? ByteSize(text: size.description)) == size, "a size reads as itself") }
    if bytes.count >= 8 { checkWriting(bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }) }
}

private func checkTimestamp(_ bytes: [UInt8]) {
    do throws(RFC3339Error) {
        let timestamp = try RFC3339Timestamp(bytes, options: [.lowercase, .leapSecondsInAnyMonth])
        let written = timestamp.instant.rfc3339(fractionDigits: 9, offsetSeconds: timestamp.offsetSeconds ?? 0)
        let local = timestamp.instant + .seconds(timestamp.offsetSeconds ?? 0)
        let years = Instant(seconds: -62_167_219_200)..<Instant(seconds: 253_402_300_800)
        if years.contains(local) { demand(Instant(rfc3339: written) == timestamp.instant, "\(written) is the same point") }
    } catch {
        demand(error.column >= 1 && error.column <= bytes.count + 1, "a fault has a place")
    }
}

/// Any count of seconds can be written, also far beyond the years of RFC 3339.
private func checkWriting(_ seconds: Int64) {
    let instant = Instant(seconds: seconds)
    _ = instant.rfc3339(fractionDigits: 9, offsetSeconds: 3600)
    _ = instant.httpDate
    _ = instant.rfc3339(fractionDigits: 0, offsetSeconds: -86_340)
}
