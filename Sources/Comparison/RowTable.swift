/// Finds rows by a hash of what they hold: eight to sixteen bytes a row, whatever the row holds.
struct RowTable: Sendable {
    /// A row's number plus one; 0 for an empty slot.
    private var slots: [UInt32]

    /// - Parameter capacity: How many rows will be put in at most.
    init(capacity: Int) {
        var size = 8
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
    }

    /// Returns the row that was put in before and is equal.
    func row(hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            if isEqual(row) { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Puts `row` in unless an equal one is there, which is then returned.
    mutating func insert(_ row: Int, hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let present = Int(slots[slot]) - 1
            if isEqual(present) { return present }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = UInt32(row + 1)
        return nil
    }
}

/// A hash that a server cannot prepare collisions for: it depends on a number drawn when the program starts. No result depends
/// on it, only the time it takes.
func rowHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = seed ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
        hash = mixed(hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
        rest = rest << 8 | UInt64(bytes[offset])
        offset += 1
    }
    return mixed(mixed(hash ^ rest))
}

private let seed = UInt64.random(in: .min ... .max)

private func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed | 1)
    return product.high ^ product.low
}
