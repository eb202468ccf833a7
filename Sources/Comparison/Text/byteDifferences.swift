internal import AssayCore

/// Returns where bytes first depart from the expected ones, with some of them round that place in hexadecimal. At most one
/// difference: behind the first, bytes that were put in or left out make all others differ.
package func byteDifferences(expected: [UInt8], actual: [UInt8], limit: Int) -> Differences {
    var differences = Differences(limit: limit)
    if expected == actual { return differences }
    let common = zip(expected, actual).prefix { $0 == $1 }.count
    let kind: Difference.Kind =
        if common == actual.count { .missing } else if common == expected.count { .extra } else { .value }
    let sizes =
        expected.count == actual.count ? "\(actual.count) bytes each" : "expected \(expected.count) bytes, got \(actual.count)"
    differences.add(
        Difference(
            kind, at: .byte(common), expected: kind == .extra ? nil : hexadecimal(expected, around: common).text,
            actual: kind == .missing ? nil : hexadecimal(actual, around: common).text,
            note: "\(sizes); shown from byte \(hexadecimal(actual, around: common).start) on"))
    return differences
}

/// Up to 16 bytes as `48 65 6C`, of which up to 4 stand before `offset`.
func hexadecimal(_ bytes: [UInt8], around offset: Int) -> (text: String, start: Int) {
    let start = Swift.max(0, offset - 4)
    let shown = bytes[Swift.min(start, bytes.count)..<Swift.min(start + 16, bytes.count)]
    let pairs = shown.map { byte in
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return (pairs.joined(separator: " "), start)
}
