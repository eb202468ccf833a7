/// Says what two texts that are not the same bytes have in common where a reader would see no difference: their canonical
/// form, their visible characters, their letters. `nil` when there is nothing to say.
func remarkOnTexts(expected: String, actual: String) -> String? {
    // Normalising a text of megabytes takes long, and such a text is not read for its accents.
    guard max(expected.utf8.count, actual.utf8.count) <= 65_536 else { return nil }
    // The equality of strings is canonical equivalence.
    if expected == actual { return "same after Unicode normalisation (NFC)" }
    if expected.visible == actual.visible {
        let (left, right) = (expected.invisible, actual.invisible)
        guard let place = zip(left, right).first(where: { $0 != $1 }) ?? firstSurplus(left, right) else {
            return "only invisible characters differ: they stand in other places"
        }
        let shown = [place.0, place.1].map { $0.map(\.name) ?? "none" }
        return "only invisible characters differ: expected \(shown[0]), got \(shown[1])"
    }
    if expected.utf8.elementsEqual(actual.utf8, by: { $0.asciiLowercased == $1.asciiLowercased }) {
        return "only letter case differs"
    }
    return nil
}

/// The first character that only the longer list has.
private func firstSurplus(_ left: [Unicode.Scalar?], _ right: [Unicode.Scalar?]) -> (Unicode.Scalar?, Unicode.Scalar?)? {
    if left.count > right.count { return (left[right.count], nil) }
    return right.count > left.count ? (nil, right[left.count]) : nil
}

extension String {
    fileprivate var visible: [Unicode.Scalar] { unicodeScalars.filter { !$0.isBlank } }
    fileprivate var invisible: [Unicode.Scalar?] { unicodeScalars.filter(\.isBlank) }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool {
        switch properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    /// `U+00A0 NO-BREAK SPACE`
    fileprivate var name: String {
        let digits = String(value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return (properties.name ?? properties.nameAlias).map { "\(code) \($0)" } ?? code
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }
}
