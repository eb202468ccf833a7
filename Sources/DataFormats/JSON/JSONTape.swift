/// The flat form of a document: its bytes, and an entry for each value and member name in the order of the text.
///
/// A container is followed by all that is in it; in an object a name precedes each value. 16 bytes an entry, so a document
/// takes about two to three times its size.
final class JSONTape: Sendable {
    let bytes: [UInt8]
    let entries: [Entry]
    /// Whether any object has two members of one name.
    let hasDuplicateNames: Bool

    init(bytes: [UInt8], entries: [Entry], hasDuplicateNames: Bool) {
        self.bytes = bytes
        self.entries = entries
        self.hasDuplicateNames = hasDuplicateNames
    }
}

extension JSONTape {
    /// The raw value stands in the low bits of `Entry.meta`.
    enum Tag: UInt32 {
        case null, no, yes, number, string, array, object
    }

    struct Entry: Sendable {
        /// The bytes of the value: brackets included for containers, quotes left out for strings.
        var start: UInt32
        var end: UInt32
        /// For a container the index after the last entry in it, for a member's name the hash of its decoded text.
        var link: UInt32
        private(set) var meta: UInt32

        init(_ tag: Tag, start: Int, end: Int, link: UInt32 = 0, flags: UInt32 = 0) {
            self.start = UInt32(truncatingIfNeeded: start)
            self.end = UInt32(truncatingIfNeeded: end)
            self.link = link
            meta = tag.rawValue | flags
        }

        @inline(__always) var tagBits: UInt32 { meta & 7 }
        var tag: Tag { Tag(rawValue: tagBits) ?? .null }
        @inline(__always) var range: Range<Int> { Int(start)..<Int(end) }
        /// Elements of an array, members of an object; duplicates count.
        @inline(__always) var count: Int { Int(meta >> 3) }
        @inline(__always) var isContainer: Bool { tagBits >= Tag.array.rawValue }
        /// Whether the string's text differs from its bytes.
        @inline(__always) var isEscaped: Bool { meta & Self.escaped != 0 }
        @inline(__always) var hasLoneSurrogate: Bool { meta & Self.loneSurrogate != 0 }

        mutating func close(count: Int, end: Int, link: Int) {
            self.end = UInt32(truncatingIfNeeded: end)
            self.link = UInt32(truncatingIfNeeded: link)
            meta = tagBits | UInt32(truncatingIfNeeded: count) << 3
        }

        static let escaped: UInt32 = 8
        static let loneSurrogate: UInt32 = 16
    }

    /// One less than 1 GiB: then every offset, index and count fits the entries' fields.
    static let maxBytes = (1 << 30) - 1
}

extension UnsafeBufferPointer<JSONTape.Entry> {
    /// The index after the value at `index` and all that is in it.
    @inline(__always) func index(after index: Int) -> Int {
        let entry = self[index]
        return entry.isContainer ? Int(entry.link) : index + 1
    }
}
