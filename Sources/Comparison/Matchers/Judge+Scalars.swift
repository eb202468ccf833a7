internal import AssayCore
internal import DataFormats
internal import Patterns

extension Judge {
    /// Rules about one value without looking into it.
    mutating func judgeScalar(_ actual: JSONNode, _ expected: ExpectedValue) {
        switch expected.rule {
        case .matches(let pattern): judge(actual, pattern, expected)
        case .startsWith(let start):
            judgeString(actual, expected) { $0.utf8.starts(with: start.utf8) }
        case .endsWith(let end):
            judgeString(actual, expected) { $0.utf8.reversed().starts(with: end.utf8.reversed()) }
        case .contains(let part):
            judgeString(actual, expected) { contains(Array($0.utf8), Array(part.utf8)) }
        case .uuid: judgeString(actual, expected, isUUID)
        case .email: judgeString(actual, expected, isEmailAddress)
        case .number(let limits): judge(actual, limits, expected)
        case .approx(let value, let within): judge(actual, approx: value, within: within, expected)
        case .timestamp(let rule): judge(actual, rule, expected)
        case .length(let length): judge(actual, length: length, expected)
        default: return
        }
    }

    /// A number in JSON, or a text that is one where only texts can be.
    func number(_ actual: JSONNode) -> Decimal? {
        if isText, let text = actual.string { return Decimal(text) }
        return actual.decimal
    }

    mutating func judge(_ actual: JSONNode, kind: Matcher.Kind?, _ expected: ExpectedValue) {
        let holds =
            switch kind {
            case nil: true
            case .string: actual.kind == .string
            case .number: number(actual) != nil
            case .integer: number(actual)?.isInteger == true
            case .boolean: isText ? actual.isString("true") || actual.isString("false") : actual.kind == .bool
            case .array: actual.kind == .array
            case .object: actual.kind == .object
            case .null: actual.kind == .null
            }
        if !holds { add(actual, expected, kind: .type) }
    }

    /// A header `5` is the number 5 where that is expected, and `true` is the boolean.
    mutating func judgeText(_ actual: JSONNode, _ literal: ExpectedValue.Literal, _ expected: ExpectedValue) {
        switch literal.node.kind {
        case .string:
            compareTexts(actual, literal.node, range: expected.range)
        case .number:
            guard let number = number(actual) else { return add(actual, expected, kind: .type, note: "the text is not a number") }
            if number != literal.node.decimal { add(actual, expected) }
        case .bool:
            if !actual.isString(literal.node.bool == true ? "true" : "false") { add(actual, expected) }
        case .null, .array, .object:
            add(actual, expected, kind: .type)
        }
    }

    // MARK: Strings

    private mutating func judgeString(_ actual: JSONNode, _ expected: ExpectedValue, _ holds: (String) -> Bool) {
        guard let text = actual.string else { return add(actual, expected, kind: .type) }
        // No Unicode text has half of a surrogate pair, so what follows could not see it.
        if actual.hasLoneSurrogate || !holds(text) { add(actual, expected) }
    }

    private mutating func judge(_ actual: JSONNode, _ pattern: Pattern, _ expected: ExpectedValue) {
        guard let text = actual.string else { return add(actual, expected, kind: .type) }
        guard !actual.hasLoneSurrogate else { return add(actual, expected) }
        switch pattern.matchesWhole(text) {
        case .matched: return
        case .notMatched: add(actual, expected)
        case .limitExceeded: add(actual, expected, note: "the pattern takes too much work on this text to tell")
        }
    }

    // MARK: Numbers

    private mutating func judge(_ actual: JSONNode, _ limits: ExpectedValue.Limits, _ expected: ExpectedValue) {
        guard let number = number(actual) else {
            return add(actual, expected, kind: .type, note: isText ? "the text is not a number" : nil)
        }
        var faults: [String] = []
        if let min = limits.min, number < min { faults.append("below the minimum of \(min)") }
        if let max = limits.max, max < number { faults.append("above the maximum of \(max)") }
        if let above = limits.above, !(above < number) { faults.append("not above \(above)") }
        if let below = limits.below, !(number < below) { faults.append("not below \(below)") }
        if let factor = limits.multipleOf {
            switch number.isMultiple(of: factor) {
            case true: break
            case false: faults.append("not a multiple of \(factor)")
            case nil: faults.append("of too many digits to tell whether it is a multiple of \(factor)")
            }
        }
        if !faults.isEmpty { add(actual, expected, note: faults.joined(separator: ", ")) }
    }

