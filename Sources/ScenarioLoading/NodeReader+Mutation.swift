internal import AssayCore
import YAMLReader

extension NodeReader {
    /// Reads what `assay.yaml` says under `mutation`.
    mutating func mutation(_ node: Node, targets: [String]) -> MutationSettings {
        var settings = MutationSettings()
        guard let node = fields(of: node, "mutation", ["explained", "gates"]) else { return settings }
        if let list = node["explained"] {
            settings.explained = (sequence(list, "explained") ?? []).compactMap { explained($0, targets: targets) }
        }
        var known: Set<[String?]> = []
        for entry in settings.explained where !known.insert([entry.mutant, entry.target]).inserted {
            report("duplicate-mutant", "'\(entry.mutant)' is explained already", fix: "remove one of the two", at: entry.range)
        }
        if let list = node["gates"] {
            settings.gates = texts(list, "gates").compactMap { mutationGate($0.text, at: $0.range) }
        }
        return settings
    }

    private mutating func explained(_ node: Node, targets: [String]) -> ExplainedMutant? {
        guard let node = fields(of: node, "explained mutant", ["mutant", "because", "target"]) else { return nil }
        for (key, purpose) in [("mutant", "ID"), ("because", "the reason")] where node[key] == nil {
            report("missing-key", "the explained mutant has no '\(key)'", fix: "add '\(key): \(purpose)'", at: start(of: node))
        }
        let because = node["because"].flatMap { text($0, "because") }
        let target = node["target"].flatMap { text($0, "target") }
        if let target, let place = node["target"], !targets.contains(target) {
            report(
                "unknown-target", "there is no target '\(target)'",
                fix: nearestName(to: target, among: targets).map { "did you mean '\($0)'?" } ?? "define it under 'targets'",
                at: place.range)
        }
        guard let id = node["mutant"], let mutant = text(id, "mutant"), let because else { return nil }
        return ExplainedMutant(mutant: mutant, because: because, target: target, file: file, range: id.range)
    }

    private mutating func mutationGate(_ text: String, at range: SourceRange) -> MutationGate? {
        do throws(Gate.Invalid) {
            return try MutationGate(text)
        } catch {
            report("bad-gate", error.message, fix: error.fix, at: range)
            return nil
        }
    }
}
