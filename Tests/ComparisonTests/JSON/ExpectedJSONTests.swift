import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

/// Kind and place of each difference, and the note if there is one.
func differences(_ expected: Template, _ actual: String, limit: Int = 100) throws -> [String] {
    var context = MatchContext(clock: noon)
    let differences = try ExpectedJSON(expected)
        .differences(from: JSONDocument(parsing: actual).root, context: &context, limit: limit)
    #expect(differences.count >= differences.shown.count && (differences.count == 0) == differences.shown.isEmpty)
    return differences.shown.map { difference in
        guard case .json(let pointer) = difference.place else { return "\(difference.kind) ?" }
        return "\(difference.kind) \(pointer)" + (difference.note.map { " (\($0))" } ?? "")
    }
}

func holds(_ expected: Template, _ actual: String) throws -> Bool { try differences(expected, actual).isEmpty }

struct ExpectedJSONTests {
    @Test(
        arguments: [
            (["a": 1, "b": ["x", nil, true]], #"{"b":["x",null,true],"a":1.0}"#, []), (["a": 1], "{}", ["missing /a"]),
            (["a": 1], #"{"a":1,"b":2}"#, ["extra /b"]), (["a": [1, 2]], #"{"a":[2,1]}"#, ["value /a/0", "value /a/1"]),
            (1, "true", ["type "]), (true, "1", ["type "]), (nil, "{}", ["type "]),
            ("é", "\"e\u{301}\"", ["value  (same after Unicode normalisation (NFC))"]),
            (
                "a b", "\"a\u{A0}b\"",
                ["value  (only invisible characters differ: expected U+0020 SPACE, got U+00A0 NO-BREAK SPACE)"]
            ),
            ("Sent", "\"sent\"", ["value  (only letter case differs)"]),
            (.number("9007199254740993"), "9007199254740992", ["value  (the same as IEEE 754 doubles: 9007199254740992)"]),
            (.number("1e1000000000"), "10e999999999", []),
            (["a": .match(.any(nil)), "b": 1], #"{"b":1,"a":{"c":[]}}"#, []), (["a": .match(.any(nil))], "{}", ["missing /a"]),
            (["a": .match(.any(nil))], #"{"b":0}"#, ["missing /a", "extra /b"]),
            ([.match(.any(nil)), 2], "[1]", ["missing /1"]), ([.match(.any(nil))], "[1,2,3]", ["extra /1", "extra /2"]),
            ([.match(.any(nil))], "{}", ["type "]),
            (["a~/": .match(.uuid)], #"{"a~/":"x"}"#, ["value /a~0~1"]),
        ] as [(Template, String, [String])])
    func `a value is compared exactly but where a matcher stands`(expected: Template, actual: String, found: [String]) throws {
        #expect(try differences(expected, actual) == found)
    }

    @Test(
        arguments: [
            (.partial(["a": 1]), #"{"a":1,"b":{"c":1,"c":2}}"#, ["duplicate /b/c (the object has this name already)"]),
            (.match(.any(nil)), #"[{"x":0,"x":0}]"#, ["duplicate /0/x (the object has this name already)"]),
            (["a": 1], #"{"a":1,"\u0061":2}"#, ["duplicate /a (the object has this name already)"]),
            (["a": .match(.any(.number))], #"{"a":1,"a":"x"}"#, ["duplicate /a (the object has this name already)"]),
            (.match(.unordered([1, ["a": 1]])), #"[{"a":1,"a":1},1]"#, ["duplicate /0/a (the object has this name already)"]),
        ] as [(Template, String, [String])])
    func `a duplicate name is a difference wherever it is, and one`(expected: Template, actual: String, found: [String]) throws {
        #expect(try differences(expected, actual) == found)
    }

    @Test func `a difference shows both sides and where the expectation stands`() throws {
        let expected: Template = [
            "a": Template.match(.any(.string)).at(column: 9), "b": ["c": Template.number("1.50").at(column: 20)],
        ]
        var context = MatchContext(clock: noon)
        let actual = try JSONDocument(parsing: #"{"b": {"c": 2}, "a": 7}"#).root
        let found = try ExpectedJSON(expected).differences(from: actual, at: [.index(3)], context: &context, limit: 10)
        #expect(
            found.shown == [
                Difference(
                    .type, at: .json("/3/a"), expected: "!any string", actual: "7", range: SourceRange(line: 1, column: 9)),
                Difference(
                    .value, at: .json("/3/b/c"), expected: "1.50", actual: "2", range: SourceRange(line: 1, column: 20)),
            ])
    }

    @Test func `all differences are counted and as many shown as asked for`() throws {
        let actual = try JSONDocument(parsing: "[" + (0..<50).map(String.init).joined(separator: ",") + "]").root
        for expected in [Template(.array((0..<50).map { _ in 99 }), at: Template.anywhere), .match(.each(99))] {
            var context = MatchContext(clock: noon)
            let found = try ExpectedJSON(expected).differences(from: actual, context: &context, limit: 3)
            #expect(found.count == 50)
            #expect(found.shown.map(\.place) == [.json("/0"), .json("/1"), .json("/2")])
        }
    }

    @Test func `long texts are shown round their first difference`() throws {
        let text = String(repeating: "é", count: 500)
        var context = MatchContext(clock: noon)
        let expected = try ExpectedJSON(Template(.string(text + "x" + text), at: Template.anywhere))
        let actual = try JSONDocument(parsing: "\"\(text)y\(text)\"").root
        let difference = try #require(expected.differences(from: actual, context: &context, limit: 1).shown.first)
        #expect(difference.expected?.hasPrefix("…\"ééééé") == true && difference.expected?.contains("x") == true)
        #expect(difference.actual?.contains("y") == true && difference.note == "the texts differ from byte 1000 on")
    }

    @Test(
        arguments: [
            (.match(.matches("(")), "the pattern is not valid at character 2: missing closing parenthesis"),
            (.match(.matches(1)), "!matches takes a string, not a number"),
            (.match(.number(.init(min: "x"))), "min must be a number, not a string"),
            (.match(.number(.init(multipleOf: 0))), "multiple_of must be above 0"),
            (.match(.approx(value: 1, within: -1)), "within must not be below 0"),
            (.match(.length("x")), "!length takes a whole number from 0 on"),
            (.match(.length(-1)), "!length takes a whole number from 0 on"),
            (.match(.oneOf([])), "!one_of needs at least one value"),
            ([.match(.absent)], "!absent and !optional are for the members of an object"),
            (.match(.each(.match(.optional(1)))), "!absent and !optional are for the members of an object"),
            (
                .match(.timestamp(.init(form: .rfc3339, near: "soon", within: .zero))),
                "near must be 'clock' or a date and time as RFC 3339 has it"
            ),
            (["a": 1, "a": .match(.any(nil))], "the key 'a' is given twice"),
            (["a": 1, "a": 1], "this cannot be expected of JSON: '/a' is given twice"),
            (Template(.reference(.name("x")), at: Template.anywhere), "the expected value has a part that is not resolved"),
        ] as [(Template, String)])
    func `what can never be compared is refused at once`(template: Template, message: String) throws {
        let error = #expect(throws: InvalidExpectation.self) { try ExpectedJSON(template) }
        #expect(error?.message == message)
    }

    @Test func `nothing at all is fine only where it is allowed`() throws {
        #expect(try ExpectedJSON(.match(.absent)).differenceFromNothing(at: .whole) == nil)
        #expect(try ExpectedJSON(.match(.oneOf([1, .match(.absent)]))).acceptsAbsence)
        #expect(try ExpectedJSON(.match(.any(nil))).differenceFromNothing(at: .whole)?.expected == "!any")
    }

    @Test func `a document never differs from itself, and one change is always found`() throws {
        var random = SeededRandom(seed: 21)
        for _ in 0..<300 {
            let tree = RandomJSON.array([.number(1)] + (0..<3).map { _ in RandomJSON.value(depth: 4, using: &random) })
            let (mutant, _) = tree.mutated(using: &random)
            let expected = try Template.json(tree.text)
            // The same, but compared by matchers rather than as one literal.
            let opened = expected.opened
            for template in [expected, opened] {
                #expect(try holds(template, tree.rewritten(using: &random).text), "\(tree.text)")
                #expect(try !holds(template, mutant.rewritten(using: &random).text), "\(tree.text) \(mutant.text)")
            }
        }
    }
}

extension Template {
    /// The same demand with a matcher round every part, so that nothing is a literal.
    var opened: Template {
        switch shape {
        case .array(let elements): Template(.array(elements.map(\.opened)), at: range)
        case .object(let members):
            Template(.object(members.map { Self.member($0.name, $0.value.opened) }), at: range)
        default: .match(.allOf([self]))
        }
    }
}
