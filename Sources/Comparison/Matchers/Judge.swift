internal import AssayCore
internal import DataFormats

/// Compares one value with what is expected of it, and collects where it departs.
struct Judge {
    var context: MatchContext
    var differences: Differences
    /// The place of every difference when a plain text is judged; `nil` for JSON, where each part has a place of its own.
    private let textPlace: Difference.Place?
    private var path: [JSONStep]

    /// For a part of a JSON document, which stands at `path`.
    init(at path: [JSONStep], context: MatchContext, limit: Int) {
        self.context = context
        self.path = path
        textPlace = nil
        differences = Differences(limit: limit)
    }

    /// For a text outside JSON: what looks like a number is one where a number is due.
    init(text place: Difference.Place, context: MatchContext, limit: Int) {
        self.context = context
        textPlace = place
        path = []
        differences = Differences(limit: limit)
    }

    var isText: Bool { textPlace != nil }

    var place: Difference.Place { textPlace ?? .json(path.pointer) }

    /// Recursive; no deeper than the expectation is.
    mutating func judge(_ actual: JSONNode, by expected: ExpectedValue) {
        switch expected.rule {
        case .literal(let literal):
            isText ? judgeText(actual, literal, expected) : judge(actual, literal)
        case .array(let elements): judgeArray(actual, elements, expected)
        case .object(let members, let allowsMore): judgeObject(actual, members, allowsMore: allowsMore, expected)
        case .any(let kind): judge(actual, kind: kind, expected)
        case .absent:
            record { Difference(.extra, at: $0.place, actual: $0.shown(actual), note: "must be absent", range: expected.range) }
        case .unordered(let items): judgeUnordered(actual, items, allowsMore: false, expected)
        case .keyed(let keyed): judgeKeyed(actual, keyed, expected)
        case .includes(let items): judgeUnordered(actual, items, allowsMore: true, expected)
        case .bind(let name): judge(actual, name: name, expected)
        case .oneOf(let items): judge(actual, oneOf: items, expected)
        case .allOf(let items): for item in items { judge(actual, by: item) }
        case .noneOf(let items): judge(actual, noneOf: items)
        case .optional(let item): judge(actual, by: item)
        case .each(let item): judgeEach(actual, item, expected)
        default: judgeScalar(actual, expected)
        }
    }

    /// - Parameter note: What else helps.
    mutating func add(
        _ actual: JSONNode, _ expected: ExpectedValue, kind: Difference.Kind = .value, note: String? = nil
    ) {
        record {
            Difference(
                kind, at: $0.place, expected: expected.displayed, actual: $0.shown(actual), note: note, range: expected.range)
        }
    }

    /// JSON as JSON, a text as itself.
    func shown(_ actual: JSONNode) -> String { isText ? actual.plainText() : actual.displayed() }

    /// Two texts outside JSON, scalar by scalar.
    mutating func compareTexts(_ actual: JSONNode, _ expected: JSONNode, note: String? = nil, range: SourceRange?) {
        guard !actual.isEqual(to: expected) else { return }
        record {
            let shown = ShownPair(texts: expected, actual)
            return Difference(
                .value, at: $0.place, expected: shown.expected, actual: shown.actual, note: note ?? shown.note, range: range)
        }
    }

    /// Counts a difference here; `describe` is called only when it is to be shown.
    mutating func record(_ describe: (Judge) -> Difference) {
        let difference = differences.shown.count < differences.limit ? describe(self) : nil
        differences.add(difference ?? Difference(.value, at: .whole))
    }

    /// Runs `body` one step further down.
    mutating func at(_ step: JSONStep, _ body: (inout Judge) -> Void) {
        path.append(step)
        body(&self)
        path.removeLast()
    }

    /// How many differences there would be; leaves no trace.
    func cost(of actual: JSONNode, by expected: ExpectedValue) -> Int {
        trial(actual, by: expected, limit: 0).differences.count
    }

