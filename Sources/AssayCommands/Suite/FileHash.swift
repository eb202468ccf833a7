import AssayCore
import ScenarioLoading

/// The content of a file in 64 bits: tells whether it changed, and what a run was made from.
struct FileHash: Sendable, Equatable {
    var path: String
    var value: UInt64

    init(_ file: SourceFile) {
        path = file.path
        value = fnv1a(file.bytes)
    }

    /// Covers what was read for the file too.
    init(_ suite: SuiteFile) {
        path = suite.file.path
        value = suite.companions.reduce(fnv1a(suite.file.bytes)) { fnv1a($1.bytes, from: $0) }
    }

    /// Returns one hash for all the files, whatever order they come in, as 16 hexadecimal digits.
    static func combined(_ hashes: [FileHash]) -> String {
        var value = fnv1a([])
        for hash in hashes.sorted(by: { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }) {
            value = fnv1a(hash.path.utf8, from: value)
            value = fnv1a(CollectionOfOne(0), from: value)
            value = fnv1a((0..<8).map { UInt8(truncatingIfNeeded: hash.value >> ($0 * 8)) }, from: value)
        }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

/// FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Not meant to withstand intent.
func fnv1a(_ bytes: some Sequence<UInt8>, from start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    bytes.reduce(into: start) { $0 = ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
