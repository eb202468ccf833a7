internal import AssayCore
internal import DataFormats
internal import Patterns

extension ExpectedValue {
    /// - Parameters:
    ///   - template: Resolved: no references, times, conversions or files are left in it.
    ///   - mayBeAbsent: Whether it stands where `!absent` and `!optional` mean something: for a member, or for the whole.
    init(_ template: Template, mayBeAbsent: Bool) throws(InvalidExpectation) {
        range = template.range
        if template.isLiteral {
            rule = .literal(try Self.literal(template))
            acceptsAbsence = false
            return
        }
        switch template.shape {
        case .array(let elements):
            rule = .array(try Self.values(elements))
        case .object(let members):
            rule = .object(try Self.members(members, of: template), allowsMore: false)
        case .matcher(let matcher):
            rule = try Self.rule(matcher, at: template, mayBeAbsent: mayBeAbsent)
        case .null, .bool, .number, .string, .interpolated, .reference, .time, .converted, .file:
            throw InvalidExpectation("the expected value has a part that is not resolved", at: template.range)
        }
        acceptsAbsence =
            switch rule {
            case .absent, .optional: true
            case .oneOf(let alternatives): alternatives.contains(where: \.acceptsAbsence)
            case .allOf(let parts): parts.allSatisfy(\.acceptsAbsence)
            default: false
            }
    }

    private static func literal(_ template: Template) throws(InvalidExpectation) -> Literal {
        var bytes: [UInt8] = []
        template.appendJSON(to: &bytes)
        do throws(JSONSyntaxError) {
            let document = try JSONDocument(parsing: bytes)
            if document.hasDuplicateNames, let name = document.root.duplicateMembers(limit: 1).shown.first?.path.pointer {
                throw JSONSyntaxError(message: "'\(name)' is given twice", offset: 0, line: 1, column: 1)
            }
            return Literal(document.root, template: template)
        } catch {
            throw InvalidExpectation("this cannot be expected of JSON: \(error.message)", at: template.range)
        }
    }

    private static func values(
        _ templates: [Template], mayBeAbsent: Bool = false
    ) throws(InvalidExpectation) -> [ExpectedValue] {
        var values: [ExpectedValue] = []
        for template in templates { values.append(try ExpectedValue(template, mayBeAbsent: mayBeAbsent)) }
        return values
    }

    private static func members(
        _ members: [Template.Member], of template: Template
    ) throws(InvalidExpectation) -> [Member] {
        var result: [Member] = []
        var names: Set<[UInt8]> = []
        for member in members {
            guard names.insert(Array(member.name.utf8)).inserted else {
                throw InvalidExpectation("the key '\(member.name)' is given twice", at: member.nameRange)
            }
            result.append(Member(name: member.name, value: try ExpectedValue(member.value, mayBeAbsent: true)))
        }
        return result
    }
}

// MARK: - Matchers

extension ExpectedValue {
    private static func rule(
        _ matcher: Matcher, at template: Template, mayBeAbsent: Bool
    ) throws(InvalidExpectation) -> Rule {
        switch matcher {
        case .any(let kind): return .any(kind)
        case .absent, .optional:
            guard mayBeAbsent else {
                throw InvalidExpectation("!absent and !optional are for the members of an object", at: template.range)
            }
            guard case .optional(let inner) = matcher else { return .absent }
            return .optional(try ExpectedValue(inner, mayBeAbsent: true))
        case .matches(let pattern): return .matches(try self.pattern(pattern))
        case .startsWith(let text): return .startsWith(try part(text, of: "!starts_with"))
        case .endsWith(let text): return .endsWith(try part(text, of: "!ends_with"))
        case .contains(let text): return .contains(try part(text, of: "!contains"))
        case .number(let limits): return .number(try self.limits(limits))
        case .approx(let value, let within): return try approx(value, within: within)
        case .timestamp(let timestamp): return .timestamp(try self.timestamp(timestamp, at: template))
        case .uuid: return .uuid
        case .email: return .email
        case .partial(let members): return .object(try self.members(members, of: template), allowsMore: true)
        case .unordered(let items): return .unordered(try values(items))
        case .keyed(let key, let items): return .keyed(try KeyedItems(key, try values(items)))
        case .includes(let items): return .includes(try values(items))
        case .length(let length): return .length(try self.length(length))
        case .bind(let name): return .bind(name)
        case .oneOf(let items): return .oneOf(try alternatives(items, of: "!one_of", at: template, mayBeAbsent: mayBeAbsent))
        case .allOf(let items): return .allOf(try alternatives(items, of: "!all_of", at: template, mayBeAbsent: mayBeAbsent))
        case .noneOf(let items): return .noneOf(try alternatives(items, of: "!none_of", at: template, mayBeAbsent: mayBeAbsent))
        case .each(let item): return .each(try ExpectedValue(item, mayBeAbsent: false))
        }
    }

