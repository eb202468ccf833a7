/// Finds rows by a hash of what they hold: 16 to 32 bytes a row, whatever the row holds.
struct RowTable: Sendable {
    /// A row's number plus one in the lower half and the upper half of its hash, so that other rows are seldom looked at; 0 for
    /// an empty slot.
    private var slots: [UInt64]

    /// - Parameter capacity: How many rows will be put in at most.
    init(capacity: Int) {
        var size = 8
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
    }

    /// Returns the row that was put in before and is equal.
    func row(hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if let row = row(in: slot, hash: hash), isEqual(row) { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// The row at the first place where one of that hash may be, which it need not have; `UInt32.max` when there is none.
    func firstCandidate(hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: slots[Int(truncatingIfNeeded: hash) & (slots.count - 1)]) &- 1
    }

    /// Puts `row` in unless an equal one is there, which is then returned.
    mutating func insert(_ row: Int, hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if let present = self.row(in: slot, hash: hash), isEqual(present) { return present }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = hash & Self.tag | UInt64(row + 1)
        return nil
    }

    private static let tag: UInt64 = 0xFFFF_FFFF_0000_0000

    private func row(in slot: Int, hash: UInt64) -> Int? {
        slots[slot] & Self.tag == hash & Self.tag ? Int(slots[slot] & ~Self.tag) - 1 : nil
    }
}

/// A hash that is built up from the parts of a row, and that a server cannot prepare collisions for: it depends on a number
/// drawn when the program starts. No result depends on it, only the time it takes.
struct RowHash {
    private(set) var value = seed

    mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        var hash = value ^ UInt64(bytes.count)
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
        value = mixed(mixed(hash ^ rest))
    }

    /// - Parameter scratch: Its content is lost.
    mutating func combine(_ cell: UnsafeRawBufferPointer, as rule: CellRule, scratch: inout [UInt8]) {
        if case .exact = rule { return combine(cell) }
        scratch.removeAll(keepingCapacity: true)
        rule.appendCanonical(cell, to: &scratch)
        scratch.withUnsafeBytes { combine($0) }
    }
}

private let seed = UInt64.random(in: .min ... .max)

private func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: seed | 1)
    return product.high ^ product.low
}
