import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct GoldenDifferencesTests {
    private func compare(_ golden: String, _ actual: String, limit: Int = 10) throws -> Differences {
        differences(golden: try JSONDocument(parsing: golden), actual: try JSONDocument(parsing: actual), limit: limit)
    }

    @Test func `equal documents have none, in whatever form they are written`() throws {
        #expect(try compare(#"{"a":[1,{"b":"é"}],"c":null}"#, "{\n\"c\": null, \"a\": [1.0, {\"b\": \"\\u00e9\"}] }").isEmpty)
        #expect(try compare("[1]", "[1]").isEmpty)
    }

    @Test func `every difference is shown with both sides and no range`() throws {
        let found = try compare(#"{"a":1,"b":[1,2],"c":"x","d":true}"#, #"{"a":"1","b":[1,3,4],"c":"x","e":{},"d":false}"#)
        #expect(
            found.shown == [
                Difference(.type, at: .json("/a"), expected: "1", actual: "\"1\""),
                Difference(.value, at: .json("/b/1"), expected: "2", actual: "3"),
                Difference(.extra, at: .json("/b/2"), actual: "4"),
                Difference(.value, at: .json("/d"), expected: "true", actual: "false"),
                Difference(.extra, at: .json("/e"), actual: "{}"),
            ])
    }

    @Test func `equal bytes with a duplicate name do not pass`() throws {
        let found = try compare(#"{"a":1,"a":1}"#, #"{"a":1,"a":1}"#)
        #expect(found.shown.map(\.kind).contains(.duplicate))
    }

    @Test func `all are counted`() throws {
        let found = try compare("[]", "[1,2,3,4,5]", limit: 2)
        #expect(found.count == 5 && found.shown.count == 2)
    }
}
