import AssayCore
import DataFormats
import YAMLReader

/// What a value is for, which decides the tags that may stand in it.
enum TemplateUse {
    /// Something that is sent or given: values only; `!absent` takes a default away.
    case request
    /// Something that is demanded: values and matchers.
    case expectation
}

extension NodeReader {
    /// Reads a value: a tree of plain values, holes, values to be worked out and, where expected, matchers.
    mutating func template(_ node: Node, _ use: TemplateUse) -> Template? {
        if let tag = node.tag, !tag.hasPrefix("tag:yaml.org,2002:") { return tagged(node, tag, use) }
        if let tag = node.tag, !["tag:yaml.org,2002:str", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"].contains(tag) {
            report(
                "unknown-tag", "the tag '\(tag)' is not read here", fix: "remove the tag; quote the value to make it text",
                at: node.yaml.tagRange ?? node.range)
            return nil
        }
        if node.kind == .scalar { return scalar(node) }
        // What is demanded may bind a name, which is judged by the names that each scenario has.
        guard use == .request, let stated = node.stated else { return collection(node, use) }
        if let known = knownValues[stated] { return known }
        let template = collection(node, use)
        if let template, template.isConstant { knownValues[stated] = template }
        return template
    }

    private mutating func collection(_ node: Node, _ use: TemplateUse) -> Template? {
        if node.kind == .sequence {
            let items = node.items
            let read = items.compactMap { template($0, use) }
            return read.count == items.count ? Template(.array(read), at: node.range) : nil
        }
        let read = templateMembers(node, use)
        return read.count == node.entries.count ? Template(.object(read), at: node.range) : nil
    }

    /// Reads a mapping of names to values; reports anything else.
    mutating func members(_ node: Node, _ what: String, _ use: TemplateUse) -> [Template.Member] {
        guard mapping(node, what) else { return [] }
        return templateMembers(node, use)
    }

    mutating func templateMembers(_ node: Node, _ use: TemplateUse) -> [Template.Member] {
        node.entries.compactMap { entry in
            let name = memberName(entry.key)
            return template(entry.value, use).map { Template.Member(name: name, nameRange: entry.key.range, value: $0) }
        }
    }

    /// A name is not worked out: `${name}` in it would be sent, or looked for, as it stands. `$${` is a literal `${` there too.
    private mutating func memberName(_ key: YAMLNode) -> String {
        guard key.text.utf8.contains(UInt8(ascii: "$")) else { return key.text }
        var name: [UInt8] = []
        var isLiteral = true
        var rest = Array(key.text.utf8)[...]
        while let byte = rest.first {
            let isEscaped = rest.starts(with: "$${".utf8)
            if rest.starts(with: "${".utf8) { isLiteral = false }
            name += isEscaped ? Array("${".utf8) : [byte]
            rest = rest.dropFirst(isEscaped ? 3 : 1)
        }
        if !isLiteral {
            report(
                "bad-name", "the name '\(key.text)' has '${' in it, and only values are worked out",
                fix: "write the name itself, or '$${' for the two characters", at: key.range)
        }
        return String(decoding: name, as: UTF8.self)
    }

    private mutating func scalar(_ node: Node) -> Template? {
        switch node.yaml.coreValue {
        case .null: return Template(.null, at: node.range)
        case .bool(let value): return Template(.bool(value), at: node.range)
        case .int, .float:
            guard let number = node.yaml.coreValue.number else {
                report(
                    "not-a-number", "'\(node.yaml.text)' is no JSON number", fix: "quote it to make it text", at: node.range)
                return nil
            }
            return Template(.number(number), at: node.range)
        case .string(let text): return interpolated(text, at: node.range)
        }
    }

    /// Reads the scalar of a tagged node as text with holes.
    mutating func textTemplate(_ node: Node, _ what: String) -> Template? {
        guard node.kind == .scalar else {
            report("wrong-kind", "\(what) takes a text, and has \(node.description)", at: node.range)
            return nil
        }
        return interpolated(node.yaml.text, at: node.range)
    }

    private mutating func tagged(_ node: Node, _ tag: String, _ use: TemplateUse) -> Template? {
        switch tag {
        case "!time":
            guard let text = taggedText(node, tag) else { return nil }
            return timeExpression(text, at: node.range).map { Template(.time($0), at: node.fullRange) }
        case "!int", "!text", "!base64":
            guard let value = textTemplate(node, tag), let conversion = Template.Conversion(rawValue: String(tag.dropFirst()))
            else {
                return nil
            }
            if conversion == .int, case .string(let text) = value.shape, !isWholeNumber(text) {
                report(
                    "not-a-number", "'\(text)' is no whole number", fix: "write digits, or a reference to them", at: node.range)
            }
            return Template(.converted(conversion, value), at: node.fullRange)
        case "!file":
            return textTemplate(node, tag).map { Template(.file($0), at: node.fullRange) }
        case "!golden":
            report(
                "misplaced-tag", "!golden stands for the whole of json, csv or text, not for a part of it",
                fix: "use a matcher such as !any for the volatile part, or compare the whole with the golden",
                at: node.yaml.tagRange ?? node.range)
            return nil
        case "!absent" where use == .request:
            return Template(.matcher(.absent), at: node.fullRange)
        default:
            return taggedMatcher(node, tag, use)
        }
    }

    private mutating func taggedMatcher(_ node: Node, _ tag: String, _ use: TemplateUse) -> Template? {
        let name = String(tag.dropFirst())
        guard matcherNames.contains(name) else {
            let near = nearestName(to: name, among: matcherNames + ["time", "int", "text", "base64", "file", "golden"])
            report(
                "unknown-tag", "the tag '\(tag)' is not known", fix: near.map { "did you mean '!\($0)'?" },
                at: node.yaml.tagRange ?? node.range)
            return nil
        }
        guard use == .expectation else {
            report(
                "misplaced-tag", "the matcher \(tag) can only be expected, not sent or given", fix: "state a value",
                at: node.yaml.tagRange ?? node.range)
            return nil
        }
        return matcher(name, node).map { Template(.matcher($0), at: node.fullRange) }
    }

    mutating func taggedText(_ node: Node, _ tag: String) -> String? {
        guard node.kind == .scalar, !node.yaml.text.isEmpty else {
            report(
                "wrong-kind", "\(tag) takes a text, and has \(node.yaml.text.isEmpty ? "none" : node.description)",
                at: node.fullRange)
            return nil
        }
        return node.yaml.text
    }
}

/// Whether a text is digits as JSON has them, perhaps after a minus.
private func isWholeNumber(_ text: String) -> Bool {
    NumberText(text) != nil && !text.utf8.contains { ".eE".utf8.contains($0) }
}
