internal import AssayCore

/// One node of a document, or one alias that stands for another; 32 bytes.
struct NodeRecord {
    enum Kind: UInt8 { case scalar, sequence, mapping, alias }

    /// How the text of a scalar gets its type.
    enum Typing: UInt8 {
        /// By the patterns of the core schema: plain scalars, and those tagged `!!int`, `!!bool` or `!!null`.
        case schema
        /// Always a string: quoted and block scalars, and those tagged `!!str` or `!`.
        case text
        /// A number that is a float even when it is written as an integer: `!!float 12`.
        case float
    }

    var start: SourcePosition
    var end: SourcePosition
    /// Scalars: where the content starts in `text`. Sequences and mappings: where they start in `children`. Aliases: the node meant.
    var first: UInt32 = 0
    /// Bytes, items, or entries (which take two places of `children` each).
    var count: UInt32 = 0
    /// 1 + the index in `properties`, or 0 for a node without anchor and tag.
    var properties: UInt32 = 0
    var kind: Kind
    var typing = Typing.text
}

/// What is written before a node: `&anchor !tag`.
struct NodeProperties {
    /// Where the first of them starts.
    var start: SourcePosition
    /// As the reader resolved it; `nil` for no tag and for the non-specific `!`.
    var tag: String?
    var tagRange: SourceRange?
}

/// Every node of one document in flat arrays: reading allocates nothing for a node of its own.
struct NodeArena {
    var records: [NodeRecord] = []
    var children: [UInt32] = []
    /// The content of all scalars, one after another.
    var text: [UInt8] = []
    var properties: [NodeProperties] = []

    /// Makes room for what a text of that size mostly holds. Room that is not used is never touched, so it costs little.
    mutating func reserveCapacity(forBytes count: Int) {
        records.reserveCapacity(count / 8)
        children.reserveCapacity(count / 8)
        text.reserveCapacity(count / 2)
    }

    /// The node that stands at `index`, once an alias is followed.
    func target(of index: UInt32) -> UInt32 {
        let record = records[Int(index)]
        return record.kind == .alias ? record.first : index
    }

    func textRange(of record: NodeRecord) -> Range<Int> {
        Int(record.first)..<Int(record.first) + Int(record.count)
    }

    func string(of record: NodeRecord) -> String {
        String(decoding: text[textRange(of: record)], as: UTF8.self)
    }

    /// Whether a scalar holds exactly these scalars.
    func hasText(_ expected: String, _ record: NodeRecord) -> Bool {
        guard record.kind == .scalar, expected.utf8.count == Int(record.count) else { return false }
        let (own, expected) = (text.span.extracting(textRange(of: record)), expected.utf8.span)
        for index in own.indices where own[index] != expected[index] { return false }
        return true
    }

    /// Returns the child that is the value of the key with that text. O(entries).
    func value(of key: String, among record: NodeRecord) -> UInt32? {
        let first = Int(record.first)
        for place in stride(from: first, to: first + 2 * Int(record.count), by: 2)
        where hasText(key, records[Int(target(of: children[place]))]) {
            return children[place + 1]
        }
        return nil
    }

    func range(of index: UInt32) -> SourceRange {
        let record = records[Int(index)]
        return SourceRange(start: record.start, end: record.end)
    }

    /// Anything but a scalar counts as a string.
    func coreType(of record: NodeRecord) -> CoreType {
        guard record.kind == .scalar else { return .string }
        switch record.typing {
        case .text: return .string
        case .schema: return CoreType(of: text.span.extracting(textRange(of: record)))
        case .float:
            let type = CoreType(of: text.span.extracting(textRange(of: record)))
            return type == .int ? .float : type
        }
    }

    mutating func append(_ content: Span<UInt8>) {
        unsafe content.withUnsafeBufferPointer { unsafe text.append(contentsOf: $0) }
    }
}
