/// Returns a JSON text with a line for each member and element, every token as it was written.
///
/// Only white space between tokens changes, so that what is shown is what came: number texts, escapes and doubled names
/// stay. Anything may be handed in; where brackets do not match, the result is `nil`.
func indentedJSON(_ text: String) -> String? {
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count * 2)
    var open: [UInt8] = []
    var isInString = false
    var isEscaped = false
    var isAfterOpening = false
    func newLine() {
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<min(open.count, 40) { output += [0x20, 0x20] }
    }
    for byte in text.utf8 {
        if isInString {
            output.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
            continue
        }
        if [0x20, 0x09, 0x0A, 0x0D].contains(byte) { continue }
        let closes = byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
        if isAfterOpening, !closes { newLine() }
        isAfterOpening = false
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            output.append(byte)
            open.append(byte + 2)
            isAfterOpening = true
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            guard open.popLast() == byte else { return nil }
            if output.last.map({ $0 != byte - 2 }) ?? true { newLine() }
            output.append(byte)
        case UInt8(ascii: ","):
            output.append(byte)
            newLine()
        case UInt8(ascii: ":"): output += [byte, 0x20]
        default:
            isInString = byte == UInt8(ascii: "\"")
            output.append(byte)
        }
    }
    guard open.isEmpty, !isInString else { return nil }
    return String(decoding: output, as: UTF8.self)
}
