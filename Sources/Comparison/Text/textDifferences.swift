internal import AssayCore

/// Returns how a text departs from the expected one, line by line. Equal means equal bytes.
///
/// Lines end at LF; a CR before it belongs to the line end. Lines put in or left out shift nothing after them. When only line
/// ends or a byte order mark differ, that is one difference of kind `.dialect`.
///
/// - Parameters:
///   - expected: UTF-8. What is not can only be equal, or be compared as bytes.
///   - limit: How many differences are kept; all are counted.
package func textDifferences(expected: [UInt8], actual: [UInt8], limit: Int) -> Differences {
    var differences = Differences(limit: limit)
    if expected == actual { return differences }
    let faults = [expected, actual].map(\.firstFaultOfUTF8)
    if let fault = faults[1], faults[0] == nil {
        differences.add(
            Difference(
                .unreadable, at: .byte(fault), expected: "text in UTF-8", actual: hexadecimal(actual, around: fault).text,
                note: "bytes that are not UTF-8"))
        return differences
    }
    guard faults == [nil, nil] else { return byteDifferences(expected: expected, actual: actual, limit: limit) }

    let comparison = LineComparison(TextLines(expected), TextLines(actual))
    comparison.report(into: &differences)
    // Whatever a comparison by lines overlooks, other bytes are never taken as equal.
    return differences.isEmpty ? byteDifferences(expected: expected, actual: actual, limit: limit) : differences
}

/// Returns how a text departs from the expected one: as a whole when both are one line, else line by line.
package func textDifferences(expected: String, actual: [UInt8], limit: Int) -> Differences {
    let expectedBytes = Array(expected.utf8)
    let isOneLine = !expectedBytes.contains(0x0A) && !actual.contains(0x0A)
    guard isOneLine, expectedBytes != actual, actual.firstFaultOfUTF8 == nil else {
        return textDifferences(expected: expectedBytes, actual: actual, limit: limit)
    }
    var differences = Differences(limit: limit)
    differences.add(lineDifference(at: .whole, expected, String(decoding: actual, as: UTF8.self)))
    return differences
}

private func lineDifference(at place: Difference.Place, _ expected: String, _ actual: String) -> Difference {
    let shown = shownTexts(expected, actual)
    let notes = [remarkOnTexts(expected: expected, actual: actual), shown.note].compactMap { $0 }
    return Difference(
        .value, at: place, expected: shown.expected, actual: shown.actual, note: notes.joined(separator: "; ").nilIfEmpty)
}

/// A text cut into lines.
private struct TextLines {
    private let bytes: [UInt8]
    /// Each without its line end. Behind the last line end is a last line, which may be empty.
    private let ranges: [Range<Int>]
    let hasByteOrderMark: Bool
    /// The line ends that are met: "CRLF", "LF".
    let newlines: Set<String>

    init(_ bytes: [UInt8]) {
        hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        var ranges: [Range<Int>] = []
        var newlines: Set<String> = []
        var start = hasByteOrderMark ? 3 : 0
        for index in start..<bytes.count where bytes[index] == 0x0A {
            let hasCR = index > start && bytes[index - 1] == 0x0D
            newlines.insert(hasCR ? "CRLF" : "LF")
            ranges.append(start..<(hasCR ? index - 1 : index))
            start = index + 1
        }
        ranges.append(start..<bytes.count)
        (self.bytes, self.ranges, self.newlines) = (bytes, ranges, newlines)
    }

    var count: Int { ranges.count }

    /// Whether a line is only there because the text ends in a line end.
    func isBehindLastLineEnd(_ index: Int) -> Bool { index > 0 && index == ranges.count - 1 && ranges[index].isEmpty }

    /// From 0.
    func line(_ index: Int) -> ArraySlice<UInt8> { bytes[ranges[index]] }

    func text(_ index: Int) -> String { String(decoding: line(index), as: UTF8.self) }

    /// As a report may hold it: a long line is cut at its end.
    func shown(_ index: Int) -> String { line(index).withUnsafeBytes { shownLine($0) } }

    var hashes: [UInt64] {
        bytes.withUnsafeBytes { buffer in
            ranges.map { range in
                var hash = RowHash()
                hash.combine(UnsafeRawBufferPointer(rebasing: buffer[range]))
                return hash.value
            }
        }
    }
}

private struct LineComparison {
    private let expected: TextLines
    private let actual: TextLines

    init(_ expected: TextLines, _ actual: TextLines) {
        self.expected = expected
        self.actual = actual
    }

    func report(into differences: inout Differences) {
        reportDialect(into: &differences)
        for part in Alignment(of: expected.hashes, with: actual.hashes).parts {
            switch part {
            case .equal(let first, let second, let count):
                for offset in 0..<count { compare(first + offset, second + offset, into: &differences) }
            case .gap(let left, let right): reportGap(left, right, into: &differences)
            }
        }
    }

    private func reportDialect(into differences: inout Differences) {
        if expected.hasByteOrderMark != actual.hasByteOrderMark {
            let mark = "\u{FEFF}"
            differences.add(
                Difference(
                    .dialect, at: .whole, expected: expected.hasByteOrderMark ? mark : nil,
                    actual: actual.hasByteOrderMark ? mark : nil, note: "a byte order mark on one side only"))
        }
        if expected.newlines != actual.newlines, !expected.newlines.isEmpty, !actual.newlines.isEmpty {
            differences.add(
                Difference(
                    .dialect, at: .whole, expected: expected.newlines.sorted().joined(separator: ", "),
                    actual: actual.newlines.sorted().joined(separator: ", "), note: "other line ends"))
        }
    }

    /// Lines at the same place in a gap are one that changed; what is left is missing or too much.
    private func reportGap(_ left: Range<Int>, _ right: Range<Int>, into differences: inout Differences) {
        let common = min(left.count, right.count)
        for offset in 0..<common { compare(left.lowerBound + offset, right.lowerBound + offset, into: &differences) }
        for line in left.dropFirst(common) {
            let note =
                expected.isBehindLastLineEnd(line)
                ? "the line end after the last line" : "the line number is that of the expected text"
            differences.add(Difference(.missing, at: .line(line + 1), expected: expected.shown(line), note: note))
        }
        for line in right.dropFirst(common) {
            let note = actual.isBehindLastLineEnd(line) ? "a line end after the last line" : nil
            differences.add(Difference(.extra, at: .line(line + 1), actual: actual.shown(line), note: note))
        }
    }

    private func compare(_ first: Int, _ second: Int, into differences: inout Differences) {
        guard expected.line(first) != actual.line(second) else { return }
        differences.add(lineDifference(at: .line(second + 1), expected.text(first), actual.text(second)))
    }
}

extension [UInt8] {
    /// The offset of the first byte that is not UTF-8.
    fileprivate var firstFaultOfUTF8: Int? {
        do {
            _ = try UTF8Span(validating: span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}
