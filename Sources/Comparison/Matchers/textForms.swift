/// A UUID as RFC 9562 section 4 writes it: 8-4-4-4-12 hexadecimal digits in either case, of version 1 to 8 and the variant of
/// that RFC (first digit of the fourth group 8, 9, a or b); also the nil and the max UUID (sections 5.9 and 5.10).
///
/// Not: braces, `urn:uuid:`, and the variants of other systems.
func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    for (index, byte) in bytes.enumerated() {
        switch index {
        case 8, 13, 18, 23: guard byte == UInt8(ascii: "-") else { return false }
        default: guard byte.isHexadecimalDigit else { return false }
        }
    }
    let digits = bytes.filter { $0 != UInt8(ascii: "-") }
    if digits.allSatisfy({ $0 == UInt8(ascii: "0") }) || digits.allSatisfy({ $0 | 0x20 == UInt8(ascii: "f") }) { return true }
    let isKnownVersion = (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(bytes[14])
    return isKnownVersion && "89abAB".utf8.contains(bytes[19])
}

/// An email address that can be used as it stands: a dot-string, `@`, and a domain of two labels or more, all ASCII
/// (RFC 5321 section 4.1.2 without quoted strings and address literals).
///
/// At most 64 bytes before the `@`, 254 in all, 63 a label; labels are letters, digits and inner hyphens.
func isEmailAddress(_ text: String) -> Bool {
    guard text.utf8.count <= 254 else { return false }
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count <= 64 else { return false }
    let atoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isAtomCharacter) } && labels.count >= 2
        && labels.allSatisfy { label in
            (1...63).contains(label.count) && label.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
                && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
        }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    fileprivate var isHexadecimalDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }

    /// `atext` of RFC 5322 section 3.2.3.
    fileprivate var isAtomCharacter: Bool { isLetterOrDigit || "!#$%&'*+-/=?^_`{|}~".utf8.contains(self) }
}
