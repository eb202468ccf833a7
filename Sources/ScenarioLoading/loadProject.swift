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
        _ = fields(
            of: root, "project", ["assay", "specs", "golden", "default_target", "targets", "known_failures", "gates", "mutation"])
        var project = Project(file: file, specs: "specs", golden: "golden", defaultTarget: nil, targets: [])
        if let node = root["specs"], let path = folder(node, "specs") { (project.specs, project.specsRange) = (path, node.range) }
        if let node = root["golden"], let path = folder(node, "golden") {
            (project.golden, project.goldenRange) = (path, node.range)
        }
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
        if let node = root["known_failures"] {
            (project.knownFailures, project.knownFailuresRange) = (text(node, "known_failures"), node.range)
        }
        if let node = root["gates"] { project.gates = texts(node, "gates").compactMap { gate($0.text, at: $0.range) } }
        if let node = root["mutation"] { project.mutation = mutation(node, targets: project.targets.map(\.name)) }
        return project
    }

    private mutating func gate(_ text: String, at range: SourceRange) -> Gate? {
        do throws(Gate.Invalid) {
            return try Gate(text)
        } catch {
            report("bad-gate", error.message, fix: error.fix, at: range)
            return nil
        }
    }

    private mutating func folder(_ node: Node, _ what: String) -> String? {
        guard let path = text(node, what) else { return nil }
        if path.isEmpty {
            report(
                "wrong-kind", "\(what) must be a folder, and is empty", fix: "write '.' for the project folder itself",
                at: node.range)
        }
        return path
    }

    /// They are worked out for every request, where nothing of `assay.yaml` could be pointed at: what may fail then is refused.
    private mutating func targetHeaders(_ node: Node) -> [Template.Member] {
        let headers = requestHeaders(node)
        for header in headers where !header.value.isPlain {
            report(
                "not-a-setting", "a header of a target is a plain text, or a list of them",
                fix: "write texts, with ${env:NAME} or ${secret:NAME} in them", at: header.value.range)
        }
        return headers
    }

    private mutating func target(named name: String, at nameRange: SourceRange, _ node: Node) -> TargetDefinition? {
        guard let node = fields(of: node, "target", ["model", "url", "headers", "policy"] + liveKeys) else { return nil }
        var target = TargetDefinition(name: name, nameRange: nameRange, model: nil, modelRange: nil, headers: [], policy: [])
        if let model = node["model"] {
            target.model = text(model, "model")
            target.modelRange = model.range
            for key in ["url"] + liveKeys {
                guard let other = node[key] else { continue }
                report(
                    "conflicting-keys", "'\(key)' is for a live target, and '\(name)' is a model",
                    fix: "remove '\(key)', or replace 'model' by 'url'", at: other.range)
            }
        } else if node.has("url") {
            target.live = live(node, named: name)
        } else {
            report(
                "missing-key", "the target '\(name)' does not say what it is", fix: "add 'model: NAME' or 'url: ..'",
                at: nameRange)
        }
        if !isVariableName(name) { report("bad-name", "'\(name)' is not a target's name", fix: nameForm, at: nameRange) }
        if let headers = node["headers"] { target.headers = targetHeaders(headers) }
        if let policy = node["policy"] {
            target.policy = members(policy, "policy", .request)
            if target.live != nil, !node.has("allow_given") {
                report(
                    "not-a-setting", "a live target has no settings of a model",
                    fix: "remove 'policy', or add 'allow_given: true'",
                    at: policy.range)
            }
            for setting in target.policy where setting.value.hasSecret {
                report(
                    "not-a-setting", "a setting is no secret: models and reports speak of it", fix: "write ${env:NAME}",
                    at: setting.value.range)
            }
        }
        return target
    }
}

extension Template {
    fileprivate var hasSecret: Bool {
        switch shape {
        case .reference(.secret): true
        case .interpolated(let segments): segments.contains { if case .reference(.secret) = $0 { true } else { false } }
        case .array(let items): items.contains(where: \.hasSecret)
        case .object(let members): members.contains(where: \.value.hasSecret)
        default: false
        }
    }

    /// Whether it is made of values and references alone.
    fileprivate var isPlain: Bool {
        switch shape {
        case .null, .bool, .number, .string, .interpolated, .reference, .matcher(.absent): true
        case .array(let items): items.allSatisfy(\.isPlain)
        case .converted(.text, let inner), .converted(.base64, let inner): inner.isPlain
        case .object, .time, .converted, .file, .matcher: false
        }
    }
}