    private mutating func judge(
        _ actual: JSONNode, approx value: Decimal, within tolerance: Decimal, _ expected: ExpectedValue
    ) {
        guard let number = number(actual) else {
            return add(actual, expected, kind: .type, note: isText ? "the text is not a number" : nil)
        }
        switch number.isWithin(tolerance, of: value) {
        case true: return
        case false: add(actual, expected, note: number.subtracting(value).map { "off by \($0.magnitude)" })
        case nil: add(actual, expected, note: "too far apart to be subtracted exactly")
        }
    }

    private mutating func judge(_ actual: JSONNode, length: ExpectedValue, _ expected: ExpectedValue) {
        let count: Int
        switch actual.kind {
        case .array, .object: count = actual.count
        case .string: count = actual.scalarCount
        case .null, .bool, .number: return add(actual, expected, kind: .type)
        }
        let holds: Bool
        if let literal = length.literal {
            holds = literal.node.decimal == Decimal(count)
        } else {
            // A matcher for the count: judged as the JSON number that it is.
            guard let node = JSONNode(number: count) else { return }
            var judge = Judge(at: [], context: context, limit: 0)
            judge.judge(node, by: length)
            context = judge.context
            holds = judge.differences.isEmpty
        }
        if !holds { add(actual, expected, note: "the length is \(count)") }
    }

    // MARK: Points in time

    private mutating func judge(
        _ actual: JSONNode, _ rule: ExpectedValue.TimestampRule, _ expected: ExpectedValue
    ) {
        switch reading(of: actual, as: rule.form) {
        case .wrongKind: add(actual, expected, kind: .type)
        case .wrongForm(let note): add(actual, expected, note: note)
        case .instant(let instant, let isExact):
            let near: Instant
            switch rule.near {
            case nil: return
            case .clock: near = context.clock
            case .instant(let instant): near = instant
            }
            let distance = instant < near ? near - instant : instant - near
            // What was cut off is later than what was read.
            let isWithin = distance < rule.within || (distance == rule.within && (isExact || instant < near))
            if !isWithin {
                add(actual, expected, note: "\(distance.text) \(instant < near ? "before" : "after") \(near.rfc3339())")
            }
        }
    }

    private enum Reading {
        case instant(Instant, isExact: Bool)
        case wrongKind
        case wrongForm(String)
    }

    private func reading(of actual: JSONNode, as form: Matcher.Timestamp.Form) -> Reading {
        if form == .epochMilliseconds {
            guard let number = number(actual) else { return .wrongKind }
            guard let milliseconds = number.integer else { return .wrongForm("not a whole number of milliseconds since 1970") }
            return .instant(Instant(epochMilliseconds: Int64(milliseconds)), isExact: true)
        }
        guard let text = actual.string else { return .wrongKind }
        if form == .httpDate {
            guard let date = HTTPDate(text, now: context.clock), date.form == .imfFixdate else {
                return .wrongForm("not a date such as Sun, 06 Nov 1994 08:49:37 GMT")
            }
            return .instant(date.instant, isExact: true)
        }
        do throws(RFC3339Error) {
            let stamp = try RFC3339Timestamp(text, options: form == .rfc3339Millis ? [.milliseconds, .zuluOnly] : .lowercase)
            return .instant(stamp.instant, isExact: stamp.isExact)
        } catch {
            return .wrongForm("character \(error.column): \(error.message)")
        }
    }
}

extension JSONNode {
    init?(number: Int) {
        guard let document = try? JSONDocument(parsing: String(number)) else { return nil }
        self = document.root
    }
}

/// Whether `part` stands anywhere in `text`; the empty one does.
private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard part.count <= text.count else { return false }
    return (0...text.count - part.count).contains { start in
        text[start] == first && text[start..<start + part.count].elementsEqual(part)
    }
}
