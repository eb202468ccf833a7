import AssayCore
import DataFormats
import YAMLReader

let bodyKinds = ["json", "text", "form", "multipart", "file", "base64"]
let authKinds = ["bearer", "basic", "digest"]

extension NodeReader {
    mutating func request(_ node: Node) -> RequestTemplate? {
        let known = ["method", "path", "query", "raw_query", "headers", "cookies", "auth", "options"] + bodyKinds
        guard let node = fields(of: node, "request", known) else { return nil }
        for name in ["method", "path"] where !node.has(name) {
            report(
                "missing-key", "the request has no '\(name)'", fix: "add '\(name): ..', here or under 'defaults'", at: node.range)
        }
        let method = node["method"].flatMap { requestText($0, "method") }
        let path = node["path"].flatMap { requestText($0, "path") }
        if let method { checkMethod(method) }
        if let path { checkPath(path) }
        let query = self.query(node)
        let headers = node["headers"].map { requestHeaders($0) } ?? []
        let cookies = node["cookies"].map { sendable($0, "cookies", "a cookie") } ?? []
        let credentials = node["auth"].flatMap { self.credentials($0) }
        let body = self.body(node)
        let options = node["options"].map { self.options($0) } ?? RequestTemplate.Options()
        guard let method, let path else { return nil }
        return RequestTemplate(
            method: method, path: path, query: query, headers: headers, cookies: cookies, credentials: credentials, body: body,
            options: options, range: node.range)
    }

    private mutating func checkMethod(_ method: Template) {
        guard case .string(let text) = method.shape, !isToken(text) else { return }
        report(
            "bad-method", "'\(text)' is no method: it is a word without spaces (RFC 9110 section 9.1)",
            fix: "write it as in POST", at: method.range)
    }

    private mutating func checkPath(_ path: Template) {
        guard case .string(let text) = path.shape else { return }
        if text.utf8.first != UInt8(ascii: "/") {
            report("bad-path", "the path '\(text)' does not start with '/'", fix: "write '/\(text)'", at: path.range)
        }
        if let mark = text.utf8.first(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) {
            let isQuery = mark == UInt8(ascii: "?")
            report(
                "bad-path", "the path '\(text)' has a '\(UnicodeScalar(mark))'",
                fix: isQuery ? "state parameters under 'query'; in a path it is %3F" : "in a path it is %23", at: path.range)
        }
    }

    /// Header fields that are sent, by this request or by all that go to a target.
    mutating func requestHeaders(_ node: Node) -> [Template.Member] {
        let fields = members(node, "headers", .request)
        for field in fields {
            checkFieldName(field.name, at: field.nameRange)
            checkSendable(field.value, "a header")
        }
        return fields
    }

    mutating func checkFieldName(_ name: String, at range: SourceRange) {
        if isToken(name) { return }
        report(
            "bad-header", "'\(name)' is no name of a header: it is a word without spaces (RFC 9110 section 5.1)",
            fix: "write it as in Content-Type", at: range)
    }

    /// What is sent as text: one of its own, or a list of them.
    private mutating func checkSendable(_ value: Template, _ what: String, isInList: Bool = false) {
        switch value.shape {
        case .string(let text) where text.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) && what == "a header":
            report("bad-header", "a header's value has a line break or NUL in it", at: value.range)
        case .object:
            report("wrong-kind", "\(what) takes a text or a list of texts, and has a mapping", at: value.range)
        case .array where isInList:
            report("wrong-kind", "\(what) takes a text or a list of texts, and has a list of lists", at: value.range)
        case .array(let items):
            for item in items { checkSendable(item, what, isInList: true) }
        default: break
        }
    }

    /// Names and values of which each is sent as text.
    private mutating func sendable(_ node: Node, _ name: String, _ what: String) -> [Template.Member] {
        let members = members(node, name, .request)
        for member in members { checkSendable(member.value, what) }
        return members
    }

    /// The base64 of some bytes (RFC 4648 section 4).
    mutating func base64(_ node: Node) -> Template? {
        guard let template = requestText(node, "base64") else { return nil }
        if case .string(let text) = template.shape, decoded(base64: text) == nil {
            report(
                "bad-base64", "'\(text.prefix(40))' is no base64", fix: "write it as in SGVsbG8= (RFC 4648 section 4)",
                at: node.range)
        }
        return template
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
        return .parameters(node["query"].map { sendable($0, "query", "a parameter") } ?? [])
    }

    private mutating func body(_ node: Node) -> RequestTemplate.Body? {
        let stated = bodyKinds.filter { node.has($0) }
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
        case "form": return .form(sendable(value, "form", "a field of a form"))
        case "multipart": return .multipart(parts(value))
        case "file": return requestText(value, "file").map { .file($0) }
        default: return base64(value).map { .base64($0) }
        }
    }

    mutating func given(_ node: Node, inputs: [String]) -> GivenTemplate {
        if let stated = node.stated, let known = knownGivens[stated] { return known }
        let given = readGiven(node, inputs: inputs)
        if let stated = node.stated, given.isConstant { knownGivens[stated] = given }
        return given
    }

    private mutating func readGiven(_ node: Node, inputs: [String]) -> GivenTemplate {
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

/// Whether a text is a token of RFC 9110 section 5.6.2.
private func isToken(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
}
