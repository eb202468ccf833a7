import AssayCore
import DataFormats
import YAMLReader

let contentKinds = ["json", "csv", "text", "base64", "file", "empty"]

extension NodeReader {
    mutating func expectation(_ node: Node, context: ClauseContext) -> Expectation? {
        let known = ["status", "headers", "mail", "checks", "relations", "latency", "normalize", "arrays"] + contentKinds
        guard let node = fields(of: node, "expect", known) else { return nil }
        let expectation = Expectation(
            status: node["status"].flatMap { status($0) },
            headers: node["headers"].map { expectedHeaders($0) } ?? [],
            body: content(in: node), mail: node["mail"].flatMap { mail($0) },
            checks: node["checks"].map { checks($0, context: context) } ?? [],
            relations: node["relations"].map { relations($0, context: context) } ?? [],
            latency: node["latency"].flatMap { latency($0) },
            normalize: node["normalize"].map { normalizations($0) } ?? [], arrays: node["arrays"].map { arrayRules($0) } ?? [],
            range: node.range)
        if let place = node["arrays"], !expectation.hasJSON {
            report(
                "no-json", "'arrays' is for JSON, and the step compares no body and no attachment with JSON",
                fix: "state 'json', or take 'arrays' out", at: place.range)
        }
        if !expectation.normalize.isEmpty, !expectation.hasGolden, let place = node["normalize"] {
            report(
                "no-golden", "'normalize' is for goldens, and the step compares with none",
                fix: "use a matcher such as !uuid in the expectation itself", at: place.range)
        }
        return expectation
    }

    private mutating func latency(_ node: Node) -> LatencyLimit? {
        guard let fields = fields(of: node, "latency", ["under"]) else { return nil }
        guard let under = fields["under"] else {
            report("missing-key", "'latency' states no limit", fix: "write {under: 500ms}", at: node.range)
            return nil
        }
        return positiveDuration(under, "under").map { LatencyLimit(under: $0, range: under.range) }
    }

    private mutating func expectedHeaders(_ node: Node) -> [Template.Member] {
        let headers = members(node, "headers", .expectation)
        for header in headers { checkFieldName(header.name, at: header.nameRange) }
        return headers
    }

    mutating func status(_ node: Node) -> Template? {
        guard let template = template(node, .expectation) else { return nil }
        let single = if case .array(let items) = template.shape { items } else { [template] }
        for item in single where !isStatus(item) {
            let what = if case .matcher = item.shape { "that there is one, or none," } else { node.description }
            report(
                "bad-status", "\(what) is not a status", fix: "write a code such as 200, a list of codes, or 2xx",
                at: item.range)
        }
        if single.isEmpty { report("empty-list", "the list of codes is empty", fix: "name at least one code", at: node.range) }
        return template
    }

    private func isStatus(_ template: Template) -> Bool {
        switch template.shape {
        case .number(let number): number.integer.map { (100...999).contains($0) } ?? false
        case .string(let text): ["1xx", "2xx", "3xx", "4xx", "5xx"].contains(text)
        // Every answer has a status: that it is there could not fail, that it is not could not hold.
        case .matcher(.any(nil)), .matcher(.absent), .matcher(.optional): false
        case .reference, .interpolated, .converted, .matcher: true
        default: false
        }
    }

    /// The one content that a mapping expects: of a body, or of an attachment.
    mutating func content(in node: Node) -> ContentExpectation? {
        let stated = contentKinds.filter { node.has($0) }
        guard let kind = stated.first, let value = node[kind] else { return nil }
        if stated.count > 1, let other = node[stated[1]] {
            report(
                "conflicting-keys", "'\(kind)' and '\(stated[1])' exclude each other: a body is of one kind",
                fix: "keep one of them",
                at: other.range, notes: [note("the other stands here", at: value.range)])
        }
        return wanted(kind, value).map { ContentExpectation($0, at: value.fullRange) }
    }

    private mutating func wanted(_ kind: String, _ node: Node) -> ContentExpectation.Wanted? {
        switch kind {
        case "json":
            if node.tag == "!golden" { return golden(node).map { .jsonGolden($0) } }
            return template(node, .expectation).map { .json($0) }
        case "text":
            if node.tag == "!golden" { return golden(node).map { .textGolden($0) } }
            return textExpectation(node).map { .text($0) }
        case "csv": return table(node).map { .csv($0) }
        case "base64": return base64(node).map { .base64($0) }
        case "file": return requestText(node, "file").map { .file($0) }
        default: return boolean(node, "empty").map { .empty($0) }
        }
    }

    mutating func golden(_ node: Node) -> GoldenReference? {
        guard node.kind == .scalar else {
            report("wrong-kind", "!golden takes a path or nothing, and has \(node.description)", at: node.range)
            return nil
        }
        guard !node.yaml.text.isEmpty else { return GoldenReference(path: nil, range: node.fullRange) }
        checkGoldenPath(node)
        return interpolated(node.yaml.text, at: node.range).map { GoldenReference(path: $0, range: node.fullRange) }
    }

    /// What a variable stands for is judged when it is known.
    mutating func checkGoldenPath(_ node: Node) {
        let path = node.yaml.text
        var depth = 0
        for name in path.utf8.split(separator: UInt8(ascii: "/")).map({ String($0) ?? "" }) {
            if name.utf8.contains(UInt8(ascii: "$")) { return }
            depth += name == ".." ? -1 : name == "." ? 0 : 1
            if depth < 0 { break }
        }
        guard depth < 0 || path.utf8.first == UInt8(ascii: "/") else { return }
        report(
            "outside-golden", "'\(path)' does not lie in the folder of golden files",
            fix: "write its path below that folder, as in orders/one.json", at: node.range)
    }

