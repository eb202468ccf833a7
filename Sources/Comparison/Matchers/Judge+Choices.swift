internal import AssayCore
internal import DataFormats

extension Judge {
    /// The first alternative that holds is taken, with what it binds.
    mutating func judge(_ actual: JSONNode, oneOf alternatives: [ExpectedValue], _ expected: ExpectedValue) {
        let alternatives = alternatives.filter { !$0.isAbsent }
        for alternative in alternatives {
            let attempt = trial(actual, by: alternative, limit: 0)
            guard attempt.differences.isEmpty else { continue }
            context = attempt.context
            return
        }
        record {
            Difference(
                .value, at: $0.place, expected: expected.displayed, actual: $0.shown(actual),
                note: $0.remark(on: actual, closestOf: alternatives), range: expected.range)
        }
    }

    /// Says where the closest alternative fails, if one fails only inside the value.
    private func remark(on actual: JSONNode, closestOf alternatives: [ExpectedValue]) -> String? {
        guard actual.kind == .object || actual.kind == .array else { return nil }
        var closest: (alternative: ExpectedValue, differences: Differences)?
        for alternative in alternatives {
            let found = trial(actual, by: alternative, limit: 1).differences
            guard let first = found.shown.first, first.place != place, found.count < closest?.differences.count ?? .max else {
                continue
            }
            closest = (alternative, found)
        }
        guard let closest, let first = closest.differences.shown.first, case .json(let pointer) = first.place else { return nil }
        let sides = [first.expected.map { "expected \($0)" }, first.actual.map { "got \($0)" }].compactMap { $0 }
        let rest = closest.differences.count > 1 ? ", and \(closest.differences.count - 1) more" : ""
        return "the closest is \(closest.alternative.displayed): at \(pointer) \(sides.joined(separator: ", "))\(rest)"
    }

    /// Nothing is bound by what must not hold.
    mutating func judge(_ actual: JSONNode, noneOf alternatives: [ExpectedValue]) {
        for alternative in alternatives where !alternative.isAbsent && cost(of: actual, by: alternative) == 0 {
            record {
                Difference(
                    .value, at: $0.place, expected: "!none_of [\(alternative.displayed)]", actual: $0.shown(actual),
                    note: "this is what must not be", range: alternative.range)
            }
        }
    }

    mutating func judge(_ actual: JSONNode, name: String, _ expected: ExpectedValue) {
        guard let bound = context.bindings[name] else {
            context.bindings[name] = MatchContext.Binding(value: actual, isText: isText)
            return
        }
        guard bound.isText == isText || actual.kind == bound.value.kind else {
            return judgeAcross(actual, bound.value, name: name, expected)
        }
        let note = "'\(name)' is bound already"
        guard !isText else { return compareTexts(actual, bound.value, note: note, range: expected.range) }
        addDepartures(of: actual, from: bound.value, note: note) { _ in expected.range }
    }

    /// One of the two is a plain text and the other a JSON value: a number or a boolean equals the text that writes it.
    private mutating func judgeAcross(
        _ actual: JSONNode, _ bound: JSONNode, name: String, _ expected: ExpectedValue
    ) {
        let (text, value) = isText ? (actual, bound) : (bound, actual)
        let holds: Bool
        switch value.kind {
        case .number: holds = text.string.flatMap(Decimal.init) == value.decimal
        case .bool: holds = text.isString(value.bool == true ? "true" : "false")
        case .null, .string, .array, .object: holds = false
        }
        guard !holds else { return }
        record {
            Difference(
                .value, at: $0.place, expected: $0.isText ? bound.displayed() : bound.plainText(), actual: $0.shown(actual),
                note: "'\(name)' is bound already",
                range: expected.range)
        }
    }
}

extension ExpectedValue {
    fileprivate var isAbsent: Bool {
        if case .absent = rule { true } else { false }
    }
}
