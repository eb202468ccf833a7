internal import AssayCore

extension TreeBuilder {
    /// Replaces the entry `<<: *base`, or `<<: [*one, *two]`, by the entries of the mappings meant, where it stands.
    ///
    /// The mapping's own keys win over merged ones, and earlier mappings over later ones. The rule is YAML 1.1's,
    /// https://yaml.org/type/merge.html. What is merged was counted when its alias was met.
    mutating func expandMergeKey(from first: Int) {
        var taken: Set<KeyIdentity> = []
        for position in stride(from: first, to: pending.count, by: 2) {
            let key = arena.records[Int(arena.target(of: pending[position]))]
            if !isMergeKey(key) { taken.formUnion(arena.identities(ofKey: key)) }
        }
        var result: [UInt32] = []
        for position in stride(from: first, to: pending.count, by: 2) {
            guard isMergeKey(arena.records[Int(arena.target(of: pending[position]))]) else {
                result += pending[position...position + 1]
                continue
            }
            for source in mergeSources(of: pending[position + 1]) { merge(source, into: &result, taken: &taken) }
        }
        pending.replaceSubrange(first..., with: result)
    }

    private func isMergeKey(_ record: NodeRecord) -> Bool {
        guard record.kind == .scalar, record.typing == .schema, record.count == 2 else { return false }
        guard record.properties == 0 || arena.properties[Int(record.properties) - 1].tag == nil else { return false }
        let start = Int(record.first)
        return arena.text[start] == UInt8(ascii: "<") && arena.text[start + 1] == UInt8(ascii: "<")
    }

    /// Returns the mappings that the value of a merge key names, having reported anything else.
    private mutating func mergeSources(of value: UInt32) -> [NodeRecord] {
        let record = arena.records[Int(arena.target(of: value))]
        guard record.kind == .sequence else { return mergeSource(value).map { [$0] } ?? [] }
        let children = arena.children[Int(record.first)..<Int(record.first) + Int(record.count)]
        return children.compactMap { mergeSource($0) }
    }

    private mutating func mergeSource(_ child: UInt32) -> NodeRecord? {
        let record = arena.records[Int(arena.target(of: child))]
        if record.kind == .alias { return nil }  // unresolved, and reported as that
        guard record.kind == .mapping else {
            report(
                Diagnostic(
                    "merge-key", "'<<' takes a mapping or a sequence of mappings",
                    fix: "quote '<<' if a key of that name is meant",
                    in: file, at: arena.range(of: child)))
            return nil
        }
        if record.properties > 0, let tag = arena.properties[Int(record.properties) - 1].tag, tag != "tag:yaml.org,2002:map" {
            report(
                Diagnostic(
                    "merge-key", "'<<' would lose the tag '\(tag)' of the mapping", fix: "merge a mapping without a tag",
                    in: file,
                    at: arena.range(of: child)))
            return nil
        }
        return record
    }

    private func merge(_ source: NodeRecord, into result: inout [UInt32], taken: inout Set<KeyIdentity>) {
        let start = Int(source.first)
        for position in stride(from: start, to: start + 2 * Int(source.count), by: 2) {
            let key = arena.records[Int(arena.target(of: arena.children[position]))]
            let identities = arena.identities(ofKey: key)
            guard taken.isDisjoint(with: identities) else { continue }
            taken.formUnion(identities)
            result += arena.children[position...position + 1]
        }
    }
}
