import AssayCore

/// A piece of text in one colour.
struct PaintedText {
    private(set) var plain = ""
    private(set) var pieces: [(text: String, tone: TextStyle.Tone?)] = []

    init(_ text: String = "", _ tone: TextStyle.Tone? = nil) {
        append(text, tone)
    }

    mutating func append(_ text: String, _ tone: TextStyle.Tone? = nil) {
        guard !text.isEmpty else { return }
        plain += text
        pieces.append((text, tone))
    }

    var columns: Int { plain.columns }

    /// In at most `width` columns, and in exactly so many when `isPadded`.
    func painted(_ style: TextStyle, width: Int, isPadded: Bool) -> String {
        var (result, left) = ("", width)
        for piece in pieces where left > 0 {
            let text = columns > width && piece.text.columns >= left ? piece.text.cut(to: left) : piece.text
            result += style.painted(text, piece.tone)
            left -= text.columns
        }
        return result + (isPadded ? String(repeating: " ", count: max(left, 0)) : "")
    }
}

extension PaintedText {
    /// Values up to this many columns are shown whole.
    private static let shortest = 24
    private static let longestPart = 40
    /// How much is shown of what two long values have in common, on each side.
    private static let lead = 12

    /// A value and what became of it: `SENT->FAILED`; of long values only what differs and a little round it,
    /// `…campaign-[-0042-]{+0043+}-spring…`.
    init(from old: String, to new: String, arrow: String) {
        self.init()
        let (left, right) = (old.visible, new.visible)
        if left.columns <= Self.shortest, right.columns <= Self.shortest {
            append(left.quotedIfNeeded(like: old), .bad)
            append(arrow, .faint)
            append(right.quotedIfNeeded(like: new), .good)
            return
        }
        append(WordChange.all(from: left, to: right))
    }

    /// Two long values of which at least half is the same, as the one above shows them.
    ///
    /// - Returns: `nil` for others: two short or quite different values are easier read one after the other.
    init?(longTextsFrom old: String, to new: String) {
        let (left, right) = (old.visible, new.visible)
        guard max(left.columns, right.columns) > Self.shortest * 2 else { return nil }
        let parts = WordChange.all(from: left, to: right).withoutCut(of: left, right)
        let same = parts.reduce(0) { if case .same(let text) = $1 { $0 + text.columns } else { $0 } }
        guard same * 2 >= max(left.columns, right.columns), same < left.columns || same < right.columns else { return nil }
        self.init()
        append(parts)
    }

    private mutating func append(_ parts: [WordChange]) {
        for (index, part) in parts.enumerated() {
            switch part {
            case .same(let text):
                append(text.cut(round: Self.lead, keepsStart: index > 0, keepsEnd: index < parts.count - 1), .faint)
            case .changed(let old, let new):
                if !old.isEmpty { append("[-" + old.cut(to: Self.longestPart) + "-]", .bad) }
                if !new.isEmpty { append("{+" + new.cut(to: Self.longestPart) + "+}", .good) }
            }
        }
    }

    /// A value by itself.
    init(value: String, _ tone: TextStyle.Tone? = nil) {
        self.init(value.visible.quotedIfNeeded(like: value).cut(to: Self.longestPart), tone)
    }
}

extension [WordChange] {
    /// Where both texts are cut at their ends, they are so at other words: what only one of them has there is no difference.
    fileprivate func withoutCut(of left: String, _ right: String) -> [WordChange] {
        let areCut = [left, right].allSatisfy { $0.unicodeScalars.suffix(2).contains("\u{2026}") }
        guard areCut, let last = lastIndex(where: \.isChange), count(where: \.isChange) > 1, count - last <= 2,
            case .changed(let old, let new) = self[last], old.isEmpty || new.isEmpty
        else { return self }
        return self[..<last] + [.same("\u{2026}")]
    }
}

extension WordChange {
    fileprivate var isChange: Bool {
        if case .changed = self { true } else { false }
    }
}

extension String {
    /// As `displayed`, and spaces that look like others by their number: `\u{A0}`.
    var visible: String {
        let text = displayed
        func isOdd(_ scalar: Unicode.Scalar) -> Bool {
            !scalar.isASCII
                && (scalar.properties.generalCategory == .spaceSeparator || scalar.properties.isDefaultIgnorableCodePoint)
        }
        guard text.unicodeScalars.contains(where: isOdd) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isOdd(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    /// What is nearest to the places where two texts part; an ellipsis stands for what is cut.
    fileprivate func cut(round length: Int, keepsStart: Bool, keepsEnd: Bool) -> String {
        let kept = length * (keepsStart && keepsEnd ? 2 : 1)
        guard columns > kept + 1 else { return self }
        let start = keepsStart ? String(unicodeScalars.prefix(length)) : ""
        return start + "\u{2026}" + (keepsEnd ? String(unicodeScalars.suffix(length)) : "")
    }

    /// Quotes show where an empty value is, and where one begins or ends with a space.
    func quotedIfNeeded(like value: String) -> String {
        let isPlain = value.utf8.first != nil && value.utf8.first != 0x20 && value.utf8.last != 0x20
        return isPlain ? self : "\"\(self)\""
    }
}
