import Testing

@testable import DataFormats

struct JSONPathTests {
    private let store: JSONDocument

    init() throws {
        store = try JSONDocument(
            parsing: """
                {"book": [
                  {"title": "A", "price": 8.95, "tags": ["x", "y"]}, {"title": "B~/", "price": 12.99},
                  {"title": "Ça", "price": 8.950, "isbn": "0-553", "same": {"b": [1.0], "a": 2}}, {"price": 9007199254740993}],
                 "k'\\n": 1, "dup": 1, "dup": 2, "limit": 8.95e0, "other": {"a": 2.0, "b": [1]}}
                """)
    }

    @Test(
        arguments: [
            ("$", ["$"]), ("$.book[0].title", ["$['book'][0]['title']"]), ("$.book[-1]", ["$['book'][3]"]), ("$.book[9]", []),
            ("$.book[0:3:2]", ["$['book'][0]", "$['book'][2]"]), ("$.book[::-2]", ["$['book'][3]", "$['book'][1]"]),
            ("$.book[::0]", []),
            ("$.book[9007199254740991:-9007199254740991:-9007199254740991]", ["$['book'][3]"]),
            ("$..title", ["$['book'][0]['title']", "$['book'][1]['title']", "$['book'][2]['title']"]),
            ("$.dup", ["$['dup']", "$['dup']"]), ("$[\"k'\\n\"]", ["$['k\\'\\n']"]),
            ("$.book[?@.price == $.limit]", ["$['book'][0]", "$['book'][2]"]), ("$.book[?@.price==9007199254740992]", []),
            ("$.book[?@.price==9007199254740993.0]", ["$['book'][3]"]),
            ("$.book[?@.price > 8.95 && @.title]", ["$['book'][1]"]),
            ("$.book[?!@.title || @.isbn]", ["$['book'][2]", "$['book'][3]"]),
            ("$.book[?(@.title == 'A' || @.title == 'Ça') && !(@.isbn)]", ["$['book'][0]"]),
            ("$.book[?@.same == $.other]", ["$['book'][2]"]), ("$.book[?length(@.title) == 2]", ["$['book'][2]"]),
            ("$.book[?count(@.*) > 3]", ["$['book'][2]"]), ("$.book[?value(@..title) == 'A']", ["$['book'][0]"]),
            ("$.book[?match(@.title, '[A-Z]')]", ["$['book'][0]"]), ("$.book[?search(@.title, '~')]", ["$['book'][1]"]),
            ("$.book[?@.missing == @.absent]", ["$['book'][0]", "$['book'][1]", "$['book'][2]", "$['book'][3]"]),
            ("$.book[0]['tags','title'][1]", ["$['book'][0]['tags'][1]"]),
            ("$.book[0].tags[?@ > 'x']", ["$['book'][0]['tags'][1]"]),
        ] as [(String, [String])])
    func `a query selects nodes with their places`(query: String, expected: [String]) throws {
        #expect(try JSONPath(parsing: query).select(in: store).map(\.normalizedPath) == expected)
    }

