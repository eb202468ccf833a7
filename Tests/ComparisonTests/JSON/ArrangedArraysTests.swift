import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

struct ArrangedArraysTests {
    private func arrays(_ rules: KeyValuePairs<String, ArrayRule.Manner>, in document: JSONDocument) throws -> ArrangedArrays {
        ArrangedArrays(
            try rules.map { path, manner in
                let rule = ArrayRule(path: path, manner: manner, range: Template.anywhere)
                return (rule, try JSONPath(parsing: path).select(in: document))
            })
    }

    private func differences(
        _ golden: String, _ actual: String, _ rules: KeyValuePairs<String, ArrayRule.Manner>
    ) throws -> [String] {
        let (golden, actual) = (try JSONDocument(parsing: golden), try JSONDocument(parsing: actual))
        var context = MatchContext(clock: noon)
        return try ExpectedJSON(golden: golden, arrays: arrays(rules, in: golden))
            .differences(from: actual.root, context: &context, limit: 100).shown.map { difference in
                guard case .json(let pointer) = difference.place else { return "\(difference.place)" }
                return "\(difference.kind.rawValue) \(pointer)" + (difference.range == nil ? "" : " !")
            }
    }

    @Test(
        arguments: [
            (#"{"a":[1,2],"b":[1,2]}"#, #"{"b":[1,2],"a":[2,1]}"#, ["$.a": .unordered], []),
            (#"{"a":[1,2],"b":[1,2]}"#, #"{"b":[2,1],"a":[2,1]}"#, ["$.a": .unordered], ["value /b/0", "value /b/1"]),
            (
                #"[{"id":1,"t":["x","y"]},{"id":2,"t":[]}]"#, #"[{"id":2,"t":[]},{"id":1,"t":["y","x"]}]"#,
                ["$": .keyed(["id"]), "$[*].t": .unordered], []
            ),
            (
                #"[{"id":1,"t":["x","y"]},{"id":2,"t":[]}]"#, #"[{"id":2,"t":["z"]},{"id":1,"t":["y","w"],"u":1}]"#,
                ["$": .keyed(["id"]), "$[*].t": .unordered], ["value /1/t/1", "extra /1/u", "extra /0/t/0"]
            ),
            (#"[{"id":1},{"id":2}]"#, #"[{"id":2},{"id":1,"id":1}]"#, ["$": .keyed(["id"])], ["duplicate /1/id"]),
            (#"{"a":[[3,1],[2]]}"#, #"{"a":[[2],[1,3]]}"#, ["$..*": .unordered], []),
            (#"{"a":[1],"c":5}"#, #"{"a":{},"c":6}"#, ["$.a": .unordered], ["type /a", "value /c"]),
        ] as [(String, String, KeyValuePairs<String, ArrayRule.Manner>, [String])])
    func `only selected arrays of a golden are compared otherwise than by position`(
        golden: String, actual: String, rules: KeyValuePairs<String, ArrayRule.Manner>, found: [String]
    ) throws {
        #expect(try differences(golden, actual, rules) == found)
    }

    @Test func `a golden whose elements have no key of their own is refused, with the place`() throws {
        let error = #expect(throws: InvalidExpectation.self) {
            try self.differences(#"{"a":[{"id":1},{"id":1.0}]}"#, "{}", ["$.a": .keyed(["id"])])
        }
        #expect(error?.message == "/a/1: elements 1 and 2 have the same key: id 1")
        #expect(error?.range == nil)
    }

    @Test func `what is no array, and what two rules say different things of, is a fault`() throws {
        let document = try JSONDocument(parsing: #"{"a":[1],"b":2}"#)
        let selected = try arrays(
            ["$.*": .unordered, "$.a": .unordered, "$..a": .keyed(["id"]), "$.z": .unordered], in: document)
        #expect(
            selected.faults.map { "\($0.place) \($0.note ?? "")" } == [
                #"json("/b") '$.*' selects /b in what is expected"#,
                #"json("/a") '$..a' selects /a, for which there is another rule"#,
            ])
        #expect(selected.usedRules == [0, 1, 2])
    }

    @Test func `rules reach into matchers that describe an array or an object`() throws {
        let template = Template.partial(["a": .match(.unordered([["t": [1, 2]]])), "o": .match(.optional([1, 2]))])
        let outline = try template.outline()
        let expected = try ExpectedJSON(
            template, arrays: arrays(["$.a[*].t": .unordered, "$.o": .unordered], in: outline), in: outline)
        var context = MatchContext(clock: noon)
        let actual = try JSONDocument(parsing: #"{"a":[{"t":[2,1]}],"o":[2,1],"x":1}"#)
        #expect(expected.differences(from: actual.root, context: &context, limit: 9).isEmpty)
        #expect(
            throws: InvalidExpectation("'arrays' says how this array is compared, and so does its tag", at: Template.anywhere)
        ) {
            _ = try ExpectedJSON(template, arrays: self.arrays(["$.a": .unordered], in: outline), in: outline)
        }
    }

    @Test(arguments: 1...500 as ClosedRange<UInt64>)
    func `with every array unordered, a value shuffled at every depth does not differ, and a changed one does`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let value = RandomJSON.value(depth: 4, using: &random)
        let golden = try JSONDocument(parsing: RandomJSON.array([value]).text)
        let all = try JSONPath(parsing: "$..[?@ != 'no value']").select(in: golden).filter { $0.node.kind == .array }
        let rule = ArrayRule(path: "$..*", manner: .unordered, range: Template.anywhere)
        let expected = try ExpectedJSON(golden: golden, arrays: ArrangedArrays([(rule, all)]))
        func count(_ actual: RandomJSON) throws -> Int {
            var context = MatchContext(clock: noon)
            let document = try JSONDocument(parsing: RandomJSON.array([actual]).text)
            return expected.differences(from: document.root, context: &context, limit: 3).count
        }
        #expect(try count(value.shuffled(using: &random)) == 0)
        let (changed, _) = value.mutated(using: &random)
        #expect(try count(changed.shuffled(using: &random)) > 0)
    }
}
