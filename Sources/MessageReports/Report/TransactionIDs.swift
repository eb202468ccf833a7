/// The identifiers of one session's answers: version 4 UUIDs (RFC 9562 section 5.4) whose bits come from the seed and the
/// count of answers alone.
struct TransactionIDs: Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// In lower case, as RFC 9562 section 4 has it.
    mutating func next() -> String {
        let high = (word() & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000
        let low = (word() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        for digit in 0..<32 {
            if digit == 8 || digit == 12 || digit == 16 || digit == 20 { bytes.append(UInt8(ascii: "-")) }
            let value = UInt8(truncatingIfNeeded: (digit < 16 ? high : low) >> UInt64(60 - digit % 16 * 4)) & 15
            bytes.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
    private mutating func word() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