    /// Text that is due: whatever the scalar looks like it is text, unless a matcher stands there.
    mutating func textExpectation(_ node: Node) -> Template? {
        if node.kind == .scalar, node.tag == nil { return interpolated(node.yaml.text, at: node.range) }
        return template(node, .expectation)
    }

    mutating func mail(_ node: Node) -> MailExpectation? {
        if node.tag == "!one_of" { return mailAlternatives(node) }
        guard withoutTag(node, "mail") else { return nil }
        if node.kind == .scalar, node.yaml.hasText("none") { return MailExpectation.none(node.range) }
        guard node.kind == .sequence else {
            report("wrong-kind", "mail must be 'none' or a list of messages, and is \(node.description)", at: node.range)
            return nil
        }
        let items = node.items
        if items.isEmpty {
            report(
                "empty-list", "the list of messages is empty", fix: "write 'mail: none' when nothing may be mailed",
                at: node.range)
        }
        return .messages(items.compactMap { message($0) }, node.range)
    }

    private mutating func mailAlternatives(_ node: Node) -> MailExpectation? {
        guard node.kind == .sequence, !node.items.isEmpty else {
            report(
                "wrong-kind", "!one_of takes a list of what mail may be, and has \(node.description)",
                fix: "as in !one_of [none, [{to: qa@example.com}]]", at: node.range)
            return nil
        }
        let alternatives = node.items.compactMap { mail($0) }
        for golden in alternatives.flatMap(\.goldens) {
            report(
                "misplaced-golden", "an alternative has no golden file: it would be that of another message",
                fix: "compare with a golden file where there is one form of the mail", at: golden.range)
        }
        return .oneOf(alternatives)
    }

    private mutating func message(_ node: Node) -> MessageExpectation? {
        guard let fields = fields(of: node, "mail", ["to", "from", "subject", "text", "attachments", "within"]) else {
            return nil
        }
        if fields.without(["within"]).entries.isEmpty {
            report("nothing-checked", "the message states nothing", fix: "state 'to' at least", at: node.range)
        }
        return MessageExpectation(
            to: fields["to"].flatMap { template($0, .expectation) }, from: fields["from"].flatMap { textExpectation($0) },
            subject: fields["subject"].flatMap { textExpectation($0) }, text: fields["text"].flatMap { textExpectation($0) },
            attachments: fields["attachments"].flatMap { sequence($0, "attachments") }.map { $0.compactMap { attachment($0) } },
            within: fields["within"].flatMap { duration($0, "within") }, range: node.range)
    }

    private mutating func attachment(_ node: Node) -> AttachmentExpectation? {
        guard let fields = fields(of: node, "attachment", ["name", "type"] + contentKinds) else { return nil }
        return AttachmentExpectation(
            name: fields["name"].flatMap { textExpectation($0) }, type: fields["type"].flatMap { textExpectation($0) },
            content: content(in: fields), range: node.range)
    }

    mutating func checkPath(_ text: String, at range: SourceRange) {
        let bytes = Array(text.utf8)
        if readablePaths.contains(bytes) { return }
        do {
            _ = try JSONPath(parsing: text)
            readablePaths.insert(bytes)
        } catch {
            report(
                "bad-path", "the JSONPath '\(text)' cannot be read: \(error.message)",
                fix: "write it as in $.meta.explain (RFC 9535)", at: range)
        }
    }

    private mutating func normalizations(_ node: Node) -> [Normalization] {
        guard mapping(node, "normalize") else { return [] }
        return node.entries.compactMap { entry in
            let path = entry.key.text
            if path.hasPrefix("$") { checkPath(path, at: entry.key.range) }
            return form(entry.value).map { Normalization(path: path, form: $0, range: entry.key.range) }
        }
    }

    private mutating func form(_ node: Node) -> Normalization.Form? {
        if node.tag == "!matches" {
            guard let text = taggedText(node, "!matches") else { return nil }
            checkPattern(text, at: node.range, text: text)
            return .pattern(text)
        }
        guard let text = text(node, "the form") else { return nil }
        if text == "uuid" { return .uuid }
        if let form = Matcher.Timestamp.Form(rawValue: text) { return .timestamp(form) }
        let known = ["uuid"] + Matcher.Timestamp.Form.allCases.map(\.rawValue)
        report(
            "unknown-value", "the form '\(text)' is not known",
            fix: nearestName(to: text, among: known).map { "did you mean '\($0)'?" }
                ?? "use one of \(known.joined(separator: ", ")), or !matches 'pattern'", at: node.range)
        return nil
    }
}

extension Expectation {
    /// Whether nothing at all is stated.
    var isEmpty: Bool {
        status == nil && headers.isEmpty && body == nil && mail == nil && checks.isEmpty && relations.isEmpty && latency == nil
    }

    /// Whether no check is left that speaks for the clauses of the scenario.
    var citesOnlyOwnClauses: Bool {
        status == nil && headers.isEmpty && body == nil && mail == nil && latency == nil
            && checks.allSatisfy { $0.clauses != nil } && relations.allSatisfy { $0.clauses != nil }
    }

    /// Whether the body or an attachment is compared with a golden file.
    var hasGolden: Bool {
        body?.golden != nil || mail?.goldens.isEmpty == false
    }
}

extension MailExpectation {
    /// The golden files that attachments are compared with.
    var goldens: [GoldenReference] {
        messages.flatMap { ($0.attachments ?? []).compactMap { $0.content?.golden } }
    }
}
