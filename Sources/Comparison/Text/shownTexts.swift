/// Texts of more bytes than this are cut for a report, which cannot show megabytes in a line.
private let longestShown = 4096

/// Returns two texts that differ as a report may hold them: whole, or cut round the first byte that differs, and then a note
/// that says so.
func shownTexts(_ expected: String, _ actual: String) -> (expected: String, actual: String, note: String?) {
    guard max(expected.utf8.count, actual.utf8.count) > longestShown else { return (expected, actual, nil) }
    let (left, right) = (Array(expected.utf8), Array(actual.utf8))
    let common = zip(left, right).prefix { $0 == $1 }.count
    let note = "cut: \(left.count) and \(right.count) bytes, which differ from byte \(common) on"
    return (window(of: left, around: common), window(of: right, around: common), note)
}

/// Returns a record as it stands in the file, cut at its end when it is long.
func shownLine(_ bytes: UnsafeRawBufferPointer) -> String {
    bytes.count <= longestShown
        ? String(decoding: bytes, as: UTF8.self) : window(of: Array(bytes.prefix(longestShown + 1)), around: 0)
}

/// Cut between Unicode scalars, an ellipsis in place of what is left out.
private func window(of bytes: [UInt8], around offset: Int) -> String {
    func isBoundary(_ index: Int) -> Bool { index == bytes.count || bytes[index] & 0xC0 != 0x80 }
    var start = max(0, min(offset, bytes.count) - 256)
    var end = min(bytes.count, start + 1024)
    while !isBoundary(start) { start -= 1 }
    while !isBoundary(end) { end -= 1 }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return (start > 0 ? "\u{2026}" : "") + text + (end < bytes.count ? "\u{2026}" : "")
}
