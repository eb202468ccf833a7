extension Diagnostic {
    /// Returns the diagnostic as a compiler would print it, ending in a line break.
    ///
    /// ```text
    /// scenarios/orders.yaml:14:7: error: step key 'expcet' is not known [unknown-key]
    ///    14 |       expcet: {status: 200}
    ///       |       ^~~~~~
    ///       fix: did you mean 'expect'?
    /// ```
    public func rendered() -> String {
        var text = Self.place(file, range)
        text += ": \(severity.rawValue): \(message.displayed) [\(id)]\n"
        if let range { text += excerpt(of: file, at: range) }
        if let fix { text += "      fix: \(fix.displayed)\n" }
        for note in notes {
            text += "\(Self.place(note.file, note.range)): note: \(note.message.displayed)\n"
            text += excerpt(of: note.file, at: note.range)
        }
        return text
    }

    private static func place(_ file: SourceFile, _ range: SourceRange?) -> String {
        guard let start = range?.start else { return file.path.displayed }
        return "\(file.path.displayed):\(start.line):\(start.column)"
    }
}

/// Returns the line where `range` starts and a second line that marks it, each ending in a line break; empty when
/// the file has no such line.
///
/// A range of several lines is marked to the end of its first line. Tabs, control characters and direction marks become spaces, and a
/// long line is cut around the mark, so that the caret stands under what it points at.
public func excerpt(of file: SourceFile, at range: SourceRange, remark: String = "") -> String {
    guard let line = file.line(range.start.line) else { return "" }
    return excerpt(ofLine: line, at: range, remark: remark)
}

/// As `excerpt(of:at:remark:)`, for a line that was already found.
public func excerpt(ofLine line: String, at range: SourceRange, remark: String = "") -> String {
    let width = 100
    var scalars = line.unicodeScalars.map { $0.isHarmless ? $0 : " " }
    var mark = min(max(range.start.column - 1, 0), scalars.count)
    var length = range.end.line == range.start.line ? range.end.column - range.start.column : scalars.count - mark
    length = max(1, min(length, max(scalars.count - mark, 1)))
    if scalars.count > width, mark > width * 2 / 3 {
        let cut = min(mark - width / 3, scalars.count)
        scalars = ["\u{2026}"] + scalars[cut...]
        mark -= cut - 1
    }
    if scalars.count > width {
        scalars = scalars[..<width] + ["\u{2026}"]
        length = max(1, min(length, width - mark))
    }
    let number = String(range.start.line)
    let gutter = String(repeating: " ", count: max(5 - number.count, 0)) + number
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars)
    var text = "\(gutter) | \(String(shown))\n"
    text += String(repeating: " ", count: gutter.count) + " | " + String(repeating: " ", count: mark)
    text += "^" + String(repeating: "~", count: length - 1)
    if !remark.isEmpty { text += " " + remark }
    return text + "\n"
}
