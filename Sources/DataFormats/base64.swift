private let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
private let padding = UInt8(ascii: "=")

/// Returns `bytes` in base64 with padding, on one line (RFC 4648 section 4).
package func base64(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
        for place in 0..<4 {
            output.append(place <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * place) & 63)] : padding)
        }
    }
    return String(decoding: output, as: UTF8.self)
}

/// Returns the bytes that `text` stands for, or `nil` when it is not canonical base64 (RFC 4648 section 3.5).
package func decoded(base64 text: String) -> [UInt8]? {
    let characters = Array(text.utf8)
    guard characters.count % 4 == 0 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(characters.count / 4 * 3)
    for start in stride(from: 0, to: characters.count, by: 4) {
        let group = characters[start..<start + 4].prefix { $0 != padding }
        guard group.count >= 2, start + 4 == characters.count || group.count == 4,
            characters[start..<start + 4].dropFirst(group.count).allSatisfy({ $0 == padding })
        else { return nil }
        var bits: UInt32 = 0
        for character in group {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = bits << 6 | UInt32(value)
        }
        bits <<= UInt32(6 * (4 - group.count))
        guard group.count == 4 || bits & (group.count == 3 ? 0xFF : 0xFFFF) == 0 else { return nil }
        output += [UInt8(bits >> 16 & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits & 0xFF)].prefix(group.count - 1)
    }
    return output
}
