package import AssayCore
import YAMLReader

/// Reads `assay.yaml`.
///
/// - Throws: Everything that is wrong with the file, in the order of its text.
package func loadProject(_ file: SourceFile) throws(InvalidInput) -> Project {
    var reader = NodeReader(file: file)
    guard let root = try reader.root("a project") else { throw InvalidInput(reader.diagnostics) }
    let project = reader.project(root)
    try reader.throwIfInvalid()
    return project
}

extension NodeReader {
    fileprivate mutating func project(_ root: Node) -> Project {
        _ = fields(of: root, "project", ["assay", "specs", "golden", "default_target", "targets"])
        var project = Project(file: file, specs: "specs", golden: "golden", defaultTarget: nil, targets: [])
        if let node = root["specs"], let path = text(node, "specs") { project.specs = path }
        if let node = root["golden"], let path = text(node, "golden") { project.golden = path }
        if let node = root["targets"], mapping(node, "targets") {
            project.targets = node.entries.compactMap { target(named: $0.key.text, at: $0.key.range, $0.value) }
        }
        if let node = root["default_target"], let name = text(node, "default_target") {
            project.defaultTarget = name
            let known = root["targets"]?.entries.map(\.key.text) ?? []
            if !known.contains(name) {
                report(
                    "unknown-target", "there is no target '\(name)'",
                    fix: nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? "define it under 'targets'",
                    at: node.range)
            }
        }
        return project
    }

    private mutating func target(named name: String, at nameRange: SourceRange, _ node: Node) -> TargetDefinition? {
        guard let node = fields(of: node, "target", ["model", "headers", "policy"]) else { return nil }
        var target = TargetDefinition(name: name, nameRange: nameRange, model: nil, modelRange: nil, headers: [], policy: [])
        if let model = node["model"] {
            target.model = text(model, "model")
            target.modelRange = model.range
        } else {
            report("missing-key", "the target '\(name)' does not say what it is", fix: "add 'model: NAME'", at: nameRange)
        }
        if let headers = node["headers"] { target.headers = members(headers, "headers", .request) }
        if let policy = node["policy"] { target.policy = members(policy, "policy", .request) }
        return target
    }
}
