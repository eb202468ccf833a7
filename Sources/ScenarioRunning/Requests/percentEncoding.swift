/// Returns `text` with every byte but the unreserved ones of RFC 3986 section 2.3 as `%XX`.
///
/// - Parameter form: Writes a space as `+`, as `application/x-www-form-urlencoded` does.
func percentEncoded(_ text: String, form: Bool = false) -> String {
    var text = text
    let bytes = text.withUTF8 { utf8 -> [UInt8]? in
        guard let first = utf8.firstIndex(where: { !$0.isUnreserved }) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 24)
        bytes += utf8[..<first]
        for byte in utf8[first...] {
            if byte.isUnreserved {
                bytes.append(byte)
            } else if form && byte == UInt8(ascii: " ") {
                bytes.append(UInt8(ascii: "+"))
            } else {
                bytes.appendEscape(of: byte)
            }
        }
        return bytes
    }
    return bytes.map { String(decoding: $0, as: UTF8.self) } ?? text
}

/// Returns a path with every byte escaped that RFC 3986 section 3.3 does not let stand there. What is escaped already stays.
func percentEncoded(path: String) -> String {
    func mayStand(_ byte: UInt8) -> Bool { byte.isUnreserved || "!$&'()*+,;=:@/%".utf8.contains(byte) }
    if path.utf8.allSatisfy(mayStand) { return path }
    var bytes: [UInt8] = []
    for byte in path.utf8 {
        if mayStand(byte) { bytes.append(byte) } else { bytes.appendEscape(of: byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension [UInt8] {
    fileprivate mutating func appendEscape(of byte: UInt8) {
        append(UInt8(ascii: "%"))
        appendHexadecimal(byte >> 4)
        appendHexadecimal(byte & 15)
    }

    private mutating func appendHexadecimal(_ digit: UInt8) {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
