import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct ExpectedTextTests {
    private func differences(_ expected: Template, _ actual: String) throws -> [Difference] {
        var context = MatchContext(clock: noon)
        return try ExpectedText(expected).differences(from: actual, at: .column("X"), context: &context, limit: 10).shown
    }

    @Test(
        arguments: [
            ("abc", "abc", true), ("abc", "abC", false), ("é", "e\u{301}", false), ("a\r\nb", "a\nb", false), (5, "5", true),
            (5, "5.0", true), (5, "05", false), (5, " 5", false),
            ("5", "5.0", false), (true, "true", true), (true, "True", false), (false, "0", false),
            (.match(.any(.number)), "1e3", true), (.match(.any(.number)), "x", false),
            (.match(.any(.integer)), "1.5", false), (.match(.any(.string)), "5", true), (.match(.any(.boolean)), "false", true),
            (.match(.any(nil)), "", true),
            (.match(.number(.init(min: 1, max: 3))), "3", true), (.match(.number(.init(min: 1, max: 3))), "4", false),
            (.match(.number(.init())), "four", false),
            (.match(.approx(value: 1, within: 1)), "2", true), (.match(.matches("text/.*")), "text/csv", true),
            (.match(.matches("text/.*")), "a text/csv", false),
            (.match(.timestamp(.init(form: .epochMilliseconds, near: "clock", within: .zero))), "1435708800000", true),
            (.match(.timestamp(.init(form: .httpDate, near: nil, within: .zero))), "Wed, 01 Jul 2015 00:00:00 GMT", true),
            (.match(.length(2)), "😀é", true),
            (.match(.oneOf(["a", 7])), "7.0", true), (.match(.noneOf(["a", 7])), "7", false),
            (.match(.allOf([.match(.contains("b")), .match(.length(3))])), "abc", true),
            (.match(.absent), "x", false), (.match(.optional("x")), "x", true), ("\u{0}\"\\", "\u{0}\"\\", true),
            (.match(.uuid), "x", false), (.match(.email), "a@b.c", true),
        ] as [(Template, String, Bool)])
    func `a text is judged, numbers in it by value`(expected: Template, actual: String, holds: Bool) throws {
        let found = try differences(expected, actual)
        #expect(found.isEmpty == holds)
        #expect(found.allSatisfy { $0.place == .column("X") })
    }

    @Test func `texts are shown as they are, long ones round their first difference`() throws {
        #expect(
            try differences("text/csv", "text/\"html\"") == [
                Difference(.value, at: .column("X"), expected: "text/csv", actual: "text/\"html\"", range: Template.anywhere)
            ])
        #expect(try differences(5, "six").first?.actual == "six")
        #expect(try differences("é", "e\u{301}").first?.note == "same after Unicode normalisation (NFC)")
        let long = String(repeating: "a", count: 1000)
        let difference = try #require(try differences(Template(.string(long + "x"), at: Template.anywhere), long + "y").first)
        #expect(difference.expected == "…\(String(repeating: "a", count: 40))x")
        #expect(difference.actual == "…\(String(repeating: "a", count: 40))y")
    }

    @Test(
        arguments: [
            nil, [], [:], .match(.any(.object)), .match(.unordered([])), .match(.oneOf(["a", nil])), .match(.partial([])),
        ] as [Template])
    func `what no text can be is refused`(template: Template) {
        #expect(throws: InvalidExpectation.self) { try ExpectedText(template) }
    }

    @Test func `a name bound to a text equals the JSON value that writes it, and the other way round`() throws {
        var context = MatchContext(clock: noon)
        let json = try ExpectedJSON(.match(.bind("n")))
        let text = try ExpectedText(.match(.bind("n")))
        #expect(text.differences(from: "7", context: &context, limit: 1).isEmpty)
        #expect(json.differences(from: try JSONDocument(parsing: "7.0").root, context: &context, limit: 1).isEmpty)
        #expect(json.differences(from: try JSONDocument(parsing: "\"7\"").root, context: &context, limit: 1).isEmpty)
        #expect(json.differences(from: try JSONDocument(parsing: "8").root, context: &context, limit: 1).count == 1)
        context = MatchContext(clock: noon)
        #expect(json.differences(from: try JSONDocument(parsing: "true").root, context: &context, limit: 1).isEmpty)
        #expect(text.differences(from: "true", context: &context, limit: 1).isEmpty)
        #expect(text.differences(from: "1", context: &context, limit: 1).count == 1)
    }
}
