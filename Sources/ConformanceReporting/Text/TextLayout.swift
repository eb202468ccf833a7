import AssayCore

/// Returns `text` as it may stand in a report, and at most `limit` characters of it; how long the rest is, is said.
func shown(_ text: String, limit: Int = 400) -> String {
    let scalars = text.unicodeScalars
    guard text.utf8.count > limit, let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
        cut < scalars.endIndex
    else { return text.displayed }
    return String(scalars[..<cut]).displayed + ellipsis(of: text)
}

/// Returns two texts that differ, both cut around the first place where they do, so that the difference is in sight.
func shownPair(_ left: String, _ right: String, limit: Int = 160) -> (left: String, right: String) {
    guard left.utf8.count > limit || right.utf8.count > limit else { return (left.displayed, right.displayed) }
    let same = zip(left.utf8, right.utf8).lazy.prefix { $0 == $1 }.reduce(0) { count, _ in count + 1 }
    return (window(of: left, around: same, limit: limit), window(of: right, around: same, limit: limit))
}

/// The text from shortly before byte `place` on, or from its start when that is near.
private func window(of text: String, around place: Int, limit: Int) -> String {
    let scalars = text.unicodeScalars
    var first = scalars.startIndex
    if place > limit * 2 / 3 {
        // Up to a whole character, which the bytes that are alike may not be.
        let byte = text.utf8.index(first, offsetBy: place, limitedBy: text.utf8.endIndex) ?? text.utf8.endIndex
        let whole = scalars.startIndex < byte ? scalars.index(before: byte) : byte
        first = scalars.index(whole, offsetBy: -limit / 4, limitedBy: scalars.startIndex) ?? scalars.startIndex
    }
    let end = scalars.index(first, offsetBy: limit, limitedBy: scalars.endIndex) ?? scalars.endIndex
    var result = first > scalars.startIndex ? "\u{2026}" : ""
    result += String(scalars[first..<end]).displayed
    if end < scalars.endIndex { result += ellipsis(of: text) }
    return result
}

/// What stands for the rest of a text, with the size of the whole; of one that was cut before, nobody here knows that.
private func ellipsis(of text: String) -> String {
    let mark = "\u{2026}"
    return text.utf8.suffix(3).elementsEqual(mark.utf8) ? mark : "\(mark) (\(text.utf8.count) bytes)"
}

extension String {
    /// How many columns it takes, a character each; combining marks and wide characters are counted as one.
    var columns: Int { unicodeScalars.count }

    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - columns, 0)) }

    func aligned(right width: Int) -> String { String(repeating: " ", count: max(width - columns, 0)) + self }

    /// The text in at most `width` columns; an ellipsis stands for what is cut, which is whole words where that leaves half.
    func cut(to width: Int) -> String {
        guard columns > width else { return self }
        let scalars = unicodeScalars
        let end = scalars.index(scalars.startIndex, offsetBy: max(width - 1, 0), limitedBy: scalars.endIndex) ?? scalars.endIndex
        let kept = scalars[..<end]
        guard let space = scalars[...end].lastIndex(of: " "), scalars.distance(from: scalars.startIndex, to: space) * 2 >= width
        else { return String(kept) + "\u{2026}" }
        return String(scalars[..<space]) + "\u{2026}"
    }

    /// The text in lines of at most `width` columns, broken at spaces, within a word only where it is longer than a line.
    func wrapped(to width: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(self).unicodeScalars
        while rest.count > width {
            let end = rest.index(rest.startIndex, offsetBy: width)
            let space = rest[...end].lastIndex(of: " ")
            let cut = space.map { $0 > rest.startIndex ? $0 : end } ?? end
            lines.append(String(rest[..<cut]))
            rest = rest[cut...].drop { $0 == " " }
        }
        if !rest.isEmpty || lines.isEmpty { lines.append(String(rest)) }
        return lines
    }

    /// The text as one word of a POSIX shell, always quoted.
    package var shellQuoted: String {
        let parts = displayed.utf8.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false)
        return "'" + parts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "'\\''") + "'"
    }
}

/// Returns `1 case` or `3 cases`.
func counted(_ count: Int, _ noun: String) -> String { count == 1 ? "1 \(noun)" : "\(count) \(noun)s" }

extension Duration {
    /// Whole microseconds, the precision at which reports keep durations; what is finer is cut off.
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max : scaled.addingReportingOverflow(attoseconds / 1_000_000_000_000).partialValue
    }

    /// Whole milliseconds; what is finer is cut off.
    var milliseconds: Int64 { microseconds / 1000 }

    /// `870 µs`, `3.1 ms`, `12.34 s`, `2 min 3.4 s`.
    var shown: String {
        let time = microseconds
        switch time {
        case ..<1000: return "\(time) µs"
        case ..<1_000_000: return "\(time / 1000).\(time / 100 % 10) ms"
        case ..<60_000_000:
            let hundredths = time / 10_000 % 100
            return "\(time / 1_000_000).\(hundredths < 10 ? "0" : "")\(hundredths) s"
        default: return "\(time / 60_000_000) min \(time / 1_000_000 % 60).\(time / 100_000 % 10) s"
        }
    }
}
