import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

struct UnorderedTests {
    private static let any = Template.match(.any(nil))
    private static let number = Template.match(.any(.number))

    @Test(
        arguments: [
            ([1, "a", nil], "[null,1.0,\"a\"]", []), ([1, 1, 2], "[1,2,1]", []), ([1, 1, 2], "[1,2,2]", ["value /1"]),
            ([1, 2], "[2,1,1]", ["extra /2"]),
            ([1, 2, 2], "[2,1]", ["missing  (element 3 of those expected, in any order)"]), ([], "[]", []),
            ([], "[1]", ["extra /0"]), ([1], "{}", ["type "]),
            ([any, 5], "[5,6]", []), ([any, number], "[1,\"x\"]", []), ([number, any], "[\"x\",1]", []),
            ([number, number], "[\"x\",1]", ["type /0"]),
            ([["a": 1, "b": 2], ["a": 3, "b": 4]], #"[{"a":3,"b":4},{"b":9,"a":1}]"#, ["value /1/b"]),
            ([["a": 1, "b": any], ["a": 3, "b": any]], #"[{"a":3,"b":4},{"b":9,"a":1}]"#, []),
        ] as [([Template], String, [String])])
    func `elements are paired in whatever order they come, with the fewest differences`(
        items: [Template], actual: String, found: [String]
    ) throws {
        #expect(try differences(.match(.unordered(items)), actual) == found)
    }

    @Test(
        arguments: [
            ([2], "[1,2,3]", []), ([2, 2], "[1,2,3]", ["missing  (element 1 of those expected, in any order)"]), ([], "[]", []),
            ([1], "[]", ["missing  (element 1 of those expected, in any order)"]),
            ([any, number], "[1,\"x\"]", []),
            ([number, any, any], "[\"x\",1]", ["missing  (element 3 of those expected, in any order)"]), ([1], "1", ["type "]),
        ] as [([Template], String, [String])])
    func `each included element has one of its own`(items: [Template], actual: String, found: [String]) throws {
        #expect(try differences(.match(.includes(items)), actual) == found)
    }

    @Test func `a chain that no greedy choice resolves is resolved`() throws {
        // Element k takes k or k + 1, the last only the first of its own two: each must give way to the next.
        let count = 60
        var items: [Template] = (0..<count).map {
            .match(.oneOf([Template(integerLiteral: $0), Template(integerLiteral: $0 + 1)]))
        }
        items.append(0)
        let actual = "[" + (0...count).map(String.init).joined(separator: ",") + "]"
        #expect(try holds(.match(.unordered(items)), actual))
        items[count] = .match(.allOf([0]))
        #expect(try holds(.match(.unordered(items)), actual))
        #expect(try holds(.match(.includes(items)), actual))
        items[count] = .match(.allOf([999]))
        #expect(try differences(.match(.unordered(items)), actual).count == 1)
    }

    @Test func `many equal elements are paired at once`() throws {
        var random = SeededRandom(seed: 4)
        let values = (0..<6000).map { ["{\"id\":\($0 % 2100)}", "\($0)", "\"s\($0)\""][$0 % 3] }
        let items = try values.map(Template.json)
        let shuffled = values.shuffled(using: &random)
        #expect(try holds(.match(.unordered(items)), "[\(shuffled.joined(separator: ","))]"))
        let changed = shuffled.dropLast() + ["false"]
        #expect(try differences(.match(.unordered(items)), "[\(changed.joined(separator: ","))]").count == 1)
    }

    @Test func `too many to be paired is a difference, not a pass and not a hang`() throws {
        let items = [Template](repeating: Self.number, count: 5000)
        let actual = "[" + (0..<5000).map(String.init).joined(separator: ",") + "]"
        #expect(
            try differences(.match(.unordered(items)), actual) == [
                "value  (5000 and 5000 elements are too many to be paired by matchers)"
            ])
    }

    @Test func `any order of elements holds, and one change is one difference at its place`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<100 {
            let values = (0..<Int.random(in: 1..<12, using: &random)).map { _ in RandomJSON.value(depth: 3, using: &random) }
            let items = try values.map { try Template.json($0.text) }.map { Bool.random(using: &random) ? $0 : $0.opened }
            let shuffled = values.shuffled(using: &random).map { $0.rewritten(using: &random).text }
            #expect(try holds(.match(.unordered(items)), "[\(shuffled.joined(separator: ","))]"))
            #expect(try holds(.match(.includes(items)), "[0,\(shuffled.joined(separator: ",")),{}]"))
            #expect(try !holds(.match(.unordered(items)), "[\((shuffled.dropLast() + ["\"\\u0007\""]).joined(separator: ","))]"))
            #expect(try !holds(.match(.includes(items)), "[\((shuffled.dropLast() + ["\"\\u0007\""]).joined(separator: ","))]"))
        }
    }
}
