import AssayCore
import Testing

@testable import ScenarioRunning

struct NormalizationTests {
    private static let ids = ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "f47ac10b-58cc-4372-a567-0e02b2c3d479"]

    private func rule(_ path: String, _ form: Normalization.Form) -> Normalization {
        Normalization(path: path, form: form, range: Scene.at(14))
    }

    private func json(_ rules: [Normalization], body: String, golden: String) -> Scene {
        var scene = Scene(
            expect: Scene.expect(body: .jsonGolden(Scene.golden), normalize: rules), replies: [Scene.reply(body: body)])
        scene.files.goldens = ["suite/one.body.json": golden]
        return scene
    }

    private func csv(_ rules: [Normalization], body: String, golden: String) -> Scene {
        let table = TableExpectation(rows: .golden(Scene.golden), options: TableOptions())
        var scene = Scene(expect: Scene.expect(body: .csv(table), normalize: rules), replies: [Scene.reply(body: body)])
        scene.files.goldens = ["suite/one.body.csv": golden]
        return scene
    }

    @Test func `equal values have equal placeholders, in whatever order members come`() async throws {
        let rules = [rule("$..id", .uuid), rule("$.at", .timestamp(.epochMilliseconds)), rule("$.v", .pattern("v[0-9]+"))]
        let golden = #"{"a":{"id":"<uuid#1>"},"at":"<epoch-ms#1>","b":{"id":"<uuid#2>"},"c":{"id":"<uuid#1>"},"v":"<pattern#1>"}"#
        let (x, y) = (Self.ids[0], Self.ids[1])
        for body in [
            #"{"a":{"id":"\#(x)"},"at":1435708800000,"b":{"id":"\#(y)"},"c":{"id":"\#(x)"},"v":"v12"}"#,
            #"{"v":"v1","c":{"id":"\#(y)"},"b":{"id":"\#(x)"},"at":1,"a":{"id":"\#(y)"}}"#,
        ] {
            try await expectPass(json(rules, body: body, golden: golden), ["json"])
        }
        try await expectFailure(
            json(
                rules, body: #"{"a":{"id":"\#(x)"},"at":1,"b":{"id":"\#(x)"},"c":{"id":"\#(x)"},"v":"v1"}"#, golden: golden),
            "json", [Difference(.value, at: .json("/b/id"), expected: #""<uuid#2>""#, actual: #""<uuid#1>""#)], line: 8,
            golden: "golden/suite/one.body.json")
    }

    @Test func `a value of another form is a difference, once`() async throws {
        let scene = json([rule("$.id", .uuid)], body: #"{"id":"x","n":2}"#, golden: #"{"id":"<uuid#1>","n":1}"#)
        let check = try #require(try await scene.result().checks.first)
        #expect(check.differences.map(\.place) == [.json("/id"), .json("/n")])
        #expect(check.differences.first?.expected == "!uuid")
        #expect(check.place?.range.start.line == 14)
    }

    @Test func `a path that selects nothing fails`() async throws {
        try await expectFailure(
            json([rule("$.id", .uuid)], body: "{}", golden: "{}"), "normalize $.id",
            [Difference(.missing, at: .json(""), expected: "uuid", note: "'$.id' selects nothing in a golden's JSON")],
            line: 14)
    }

    @Test func `a column is replaced cell by cell, quoted or not`() async throws {
        let (x, y) = (Self.ids[0], Self.ids[1])
        try await expectPass(
            csv(
                [rule("ID", .uuid)], body: "N,ID\r\n1,\(x)\r\n2,\"\(y)\"\r\n3,\(x)\r\n",
                golden: "N,ID\r\n1,<uuid#1>\r\n2,<uuid#2>\r\n3,<uuid#1>\r\n"), ["csv"])
    }

    @Test func `a cell of another form and a column that is not there fail`() async throws {
        try await expectFailure(
            csv([rule("ID", .uuid)], body: "N,ID\r\n1,x\r\n", golden: "N,ID\r\n1,<uuid#1>\r\n"), "csv",
            [Difference(.value, at: .cell(record: 2, column: "ID", key: []), expected: "!uuid", actual: "x")], line: 14,
            golden: "golden/suite/one.body.csv")
        try await expectFailure(
            csv([rule("No", .uuid)], body: "N\r\n1\r\n", golden: "N\r\n1\r\n"), "normalize No",
            [Difference(.missing, at: .column("No"), expected: "uuid", note: "no golden's table has such a column")], line: 14)
    }

    @Test func `a rule for goldens of another kind demands nothing`() async throws {
        try await expectPass(csv([rule("$.id", .uuid)], body: "N\r\n1\r\n", golden: "N\r\n1\r\n"), ["csv"])
    }

    @Test func `a proposal is the normalised body in canonical form`() async throws {
        var scene = json([rule("$.id", .uuid)], body: #"{"id":"\#(Self.ids[0])","a":[1.0]}"#, golden: "{}")
        scene.proposesGoldens = true
        let proposal = try #require(try await scene.outcome().goldens.first)
        #expect(String(decoding: proposal.new, as: UTF8.self) == "{\n  \"a\": [\n    1.0\n  ],\n  \"id\": \"<uuid#1>\"\n}\n")
        #expect(proposal.refusal == nil)
        #expect((proposal.path, proposal.subject, proposal.old) == ("suite/one.body.json", "json", Array("{}".utf8)))
    }
}
