internal import AssayCore

/// What stands after `MAIL FROM:` and `RCPT TO:` (RFC 5321 section 4.1.2).
struct SMTPPath: Equatable {
    struct Parameter: Equatable {
        /// In upper case.
        var name: String
        var value: String?
    }

    /// Without angle brackets and source route; empty for the null path.
    var address: String
    var parameters: [Parameter]

    /// - Returns: `nil` for what is no path.
    init?(_ argument: ArraySlice<UInt8>, after keyword: String) {
        guard argument.count > keyword.utf8.count,
            String(decoding: argument.prefix(keyword.utf8.count), as: UTF8.self).equalsIgnoringASCIICase(keyword)
        else { return nil }
        // A blank after the colon is against the grammar, and sent by many.
        let rest = argument.dropFirst(keyword.utf8.count).drop { $0 == UInt8(ascii: " ") }
        guard rest.first == UInt8(ascii: "<"), let end = Self.end(of: rest),
            let text = String(validating: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        else { return nil }
        address = Self.withoutRoute(text)
        parameters = []
        for word in rest[(end + 1)...].split(separator: UInt8(ascii: " ")) {
            let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            parameters.append(
                Parameter(
                    name: String(decoding: parts[0], as: UTF8.self).uppercased(),
                    value: parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : nil))
        }
        guard rest[(end + 1)...].first.map({ $0 == UInt8(ascii: " ") }) ?? true else { return nil }
    }

    /// Whether it is `local-part@domain` within the limits of section 4.5.3.1; the local part may be a quoted string.
    var isMailbox: Bool {
        let bytes = Array(address.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")), (1...64).contains(at), at + 1 < bytes.count
        else { return false }
        let domain = bytes[(at + 1)...]
        let isPlain = { (byte: UInt8) in byte > 0x20 && byte != 0x7F && !"()<>@,;:\\\"".utf8.contains(byte) }
        let isLiteral = domain.first == UInt8(ascii: "[") && domain.last == UInt8(ascii: "]")
        guard domain.allSatisfy({ isPlain($0) || isLiteral && $0 == UInt8(ascii: ":") }) else { return false }
        let local = bytes[..<at]
        if local.first == UInt8(ascii: "\"") { return local.count > 2 && local.last == UInt8(ascii: "\"") }
        return local.allSatisfy { isPlain($0) && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "]") }
    }

    /// A `>` within a quoted local part ends nothing.
    private static func end(of path: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        var isEscaped = false
        for index in path.indices {
            if isEscaped {
                isEscaped = false
            } else if isQuoted, path[index] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if path[index] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if !isQuoted, path[index] == UInt8(ascii: ">") {
                return index
            }
        }
        return nil
    }

    /// `@one,@two:user@three` is for `user@three` (section 4.1.1.3).
    private static func withoutRoute(_ path: String) -> String {
        guard path.utf8.first == UInt8(ascii: "@"), let colon = path.utf8.firstIndex(of: UInt8(ascii: ":")) else { return path }
        return String(path[path.utf8.index(after: colon)...])
    }
}
