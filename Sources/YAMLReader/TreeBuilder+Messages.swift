internal import AssayCore

extension TreeBuilder {
    mutating func reportCollectionAsKey(_ record: NodeRecord) {
        let (kind, fix) =
            switch record.kind {
            case .mapping: ("a mapping", "quote the text if one such as \"{{x}}\" is meant")
            case .sequence: ("a sequence", "quote the text if one such as \"[x]\" is meant")
            case .alias, .scalar: ("a collection", "name the key itself")
            }
        report(
            Diagnostic(
                "key-not-scalar", "\(kind) stands as the key of a mapping", fix: fix, in: file,
                at: SourceRange(start: record.start, end: record.end)))
    }

    mutating func reportDepth(at range: SourceRange) {
        stop(
            with: Diagnostic(
                "too-deep", "sequences and mappings are nested more than \(YAMLDocument.maximumDepth) deep", in: file, at: range))
    }

    mutating func reportUnresolved(_ fullName: String, at range: SourceRange) {
        let name = fullName.abbreviated
        guard let number = anchorNumbers[fullName] else {
            let fix = "define '&\(name)' before it, or quote the text if a '*' is meant"
            return report(
                Diagnostic("undefined-alias", "no anchor '&\(name)' stands before the alias", fix: fix, in: file, at: range))
        }
        let node = arena.records[Int(anchors[number].node)]
        let start = arena.properties[Int(node.properties) - 1].start
        let note = Diagnostic.Note("the anchor stands here", in: file, at: SourceRange(start: start, end: node.start))
        report(
            Diagnostic(
                "recursive-alias", "the alias '*\(name)' stands inside of what it repeats", in: file, at: range, notes: [note]))
    }

    mutating func reportExpansion(at range: SourceRange) {
        stop(
            with: Diagnostic(
                "alias-expansion", "aliases expand to more than \(YAMLDocument.maximumExpansion) nodes up to here", in: file,
                at: range))
    }

    mutating func reportWrongTag(_ tag: String, of record: NodeRecord) {
        let name = tag.dropFirst(Self.corePrefix.count)
        let what =
            switch record.kind {
            case .scalar, .alias: "'\(arena.string(of: record).abbreviated)'"
            case .sequence: "a sequence"
            case .mapping: "a mapping"
            }
        let range = arena.properties.last?.tagRange ?? SourceRange(start: record.start, end: record.end)
        report(Diagnostic("wrong-tag", "\(what) is not of the type '!!\(name)'", in: file, at: range))
    }
}

extension String {
    /// At most 60 characters of it, for a message.
    var abbreviated: String {
        guard let end = unicodeScalars.index(startIndex, offsetBy: 60, limitedBy: endIndex), end < endIndex else { return self }
        return String(self[..<end]) + "\u{2026}"
    }
}
