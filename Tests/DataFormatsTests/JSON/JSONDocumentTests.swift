import AssayCore
import Testing

@testable import DataFormats

struct JSONDocumentTests {
    @Test(arguments: [
        ("null", "null"), (" \t\r\n1 ", "1"), ("-0.10e+05", "-0.10e+05"), ("9007199254740993", "9007199254740993"),
        (#""a\u0041\/\n\uD83D\uDE00é""#, #""aA/\n😀é""#), ("[]", "[]"), ("{ }", "{}"), ("[1 , [ 2,{}],\"\"]", "[1,[2,{}],\"\"]"),
        (#"{"b":true,"a":false,"b":null}"#, #"{"b":true,"a":false,"b":null}"#), (#""\uD800\u0041 \uDC00""#, #""\ud800A \udc00""#),
        (#""\u0000\u001F\u007F\b\f\r\t\"\\""#, "\"\\u0000\\u001f\u{7F}\\b\\f\\r\\t\\\"\\\\\""),
    ])
    func `a text comes out as it went in, but for white space and escapes`(text: String, compact: String) throws {
        var bytes: [UInt8] = []
        try JSONDocument(parsing: text).root.append(to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).utf8.elementsEqual(compact.utf8))
    }

    @Test(arguments: [
        ("", "expected a JSON value, found the end of the text", 1, 1),
        (" \n x", "expected a JSON value, found 'x'", 2, 2),
        ("[1,]", "expected a value after ',', found ']'", 1, 4),
        ("[,1]", "expected a value after '[', found ','", 1, 2),
        ("[1 2]", "expected ',' or ']', found '2'", 1, 4),
        ("[1}", "expected ',' or ']', found '}'", 1, 3),
        ("{\"a\":1,}", "expected a member name in double quotes after ',', found '}'", 1, 8),
        ("{a:1}", "expected a member name in double quotes after '{', found 'a'", 1, 2),
        ("{\"a\" 1}", "expected ':' after the member name, found '1'", 1, 6),
        ("{\"a\":}", "expected a value after ':', found '}'", 1, 6),
        ("{\"a\":1]", "expected ',' or '}', found ']'", 1, 7),
        ("[1", "expected ',' or ']', found the end of the text", 1, 3),
        ("1 2", "expected the end of the text after the JSON value, found '2'", 1, 3),
        ("[é, \"é\u{301}\" x]", "expected a value after '[', found 'é'", 1, 2),
        ("[\"é\u{301}\" x]", "expected ',' or ']', found 'x'", 1, 7),
        ("[1,\r\n2,\r3,\n nul]", "expected 'null', found ']'", 4, 5),
        ("01", "a number must not have a leading zero", 1, 1),
        ("-", "expected a digit after '-', found the end of the text", 1, 2),
        ("-01", "a number must not have a leading zero", 1, 2),
        ("1.", "expected a digit after the decimal point, found the end of the text", 1, 3),
        ("1e+", "expected a digit after the exponent's 'e', found the end of the text", 1, 4),
        ("+1", "expected a JSON value, found '+'", 1, 1), ("NaN", "expected a JSON value, found 'N'", 1, 1),
        ("True", "expected a JSON value, found 'T'", 1, 1), ("'a'", "expected a JSON value, found '''", 1, 1),
        ("\"a", "expected '\"' to end the string, found the end of the text", 1, 3),
        ("\"a\nb\"", "a control character must be escaped in a string, found U+000A", 1, 3),
        ("\"a\u{0}b\"", "a control character must be escaped in a string, found U+0000", 1, 3),
        ("\"\\x\"", "expected one of \" \\ / b f n r t u after '\\', found 'x'", 1, 3),
        ("\"\\u12G4\"", "expected four hexadecimal digits after '\\u', found 'G'", 1, 6),
        ("\"\\", "expected an escaped character after '\\', found the end of the text", 1, 3),
        ("\u{FEFF}1", "a JSON text must not begin with a byte order mark", 1, 1),
        ("/* */1", "expected a JSON value, found '/'", 1, 1),
        ("1//", "expected the end of the text after the JSON value, found '/'", 1, 2),
    ])
    func `a fault is named with its place`(text: String, message: String, line: Int, column: Int) throws {
        let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
        let found = try #require(error)
        #expect(found.message == message)
        #expect([found.line, found.column] == [line, column])
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x22], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xFE],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused wherever they stand`(bad: [UInt8]) throws {
        for padding in 0..<20 {
            let text = Array("[\"".utf8) + repeatElement(0x61, count: padding) + bad + Array("\"]".utf8)
            let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
            #expect(try #require(error).message.hasSuffix("which is not UTF-8"))
            #expect(try #require(error).offset == 2 + padding)
        }
    }

    @Test func `every control character in a string is refused wherever it stands`() {
        for byte in UInt8(0)..<0x20 {
            for padding in 0..<17 {
                let text = Array("\"".utf8) + repeatElement(0x61, count: padding) + [byte] + Array("aaaaaaaaaaaa\"".utf8)
                let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: text) }
                #expect(error?.offset == padding + 1)
            }
        }
    }

    @Test func `text beyond ASCII is kept wherever it stands`() throws {
        for text in ["é", "€", "😀", "\u{7F}", "\u{D7FF}\u{E000}", "\u{10FFFF}", "\u{FFFF}"] {
            for padding in 0..<17 {
                let padded = String(repeating: "a", count: padding) + text + String(repeating: "b", count: padding)
                #expect(try JSONDocument(parsing: "\"\(padded)\"").root.isString(padded))
            }
        }
    }

    @Test func `512 levels are read and 513 refused`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        _ = try JSONDocument(parsing: nested(512))
        let error = #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: nested(513)) }
        #expect(error?.message == "arrays and objects are nested deeper than 512")
        #expect(error?.column == 513)
        #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: String(repeating: "{\"a\":", count: 600_000)) }
        #expect(throws: JSONSyntaxError.self) { try JSONDocument(parsing: "[[]]", maxDepth: 1) }
    }

    @Test(arguments: [
        ("{\"a\":1,\"b\":1}", false), ("{\"a\":1,\"a\":1}", true), ("{\"a\":1,\"\\u0061\":1}", true),
        ("{\"é\":1,\"e\u{301}\":1}", false),
        ("[{\"a\":{\"b\":1},\"b\":2}]", false), ("[{\"a\":{\"b\":1,\"b\":1}}]", true), ("{\"\":1,\"\":2}", true),
        ("{\"\\ud800\":1,\"\\ud801\":2}", false), ("{\"\\ud800\":1,\"\\ud800\":2}", true),
    ])
    func `duplicate names are known by their text`(text: String, expected: Bool) throws {
        #expect(try JSONDocument(parsing: text).hasDuplicateNames == expected)
    }

    @Test func `duplicate names are found among very many`() throws {
        let names = (0..<3000).map { "\"n\($0)\":0" }
        #expect(try !JSONDocument(parsing: "{\(names.joined(separator: ","))}").hasDuplicateNames)
        #expect(try JSONDocument(parsing: "{\(names.joined(separator: ",")),\"n1234\":1}").hasDuplicateNames)
    }

    @Test(.enabled(if: outsideSuites != nil))
    func `the outside parsing suite's verdicts are met`() throws {
        let folder = try #require(outsideSuites) + "/json-test-suite/test_parsing"
        var counts: [String: Int] = [:]
        for (name, bytes) in try filesInFolder(folder) {
            let isAccepted = (try? JSONDocument(parsing: bytes)) != nil
            let verdict = String(name.prefix(2))
            counts[verdict, default: 0] += 1
            if verdict == "y_" { #expect(isAccepted, "\(name)") }
            if verdict == "n_" { #expect(!isAccepted, "\(name)") }
        }
        #expect(counts == ["y_": 95, "n_": 188, "i_": 35])
    }
}
