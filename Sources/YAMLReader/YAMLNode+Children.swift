extension YAMLNode {
    /// The nodes of a sequence in order; empty for scalars and mappings.
    package struct Items: RandomAccessCollection, Sendable {
        let document: YAMLDocument
        let children: Range<Int>

        package var startIndex: Int { 0 }
        package var endIndex: Int { children.count }

        package subscript(position: Int) -> YAMLNode {
            YAMLNode(document: document, child: document.arena.children[children.lowerBound + position])
        }
    }

    /// The entries of a mapping in order, merge keys expanded where they stand; empty for scalars and sequences.
    ///
    /// Keys are scalars, and no two have the same value or the same text.
    package struct Entries: RandomAccessCollection, Sendable {
        package typealias Element = (key: YAMLNode, value: YAMLNode)

        let document: YAMLDocument
        let children: Range<Int>

        package var startIndex: Int { 0 }
        package var endIndex: Int { children.count / 2 }

        package subscript(position: Int) -> Element {
            let first = children.lowerBound + 2 * position
            return (
                YAMLNode(document: document, child: document.arena.children[first]),
                YAMLNode(document: document, child: document.arena.children[first + 1])
            )
        }
    }

    package var items: Items {
        let record = record
        let first = Int(record.first)
        let isSequence = record.kind == .sequence
        return Items(document: document, children: isSequence ? first..<first + Int(record.count) : 0..<0)
    }

    package var entries: Entries {
        let record = record
        let first = Int(record.first)
        let isMapping = record.kind == .mapping
        return Entries(document: document, children: isMapping ? first..<first + 2 * Int(record.count) : 0..<0)
    }

    /// The value of the key with that text, whatever its style; `nil` without one and for scalars and sequences. O(entries).
    package subscript(key: String) -> YAMLNode? {
        let record = record
        guard record.kind == .mapping else { return nil }
        return document.arena.value(of: key, among: record).map { YAMLNode(document: document, child: $0) }
    }

    /// Whether a mapping has a key with that text. O(entries).
    package func hasKey(_ key: String) -> Bool {
        let record = record
        return record.kind == .mapping && document.arena.value(of: key, among: record) != nil
    }
}
