extension String {
    /// The text as the path of a URI: what is neither unreserved (RFC 3986 section 2.3) nor `/` as `%` and two digits a byte.
    var percentEncodedPath: String {
        guard !utf8.allSatisfy(Self.mayStand) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count + 32)
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in utf8 {
            if Self.mayStand(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func mayStand(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "-._~/".utf8.contains(byte)
        }
    }
}
