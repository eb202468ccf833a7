import AssayCore
import DataFormats

/// The period of a report that can be made: `from` is before `to`, and the distance within the limit.
struct Period: Sendable, Equatable {
    var from: Instant
    var to: Instant
}

extension Period {
    /// Returns `nil` when the policy answers such a period with an empty report.
    init?(_ query: ReportQuery, in timeZone: GMTOffset, under policy: Policy) throws(Refusal) {
        guard let from = policy.timestamps.instant(query.from) else {
            if policy.badPeriod == .emptyReport { return nil }
            throw .unreadableDate(parameter: policy.queryNames.from)
        }
        guard let to = policy.timestamps.instant(query.to) else {
            if policy.badPeriod == .emptyReport { return nil }
            throw .unreadableDate(parameter: policy.queryNames.to)
        }
        guard policy.mutation?.isForward(from, to) ?? (from < to) else {
            if policy.badPeriod == .emptyReport { return nil }
            throw .endNotAfterStart(policy.queryNames)
        }
        self.from = from
        self.to = to
        if exceeds(policy.maxRange, in: timeZone, under: policy) {
            guard policy.rangeOverflow == .clipped else { throw .rangeExceeded(policy.named(to - from)) }
            self.to = min(to, from + policy.maxRange.length)
        }
        if policy.timeZoneMovesWindow { move(into: timeZone) }
    }

    private func exceeds(_ limit: RangeLimit, in timeZone: GMTOffset, under policy: Policy) -> Bool {
        let length: Duration =
            switch policy.rangeMeasure {
            case .exact: to - from
            case .wholeDays: .seconds((to - from).components.seconds / 86_400 * 86_400)
            case .calendarDays: .seconds((to.day(in: timeZone) - from.day(in: timeZone)) * 86_400)
            }
        if let exceeds = policy.mutation?.exceeds(length, limit) { return exceeds }
        return policy.exactMaxRange == .accepted ? length > limit.length : length >= limit.length
    }

    /// Reads both ends as what a clock of the zone shows: with `GMT-5` they are five hours later.
    private mutating func move(into timeZone: GMTOffset) {
        from = from - .seconds(timeZone.seconds)
        to = to - .seconds(timeZone.seconds)
    }
}

extension Policy {
    /// The limit as the refusal of a period names it.
    fileprivate func named(_ length: Duration) -> RangeLimit {
        has(.rangeTextNamesLength) ? RangeLimit(length, text: length.text) : maxRange
    }
}

extension TimestampForm {
    func isImpossible(_ text: String) -> Bool { instant(text) == nil }

    /// Upper case only, as ISO 8601 has it; at most nine fraction digits.
    fileprivate func instant(_ text: String) -> Instant? {
        let options: RFC3339Timestamp.Options =
            switch self {
            case .zulu: .zuluOnly
            case .exampleForm: [.zuluOnly, .milliseconds]
            case .anyOffset: []
            }
        guard let timestamp = try? RFC3339Timestamp(text, options: options), timestamp.fractionDigits <= 9 else { return nil }
        return timestamp.instant
    }
}

extension Instant {
    /// Days since 1970-01-01 on a calendar of the zone.
    fileprivate func day(in timeZone: GMTOffset) -> Int64 {
        let local = seconds + Int64(timeZone.seconds)
        return local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    }
}
