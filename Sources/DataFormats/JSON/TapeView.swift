/// A tape's memory, for walks over millions of entries.
struct TapeView {
    let bytes: UnsafeBufferPointer<UInt8>
    let entries: TapeEntries
    let hasDuplicateNames: Bool

    @inline(__always) func raw(_ entry: JSONTape.Entry) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[entry.range])
    }
}

extension JSONTape {
    func withView<Result>(_ body: (TapeView) -> Result) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            entries.withUnsafeBufferPointer { entries in
                body(TapeView(bytes: bytes, entries: entries, hasDuplicateNames: hasDuplicateNames))
            }
        }
    }
}

/// Eight bytes at a time: a loop over single bytes is some ten times slower.
@inline(__always) func bytesAreEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let leftBase = UnsafeRawPointer(left.baseAddress), let rightBase = UnsafeRawPointer(right.baseAddress) else {
        return true
    }
    var index = 0
    while index + 8 <= left.count {
        guard
            leftBase.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                == rightBase.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        else { return false }
        index += 8
    }
    while index < left.count {
        guard left[index] == right[index] else { return false }
        index += 1
    }
    return true
}

/// Whether two string entries have the same text.
@inline(__always) func stringsAreEqual(
    _ left: JSONTape.Entry, _ leftView: TapeView, _ right: JSONTape.Entry, _ rightView: TapeView
) -> Bool {
    if bytesAreEqual(leftView.raw(left), rightView.raw(right)) { return true }
    guard left.isEscaped || right.isEscaped else { return false }
    return withDecoded(left, leftView.bytes) { left in
        withDecoded(right, rightView.bytes) { bytesAreEqual(left, $0) }
    }
}
