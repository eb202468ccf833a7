import AssayCore

/// A place in a file with its line, in which the range is marked.
struct HTMLExcerpt {
    private let place: SourcePlace
    private static let width = 160

    /// - Parameter difference: Its own expectation is marked where it stands on the line that is kept.
    init(_ place: SourcePlace, for difference: Difference? = nil) {
        if let range = difference?.range, range.start.line == place.range.start.line {
            self.place = SourcePlace(path: place.path, range: range, line: place.line)
        } else {
            self.place = place
        }
    }

    var page: Page {
        let scalars = Array(place.line.unicodeScalars)
        let range = place.range
        let start = min(max(range.start.column - 1, 0), scalars.count)
        // A range of several lines is marked to the end of the first.
        let isOneLine = range.end.line == range.start.line
        let end = min(isOneLine ? max(range.end.column - 1, start) : scalars.count, scalars.count)
        var page: Page = [
            "at": "\(place.path.displayed):\(range.start.line):\(range.start.column)", "line": range.start.line,
            "marked": Self.text(scalars[start..<min(end, start + Self.width)]),
        ]
        let first = max(start - Self.width / 2, 0)
        page["before"] = (first > 0 ? "\u{2026}" : "") + Self.text(scalars[first..<start])
        let last = min(end + Self.width / 2, scalars.count)
        let isCut = end > start + Self.width
        page["after"] = isCut ? "\u{2026}" : Self.text(scalars[end..<last]) + (last < scalars.count ? "\u{2026}" : "")
        return page
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text).displayed
    }
}
