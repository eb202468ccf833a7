import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct ChoiceTests {
    @Test(
        arguments: [
            ("1", []), ("\"x\"", []), ("2", ["value "]), ("null", ["value "]),
            (
                #"{"k":{"a":1,"b":3}}"#, [#"value  (the closest is {"k":{"a":1,"b":2}}: at /k/b expected 2, got 3)"#]
            ),
        ] as [(String, [String])])
    func `one of the alternatives must hold, and the closest is named`(actual: String, found: [String]) throws {
        let alternatives: [Template] = [1, .match(.any(.string)), ["k": ["a": 1, "b": 2]]]
        #expect(try differences(.match(.oneOf(alternatives)), actual) == found)
    }

    @Test func `what came and what there was to choose from is shown`() throws {
        var context = MatchContext(clock: noon)
        let expected = try ExpectedJSON(.match(.oneOf([1, .match(.startsWith("a")), .match(.number(.init(min: 5)))])))
        let difference = expected.differences(from: try JSONDocument(parsing: "2").root, context: &context, limit: 1).shown.first
        #expect(difference?.expected == #"!one_of [1, !starts_with "a", !number {min: 5}]"#)
        #expect(difference?.actual == "2")
    }

    @Test func `absence is one of the alternatives for a member`() throws {
        let expected: Template = ["a": .match(.oneOf([1, .match(.absent)]))]
        #expect(try differences(expected, "{}").isEmpty)
        #expect(try differences(expected, #"{"a":1}"#).isEmpty)
        #expect(try differences(expected, #"{"a":null}"#) == ["value /a"])
        #expect(try differences(["a": .match(.noneOf([.match(.absent), 2]))], "{}") == ["missing /a"])
        #expect(try differences(["a": .match(.noneOf([.match(.absent), 2]))], #"{"a":1}"#).isEmpty)
    }

    @Test(
        arguments: [
            ("3", []), ("1", ["value  (this is what must not be)"]), ("\"x\"", ["value  (this is what must not be)"]),
            ("null", []),
        ] as [(String, [String])])
    func `none of the alternatives may hold`(actual: String, found: [String]) throws {
        #expect(try differences(.match(.noneOf([1, .match(.any(.string))])), actual) == found)
    }

    @Test func `all of the parts must hold, and each failure is shown`() throws {
        let template = Template.match(
            .allOf([.match(.number(.init(min: 3))), .match(.number(.init(multipleOf: 2))), .match(.any(.integer))]))
        #expect(try differences(template, "4").isEmpty)
        #expect(try differences(template, "1") == ["value  (below the minimum of 3)", "value  (not a multiple of 2)"])
    }

    @Test(
        arguments: [
            (#"{"a":1,"b":1.0}"#, []), (#"{"b":{"x":[1]},"a":{"x":[1]}}"#, []),
            (#"{"a":1,"b":"1"}"#, ["type /b ('n' is bound already)"]),
            (#"{"a":{"x":1},"b":{"x":2}}"#, ["value /b/x ('n' is bound already)"]),
        ] as [(String, [String])])
    func `a bound name demands equality from then on`(actual: String, found: [String]) throws {
        #expect(try differences(["a": .match(.bind("n")), "b": .match(.bind("n"))], actual) == found)
    }

    @Test(arguments: [#"{"a":2,"b":1,"c":null}"#, #"{"c":null,"b":1,"a":2}"#])
    func `names are bound in the expected order of members, in whichever they come`(actual: String) throws {
        let expected: Template = [
            "a": .match(.bind("x")), "b": .match(.noneOf([.match(.bind("x"))])),
            "c": .match(.oneOf([.match(.bind("x")), nil])),
        ]
        #expect(try differences(expected, actual).isEmpty)
    }

    @Test func `names stay bound across values, and alternatives that fail bind nothing`() throws {
        var context = MatchContext(clock: noon)
        func judge(_ template: Template, _ actual: String) throws -> Bool {
            let expected = try ExpectedJSON(template)
            return expected.differences(from: try JSONDocument(parsing: actual).root, context: &context, limit: 1).isEmpty
        }
        #expect(try judge(["id": .match(.bind("id"))], #"{"id":7}"#))
        #expect(try judge(.match(.bind("id")), "7.0"))
        #expect(try !judge(.match(.bind("id")), "8"))
        #expect(try judge(.match(.oneOf([[.match(.bind("x")), 1], [2, .match(.bind("x"))]])), "[2,3]"))
        #expect(try judge(.match(.bind("x")), "3"))
        #expect(try judge(.match(.noneOf([[.match(.bind("y")), 1]])), "[9,9]"))
        #expect(context.bindings["y"] == nil)
    }
}
