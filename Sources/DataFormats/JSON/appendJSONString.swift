/// Appends `text` in quotes, escaped as RFC 8785 section 3.2.2.2 has it: `\b \t \n \f \r \" \\`, lower-case `\u00xx` for
/// the other controls, all else as it is.
package func appendJSONString(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { appendJSONString($0, to: &bytes) }
}

/// Also takes the three bytes that stand for half of a surrogate pair: they come out as an escape again.
func appendJSONString(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var plainStart = 0
    var index = 0
    while index < text.count {
        let byte = text[index]
        let length = needsEscape(text, at: index)
        guard length > 0 else {
            index += 1
            continue
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plainStart..<index]))
        if length == 3 {
            appendUnicodeEscape(0xD000 | UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F), to: &bytes)
        } else {
            appendEscape(of: byte, to: &bytes)
        }
        index += length
        plainStart = index
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[plainStart...]))
    bytes.append(UInt8(ascii: "\""))
}

/// How many bytes at `index` must be escaped as one: 0, 1, or 3 for a surrogate.
@inline(__always) private func needsEscape(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = text[index]
    if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return 1 }
    return byte == 0xED && index + 2 < text.count && text[index + 1] >= 0xA0 ? 3 : 0
}

private func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    let letter: UInt8? =
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): byte
        case 0x08: UInt8(ascii: "b")
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0C: UInt8(ascii: "f")
        case 0x0D: UInt8(ascii: "r")
        default: nil
        }
    guard let letter else { return appendUnicodeEscape(UInt32(byte), to: &bytes) }
    bytes.append(UInt8(ascii: "\\"))
    bytes.append(letter)
}

private func appendUnicodeEscape(_ unit: UInt32, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: "\\u".utf8)
    for shift in stride(from: UInt32(12), through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
        bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
}
