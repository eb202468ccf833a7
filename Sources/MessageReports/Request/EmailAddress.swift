/// A plain address (an addr-spec of RFC 5322 section 3.4.1 without quotes, comments or domain literals) in ASCII, whose
/// domain has at least one dot.
struct EmailAddress: Sendable {
    /// As the request has it.
    let text: String
    /// What makes two addresses the same: the local part as it is, the domain in lower case.
    let identity: [UInt8]

    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), Self.isLocalPart(bytes[..<at]),
            Self.isDomain(bytes[(at + 1)...])
        else { return nil }
        self.text = text
        identity = bytes[...at] + bytes[(at + 1)...].map(\.lowercasedASCII)
    }

    private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
        }
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "-") }
            }
    }
}
