import AssayCore
import Testing

@testable import DataFormats

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
