package import AssayCore

/// A value in a `JSONDocument`. Cheap to copy; keeps the whole document alive.
package struct JSONNode: Sendable {
    package enum Kind: Sendable, Hashable {
        case null, bool, number, string, array, object
    }

    let tape: JSONTape
    let index: Int

    var entry: JSONTape.Entry { tape.entries[index] }

    package var kind: Kind {
        switch entry.tag {
        case .null: .null
        case .no, .yes: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    /// Elements of an array, members of an object (duplicates count), 0 for all else. O(1).
    package var count: Int { entry.isContainer ? entry.count : 0 }

    /// Where the value begins, in bytes of the document; for a string at its quote.
    package var offset: Int { entry.tag == .string ? Int(entry.start) - 1 : Int(entry.start) }

    /// The bytes of the value as they stand in the document, quotes and brackets included.
    package var byteRange: Range<Int> {
        entry.tag == .string ? Int(entry.start) - 1..<Int(entry.end) + 1 : entry.range
    }

    /// Line and column of `offset`. O(offset).
    package var position: SourcePosition {
        tape.bytes.withUnsafeBufferPointer { bytes in
            let place = lineAndColumn(of: offset, in: bytes)
            return SourcePosition(line: place.line, column: place.column)
        }
    }

    /// Whether both are the same place of the same document.
    package func isIdentical(to other: JSONNode) -> Bool { tape === other.tape && index == other.index }
}

// MARK: - Scalars

extension JSONNode {
    /// `nil` unless it is `true` or `false`.
    package var bool: Bool? {
        switch entry.tag {
        case .yes: true
        case .no: false
        default: nil
        }
    }

    /// The number as it is written; `nil` unless it is one.
    package var number: NumberText? {
        guard entry.tag == .number else { return nil }
        return NumberText(checked: String(decoding: tape.bytes[entry.range], as: UTF8.self))
    }

    /// The decoded text; `nil` unless it is a string. Half of a surrogate pair becomes replacement characters (U+FFFD): see
    /// `hasLoneSurrogate`.
    package var string: String? {
        guard entry.tag == .string else { return nil }
        return withUTF8 { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the string has half of a surrogate pair, which no Unicode text can hold.
    package var hasLoneSurrogate: Bool { entry.tag == .string && entry.hasLoneSurrogate }

    /// Calls `body` with the decoded bytes of a string, or with the text of anything else as it is written.
    ///
    /// In place unless the string has escapes. Half of a surrogate pair stands as the three bytes of its number, which is
    /// not UTF-8.
    package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        tape.bytes.withUnsafeBufferPointer { bytes in
            guard entry.tag == .string else { return body(UnsafeBufferPointer(rebasing: bytes[entry.range])) }
            return withDecoded(entry, bytes, body)
        }
    }

    /// Whether it is a string of exactly these scalars.
    package func isString(_ text: String) -> Bool {
        guard entry.tag == .string else { return false }
        var text = text
        return text.withUTF8 { expected in withUTF8 { bytesAreEqual($0, expected) } }
    }
}

// MARK: - Containers

extension JSONNode {
    package struct Member: Sendable {
        /// A string node.
        package let name: JSONNode
        package let value: JSONNode
    }

    /// The elements of an array in order; empty for all else.
    package var elements: Elements { Elements(container: self, accepting: .array) }

    /// The members of an object in order, duplicate names included; empty for all else.
    package var members: Members { Members(values: Elements(container: self, accepting: .object)) }

    /// The element at `position` from 0; `nil` where there is none. O(position).
    package func element(at position: Int) -> JSONNode? {
        guard position >= 0, position < count, entry.tag == .array else { return nil }
        return elements.dropFirst(position).first { _ in true }
    }

    /// The first member of that name, compared by Unicode scalars. O(members).
    package subscript(name: String) -> JSONNode? {
        members.first { $0.name.isString(name) }?.value
    }

    package struct Elements: Sequence, IteratorProtocol, Sendable {
        let tape: JSONTape
        var index: Int
        let end: Int

        init(container: JSONNode, accepting tag: JSONTape.Tag) {
            tape = container.tape
            index = container.index + 1
            end = container.entry.tag == tag ? Int(container.entry.link) : index
        }

        package mutating func next() -> JSONNode? {
            guard index < end else { return nil }
            let node = JSONNode(tape: tape, index: index)
            let entry = node.entry
            index = entry.isContainer ? Int(entry.link) : index + 1
            return node
        }
    }

    package struct Members: Sequence, IteratorProtocol, Sendable {
        var values: Elements

        package mutating func next() -> Member? {
            guard let name = values.next(), let value = values.next() else { return nil }
            return Member(name: name, value: value)
        }
    }
}
