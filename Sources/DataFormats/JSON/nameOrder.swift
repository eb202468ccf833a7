// The order of member names: by UTF-16 code units of their decoded text, as RFC 8785 section 3.2.3 has it.

typealias TapeEntries = UnsafeBufferPointer<JSONTape.Entry>

/// Less than zero, zero or more than zero as the left name stands before, is, or stands after the right one.
func compareNames(_ left: Int, _ right: Int, _ entries: TapeEntries, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    withDecoded(entries[left], bytes) { left in
        withDecoded(entries[right], bytes) { right in compareByUTF16(left, right) }
    }
}

/// The tape indices of the names of an object, in order; equal names as they stand in the text.
func sortedNames(ofObject object: Int, entries: TapeEntries, bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
    var names: [Int] = []
    names.reserveCapacity(entries[object].count)
    var index = object + 1
    while index < Int(entries[object].link) {
        names.append(index)
        index = entries.index(after: index + 1)
    }
    names.sort { left, right in
        let order = compareNames(left, right, entries, bytes)
        return order == 0 ? left < right : order < 0
    }
    return names
}

/// Calls `body` with the text of a string entry: in place unless it has escapes.
@inline(__always)
func withDecoded<Result>(
    _ entry: JSONTape.Entry, _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    let raw = UnsafeBufferPointer(rebasing: bytes[entry.range])
    guard entry.isEscaped else { return body(raw) }
    return decodedString(raw).withUnsafeBufferPointer(body)
}

/// Compares two texts in UTF-8 as UTF-16 would order them.
func compareByUTF16(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
    let shared = min(left.count, right.count)
    var index = 0
    while index < shared, left[index] == right[index] { index += 1 }
    guard index < shared else { return left.count - right.count }
    let (first, second) = (left[index], right[index])
    // Both orders agree but for U+D800 and above: there UTF-16 puts the scalars beyond U+FFFF before U+E000.
    guard first >= 0xED, second >= 0xED else { return Int(first) - Int(second) }
    let (leftUnits, rightUnits) = (utf16Units(left[index...]), utf16Units(right[index...]))
    if leftUnits.elementsEqual(rightUnits) { return 0 }
    return leftUnits.lexicographicallyPrecedes(rightUnits) ? -1 : 1
}

/// The code units of whole sequences; a lone surrogate is one unit.
private func utf16Units(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt32] {
    var units: [UInt32] = []
    var index = bytes.startIndex
    func bits(_ offset: Int) -> UInt32 { index + offset < bytes.endIndex ? UInt32(bytes[index + offset] & 0x3F) : 0 }
    while index < bytes.endIndex {
        let first = UInt32(bytes[index])
        switch first {
        case ..<0x80:
            units.append(first)
            index += 1
        case ..<0xE0:
            units.append((first & 0x1F) << 6 | bits(1))
            index += 2
        case ..<0xF0:
            units.append((first & 0x0F) << 12 | bits(1) << 6 | bits(2))
            index += 3
        default:
            let scalar = (first & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3)
            units.append(0xD800 + (scalar &- 0x10000) >> 10)
            units.append(0xDC00 + scalar & 0x3FF)
            index += 4
        }
    }
    return units
}
