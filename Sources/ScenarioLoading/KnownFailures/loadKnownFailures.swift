package import AssayCore
internal import DataFormats
import YAMLReader

/// Reads a list of known failures.
///
/// - Parameter targets: Names that an entry may give.
/// - Throws: Everything that is wrong with the file, in the order of its text.
package func loadKnownFailures(_ file: SourceFile, targets: [String]) throws(InvalidInput) -> [KnownFailure] {
    var reader = NodeReader(file: file)
    guard let root = try reader.root("a list of known failures") else { throw InvalidInput(reader.diagnostics) }
    let entries = reader.knownFailures(root, targets: targets)
    try reader.throwIfInvalid()
    return entries
}

extension NodeReader {
    fileprivate mutating func knownFailures(_ root: Node, targets: [String]) -> [KnownFailure] {
        _ = fields(of: root, "file", ["assay", "known_failures"])
        guard let list = root["known_failures"] else {
            report(
                "missing-key", "the file has no list of known failures", fix: "add 'known_failures: []'", at: start(of: root))
            return []
        }
        return (sequence(list, "known_failures") ?? []).compactMap { knownFailure($0, targets: targets) }
    }

    private mutating func knownFailure(_ node: Node, targets: [String]) -> KnownFailure? {
        let keys = ["scenario", "count", "target", "verdict", "check", "clause", "message", "because", "issue", "until"]
        guard let node = fields(of: node, "known failure", keys) else { return nil }
        for (key, purpose) in [("scenario", "ID"), ("because", "the reason")] where node[key] == nil {
            report("missing-key", "the known failure has no '\(key)'", fix: "add '\(key): \(purpose)'", at: start(of: node))
        }
        let because = node["because"].flatMap { text($0, "because") }
        guard let id = node["scenario"], let scenario = text(id, "scenario"), let because else { return nil }
        var failure = KnownFailure(
            scenario: scenario, because: because, place: SourcePlace(id.range, in: file), range: node.range)
        failure.target = node["target"].flatMap { target($0, among: targets) }
        if let verdict = node["verdict"] { failure.verdict = self.verdict(verdict) }
        failure.check = node["check"].flatMap { text($0, "check") }
        failure.clause = node["clause"].flatMap { clauseID($0) }
        failure.message = node["message"].flatMap { text($0, "message") }
        failure.issue = node["issue"].flatMap { text($0, "issue") }
        failure.end = node["until"].flatMap { end($0) }
        failure.count = count(node["count"], of: failure)
        return failure
    }

    private mutating func target(_ node: Node, among targets: [String]) -> String? {
        guard let name = text(node, "target") else { return nil }
        if !targets.contains(name) {
            report(
                "unknown-target", "there is no target '\(name)'",
                fix: nearestName(to: name, among: targets).map { "did you mean '\($0)'?" } ?? "define it in assay.yaml",
                at: node.range)
        }
        return name
    }

    private mutating func verdict(_ node: Node) -> Verdict {
        let verdict = word(node, "verdict", as: Verdict.self)
        if let verdict, ![.failed, .errored].contains(verdict) {
            report(
                "unknown-value", "a case that is \(verdict.rawValue) is no failure", fix: "write failed or errored",
                at: node.range)
        }
        return verdict ?? .failed
    }

    /// The day is the last on which it is known.
    private mutating func end(_ node: Node) -> Instant? {
        guard let day = text(node, "until") else { return nil }
        guard let start = try? RFC3339Timestamp("\(day)T00:00:00Z", options: .zuluOnly).instant else {
            report("bad-date", "'\(day)' is no date", fix: "write it like 2027-01-31", at: node.range)
            return nil
        }
        return start + .seconds(86_400)
    }

    private mutating func count(_ node: Node?, of failure: KnownFailure) -> Int? {
        guard let node else {
            if failure.isPattern {
                report(
                    "missing-key", "a pattern says how many cases it stands for, so that none is hidden by it",
                    fix: "add 'count: N'", at: failure.place.range)
            }
            return nil
        }
        guard failure.isPattern else {
            report("conflicting-keys", "'count' is for a pattern with '*'", fix: "remove 'count'", at: node.range)
            return nil
        }
        guard let text = text(node, "count"), let count = Int(text), count > 0 else {
            report("wrong-kind", "count must be a number from 1 on", at: node.range)
            return nil
        }
        return count
    }
}
