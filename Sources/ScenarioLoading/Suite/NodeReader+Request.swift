import AssayCore
import DataFormats
import YAMLReader

let bodyKinds = ["json", "text", "form", "file", "base64"]

extension NodeReader {
    mutating func request(_ node: Node) -> RequestTemplate? {
        let known = ["method", "path", "query", "raw_query", "headers", "cookies", "auth"] + bodyKinds
        guard let node = fields(of: node, "request", known) else { return nil }
        for name in ["method", "path"] where node[name] == nil {
            report(
                "missing-key", "the request has no '\(name)'", fix: "add '\(name): ..', here or under 'defaults'", at: node.range)
        }
        let method = node["method"].flatMap { requestText($0, "method") }
        let path = node["path"].flatMap { requestText($0, "path") }
        if let path, case .string(let text) = path.shape, !text.hasPrefix("/") {
            report("bad-path", "the path '\(text)' does not start with '/'", fix: "write '/\(text)'", at: path.range)
        }
        let query = self.query(node)
        let headers = node["headers"].map { members($0, "headers", .request) } ?? []
        let cookies = node["cookies"].map { members($0, "cookies", .request) } ?? []
        let credentials = node["auth"].flatMap { self.credentials($0) }
        let body = self.body(node)
        guard let method, let path else { return nil }
        return RequestTemplate(
            method: method, path: path, query: query, headers: headers, cookies: cookies, credentials: credentials, body: body,
            range: node.range)
    }

    /// A text that may have holes.
    mutating func requestText(_ node: Node, _ what: String) -> Template? {
        guard node.kind == .scalar, !node.isEmpty else {
            report("wrong-kind", "\(what) must be text, and is \(node.isEmpty ? "empty" : node.description)", at: node.range)
            return nil
        }
        if node.tag?.hasPrefix("!") == true { return template(node, .request) }
        return interpolated(node.yaml.text, at: node.range)
    }

    private mutating func query(_ node: Node) -> RequestTemplate.Query {
        if let raw = node["raw_query"] {
            if let query = node["query"] {
                report(
                    "conflicting-keys", "'query' and 'raw_query' exclude each other", fix: "keep one of them", at: raw.range,
                    notes: [note("the other stands here", at: query.range)])
            }
            return requestText(raw, "raw_query").map { .raw($0) } ?? .parameters([])
        }
        return .parameters(node["query"].map { members($0, "query", .request) } ?? [])
    }

    private mutating func body(_ node: Node) -> RequestTemplate.Body? {
        let stated = bodyKinds.filter { node[$0] != nil }
        guard let kind = stated.first, let value = node[kind] else { return nil }
        if stated.count > 1, let other = node[stated[1]] {
            report(
                "conflicting-keys", "'\(kind)' and '\(stated[1])' exclude each other: a request has one body",
                fix: "keep one of them",
                at: other.range, notes: [note("the other stands here", at: value.range)])
        }
        switch kind {
        case "json": return template(value, .request).map { .json($0) }
        case "text": return requestText(value, "text").map { .text($0) }
        case "form": return .form(members(value, "form", .request))
        case "file": return requestText(value, "file").map { .file($0) }
        default: return requestText(value, "base64").map { .base64($0) }
        }
    }

    private mutating func credentials(_ node: Node) -> RequestTemplate.Credentials? {
        guard let fields = fields(of: node, "auth", ["bearer", "basic"]) else { return nil }
        if let bearer = fields["bearer"] {
            if fields["basic"] != nil { report("conflicting-keys", "'bearer' and 'basic' exclude each other", at: bearer.range) }
            return requestText(bearer, "bearer").map { .bearer($0) }
        }
        guard let basic = fields["basic"], let pair = self.fields(of: basic, "basic", ["user", "password"]) else { return nil }
        guard let user = pair["user"].flatMap({ requestText($0, "user") }),
            let password = pair["password"].flatMap({ requestText($0, "password") })
        else {
            report("missing-key", "'basic' needs 'user' and 'password'", at: basic.range)
            return nil
        }
        return .basic(user: user, password: password)
    }

    mutating func given(_ node: Node, inputs: [String]) -> GivenTemplate {
        guard let node = fields(of: node, "given", ["clock", "policy"] + inputs) else { return GivenTemplate() }
        var given = GivenTemplate()
        for entry in node.entries {
            switch entry.key.text {
            case "clock": given.clock = clock(entry.value)
            case "policy": given.policy = members(entry.value, "policy", .request)
            case let name where inputs.contains(name):
                if let path = requestText(entry.value, name) {
                    given.data.append(Template.Member(name: name, nameRange: entry.key.range, value: path))
                }
            default: break
            }
        }
        return given
    }

    private mutating func clock(_ node: Node) -> Template? {
        guard let template = requestText(node, "clock") else { return nil }
        if case .string(let text) = template.shape {
            do {
                _ = try RFC3339Timestamp(text)
            } catch {
                report(
                    "bad-time", "the clock '\(text)' is no point in time: \(error.message)",
                    fix: "write it as in 2015-07-01T00:00:00Z",
                    at: template.range)
            }
        }
        return template
    }
}
