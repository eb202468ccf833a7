/// Distinct texts, numbered from 0 in the order they were first met. Texts are compared byte by byte.
struct TextPool: Sendable {
    private(set) var texts = TextColumn()
    /// An open hash table of numbers plus one; 0 is free. At most half of it is taken.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { texts.count }

    /// Returns the number of a text that is in the pool.
    func number(of text: ArraySlice<UInt8>) -> UInt32? {
        let slot = slot(for: text)
        return slots[slot] == 0 ? nil : slots[slot] - 1
    }

    /// Returns the number of the text, and whether it was not there before.
    mutating func insert(_ text: ArraySlice<UInt8>) -> (number: UInt32, isNew: Bool) {
        var slot = slot(for: text)
        if slots[slot] != 0 { return (slots[slot] - 1, false) }
        if (count + 1) * 2 > slots.count {
            grow()
            slot = self.slot(for: text)
        }
        texts.append(text)
        slots[slot] = UInt32(count)
        return (UInt32(count - 1), true)
    }

    /// Where the text is, or the free place where it belongs.
    private func slot(for text: ArraySlice<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Self.hash(text) & mask
        while slots[slot] != 0, texts[Int(slots[slot] - 1)] != text { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in 0..<count {
            var slot = Self.hash(texts[number]) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// FNV-1a, its high bits folded into the low ones that choose a slot.
    private static func hash(_ text: ArraySlice<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        text.withUnsafeBufferPointer { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF_FFFF_FFFF)
    }
}

/// A column of few distinct texts: each row holds the number that its text has in a pool.
struct PooledColumn: Sendable {
    private(set) var pool = TextPool()
    private(set) var numbers: [UInt32] = []

    @inline(__always) subscript(row: Int) -> ArraySlice<UInt8> { pool.texts[Int(numbers[row])] }

    @inline(__always) func write(_ row: Int, to line: inout CSVLine) { pool.texts.write(Int(numbers[row]), to: &line) }

    mutating func append(_ text: ArraySlice<UInt8>) {
        numbers.append(pool.insert(text).number)
    }

    mutating func reorder(_ rows: [Int32]) {
        numbers = rows.map { numbers[Int($0)] }
    }
}
