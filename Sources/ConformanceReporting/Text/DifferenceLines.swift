package import AssayCore

/// Differences that are in no table, a line each.
package struct DifferenceLines {
    private let style: TextStyle

    package init(style: TextStyle) {
        self.style = style
    }

    package func lines(of differences: some Sequence<Difference>) -> [String] {
        differences.map { difference in
            let place = difference.kind == .dialect ? dialectPlace(difference) : difference.place.shown
            let remark = difference.kind == .dialect ? dialectRemark(difference) : difference.remark
            return place.isEmpty ? remark : style.painted(place, .open) + ": " + remark
        }
    }

    private func dialectPlace(_ difference: Difference) -> String {
        let place = difference.place.shown
        return place.isEmpty ? "dialect" : "dialect, \(place)"
    }

    /// Delimiters and quotes are easily overlooked: what is wrong is said first, and values stand in quotes.
    private func dialectRemark(_ difference: Difference) -> String {
        let note = difference.note.map { shown($0) } ?? difference.kind.phrase
        guard let expected = difference.expected, let actual = difference.actual else { return note }
        let (due, came) = shownPair(expected, actual)
        return "\(note): expected '\(due)', got '\(came)'"
    }
}
