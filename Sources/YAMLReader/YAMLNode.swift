package import AssayCore

/// One node of a `YAMLDocument`: a reference to the document and an index.
///
/// An alias is the node it stands for: both are equal and have the same `range`; only `useRange` tells where it was reached.
package struct YAMLNode: Sendable {
    package enum Kind: Sendable { case scalar, sequence, mapping }

    package let document: YAMLDocument
    private let index: UInt32
    /// The record that stands among the parent's children: the node itself, or an alias for it.
    private let place: UInt32

    init(document: YAMLDocument, child: UInt32) {
        self.document = document
        index = document.arena.target(of: child)
        place = child
    }

    var record: NodeRecord { document.arena.records[Int(index)] }

    package var file: SourceFile { document.file }

    package var kind: Kind {
        switch record.kind {
        case .sequence: .sequence
        case .mapping: .mapping
        case .scalar, .alias: .scalar
        }
    }

    /// The node's own text, without anchor and tag, quotes and brackets included.
    ///
    /// A block sequence or mapping ends where its last value ends; a value that is left out has an empty range where it would start.
    package var range: SourceRange { document.arena.range(of: index) }

    /// Where this node was reached: the text of the alias (`*name`) if it was by one, else `range`.
    package var useRange: SourceRange { document.arena.range(of: place) }

    package var isAlias: Bool { place != index }

    /// As `range`, from the anchor or tag on.
    package var rangeWithProperties: SourceRange {
        guard let properties else { return range }
        return SourceRange(start: properties.start, end: range.end)
    }

    /// Local tags as written (`!golden`), core tags in full (`tag:yaml.org,2002:str`); `nil` for none and for `!`.
    package var tag: String? { properties?.tag }

    /// The tag as written, `!!str` or `!golden`; `nil` without one.
    package var tagRange: SourceRange? { properties?.tagRange }

    private var properties: NodeProperties? {
        let number = Int(record.properties)
        return number == 0 ? nil : document.arena.properties[number - 1]
    }

    /// The content of a scalar, escapes and folding resolved; empty for sequences and mappings.
    package var text: String {
        let record = record
        return record.kind == .scalar ? document.arena.string(of: record) : ""
    }

    /// Whether the text of a scalar is typed by the core schema: a plain scalar, unless tagged `!!str` or `!`.
    ///
    /// A local tag changes nothing: `!length 3` is plain.
    package var isPlain: Bool {
        let record = record
        return record.kind == .scalar && record.typing != .text
    }

    /// The value of a scalar by YAML 1.2 section 10.3.2, decided now and never stored. Local tags are ignored.
    ///
    /// For sequences and mappings an empty string: ask `kind` first.
    package var coreValue: CoreScalar {
        let record = record
        return CoreScalar(document.arena.coreType(of: record), text: text)
    }

    /// Whether a scalar holds exactly these scalars; no String is made.
    package func hasText(_ expected: String) -> Bool {
        document.arena.hasText(expected, record)
    }
}

extension YAMLNode {
    /// Whether a scalar holds exactly one of these texts.
    package func hasText(oneOf texts: [String]) -> Bool {
        let record = record
        return texts.contains { document.arena.hasText($0, record) }
    }
}

extension YAMLNode: Hashable {
    package static func == (left: YAMLNode, right: YAMLNode) -> Bool {
        left.index == right.index && left.document === right.document
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(document))
        hasher.combine(index)
    }
}
