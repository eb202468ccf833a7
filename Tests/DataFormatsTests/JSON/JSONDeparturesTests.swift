import TestSupport
import Testing

@testable import DataFormats

struct JSONDeparturesTests {
    @Test(
        arguments: [
            ("1", "1.0", []), ("0", "-0", []), ("1", "true", ["type "]), ("true", "false", ["value "]),
            ("\"a\\u0062\"", "\"ab\"", []),
            ("\"é\"", "\"e\u{301}\"", ["value "]), ("null", "{}", ["type "]), ("[1,2,3]", "[1,3]", ["value /1", "missing /2"]),
            ("[]", "[1,2]", ["extra /0", "extra /1"]), ("{\"a\":1,\"b\":2}", "{\"b\":2.0,\"a\":1}", []),
            ("{\"a\":1,\"b\":2,\"c\":3}", "{\"c\":4,\"x\":0,\"a\":1}", ["missing /b", "value /c", "extra /x"]),
            ("{\"a\":{\"b\":[{\"c\":1}]}}", "{\"a\":{\"b\":[{\"c\":2}]}}", ["value /a/b/0/c"]),
            ("{}", "{\"a/~\":1}", ["extra /a~1~0"]),
            ("{\"a\":1}", "{\"a\":1,\"a\":1}", ["duplicate /a"]),
            ("{\"a\":1}", "{\"a\":2,\"\\u0061\":1}", ["value /a", "duplicate /a"]),
            ("{\"a\":1,\"a\":1}", "{\"a\":1,\"a\":1}", ["missing /a", "duplicate /a"]),
            ("{\"a\":1,\"a\":1}", "{\"a\":1}", ["missing /a"]),
            ("{\"a\":1,\"b\":1}", "{\"b\":1,\"a\":1,\"b\":1}", ["duplicate /b"]), ("\"\\ud800\"", "\"\\uD800\"", []),
            ("\"\\ud800\"", "\"\u{FFFD}\"", ["value "]),
            ("1e1000000000", "10e999999999", []), ("9007199254740993", "9007199254740992", ["value "]),
            ("{\"\":0}", "{}", ["missing /"]),
        ] as [(String, String, [String])])
    func `every departure is found and named by its place`(expected: String, actual: String, places: [String]) throws {
        let (expected, actual) = (try JSONDocument(parsing: expected).root, try JSONDocument(parsing: actual).root)
        let departures = expected.departures(of: actual, limit: 100)
        #expect(departures.shown.map { "\($0.kind) \($0.path.pointer)" } == places)
        #expect(departures.count == places.count)
        #expect(expected.departures(of: actual, limit: 1).count == places.count)
        #expect(expected.departures(of: actual, limit: 1).shown.count == min(1, places.count))
    }

    @Test func `a document equals itself, whatever the order of its members and the form of its numbers`() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<300 {
            let tree = RandomJSON.value(depth: 5, using: &random)
            let document = try JSONDocument(parsing: tree.text)
            let shuffled = try JSONDocument(parsing: tree.rewritten(using: &random).text)
            #expect(document.root.departures(of: document.root, limit: 9).count == 0)
            #expect(document.root.departures(of: shuffled.root, limit: 9).count == 0, "\(tree.text)")
            #expect(document.root.isEqual(to: shuffled.root) && shuffled.root.isEqual(to: document.root))
        }
    }

    @Test func `one random change is always found, on its place`() throws {
        var random = SeededRandom(seed: 8)
        for _ in 0..<500 {
            let tree = RandomJSON.array((0..<3).map { _ in RandomJSON.value(depth: 4, using: &random) })
            let (mutant, pointer) = tree.mutated(using: &random)
            let document = try JSONDocument(parsing: tree.text)
            let changed = try JSONDocument(parsing: mutant.rewritten(using: &random).text)
            let departures = document.root.departures(of: changed.root, limit: 100)
            #expect(departures.count > 0, "\(tree.text) \(mutant.text)")
            #expect(departures.shown.allSatisfy { $0.path.pointer.hasPrefix(pointer) }, "\(tree.text) \(mutant.text)")
            #expect(!document.root.isEqual(to: changed.root))
        }
    }

    @Test(arguments: [20, 33, 5000])
    func `large objects are compared in any order`(count: Int) throws {
        var random = SeededRandom(seed: 9)
        let members = (0..<count).map { "\"name \($0)\":\($0)" }
        func object(_ members: [String]) throws -> JSONNode {
            try JSONDocument(parsing: "{\(members.joined(separator: ","))}").root
        }
        let expected = try object(members)
        #expect(expected.departures(of: try object(members.reversed()), limit: 9).count == 0)
        let shuffled = members.shuffled(using: &random)
        #expect(expected.departures(of: try object(shuffled), limit: 9).count == 0)
        let other = expected.departures(of: try object(shuffled.dropLast() + ["\"new\":1"]), limit: 9)
        #expect(Set(other.shown.map(\.kind)) == [.missing, .extra] && other.count == 2)
        let doubled = expected.departures(of: try object(shuffled + [shuffled[0], shuffled[0]]), limit: 9)
        #expect(doubled.shown.map(\.kind) == [.duplicate, .duplicate])
    }

    @Test(arguments: [
        ("{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}", true), ("{\"a\":1,\"a\":2}", "{\"a\":2,\"a\":1}", false),
        ("{\"b\":0,\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2,\"b\":0}", true),
        ("{\"a\":1}", "{\"a\":1,\"a\":1}", false),
        ("[{\"a\":1,\"a\":2},{\"x\":1,\"y\":2}]", "[{\"a\":1,\"a\":2},{\"y\":2,\"x\":1}]", true),
    ])
    func `equality bears duplicate names`(left: String, right: String, expected: Bool) throws {
        #expect(try JSONDocument(parsing: left).root.isEqual(to: JSONDocument(parsing: right).root) == expected)
    }

    @Test func `the deepest documents are compared`() throws {
        let deep = String(repeating: "[{\"a\":", count: 256) + "1" + String(repeating: "}]", count: 256)
        let other = deep.replacing("1", with: "2")
        let document = try JSONDocument(parsing: deep)
        #expect(document.root.departures(of: try JSONDocument(parsing: other).root, limit: 1).shown.first?.path.count == 512)
    }
}
