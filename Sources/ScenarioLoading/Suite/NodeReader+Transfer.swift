import AssayCore
import YAMLReader

private let partContents = ["text", "json", "file", "base64"]

extension NodeReader {
    /// Reads `auth`: one of its schemes.
    mutating func credentials(_ node: Node) -> RequestTemplate.Credentials? {
        guard let fields = fields(of: node, "auth", authKinds) else { return nil }
        let stated = authKinds.filter { fields.has($0) }
        guard let kind = stated.first, let value = fields[kind] else {
            report(
                "missing-key", "'auth' says nothing", fix: "write {bearer: TOKEN} or {basic: {user: .., password: ..}}",
                at: node.range)
            return nil
        }
        if stated.count > 1, let other = fields[stated[1]] {
            report(
                "conflicting-keys", "'\(kind)' and '\(stated[1])' exclude each other", fix: "keep one of them", at: value.range,
                notes: [note("the other stands here", at: other.range)])
        }
        if kind == "bearer" { return requestText(value, "bearer").map { .bearer($0) } }
        guard let pair = self.fields(of: value, kind, ["user", "password"]) else { return nil }
        guard let user = pair["user"].flatMap({ requestText($0, "user") }),
            let password = pair["password"].flatMap({ requestText($0, "password") })
        else {
            report(
                "missing-key", "'\(kind)' needs 'user' and 'password'", fix: "write {user: .., password: ..}", at: value.range)
            return nil
        }
        return kind == "basic" ? .basic(user: user, password: password) : .digest(user: user, password: password)
    }

    /// Reads the parts of a form in the order they stand; a list gives several of one name.
    mutating func parts(_ node: Node) -> [RequestTemplate.Part] {
        guard mapping(node, "multipart") else { return [] }
        if node.entries.isEmpty { report("empty-list", "a multipart body has at least one part", at: node.range) }
        return node.entries.flatMap { entry in
            let values = entry.value.kind == .sequence && entry.value.tag == nil ? entry.value.items : [entry.value]
            return values.compactMap { part(named: entry.key, $0) }
        }
    }

    private mutating func part(named key: YAMLNode, _ node: Node) -> RequestTemplate.Part? {
        guard node.kind == .mapping, node.tag == nil else {
            return template(node, .request).map { RequestTemplate.Part(name: key.text, content: .text($0), range: key.range) }
        }
        guard let fields = fields(of: node, "part", partContents + ["name", "type"]) else { return nil }
        let stated = partContents.filter { fields.has($0) }
        guard stated.count == 1, let kind = stated.first, let value = fields[kind] else {
            report(
                "missing-key", "a part has one of \(partContents.map { "'\($0)'" }.joined(separator: ", "))",
                fix: "as in {file: report.csv, type: text/csv}", at: node.range)
            return nil
        }
        let content: RequestTemplate.Part.Content? =
            switch kind {
            case "text": requestText(value, "text").map { .text($0) }
            case "json": template(value, .request).map { .json($0) }
            case "file": requestText(value, "file").map { .file($0) }
            default: base64(value).map { .base64($0) }
            }
        guard let content else { return nil }
        return RequestTemplate.Part(
            name: key.text, content: content, fileName: fields["name"].flatMap { requestText($0, "name") },
            type: fields["type"].flatMap { requestText($0, "type") }, range: key.range)
    }

    /// Reads how a request is made.
    mutating func options(_ node: Node) -> RequestTemplate.Options {
        var options = RequestTemplate.Options()
        guard let fields = fields(of: node, "options", ["timeout", "redirects", "decompress", "http", "proxy"]) else {
            return options
        }
        options.timeout = fields["timeout"].flatMap { positiveDuration($0, "timeout") }
        options.redirects = fields["redirects"].flatMap { redirects($0) }
        options.decompresses = fields["decompress"].flatMap { boolean($0, "decompress") } ?? false
        options.version = fields["http"].flatMap { word($0, "http", as: HTTPVersion.self) }
        options.proxy = fields["proxy"].flatMap { requestText($0, "proxy") }
        return options
    }

    /// `true` for as many as a browser follows, `false` for none, or their number.
    mutating func redirects(_ node: Node) -> Int? {
        if node.kind == .scalar, node.tag == nil {
            if case .bool(let follows) = node.yaml.coreValue { return follows ? 20 : 0 }
            if let count = wholeNumber(node), (0...100).contains(count) { return count }
        }
        report(
            "wrong-kind", "redirects is true, false or how many are followed, and is \(node.description)",
            fix: "write a number from 0 to 100", at: node.range)
        return nil
    }

    /// `nil` for what is no plain whole number.
    func wholeNumber(_ node: Node) -> Int? {
        guard node.kind == .scalar, node.tag == nil, case .int = node.yaml.coreValue else { return nil }
        return Int(node.yaml.text)
    }

    mutating func positiveDuration(_ node: Node, _ what: String) -> Duration? {
        guard let duration = duration(node, what) else { return nil }
        if duration > .zero { return duration }
        report("bad-duration", "\(what) must be longer than nothing", fix: "write a duration such as 30s", at: node.range)
        return nil
    }
}
