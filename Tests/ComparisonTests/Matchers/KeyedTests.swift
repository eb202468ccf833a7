import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

struct KeyedTests {
    private static let any = Template.match(.any(nil))
    private static let items: [Template] = [["id": "a", "n": 1], ["id": "b", "n": any]]

    @Test(
        arguments: [
            (#"[{"id":"b","n":[]},{"n":1.0,"id":"\u0061"}]"#, []),
            (#"[{"id":"b","n":2},{"n":2,"id":"a"}]"#, ["value /1/n"]),
            (#"[{"id":"a","n":1}]"#, [#"missing  (no element has the key id "b")"#]),
            (
                #"[{"id":"c"},{"id":"b","n":2},{"n":1,"id":"a"}]"#,
                [#"extra /0 (no element with the key id "c" is expected)"#]
            ),
            (
                #"[{"id":"a","n":1},{"id":"b","n":2},{"id":"a","n":1}]"#,
                [#"duplicate /2 (element 1 has the key id "a" already)"#]
            ),
            (#"[{"id":"a","n":1},{"id":"b","n":2},{"n":3},4]"#, ["missing /2", "type /3"]),
            (#"[{"id":"a","n":1},{"id":"b","n":2},{"id":null},{"id":{}}]"#, ["type /2/id", "type /3/id"]),
            (
                #"[{"id":"a","n":1},{"id":"b","n":2},{"id":"c"},{"id":"c"}]"#,
                [
                    #"extra /2 (no element with the key id "c" is expected)"#,
                    #"duplicate /3 (element 3 has the key id "c" already)"#,
                ]
            ),
            ("{}", ["type "]),
            (
                "[]",
                [
                    #"missing  (no element has the key id "a")"#, #"missing  (no element has the key id "b")"#,
                ]
            ),
        ] as [(String, [String])])
    func `elements are paired by their key, and what has no partner names it`(actual: String, found: [String]) throws {
        #expect(try differences(.match(.keyed(key: ["id"], items: Self.items)), actual) == found)
    }

    @Test(
        arguments: [
            ("1", "1.0", true), ("1", "10e-1", true), ("1", "\"1\"", false), ("true", "\"true\"", false), ("\"\"", "\"\"", true),
            ("1e999999999", "10e999999998", true), ("9007199254740993", "9007199254740992", false),
            ("\"\u{E9}\"", "\"e\u{301}\"", false), ("\"a\"", "\"\\u0061\"", true),
        ])
    func `keys are equal as values are`(expected: String, actual: String, areEqual: Bool) throws {
        let items = try Template.json("[{\"id\":\(expected)}]")
        guard case .array(let elements) = items.shape else { return }
        let found = try differences(.match(.keyed(key: ["id"], items: elements)), "[{\"id\":\(actual)}]")
        #expect(found.isEmpty == areEqual)
        // One that is missing, and one that is extra.
        if !areEqual { #expect(found.count == 2) }
    }

    @Test func `several names make one key`() throws {
        let items: [Template] = [["a": 1, "b": 1], ["a": 1, "b": 2]]
        let keyed = Template.match(.keyed(key: ["a", "b"], items: items))
        #expect(try holds(keyed, #"[{"b":2,"a":1},{"b":1,"a":1}]"#))
        #expect(
            try differences(keyed, #"[{"b":2,"a":1},{"b":3,"a":1}]"#) == [
                "missing  (no element has the key a 1, b 1)", "extra /1 (no element with the key a 1, b 3 is expected)",
            ])
    }

    @Test(
        arguments: [
            ([["id": 1], ["id": .number("1.0")]], "elements 1 and 2 have the same key: id 1"),
            ([["n": 1]], "the element has no key: 'id' is missing"), ([5], "the element has no key: 'id' is missing"),
            ([["id": any]], "the element has no key: 'id' must be a string, a number or a boolean"),
            ([["id": nil]], "the element has no key: 'id' must be a string, a number or a boolean"),
            ([any], "the element has no key: 'id' is missing"),
        ] as [([Template], String)])
    func `expected elements without a key of their own are refused`(items: [Template], message: String) {
        let error = #expect(throws: InvalidExpectation.self) {
            _ = try ExpectedJSON(.match(.keyed(key: ["id"], items: items)))
        }
        #expect(error?.message == message)
        #expect(error?.range == Template.anywhere)
    }

    @Test func `a partial element is found by its key, and what it binds stays bound`() throws {
        let items: [Template] = [
            .partial(["id": 1, "ref": .match(.bind("ref"))]), .partial(["id": 2, "ref": .match(.bind("ref"))]),
        ]
        let keyed = Template.match(.keyed(key: ["id"], items: items))
        #expect(try holds(keyed, #"[{"id":2,"ref":"x","more":1},{"id":1,"ref":"x"}]"#))
        #expect(
            try differences(keyed, #"[{"id":2,"ref":"y"},{"id":1,"ref":"x"}]"#) == ["value /0/ref ('ref' is bound already)"])
    }

    @Test func `a hundred thousand elements are paired at once`() throws {
        var random = SeededRandom(seed: 9)
        let rows = (0..<100_000).map { "{\"id\":\($0),\"n\":\"\($0 % 7)\"}" }
        let items = try Template.json("[\(rows.joined(separator: ","))]")
        guard case .array(let elements) = items.shape else { return }
        var actual = rows.shuffled(using: &random)
        #expect(try holds(.match(.keyed(key: ["id"], items: elements)), "[\(actual.joined(separator: ","))]"))
        actual[500] = "{\"id\":-1,\"n\":\"x\"}"
        #expect(try differences(.match(.keyed(key: ["id"], items: elements)), "[\(actual.joined(separator: ","))]").count == 2)
    }

    @Test func `it is shown as a scenario writes it`() throws {
        let keyed = Template.match(.keyed(key: ["id"], items: Self.items))
        #expect(
            try ExpectedJSON(keyed).displayed == #"!keyed {key: "id", items: [{"id":"a","n":1}, {"id": "b", "n": !any}]}"#)
        let pair = Template.match(.keyed(key: ["a", "b"], items: []))
        #expect(try ExpectedJSON(pair).displayed == #"!keyed {key: ["a", "b"], items: []}"#)
    }
}
