// Strings of a document as bytes. Text is UTF-8; half of a surrogate pair (`"\uD800"`, which RFC 8259 section 8.2 leaves
// open) becomes the three bytes that UTF-8 would give it, so that unlike texts stay unlike.

/// The length of the well-formed UTF-8 sequence at `index` (Unicode, table 3-7), or 0 where there is none.
func utf8SequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case ..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return 0 }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    return length
}

@inline(__always) func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte) - 0x30
    case 0x41...0x46: UInt32(byte) - 0x37
    case 0x61...0x66: UInt32(byte) - 0x57
    default: nil
    }
}

/// The text of a string whose escapes are known to be well formed; `raw` is what stands between the quotes.
func decodedString(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
        let plainStart = index
        while index < raw.count, raw[index] != UInt8(ascii: "\\") { index += 1 }
        result.append(contentsOf: UnsafeBufferPointer(rebasing: raw[plainStart..<index]))
        guard index + 1 < raw.count else { break }
        let letter = raw[index + 1]
        index += 2
        guard letter == UInt8(ascii: "u") else {
            result.append(escapedByte(letter))
            continue
        }
        var scalar = unit(in: raw, at: index)
        index += 4
        if scalar & 0xFC00 == 0xD800, index + 6 <= raw.count, raw[index] == UInt8(ascii: "\\"),
            raw[index + 1] == UInt8(ascii: "u")
        {
            let low = unit(in: raw, at: index + 2)
            if low & 0xFC00 == 0xDC00 {
                scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF
                index += 6
            }
        }
        appendUTF8(of: scalar, to: &result)
    }
    return result
}

private func escapedByte(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
}

private func unit(in raw: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32 {
    (index..<min(index + 4, raw.count)).reduce(0) { $0 << 4 | (hexadecimalDigit(raw[$1]) ?? 0) }
}

/// Surrogates are written as the three bytes of their number.
func appendUTF8(of scalar: UInt32, to bytes: inout [UInt8]) {
    func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift & 0x3F) }
    switch scalar {
    case ..<0x80:
        bytes.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800:
        bytes.append(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
        bytes.append(continuation(0))
    case ..<0x10000:
        bytes.append(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
        bytes.append(continuation(6))
        bytes.append(continuation(0))
    default:
        bytes.append(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
        bytes.append(continuation(12))
        bytes.append(continuation(6))
        bytes.append(continuation(0))
    }
}

/// A quick hash of a decoded name. Not keyed: whoever groups by it must bear that an adversary makes them all equal.
func nameHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
    var hash = UInt64(truncatingIfNeeded: bytes.count) &* prime
    var index = 0
    if let base = UnsafeRawPointer(bytes.baseAddress) {
        while index + 8 <= bytes.count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            hash = (hash ^ word) &* prime
            hash ^= hash >> 32
            index += 8
        }
    }
    var tail: UInt64 = 0
    while index < bytes.count {
        tail = tail << 8 | UInt64(bytes[index])
        index += 1
    }
    hash = (hash ^ tail) &* prime
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
}
