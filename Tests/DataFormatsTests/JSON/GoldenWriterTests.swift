import AssayCore
import Testing

@testable import DataFormats

struct GoldenWriterTests {
    @Test func `members are ordered, numbers kept, empty ones short, and one line feed ends it`() throws {
        let text = #"{"b":[1.0,-0,[]],"a":{},"€":"\u20ac\/","1":{"z":null,"y":[[1]]}}"#
        #expect(
            try golden(text) == """
                {
                  "1": {
                    "y": [
                      [
                        1
                      ]
                    ],
                    "z": null
                  },
                  "a": {},
                  "b": [
                    1.0,
                    -0,
                    []
                  ],
                  "€": "€/"
                }

                """)
        #expect(try golden("  [ ] ") == "[]\n")
        #expect(try golden("\"x\"") == "\"x\"\n")
    }

    @Test func `names are ordered by UTF-16 code units`() throws {
        let names = [
            "", "\\r", "1", "A", "a", "aa", "ab", "\u{80}", "é", "€", "\u{D7FF}", "\\ud800", "😀", "\u{10FFFF}", "\\udfff",
            "\u{E000}", "\u{FB33}", "\u{FFFF}",
        ]
        for rotation in names.indices {
            let rotated = names[rotation...] + names[..<rotation]
            let text = "{" + rotated.map { "\"\($0)\":0" }.joined(separator: ",") + "}"
            let expected = "{\n" + names.map { "  \"\($0)\": 0" }.joined(separator: ",\n") + "\n}\n"
            #expect(try golden(text).utf8.elementsEqual(expected.utf8), "\(rotation)")
        }
    }

    @Test func `a surrogate pair stands after the lone half that begins like it`() throws {
        #expect(
            try golden(#"{"\ud800\udc00":1,"\ud800":2,"\ud800a":3,"\ud800\ue000":4}"#).utf8.elementsEqual(
                """
                {
                  "\\ud800": 2,
                  "\\ud800a": 3,
                  "\u{10000}": 1,
                  "\\ud800\u{E000}": 4
                }

                """.utf8))
    }

    @Test func `duplicate names stay in their order`() throws {
        #expect(try golden(#"{"b":1,"a":1,"b":0,"a":0}"#) == "{\n  \"a\": 1,\n  \"a\": 0,\n  \"b\": 1,\n  \"b\": 0\n}\n")
    }

    @Test func `the form is a fixed point, also of values made in memory`() throws {
        let text = try golden(#"{"k":["é😀\u0001\ud800",{"x":1e400,"w":[true,false,null]}],"\"":"\\"}"#)
        #expect(try golden(text).utf8.elementsEqual(text.utf8))
        let value = DataValue.object([.init("b", .number(NumberText(1))), .init("a", .array([.string("\n")]))])
        #expect(try String(decoding: value.goldenJSON(), as: UTF8.self) == "{\n  \"a\": [\n    \"\\n\"\n  ],\n  \"b\": 1\n}\n")
    }

    @Test(.enabled(if: outsideSuites != nil))
    func `names and strings come out as the canonicalization suite has them`() throws {
        let folder = try #require(outsideSuites) + "/json-canonicalization/"
        let expected = try filesInFolder(folder + "output")
        #expect(expected.count == 6)
        for ((name, input), (_, output)) in zip(try filesInFolder(folder + "input"), expected) {
            // Numbers keep their text here, so both sides go through the golden form and are compared by value.
            let own = try JSONDocument(parsing: JSONDocument(parsing: input).root.goldenJSON())
            let other = try JSONDocument(parsing: output)
            #expect(names(in: own).elementsEqual(names(in: other), by: ==), "\(name)")
        }
    }

    /// Every string and name in order, as bytes.
    private func names(in document: JSONDocument) -> [[UInt8]] {
        document.tape.entries.indices.compactMap { index in
            let node = JSONNode(tape: document.tape, index: index)
            return node.kind == .string ? node.withUTF8 { Array($0) } : nil
        }
    }

    private func golden(_ text: String) throws -> String {
        String(decoding: try JSONDocument(parsing: text).root.goldenJSON(), as: UTF8.self)
    }
}

struct DisplayTests {
    @Test func `a value is shown on one line and cut by scalars`() throws {
        let node = try JSONDocument(parsing: "{\"a\": [1,\n 2], \"é\": \"ééé\"}").root
        #expect(node.displayed() == #"{"a":[1,2],"é":"ééé"}"#)
        #expect(node.displayed(limit: 3) == #"{"a…"#)
        #expect(node.displayed(limit: 14) == #"{"a":[1,2],"é"…"#)
        #expect(node.displayed(limit: 21) == #"{"a":[1,2],"é":"ééé"}"#)
        #expect(DataValue(node).displayed(limit: 3) == #"{"a…"#)
    }

    @Test func `a huge value is not written out to be cut`() throws {
        let node = try JSONDocument(
            parsing: "[" + String(repeating: "\"\(String(repeating: "€", count: 1000))\",", count: 1000) + "0]"
        ).root
        var bytes: [UInt8] = []
        node.append(to: &bytes, limit: 100)
        #expect(bytes.count < 1000)
        #expect(node.displayed(limit: 10) == "[\"" + String(repeating: "€", count: 8) + "…")
    }
}
