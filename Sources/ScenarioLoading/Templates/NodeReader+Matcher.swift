import AssayCore
import DataFormats
import Patterns
import YAMLReader

/// The tags that are matchers, without the exclamation mark.
let matcherNames = [
    "any", "absent", "matches", "starts_with", "ends_with", "contains", "number", "approx", "timestamp", "uuid", "email",
    "partial", "unordered", "keyed", "includes", "length", "bind", "one_of", "all_of", "none_of", "optional", "each",
]

extension NodeReader {
    /// Reads what stands behind a matcher's tag.
    mutating func matcher(_ name: String, _ node: Node) -> Matcher? {
        switch name {
        case "any": return anyMatcher(node)
        case "absent": return withoutContent(node, name, .absent)
        case "uuid": return withoutContent(node, name, .uuid)
        case "email": return withoutContent(node, name, .email)
        case "matches": return pattern(node).map(Matcher.matches)
        case "starts_with": return part(node, "!starts_with").map(Matcher.startsWith)
        case "ends_with": return part(node, "!ends_with").map(Matcher.endsWith)
        case "contains": return part(node, "!contains").map(Matcher.contains)
        case "length": return number(node, "!length", isTagged: true).map(Matcher.length)
        case "bind": return taggedText(node, "!bind").flatMap { bindingName($0, at: node.range).map(Matcher.bind) }
        case "number": return numberMatcher(node)
        case "approx": return approxMatcher(node)
        case "timestamp": return timestampMatcher(node)
        case "partial": return partialMatcher(node)
        case "optional": return only(node, name).map(Matcher.optional)
        case "each": return only(node, name).map(Matcher.each)
        case "unordered": return list(node, name).map(Matcher.unordered)
        case "keyed": return keyedMatcher(node)
        case "includes": return list(node, name).map(Matcher.includes)
        case "one_of": return list(node, name, isEmptyAllowed: false).map(Matcher.oneOf)
        case "all_of": return list(node, name, isEmptyAllowed: false).map(Matcher.allOf)
        default: return list(node, name, isEmptyAllowed: false).map(Matcher.noneOf)
        }
    }

    private mutating func bindingName(_ text: String, at range: SourceRange) -> String? {
        guard isVariableName(text) else {
            report("bad-name", "'\(text)' is not a name", fix: nameForm, at: range)
            return nil
        }
        if let earlier = scope.declared[text], !scope.isBinding(text) {
            report(
                "duplicate-name", "'!bind \(text)' would not compare with the '\(text)' that is there already",
                fix: "write \"${\(text)}\" to demand that value, or choose another name", at: range,
                notes: [note("it is declared here", at: earlier)])
        }
        scope.bind(text, at: range)
        return text
    }

    /// The text that a string has to hold; every string holds the empty one.
    private mutating func part(_ node: Node, _ tag: String) -> Template? {
        guard let template = textTemplate(node, tag) else { return nil }
        guard case .string("") = template.shape else { return template }
        report(
            "nothing-checked", "\(tag) has no text, and every string would do", fix: "write '\(tag) text', or '!any string'",
            at: node.fullRange)
        return nil
    }

    private mutating func withoutContent(_ node: Node, _ name: String, _ matcher: Matcher) -> Matcher? {
        if node.kind == .scalar, node.yaml.text.isEmpty { return matcher }
        report("wrong-kind", "!\(name) takes nothing, and has \(node.description)", fix: "write '!\(name)' alone", at: node.range)
        return nil
    }

    private mutating func anyMatcher(_ node: Node) -> Matcher? {
        if node.kind == .scalar, node.yaml.text.isEmpty { return .any(nil) }
        guard node.kind == .scalar else {
            report("wrong-kind", "!any takes a kind or nothing, and has \(node.description)", at: node.range)
            return nil
        }
        let known = Matcher.Kind.allCases.map(\.rawValue)
        if let kind = Matcher.Kind(rawValue: node.yaml.text) { return .any(kind) }
        let near = nearestName(to: node.yaml.text, among: known)
        report(
            "unknown-value", "the kind '\(node.yaml.text)' is not known",
            fix: near.map { "did you mean '!any \($0)'?" } ?? "use one of \(known.joined(separator: ", "))", at: node.range)
        return nil
    }

    private mutating func pattern(_ node: Node) -> Template? {
        guard let text = taggedText(node, "!matches"), let template = textTemplate(node, "!matches") else { return nil }
        guard case .string(let literal) = template.shape else { return template }
        checkPattern(literal, at: node.range, text: text)
        return template
    }

    mutating func checkPattern(_ pattern: String, at range: SourceRange, text: String) {
        do {
            _ = try Pattern(pattern)
        } catch {
            report("bad-pattern", "the pattern '\(text)' cannot be read: \(error.message) at offset \(error.offset)", at: range)
        }
    }

    /// - Parameter isTagged: Whether the node's own tag was read already, as that of `!length 3`.
    private mutating func number(_ node: Node, _ what: String, isTagged: Bool = false) -> Template? {
        guard let template = isTagged ? template(untagged: node, .expectation) : template(node, .expectation) else { return nil }
        switch template.shape {
        case .number, .reference, .converted: return template
        default:
            report(
                "wrong-kind", "\(what) takes a number, and has \(node.isEmpty ? "none" : node.description)", at: node.fullRange)
            return nil
        }
    }

