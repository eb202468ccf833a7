extension Unicode.GeneralCategory {
    /// Characters that do not print, or that a terminal obeys: controls, marks of text direction and other format
    /// characters, separators of lines, surrogates.
    fileprivate var isInvisible: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}

extension String {
    /// The text as a terminal may safely show it on one line: control characters and text-direction marks are written
    /// as `\n`, `\t` or `\u{1B}`.
    public var displayed: String {
        guard unicodeScalars.contains(where: { !$0.isHarmless }) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.isHarmless: result.unicodeScalars.append(scalar)
            default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            }
        }
        return result
    }
}

extension Unicode.Scalar {
    /// Whether a terminal shows it as one character where it stands: no control, no mark that turns the text's direction.
    public var isHarmless: Bool {
        if value >= 0x20 && value < 0x7F { return true }
        return !properties.generalCategory.isInvisible
    }
}
