import AssayCore
import Testing

@testable import DataFormats

struct JSONNodeTests {
    private let document: JSONDocument

    init() throws {
        document = try JSONDocument(
            parsing: "{\"n\": null,\n \"t\": [true, false, -1.50e3],\n \"é\\n\": {\"a\": 1, \"a\": 2}, \"s\": \"x\\u00e9\"}")
    }

    @Test func `kinds, scalars and counts are told`() throws {
        let root = document.root
        #expect(root.kind == .object && root.count == 4)
        #expect(root["n"]?.kind == .null)
        let list = try #require(root["t"])
        #expect(list.kind == .array && list.count == 3)
        #expect(list.elements.map(\.bool) == [true, false, nil])
        #expect(list.element(at: 2)?.number?.text == "-1.50e3")
        #expect(list.element(at: 3) == nil && list.element(at: -1) == nil)
        #expect(root["s"]?.string == "xé")
        #expect(root["s"]?.isString("xé") == true)
        #expect(root["s"]?.isString("xe\u{301}") == false)
        #expect(root["missing"] == nil)
    }

    @Test func `members come in order with their duplicates`() throws {
        #expect(document.root.members.map(\.name.string) == ["n", "t", "é\n", "s"])
        let inner = try #require(document.root["é\n"])
        #expect(inner.members.map { $0.value.number?.text } == ["1", "2"])
        #expect(inner["a"]?.number?.text == "1")
        #expect(inner.elements.map(\.kind).isEmpty && document.root["t"]?.members.map(\.name.kind).isEmpty == true)
    }

    @Test func `a place is line and column of the first byte`() throws {
        #expect(document.root["t"]?.position == SourcePosition(line: 2, column: 7))
        #expect(document.root["s"]?.position == SourcePosition(line: 3, column: 32))
        #expect(document.root["s"].map { String(decoding: document.bytes[$0.byteRange], as: UTF8.self) } == "\"x\\u00e9\"")
        #expect(document.root["t"].map { document.bytes[$0.byteRange].count } == 22)
    }

    @Test func `half of a surrogate pair equals only itself`() throws {
        let list = try JSONDocument(parsing: #"["\ud800", "\uD800", "\ud801", "\ufffd", "\ud800\udc00"]"#).root
        let texts = list.elements.map { node in node.withUTF8 { Array($0) } }
        #expect(texts[0] == texts[1] && Set(texts).count == 4)
        #expect(list.elements.map(\.hasLoneSurrogate) == [true, true, true, false, false])
        #expect(list.element(at: 0)?.string == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(list.element(at: 0)?.isString("\u{FFFD}") == false)
    }

    @Test func `a value is taken over with duplicates and number texts`() throws {
        let value = try DataValue(json: Array(#"{"a":[1.0,null],"a":"x","b":true}"#.utf8))
        let number = try #require(NumberText("1.0"))
        #expect(
            value == .object([.init("a", .array([.number(number), .null])), .init("a", .string("x")), .init("b", .bool(true))]))
        let error = #expect(throws: JSONSyntaxError.self) { try DataValue(json: Array(#"["\ud800"]"#.utf8)) }
        #expect(error?.column == 2)
    }
}