    private mutating func numberMatcher(_ node: Node) -> Matcher? {
        if node.kind == .scalar, node.yaml.text.isEmpty { return .number(.init()) }
        guard let fields = matcherFields(node, "!number", ["min", "max", "above", "below", "multiple_of"]) else { return nil }
        var range = Matcher.NumberRange()
        range.min = fields["min"].flatMap { number($0, "min") }
        range.max = fields["max"].flatMap { number($0, "max") }
        range.above = fields["above"].flatMap { number($0, "above") }
        range.below = fields["below"].flatMap { number($0, "below") }
        range.multipleOf = fields["multiple_of"].flatMap { number($0, "multiple_of") }
        return .number(range)
    }

    private mutating func approxMatcher(_ node: Node) -> Matcher? {
        guard let fields = matcherFields(node, "!approx", ["value", "within"]) else { return nil }
        guard let value = fields["value"], let within = fields["within"] else {
            report(
                "missing-key", "!approx needs 'value' and 'within'", fix: "write !approx {value: 1.5, within: 0.1}",
                at: node.fullRange)
            return nil
        }
        guard let value = number(value, "value"), let within = number(within, "within") else { return nil }
        return .approx(value: value, within: within)
    }

    private mutating func timestampMatcher(_ node: Node) -> Matcher? {
        if node.kind == .scalar {
            if node.yaml.text.isEmpty { return .timestamp(.init(form: .rfc3339, near: nil, within: .zero)) }
            return timestampForm(node).map { .timestamp(.init(form: $0, near: nil, within: .zero)) }
        }
        guard let fields = matcherFields(node, "!timestamp", ["form", "near", "within"]) else { return nil }
        if let form = fields["form"], !withoutTag(form, "form") { return nil }
        let form = fields["form"].map { timestampForm($0) } ?? .rfc3339
        var near: Template?
        if let node = fields["near"], let text = text(node, "near") {
            near = timeExpression(text, at: node.range).map { Template(.time($0), at: node.range) }
        }
        let within = fields["within"].flatMap { duration($0, "within") }
        if (fields["near"] == nil) != (fields["within"] == nil) {
            report(
                "missing-key", "!timestamp needs 'near' and 'within' together", fix: "write {near: clock, within: 5s}",
                at: node.fullRange)
            return nil
        }
        return form.map { .timestamp(.init(form: $0, near: near, within: within ?? .zero)) }
    }

    private mutating func timestampForm(_ node: Node) -> Matcher.Timestamp.Form? {
        guard node.kind == .scalar, let form = Matcher.Timestamp.Form(rawValue: node.yaml.text) else {
            let known = Matcher.Timestamp.Form.allCases.map(\.rawValue)
            let near = nearestName(to: node.yaml.text, among: known)
            report(
                "unknown-value", "the form '\(node.yaml.text)' is not known",
                fix: near.map { "did you mean '\($0)'?" } ?? "use one of \(known.joined(separator: ", "))", at: node.range)
            return nil
        }
        return form
    }

    mutating func duration(_ node: Node, _ what: String) -> Duration? {
        guard let text = text(node, what) else { return nil }
        do {
            return try Duration(text: text)
        } catch {
            report("bad-duration", error.message, fix: "write a duration such as 92d, 1h30m or 250ms", at: node.range)
            return nil
        }
    }

    private mutating func partialMatcher(_ node: Node) -> Matcher? {
        guard node.kind == .mapping else {
            report(
                "wrong-kind", "!partial takes a mapping, and has \(node.description)", fix: "write !partial {key: value}",
                at: node.range)
            return nil
        }
        let members = templateMembers(node, .expectation)
        return members.count == node.entries.count ? .partial(members) : nil
    }

    mutating func matcherFields(_ node: Node, _ tag: String, _ known: [String]) -> Node? {
        guard node.kind == .mapping else {
            report(
                "wrong-kind", "\(tag) takes a mapping, and has \(node.description)",
                fix: "known in it: \(known.joined(separator: ", "))", at: node.range)
            return nil
        }
        for entry in node.entries where !known.contains(where: { entry.key.hasText($0) }) {
            report(
                "unknown-key", "\(tag) key '\(entry.key.text)' is not known",
                fix: nearestName(to: entry.key.text, among: known).map { "did you mean '\($0)'?" }
                    ?? "known here: \(known.joined(separator: ", "))", at: entry.key.range)
        }
        return node
    }

    private mutating func list(_ node: Node, _ name: String, isEmptyAllowed: Bool = true) -> [Template]? {
        guard node.kind == .sequence else {
            report(
                "wrong-kind", "!\(name) takes a list, and has \(node.description)", fix: "write !\(name) [..]", at: node.fullRange
            )
            return nil
        }
        let items = node.items
        if items.isEmpty, !isEmptyAllowed {
            report("empty-list", "!\(name) needs at least one alternative", at: node.fullRange)
            return nil
        }
        let read = items.compactMap { template($0, .expectation) }
        return read.count == items.count ? read : nil
    }

    private mutating func only(_ node: Node, _ name: String) -> Template? {
        guard let items = list(node, name) else { return nil }
        guard items.count == 1 else {
            report(
                "wrong-count", "!\(name) takes a list of exactly one, and has \(items.count)", fix: "write !\(name) [X]",
                at: node.fullRange)
            return nil
        }
        return items[0]
    }

    /// Reads a node's value as if its own tag were not there: the tag was read already.
    private mutating func template(untagged node: Node, _ use: TemplateUse) -> Template? {
        guard node.kind == .scalar, node.tag?.hasPrefix("!") == true else { return template(node, use) }
        switch node.yaml.coreValue {
        case .int, .float: return node.yaml.coreValue.number.map { Template(.number($0), at: node.range) }
        default: return interpolated(node.yaml.text, at: node.range)
        }
    }
}
