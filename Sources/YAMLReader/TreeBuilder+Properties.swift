internal import AssayCore

extension TreeBuilder {
    static let corePrefix = "tag:yaml.org,2002:"

    mutating func addProperties(of record: inout NodeRecord, _ head: NodeHead) {
        let scan = PropertyScan(file.bytes, at: cursor.offset(of: head.start), head, upTo: head.end.position)
        if let anchor = head.anchor, let range = scan.anchorRange { checkAnchor(anchor, at: range) }
        arena.properties.append(
            NodeProperties(start: record.start, tag: head.tag == "!" ? nil : head.tag, tagRange: scan.tagRange))
        record.properties = UInt32(arena.properties.count)
        record.start = scan.end
    }

    private func isCoreTag(_ tag: String) -> Bool {
        tag.utf8.starts(with: Self.corePrefix.utf8)
    }

    mutating func settleTyping(of record: inout NodeRecord, tag: String?) {
        guard let tag else { return }
        guard isCoreTag(tag) || tag == "!" else { return checkTag(tag, of: record) }
        let isTyped: Bool
        switch tag.dropFirst(Self.corePrefix.count) {
        case "", "str":
            record.typing = .text
            return
        case "int":
            record.typing = .schema
            isTyped = arena.coreType(of: record) == .int
        case "float":
            record.typing = .float
            isTyped = [.float, .infinity, .notANumber].contains(arena.coreType(of: record))
        case "bool":
            record.typing = .schema
            isTyped = [.bool(true), .bool(false)].contains(arena.coreType(of: record))
        case "null":
            record.typing = .schema
            isTyped = arena.coreType(of: record) == .null
        case "seq", "map": isTyped = false
        default: return
        }
        if !isTyped { reportWrongTag(tag, of: record) }
    }

    mutating func checkTag(_ tag: String?, of record: NodeRecord) {
        guard let tag, isCoreTag(tag) else { return }
        let isRight =
            switch tag.dropFirst(Self.corePrefix.count) {
            case "seq", "omap", "pairs": record.kind == .sequence
            case "map", "set": record.kind == .mapping
            case "str", "int", "float", "bool", "null": false
            default: true
            }
        if !isRight { reportWrongTag(tag, of: record) }
    }
}

extension TreeBuilder {
    /// A local tag gives a value a meaning; nobody asks for that of a key, so it would be lost.
    mutating func checkKeyTag(of key: NodeRecord, at alias: SourceRange? = nil) {
        guard key.properties > 0, let tag = arena.properties[Int(key.properties) - 1].tag, !isCoreTag(tag) else { return }
        let range = alias ?? arena.properties[Int(key.properties) - 1].tagRange
        report(
            Diagnostic(
                "key-tag", "the key has the tag '\(tag.abbreviated)', which only a value may have",
                fix: "write the tag behind the ':'", in: file, at: range))
    }
}

// MARK: - What libyaml misreads

extension TreeBuilder {
    /// `{?key: value}` and `[?item]` lose their `?`, which YAML 1.2 takes for text.
    mutating func checkQuestionMark(before head: NodeHead, _ record: NodeRecord) {
        guard cursor.byte(before: head.start) == UInt8(ascii: "?") else { return }
        report(
            Diagnostic(
                "question-mark", "'?' stands directly before a key", fix: "put a space after it, or quote the text", in: file,
                at: SourceRange(start: record.start, end: record.end)))
    }

    /// `&a:b text` is read as the anchor `a` of the text `:b text`; YAML 1.2 takes all up to the space for the name.
    mutating func checkAnchor(_ name: String, at range: SourceRange) {
        guard range.end.column - range.start.column != 1 + name.utf8.count else { return }
        report(
            Diagnostic(
                "anchor-name", "the name of an anchor holds only ASCII letters, digits, '-' and '_'",
                fix: "end it with a space: '&\(name) '", in: file, at: range))
    }
}
