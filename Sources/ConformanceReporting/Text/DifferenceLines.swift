package import AssayCore

/// Differences that are in no table, a line each.
package struct DifferenceLines {
    private let style: TextStyle

    package init(style: TextStyle) {
        self.style = style
    }

    package func lines(of differences: some Sequence<Difference>) -> [String] {
        differences.map { difference in
            let place = difference.place.shown
            guard !place.isEmpty else { return difference.remark }
            return style.painted(place, .open) + ": " + difference.remark
        }
    }
}
