package import AssayCore
internal import DataFormats

/// What a scenario expects of a text outside JSON: a header, a cell, an address, a body of text.
///
/// A number that is due is read from the text, in JSON's grammar; `true` and `false` likewise. Everything else is about the text
/// itself, compared by scalars.
package struct ExpectedText: Sendable {
    private let value: ExpectedValue
    /// Most often the whole text is given; then nothing else is needed.
    private let literalText: [UInt8]?

    /// - Throws: As `ExpectedJSON`, and for what no text can be: null, an array, an object.
    package init(_ template: Template) throws(InvalidExpectation) {
        value = try ExpectedValue(template, mayBeAbsent: true)
        try value.checkCanBeText()
        literalText =
            if let node = value.literal?.node, node.kind == .string { node.withUTF8 { Array($0) } } else { nil }
    }

    /// Whether nothing at all is fine too: `!absent`, `!optional`.
    package var acceptsAbsence: Bool { value.acceptsAbsence }

    /// As a report shows it, on one line.
    package var displayed: String { value.displayed }

    /// - Parameters:
    ///   - place: Of every difference.
    ///   - context: What is bound here stays bound.
    package func differences(
        from actual: String, at place: Difference.Place = .whole, context: inout MatchContext, limit: Int
    ) -> Differences {
        if let literalText, actual.utf8.elementsEqual(literalText) { return Differences(limit: limit) }
        var judge = Judge(text: place, context: context, limit: limit)
        guard let node = JSONNode(string: actual) else {
            judge.differences.add(
                Difference(.unreadable, at: place, note: "the text is too long to be compared", range: value.range))
            return judge.differences
        }
        judge.judge(node, by: value)
        context = judge.context
        return judge.differences
    }

    /// Nothing came at all.
    package func differenceFromNothing(at place: Difference.Place) -> Difference? {
        guard !acceptsAbsence else { return nil }
        return Difference(.missing, at: place, expected: displayed, range: value.range)
    }
}

extension JSONNode {
    /// `nil` only for texts of a thousand million bytes.
    init?(string: String) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(string.utf8.count + 2)
        appendJSONString(string, to: &bytes)
        guard let document = try? JSONDocument(parsing: bytes) else { return nil }
        self = document.root
    }
}

extension ExpectedValue {
    fileprivate func checkCanBeText() throws(InvalidExpectation) {
        switch rule {
        case .literal(let literal):
            guard [.null, .array, .object].contains(literal.node.kind) else { return }
            throw InvalidExpectation("\(displayed) cannot be expected of a text", at: range)
        case .array, .object, .unordered, .keyed, .includes, .each, .any(.array), .any(.object), .any(.null):
            throw InvalidExpectation("\(displayed) cannot be expected of a text", at: range)
        case .oneOf(let items), .allOf(let items), .noneOf(let items):
            for item in items { try item.checkCanBeText() }
        case .optional(let item):
            try item.checkCanBeText()
        default:
            return
        }
    }
}