    @Test func `a place is also given as a JSON Pointer`() throws {
        let document = try JSONDocument(parsing: #"{"a/b~":[{"":0}]}"#)
        #expect(try JSONPath(parsing: "$..*").select(in: document).map(\.pointer) == ["/a~1b~0", "/a~1b~0/0", "/a~1b~0/0/"])
        #expect(try JSONPath(parsing: "$").select(in: document).map(\.pointer) == [""])
    }

    @Test func `a part of a document can be queried by itself`() throws {
        let book = try #require(store.root["book"])
        #expect(try JSONPath(parsing: "$[1].title").select(in: book).map(\.pointer) == ["/1/title"])
        #expect(try JSONPath(parsing: "$[?@.price == $[0].price]").select(in: book).count == 2)
    }

    @Test(arguments: [
        ("", "expected '$' at the start, found the end of the query", 0), ("a", "expected '$' at the start, found 'a'", 0),
        ("$ ", "expected '.', '..', '[' or the end of the query, found ' '", 1),
        ("$.", "expected a member name or '*' after '.', found the end of the query", 2),
        ("$.1", "expected a member name or '*' after '.', found '1'", 2),
        ("$..", "expected a member name, '*' or '[' after '..', found the end of the query", 3),
        ("$[]", "expected a name in quotes, an index, a slice, '*' or '?', found ']'", 2),
        ("$[1", "expected ',' or ']', found the end of the query", 3),
        ("$[01]", "'01' is not an integer: no leading zeros and no -0", 2),
        ("$[-0]", "'-0' is not an integer: no leading zeros and no -0", 2),
        ("$[9007199254740992]", "'9007199254740992' is beyond the integers of a query, ±(2^53 - 1)", 2),
        ("$['a", "expected ' to end the string, found the end of the query", 4),
        ("$['\\x']", "expected one of ' \\ / b f n r t u after '\\', found 'x'", 4),
        ("$['\\ud800']", "half of a surrogate pair without its other half", 3),
        ("$[?@.a=1]", "expected ',' or ']', found '='", 6), ("$[?@.*==1]", "only a query for a single node can be compared", 3),
        ("$[?1]", "a literal must be compared with something", 3),
        ("$[?length(@)]", "the result of this function must be compared with something", 3),
        ("$[?match(@,'a')==true]", "the result of this function is true or false already and cannot be compared", 3),
        ("$[?sum(@.*)==1]", "the function 'sum' is not known: there are length, count, match, search and value", 3),
        ("$[?length()==1]", "length takes 1 argument, not 0", 3), ("$[?count(1)==1]", "count takes a query, such as @.*", 9),
        ("$[?@==True]", "expected a query, a literal, a function or '(', found 'T'", 6),
        ("$[?@==nul]", "'nul' is neither true, false, null nor a function", 6),
        ("$[?(@.a]", "expected '&&', '||' or ')', found ']'", 7), ("$[?@==01]", "'01' is not a number", 6),
    ])
    func `a fault is named with its place`(query: String, message: String, offset: Int) throws {
        let error = #expect(throws: JSONPathSyntaxError.self) { try JSONPath(parsing: query) }
        #expect(error?.message == message)
        #expect(error?.offset == offset)
    }

    @Test func `a query nested without end is refused`() {
        #expect(throws: JSONPathSyntaxError.self) { try JSONPath(parsing: "$[?" + String(repeating: "(", count: 100_000)) }
        #expect(throws: JSONPathSyntaxError.self) { try JSONPath(parsing: "$" + String(repeating: "[?@", count: 100_000)) }
        #expect(throws: JSONPathSyntaxError.self) { try JSONPath(parsing: "$[?" + String(repeating: "value(", count: 100_000)) }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            ("$..*..*..*", String(repeating: "[", count: 512) + String(repeating: "]", count: 512)),
            ("$" + String(repeating: "[0,0]", count: 60), String(repeating: "[", count: 61) + String(repeating: "]", count: 61)),
            ("$..[?count($..*) > 1]", "[" + String(repeating: "[1],", count: 50_000) + "0]"),
            ("$[?match($.t, '(a?){5000}b')]", "{\"t\":\"" + String(repeating: "a", count: 100_000) + "\"}"),
            (
                "$[1][?@ != $[0]]",
                "[\"" + String(repeating: "a", count: 1_000_000) + "\",[" + String(repeating: "1,", count: 200_000) + "0]]"
            ),
            (
                "$[?match('a', @)]",
                "[" + (1...10_000).map { "\"(a?){9000}\($0)\"" }.joined(separator: ",") + "]"
            ),
        ])
    func `a query that takes too much work is given up`(query: String, document: String) throws {
        let document = try JSONDocument(parsing: document)
        // Less than is granted, as it is a matter of seconds that no test should wait for.
        var evaluation = JSONPathEvaluation(root: document.root, budget: 1_000_000)
        #expect(evaluation.matches(of: try JSONPath(parsing: query).segments) == nil)
    }

    @Test func `all of a large document can be selected`() throws {
        let document = try JSONDocument(parsing: "[" + String(repeating: "{\"a\":[1]},", count: 10_000) + "0]")
        let budget = JSONPath.workPerEntry * document.tape.entries.count
        var evaluation = JSONPathEvaluation(root: document.root, budget: budget)
        #expect(evaluation.matches(of: try JSONPath(parsing: "$..*").segments)?.count == 30_001)
        #expect(try JSONPath(parsing: "$..a[?@ == 1]").select(in: document).count == 10_000)
    }
}
