package import AssayCore
internal import DataFormats

/// What a scenario expects of a text outside JSON: a header, a cell, an address, a body of text.
///
/// A number that is due is read from the text, in JSON's grammar; `true` and `false` likewise. Everything else is about the text
/// itself, compared by scalars.
package struct ExpectedText: Sendable {
    /// `nil` where the whole text is given, as it mostly is, and has not been found to differ.
    private let settled: ExpectedValue?
    private let template: Template
    private let literalText: [UInt8]?

    /// - Throws: As `ExpectedJSON`, and for what no text can be: null, an array, an object.
    package init(_ template: Template) throws(InvalidExpectation) {
        self.template = template
        if case .string(let text) = template.shape, text.utf8.count < Self.surelyReadable {
            (settled, literalText) = (nil, Array(text.utf8))
            return
        }
        let value = try ExpectedValue(template, mayBeAbsent: true)
        try value.checkCanBeText()
        settled = value
        literalText =
            if let node = value.literal?.node, node.kind == .string { node.withUTF8 { Array($0) } } else { nil }
    }

    /// Far below what a JSON string may be long.
    private static let surelyReadable = 1 << 20

    private var value: ExpectedValue? { settled ?? (try? ExpectedValue(template, mayBeAbsent: true)) }

    /// Whether nothing at all is fine too: `!absent`, `!optional`.
    package var acceptsAbsence: Bool { settled?.acceptsAbsence ?? false }

    /// As a report shows it, on one line.
    package var displayed: String { value?.displayed ?? "" }

    /// - Parameters:
    ///   - place: Of every difference.
    ///   - context: What is bound here stays bound.
    package func differences(
        from actual: String, at place: Difference.Place = .whole, context: inout MatchContext, limit: Int
    ) -> Differences {
        if let literalText, actual.utf8.elementsEqual(literalText) { return Differences(limit: limit) }
        var judge = Judge(text: place, context: context, limit: limit)
        guard let node = JSONNode(string: actual), let value else {
            judge.differences.add(
                Difference(.unreadable, at: place, note: "the text is too long to be compared", range: template.range))
            return judge.differences
        }
        judge.judge(node, by: value)
        context = judge.context
        return judge.differences
    }

    /// Nothing came at all.
    package func differenceFromNothing(at place: Difference.Place) -> Difference? {
        guard !acceptsAbsence else { return nil }
        return Difference(.missing, at: place, expected: displayed, range: template.range)
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
