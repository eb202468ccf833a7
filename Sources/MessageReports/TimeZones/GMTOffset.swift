/// How far time zones lie from GMT.
struct TimeZoneReach: Sendable {
    var minutesWest = 12 * 60
    var minutesEast = 14 * 60
    var lastMinute = 59
}

/// A time zone as a request states it: a fixed distance from GMT, at most 14 hours east and 12 hours west.
struct GMTOffset: Sendable, Equatable {
    /// East of GMT. `GMT-5` is five hours west, -18,000 (POSIX and `Etc/GMT-5` count the other way).
    var seconds: Int

    static let zero = GMTOffset(seconds: 0)

    private init(seconds: Int) {
        self.seconds = seconds
    }

    /// Returns `nil` unless `text` is one of `forms`; letter case counts, and an offset has a sign.
    init?(_ text: String, forms: TimeZoneForms, within reach: TimeZoneReach = TimeZoneReach()) {
        var rest = text.utf8[...]
        if rest.elementsEqual("UTC".utf8) || rest.elementsEqual("Z".utf8) {
            self = .zero
        } else if rest.starts(with: "GMT".utf8) {
            guard forms == .gmt else { return nil }
            rest = rest.dropFirst(3)
            guard !rest.isEmpty else {
                self = .zero
                return
            }
            self.init(offset: rest, allowsShort: true, within: reach)
        } else {
            self.init(offset: rest, allowsShort: false, within: reach)
        }
    }

    /// - Parameter allowsShort: Whether hours may be one digit, and minutes left out.
    private init?(offset: Substring.UTF8View, allowsShort: Bool, within reach: TimeZoneReach) {
        guard let sign = offset.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        let parts = offset.dropFirst().split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        guard let hourText = parts.first, hourText.count == 2 || (allowsShort && hourText.count == 1),
            let hours = Self.number(hourText)
        else { return nil }
        var minutes = 0
        if parts.count == 2 {
            guard parts[1].count == 2, let read = Self.number(parts[1]), read <= reach.lastMinute else { return nil }
            minutes = read
        } else if !allowsShort {
            return nil
        }
        let total = hours * 60 + minutes
        let isWest = sign == UInt8(ascii: "-")
        guard total <= (isWest ? reach.minutesWest : reach.minutesEast) else { return nil }
        seconds = (isWest ? -total : total) * 60
    }

    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard digits.allSatisfy(\.isASCIIDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
