/// The parameters of a query, decoded as `application/x-www-form-urlencoded`
/// (https://url.spec.whatwg.org/#urlencoded-parsing): `+` is a space, `%XX` a byte of UTF-8.
struct QueryParameters {
    struct Parameter {
        var name: String
        /// `nil` when it holds a broken `%` escape, or bytes that are not UTF-8.
        var value: String?
    }

    private(set) var parameters: [Parameter] = []

    init(_ query: String?) {
        guard let query else { return }
        for pair in Array(query.utf8).split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = pair[..<(equals ?? pair.endIndex)]
            let value = equals.map { pair[($0 + 1)...] }
            parameters.append(
                Parameter(
                    // A name that cannot be decoded is no name of ours: its text is only quoted.
                    name: Self.decoded(name) ?? String(decoding: name, as: UTF8.self),
                    value: value.map(Self.decoded) ?? ""))
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
                index += 1
            case UInt8(ascii: "%"):
                guard index + 2 < text.endIndex, let high = hexadecimalDigit(text[index + 1]),
                    let low = hexadecimalDigit(text[index + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                index += 3
            case let byte:
                bytes.append(byte)
                index += 1
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
