/// How a report for people looks.
package struct TextStyle: Sendable, Hashable {
    /// Whether to use ANSI colours.
    package var color: Bool
    /// Columns of the terminal, for which long lines are broken or cut; `nil` where none is and they may be as long as they are.
    package var width: Int?
    /// Whether to show every case, with the exchanges that were kept.
    package var verbose: Bool

    package init(color: Bool = false, width: Int? = nil, verbose: Bool = false) {
        self.color = color
        self.width = width
        self.verbose = verbose
    }

    /// The colours in use, by what they say.
    enum Tone: String {
        case good = "32"
        case bad = "1;31"
        case open = "33"
        case faint = "2"
    }

    func painted(_ text: String, _ tone: Tone?) -> String {
        guard color, let tone else { return text }
        return "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m"
    }
}
