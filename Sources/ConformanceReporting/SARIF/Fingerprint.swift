/// Tells texts apart across runs: FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/). Not meant to withstand intent.
struct Fingerprint {
    private var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Texts do not run into each other: a byte that UTF-8 has not stands after each.
    mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// Sixteen digits.
    var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
