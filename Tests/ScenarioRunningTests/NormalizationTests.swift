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

    // MARK: - All of a case

    private func attached(_ table: String, to recipient: String = "a@x") -> Mail {
        Mail(
            from: "r@x", to: [recipient], subject: "Report", text: "",
            attachments: [Mail.Attachment(name: "r.csv", contentType: "text/csv", bytes: Array(table.utf8))])
    }

    private func message(_ options: TableOptions = TableOptions()) -> MessageExpectation {
        let table = TableExpectation(rows: .golden(Scene.golden), options: options)
        let attachment = AttachmentExpectation(
            name: nil, type: nil, content: ContentExpectation(.csv(table), at: Scene.at(11)), range: Scene.at(12))
        return MessageExpectation(to: "a@x", from: nil, subject: nil, text: nil, attachments: [attachment], range: Scene.at(10))
    }

    private func step(_ id: String, _ expect: AssayCore.Expectation) -> Step {
        Step(id: id, request: Scene.request(), expect: expect, captures: [], range: Scene.at(2))
    }

    @Test func `a value keeps its placeholder through bodies, attachments and steps`() async throws {
        let rules = [rule("$.id", .uuid), rule("Job", .uuid)]
        let golden = ContentExpectation.Wanted.jsonGolden(Scene.golden)
        let (x, y) = (Self.ids[0], Self.ids[1])
        var scene = Scene()
        scene.steps = [
            step("s1", Scene.expect(body: golden, mail: .messages([message()], Scene.at(9)), normalize: rules)),
            step("s2", Scene.expect(body: golden, normalize: [rules[0]])),
        ]
        scene.files.goldens = [
            "suite/one.s1.body.json": #"{"id":"<uuid#1>"}"#, "suite/one.s1.mail.csv": "Job\r\n<uuid#2>\r\n<uuid#1>\r\n",
            "suite/one.s2.body.json": #"{"id":"<uuid#2>"}"#,
        ]
        func replies(_ first: String, _ second: String) -> [Reply] {
            [
                Scene.reply(body: #"{"id":"\#(x)"}"#, mail: [attached("Job\r\n\(first)\r\n\(x)\r\n")]),
                // The same text, written otherwise.
                Scene.reply(body: #"{"id":"\u00\#(String(second.utf8.first ?? 0, radix: 16))\#(second.dropFirst())"}"#),
            ]
        }
        scene.replies = replies(y, y)
        try await expectPass(
            scene, ["json", "mail", "mail 1 to", "mail 1 attachments", "mail 1 attachment 1 csv", "json"])
        // The second step names the first step's job.
        scene.replies = replies(y, x)
        try await expectFailure(
            scene, "json", [Difference(.value, at: .json("/id"), expected: #""<uuid#2>""#, actual: #""<uuid#1>""#)], line: 8,
            golden: "golden/suite/one.s2.body.json")
        // The table names one job twice.
        scene.replies = replies(x, y)
        let failed = try await scene.result().checks.filter { !$0.holds }
        #expect(failed.map(\.subject) == ["mail 1 attachment 1 csv"])
    }

    @Test func `numbers follow the messages as they are expected, however they come`() async throws {
        let (x, y) = (Self.ids[0], Self.ids[1])
        var scene = Scene(
            expect: Scene.expect(mail: .messages([message(), message()], Scene.at(9)), normalize: [rule("Job", .uuid)]))
        scene.files.goldens = [
            "suite/one.mail.csv": "Job,N\r\n<uuid#1>,1\r\n", "suite/one.mail-2.csv": "Job,N\r\n<uuid#2>,2\r\n",
        ]
        let mail = [attached("Job,N\r\n\(x),1\r\n"), attached("Job,N\r\n\(y),2\r\n")]
        for mail in [mail, mail.reversed()] {
            scene.replies = [Scene.reply(mail: mail)]
            let result = try await scene.result()
            #expect(result.verdict == .passed, "\(result)")
        }
        scene.replies = [Scene.reply(mail: [mail[0], attached("Job,N\r\n\(x),2\r\n")])]
        let failed = try await scene.result().checks.filter { !$0.holds }
        #expect(failed.map(\.subject) == ["mail 2 attachment 1 csv"])
    }

    @Test(arguments: [[], ["N"]])
    func `where the order of rows is ignored, it decides no number`(key: [String]) async throws {
        let options = TableOptions(key: key, rowOrder: .ignored, columns: .anyOrder, ignore: ["At"])
        let (x, y) = (Self.ids[0], Self.ids[1])
        var scene = Scene(
            expect: Scene.expect(
                body: .csv(TableExpectation(rows: .golden(Scene.golden), options: options)), normalize: [rule("ID", .uuid)]))
        scene.files.goldens = ["suite/one.body.csv": "ID,N,At\r\n<uuid#2>,b,0\r\n<uuid#1>,a,9\r\n"]
        for body in [
            "ID,N,At\r\n\(x),a,5\r\n\(y),b,4\r\n", "ID,N,At\r\n\(x),b,4\r\n\(y),a,5\r\n", "At,N,ID\r\n1,b,\(x)\r\n2,a,\(y)\r\n",
        ] {
            scene.replies = [Scene.reply(body: body)]
            try await expectPass(scene, ["csv"])
        }
    }

    @Test(arguments: ["3", "0", "-1", "-9223372036854775808", "9223372036854775808", "x"])
    func `a number that no column of a table without a header has fails`(name: String) async throws {
        let options = TableOptions(dialect: TableDialect(hasHeader: false))
        var scene = Scene(
            expect: Scene.expect(
                body: .csv(TableExpectation(rows: .golden(Scene.golden), options: options)), normalize: [rule(name, .uuid)]),
            replies: [Scene.reply(body: "a,b\r\n")])
        scene.files.goldens = ["suite/one.body.csv": "a,b\r\n"]
        let failed = try await scene.result().checks.filter { !$0.holds }
        #expect(failed.map(\.subject) == ["normalize \(name)"])
    }

    @Test func `a placeholder is one cell, whatever the delimiter`() async throws {
        let options = TableOptions(dialect: TableDialect(delimiter: UInt8(ascii: "#")))
        var scene = Scene(
            expect: Scene.expect(
                body: .csv(TableExpectation(rows: .golden(Scene.golden), options: options)), normalize: [rule("ID", .uuid)]),
            replies: [Scene.reply(body: "N#ID\r\n1#\(Self.ids[0])\r\n")])
        scene.files.goldens = ["suite/one.body.csv": "N#ID\r\n1#\"<uuid#1>\"\r\n"]
        try await expectPass(scene, ["csv"])
    }
}