    /// Nothing to choose from would hold always or never.
    private static func alternatives(
        _ templates: [Template], of tag: String, at place: Template, mayBeAbsent: Bool
    ) throws(InvalidExpectation) -> [ExpectedValue] {
        guard !templates.isEmpty else { throw InvalidExpectation("\(tag) needs at least one value", at: place.range) }
        return try values(templates, mayBeAbsent: mayBeAbsent)
    }

    private static func string(_ template: Template, of tag: String) throws(InvalidExpectation) -> String {
        guard case .string(let text) = template.shape else {
            throw InvalidExpectation("\(tag) takes a string, not \(template.kindName)", at: template.range)
        }
        return text
    }

    /// The text that a string has to hold; every string holds the empty one.
    private static func part(_ template: Template, of tag: String) throws(InvalidExpectation) -> String {
        let text = try string(template, of: tag)
        guard !text.isEmpty else {
            throw InvalidExpectation("\(tag) has an empty text, and every string would do", at: template.range)
        }
        return text
    }

    private static func decimal(_ template: Template, of what: String) throws(InvalidExpectation) -> Decimal {
        guard case .number(let number) = template.shape else {
            throw InvalidExpectation("\(what) must be a number, not \(template.kindName)", at: template.range)
        }
        return Decimal(number)
    }

    private static func pattern(_ template: Template) throws(InvalidExpectation) -> Pattern {
        let text = try string(template, of: "!matches")
        do throws(PatternSyntaxError) {
            return try Pattern(text)
        } catch {
            throw InvalidExpectation(
                "the pattern is not valid at character \(error.offset + 1): \(error.message)", at: template.range)
        }
    }

    private static func limits(_ range: Matcher.NumberRange) throws(InvalidExpectation) -> Limits {
        var limits = Limits()
        if let min = range.min { limits.min = try decimal(min, of: "min") }
        if let max = range.max { limits.max = try decimal(max, of: "max") }
        if let above = range.above { limits.above = try decimal(above, of: "above") }
        if let below = range.below { limits.below = try decimal(below, of: "below") }
        if let template = range.multipleOf {
            let factor = try decimal(template, of: "multiple_of")
            guard Decimal.zero < factor else { throw InvalidExpectation("multiple_of must be above 0", at: template.range) }
            limits.multipleOf = factor
        }
        return limits
    }

    private static func approx(_ value: Template, within: Template) throws(InvalidExpectation) -> Rule {
        let tolerance = try decimal(within, of: "within")
        guard !tolerance.isNegative else { throw InvalidExpectation("within must not be below 0", at: within.range) }
        return .approx(try decimal(value, of: "value"), within: tolerance)
    }

    private static func timestamp(
        _ timestamp: Matcher.Timestamp, at template: Template
    ) throws(InvalidExpectation) -> TimestampRule {
        guard timestamp.within >= .zero else { throw InvalidExpectation("within must not be below 0", at: template.range) }
        var rule = TimestampRule(form: timestamp.form, near: nil, within: timestamp.within)
        guard let near = timestamp.near else { return rule }
        switch near.shape {
        case .string("clock"): rule.near = .clock
        case .string(let text):
            guard let instant = Instant(rfc3339: text) else { fallthrough }
            rule.near = .instant(instant)
        default: throw InvalidExpectation("near must be 'clock' or a date and time as RFC 3339 has it", at: near.range)
        }
        return rule
    }

    /// A count, or a matcher for one.
    private static func length(_ template: Template) throws(InvalidExpectation) -> ExpectedValue {
        let value = try ExpectedValue(template, mayBeAbsent: false)
        if let literal = value.literal {
            guard let count = literal.node.decimal, count.isInteger, !count.isNegative else {
                throw InvalidExpectation("!length takes a whole number from 0 on", at: template.range)
            }
        }
        return value
    }
}