    /// A judge who has judged only this.
    func trial(_ actual: JSONNode, by expected: ExpectedValue, limit: Int) -> Judge {
        var judge = self
        judge.differences = Differences(limit: limit)
        judge.judge(actual, by: expected)
        return judge
    }
}

// MARK: - Literals and containers

extension Judge {
    private mutating func judge(_ actual: JSONNode, _ literal: ExpectedValue.Literal) {
        addDepartures(of: actual, from: literal.node) { literal.template?.range(at: $0[...]) }
    }

    /// Duplicate names are the caller's: they are reported once, for the whole document.
    mutating func addDepartures(
        of actual: JSONNode, from expected: JSONNode, note: String? = nil, range: ([JSONStep]) -> SourceRange?
    ) {
        let departures = expected.departures(
            of: actual, limit: differences.limit - differences.shown.count, countingDuplicates: false)
        guard departures.count > 0 else { return }
        let path = path
        for departure in departures.shown {
            differences.add(Difference(departure, below: path, note: note, range: range(departure.path)))
        }
        for _ in departures.shown.count..<departures.count { record { Difference(.value, at: $0.place) } }
    }

    private mutating func judgeArray(_ actual: JSONNode, _ elements: [ExpectedValue], _ expected: ExpectedValue) {
        guard actual.kind == .array else { return add(actual, expected, kind: .type) }
        var rest = actual.elements
        for (index, element) in elements.enumerated() {
            let value = rest.next()
            at(.index(index)) { judge in
                if let value { judge.judge(value, by: element) } else { judge.addMissing(element) }
            }
        }
        var index = elements.count
        while let extra = rest.next() {
            at(.index(index)) { $0.addExtra(extra, range: expected.range) }
            index += 1
        }
    }

    mutating func addMissing(_ expected: ExpectedValue, note: String? = nil) {
        record { Difference(.missing, at: $0.place, expected: expected.displayed, note: note, range: expected.range) }
    }

    mutating func addExtra(_ actual: JSONNode, note: String? = nil, range: SourceRange?) {
        record { Difference(.extra, at: $0.place, actual: actual.displayed(), note: note, range: range) }
    }

    private mutating func judgeObject(
        _ actual: JSONNode, _ members: [ExpectedValue.Member], allowsMore: Bool, _ expected: ExpectedValue
    ) {
        guard actual.kind == .object else { return add(actual, expected, kind: .type) }
        var values = [JSONNode?](repeating: nil, count: members.count)
        var extra: [JSONNode.Member] = []
        var guess = 0
        for member in actual.members {
            if let index = position(of: member.name, in: members, from: guess) {
                guess = index + 1
                // A name that comes again is reported as such; its first member counts.
                if values[index] == nil { values[index] = member.value }
            } else if !allowsMore {
                extra.append(member)
            }
        }
        // In the expected order: what one member binds may decide about the next, and the order in which they come says nothing.
        for (member, value) in zip(members, values) {
            if let value {
                at(.name(member.name)) { $0.judge(value, by: member.value) }
            } else if !member.value.acceptsAbsence {
                at(.name(member.name)) { $0.addMissing(member.value) }
            }
        }
        for member in extra {
            at(.name(member.name.string ?? "")) { $0.addExtra(member.value, range: expected.range) }
        }
    }

    /// Most often members come in the order in which they are expected.
    private func position(of name: JSONNode, in members: [ExpectedValue.Member], from guess: Int) -> Int? {
        for index in guess..<max(guess, members.count) where name.isString(members[index].name) { return index }
        for index in 0..<min(guess, members.count) where name.isString(members[index].name) { return index }
        return nil
    }

    private mutating func judgeEach(_ actual: JSONNode, _ item: ExpectedValue, _ expected: ExpectedValue) {
        guard actual.kind == .array else { return add(actual, expected, kind: .type) }
        for (index, element) in actual.elements.enumerated() {
            at(.index(index)) { $0.judge(element, by: item) }
        }
    }
}
