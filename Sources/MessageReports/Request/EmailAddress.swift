/// A plain address (an addr-spec of RFC 5322 section 3.4.1 without quotes, comments or domain literals) in ASCII, whose
/// domain has at least one dot.
struct EmailAddress: Sendable {
    /// As the request has it.
    let text: String
    /// What makes two addresses the same: the local part as it is, the domain in lower case.
    let identity: [UInt8]

    init?(_ text: String, with mutation: Mutation? = nil) {
        let bytes = Array(text.utf8)
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")),
            mutation?.accepts(address: bytes) ?? Self.isWellFormed(bytes)
        else { return nil }
        self.text = text
        identity = bytes[...at] + bytes[(at + 1)...].map(\.lowercasedASCII)
    }

    /// Whether it is a dot-atom, an at sign and a domain.
    static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else { return false }
        return isLocalPart(bytes[..<at]) && isDomain(bytes[(at + 1)...])
    }

    private static let dot = UInt8(ascii: ".")
    private static let hyphen = UInt8(ascii: "-")

    /// Atoms with a dot between them.
    private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        var last = dot
        for byte in bytes {
            let isOfAtom = byte.isASCIILetter || byte.isASCIIDigit || "!#$%&'*+/=?^_`{|}~-".utf8.contains(byte)
            guard isOfAtom || (byte == dot && last != dot) else { return false }
            last = byte
        }
        return last != dot
    }

    /// Two labels or more, of at most 63 bytes each, with a dot between them.
    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        var labels = 1
        var length = 0
        var last = dot
        for byte in bytes {
            if byte == dot {
                guard (1...63).contains(length), last != hyphen else { return false }
                (labels, length) = (labels + 1, 0)
            } else {
                guard byte.isASCIILetter || byte.isASCIIDigit || (byte == hyphen && length > 0) else { return false }
                length += 1
            }
            last = byte
        }
        return labels >= 2 && (1...63).contains(length) && last != hyphen
    }
}
