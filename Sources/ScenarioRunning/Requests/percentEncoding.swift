/// Returns `text` with every byte but the unreserved ones of RFC 3986 section 2.3 as `%XX`.
///
/// - Parameter form: Writes a space as `+`, as `application/x-www-form-urlencoded` does.
func percentEncoded(_ text: String, form: Bool = false) -> String {
    if text.utf8.allSatisfy(\.isUnreserved) { return text }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 3)
    for byte in text.utf8 {
        if byte.isUnreserved {
            bytes.append(byte)
        } else if form && byte == UInt8(ascii: " ") {
            bytes.append(UInt8(ascii: "+"))
        } else {
            bytes.appendEscape(of: byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
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
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
            || self == UInt8(ascii: "-") || self == UInt8(ascii: ".") || self == UInt8(ascii: "_") || self == UInt8(ascii: "~")
    }
}
