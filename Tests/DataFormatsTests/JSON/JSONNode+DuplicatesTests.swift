import Testing

@testable import DataFormats

struct JSONNodeDuplicatesTests {
    @Test(
        arguments: [
            ("{\"a\":1,\"b\":[{}]}", []), ("{\"a\":1,\"a\":2,\"a\":3}", ["/a", "/a"]),
            ("[0,{\"x\":{\"y\":1,\"\\u0079\":1}}]", ["/1/x/y"]),
            ("{\"a\":{\"b\":0,\"b\":0},\"a\":{\"c\":0,\"c\":0}}", ["/a/b", "/a", "/a/c"]), ("1", []),
        ] as [(String, [String])])
    func `every repetition of a name is found, in the order of the text`(text: String, expected: [String]) throws {
        #expect(try JSONDocument(parsing: text).root.duplicateMembers(limit: 9).shown.map(\.path.pointer) == expected)
    }

    @Test func `all are counted and as many given as asked for`() throws {
        let document = try JSONDocument(parsing: "{" + String(repeating: "\"a\":0,", count: 50) + "\"b\":0}")
        let found = document.root.duplicateMembers(limit: 2)
        #expect(found.count == 49 && found.shown.count == 2)
    }

    @Test func `only the value itself is looked into`() throws {
        let document = try JSONDocument(parsing: "[{\"a\":1,\"a\":1},{}]")
        #expect(document.root.element(at: 1)?.duplicateMembers(limit: 9).count == 0)
        #expect(document.root.element(at: 0)?.duplicateMembers(limit: 9).shown.map(\.path.pointer) == ["/a"])
    }
}
