import AssayCore
import Testing

@testable import ScenarioRunning

struct ArrayRuleTests {
    private static let ids = ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "f47ac10b-58cc-4372-a567-0e02b2c3d479"]

    private func rule(_ path: String, _ manner: ArrayRule.Manner) -> ArrayRule {
        ArrayRule(path: path, manner: manner, range: Scene.at(14))
    }

    private func golden(
        _ rules: [ArrayRule], body: String, golden: String?, normalize: [Normalization] = []
    ) -> Scene {
        var scene = Scene(
            expect: Scene.expect(body: .jsonGolden(Scene.golden), normalize: normalize, arrays: rules),
            replies: [Scene.reply(body: body)])
        if let golden { scene.files.goldens = ["suite/one.body.json": golden] }
        return scene
    }

    private func literal(_ rules: [ArrayRule], body: String, _ template: Template) -> Scene {
        Scene(expect: Scene.expect(body: .json(template), arrays: rules), replies: [Scene.reply(body: body)])
    }

    @Test func `arrays of a golden are compared without order or by key`() async throws {
        let rules = [rule("$.seen", .unordered), rule("$.rows", .keyed(["id"]))]
        let text = #"{"seen":[1,2],"rows":[{"id":1,"n":1},{"id":2,"n":2}]}"#
        try await expectPass(
            golden(rules, body: #"{"rows":[{"id":2,"n":2},{"id":1,"n":1}],"seen":[2,1]}"#, golden: text), ["json"])
        try await expectFailure(
            golden(rules, body: #"{"rows":[{"id":2,"n":3},{"id":1,"n":1}],"seen":[2,1]}"#, golden: text), "json",
            [Difference(.value, at: .json("/rows/0/n"), expected: "2", actual: "3")], line: 8,
            golden: "golden/suite/one.body.json")
    }

    @Test func `arrays of a stated value are compared so too, matchers and all`() async throws {
        let rules = [rule("$.rows", .keyed(["id"]))]
        let template: Template = .match(.partial(.of(["rows": [["id": 1, "n": .match(.any(.number))], ["id": 2, "n": 5]]])))
        try await expectPass(literal(rules, body: #"{"x":1,"rows":[{"id":2,"n":5},{"id":1,"n":7}]}"#, template), ["json"])
        try await expectFailure(
            literal(rules, body: #"{"rows":[{"id":2,"n":6},{"id":1,"n":7}]}"#, template), "json",
            [Difference(.value, at: .json("/rows/0/n"), expected: "5", actual: "6")], line: 6)
    }

    @Test func `a path that selects nothing on both sides fails`() async throws {
        let found = Difference(
            .missing, at: .json(""), expected: "an array", note: "'$.rows' selects nothing in what is expected")
        try await expectFailure(
            golden([rule("$.rows", .unordered)], body: "{}", golden: "{}"), "arrays $.rows", [found], line: 14)
        try await expectFailure(literal([rule("$.rows", .unordered)], body: "{}", [:]), "arrays $.rows", [found], line: 14)
        // With a stated value the other side does not help: a partial one would pass over it.
        try await expectFailure(
            literal([rule("$.rows", .unordered)], body: #"{"rows":[]}"#, .match(.partial([]))), "arrays $.rows", [found], line: 14
        )
    }

    @Test func `a path that selects something in the answer alone has met its array`() async throws {
        try await expectFailure(
            golden([rule("$.rows", .unordered)], body: #"{"rows":[]}"#, golden: "{}"), "json",
            [Difference(.extra, at: .json("/rows"), actual: "[]")], line: 8, golden: "golden/suite/one.body.json")
    }

    @Test func `a path that selects something else than an array fails`() async throws {
        let found = Difference(
            .type, at: .json("/n"), expected: "an array", actual: "5", note: "'$.*' selects /n in what is expected")
        try await expectFailure(
            literal([rule("$.*", .unordered)], body: #"{"a":[],"n":5}"#, ["a": [], "n": 5]), "arrays $.*", [found], line: 14)
        let note =
            "golden/suite/one.body.json: expected an array, got 5, '$.*' selects /n in what is expected"
        try await expectFailure(
            golden([rule("$.*", .unordered)], body: #"{"a":[],"n":5}"#, golden: #"{"a":[],"n":5}"#), "json",
            [Difference(.unreadable, at: .whole, expected: "golden file golden/suite/one.body.json", note: note)], line: 14,
            golden: "golden/suite/one.body.json")
    }

    @Test func `a golden that has no array where one is due gives way to an answer that has one`() async throws {
        var scene = golden([rule("$.a", .unordered)], body: #"{"a":[]}"#, golden: #"{"a":5}"#)
        scene.proposesGoldens = true
        #expect(try await scene.outcome().goldens.map(\.refusal) == [nil])
        scene.replies = [Scene.reply(body: #"{"a":6}"#)]
        #expect(try await scene.outcome().goldens.first?.refusal?.contains("'$.a' selects /a") == true)
    }

    @Test func `a golden without keys is of no use, and no answer without keys becomes one`() async throws {
        let rules = [rule("$", .keyed(["id"]))]
        let unkeyed = #"[{"id":1},{"id":1}]"#
        try await expectFailure(
            golden(rules, body: "[]", golden: unkeyed), "json",
            [
                Difference(
                    .unreadable, at: .whole, expected: "golden file golden/suite/one.body.json",
                    note: "golden/suite/one.body.json: /1: elements 1 and 2 have the same key: id 1")
            ], line: 8, golden: "golden/suite/one.body.json")
        var scene = golden(rules, body: unkeyed, golden: nil)
        scene.proposesGoldens = true
        let refusal = try #require(try await scene.outcome().goldens.first?.refusal)
        #expect(refusal.contains("/1: elements 1 and 2 have the same key: id 1"))
    }

    @Test func `placeholders are the same in whatever order the elements come`() async throws {
        let (x, y) = (Self.ids[0], Self.ids[1])
        let normalize = [Normalization(path: "$..id", form: .uuid, range: Scene.at(15))]
        let text = #"{"rows":[{"id":"<uuid#1>","n":1},{"id":"<uuid#2>","n":2}],"top":{"id":"<uuid#2>"}}"#
        let bodies = [
            #"{"rows":[{"id":"\#(x)","n":1},{"id":"\#(y)","n":2}],"top":{"id":"\#(y)"}}"#,
            #"{"top":{"id":"\#(x)"},"rows":[{"n":2.0,"id":"\#(x)"},{"n":1,"id":"\#(y)"}]}"#,
        ]
        for manner in [.unordered, .keyed(["n"])] as [ArrayRule.Manner] {
            for body in bodies {
                try await expectPass(golden([rule("$.rows", manner)], body: body, golden: text, normalize: normalize), ["json"])
            }
            let wrong = bodies[0].replacing(#""top":{"id":"\#(y)"#, with: #""top":{"id":"\#(x)"#)
            let result = try await golden([rule("$.rows", manner)], body: wrong, golden: text, normalize: normalize).result()
            #expect(result.checks.first?.differences.map(\.place) == [.json("/top/id")])
        }
    }

    @Test func `attachments of JSON are compared so, and one of them may have what another lacks`() async throws {
        let content = { (template: Template) in
            AttachmentExpectation(
                name: nil, type: nil, content: ContentExpectation(.json(template), at: Scene.at(10)), range: Scene.at(10))
        }
        let message = MessageExpectation(
            to: nil, from: nil, subject: nil, text: nil, attachments: [content([1, 2]), content(["rows": [1, 2]])],
            range: Scene.at(9))
        func scene(_ rules: [ArrayRule]) -> Scene {
            let attachments = ["[2,1]", #"{"rows":[2,1]}"#].map {
                Mail.Attachment(name: "a.json", contentType: "application/json", bytes: Array($0.utf8))
            }
            return Scene(
                expect: Scene.expect(mail: .messages([message], Scene.at(9)), arrays: rules),
                replies: [
                    Scene.reply(mail: [
                        Mail(from: "a@b.example", to: ["c@d.example"], subject: "S", text: "", attachments: attachments)
                    ])
                ])
        }
        let result = try await scene([rule("$[?@ == 0]", .unordered)]).result()
        #expect(result.checks.last?.subject == "arrays $[?@ == 0]")
        let passed = try await scene([rule("$.rows", .unordered)]).result()
        #expect(passed.checks.filter { !$0.holds }.map(\.subject) == ["mail 1 attachment 1 json"])
    }
}
