import AssayCore
import Testing

@testable import ScenarioRunning

struct ResponseChecksTests {
    // MARK: - Status

    @Test(
        arguments: [
            200, "200", [404, 200], "2xx", ["4xx", "2XX"], .match(.number(.init(min: 200, max: 204))), .match(.any(.integer)),
        ]
            as [Template])
    func `a status is a code, one of a list, a class or what a matcher takes`(status: Template) async throws {
        try await expectPass(Scene(expect: Scene.expect(status: status)), ["status"])
    }

    @Test(
        arguments: [
            (201, "201", nil), ("2xx", "2xx", nil), ([200, 201], "one of 200, 201", nil),
            (.match(.number(.init(max: 299))), "!number {max: 299}", nil),
        ] as [(Template, String, String?)])
    func `another status is a difference`(status: Template, shown: String, note: String?) async throws {
        let scene = Scene(expect: Scene.expect(status: status.on(9)), replies: [Scene.reply(400)])
        let result = try await scene.result()
        let difference = try #require(result.checks.first?.differences.first)
        #expect(result.verdict == .failed)
        #expect(result.checks.first?.place?.line == "line 9")
        #expect((difference.kind, difference.expected, difference.actual) == (.value, shown, "400"))
    }

    @Test func `what is no status ends the case`() async throws {
        let result = try await Scene(expect: Scene.expect(status: "ok")).result()
        #expect(result.verdict == .errored)
        #expect(result.reason == "'ok' is no status code and no class of them such as 2xx")
    }

    // MARK: - Headers

    @Test(
        arguments: [
            ("Content-Type", "a/b"), ("content-type", .match(.startsWith("a/"))), ("X", ["1", "2"]), ("No", .absent),
            ("No", .match(.optional("x"))), ("No", []), ("X", [1, .match(.any(nil))]),
        ] as [(String, Template)])
    func `a header is its only value, or a list of all`(name: String, expected: Template) async throws {
        let scene = Scene(
            expect: Scene.expect(headers: [.of(name, expected)]),
            replies: [Scene.reply(headers: ["Content-Type": "a/b", "X": "1", "x": "2"])])
        try await expectPass(scene, ["header \(name)"])
    }

    @Test(
        arguments: [
            (
                "X", "2",
                [
                    Difference(.value, at: .whole, expected: "2", actual: "1"),
                    Difference(.extra, at: .whole, actual: "2", note: "value 2"),
                ]
            ),
            ("X", "1", [Difference(.extra, at: .whole, actual: "2", note: "value 2")]),
            ("No", "2", [Difference(.missing, at: .whole, expected: #""2""#)]),
            ("X", ["1"], [Difference(.extra, at: .whole, actual: "2", note: "value 2")]),
            (
                "X", ["1", "3", "4"],
                [
                    Difference(.value, at: .whole, expected: "3", actual: "2", note: "value 2"),
                    Difference(.missing, at: .whole, expected: #""4""#, note: "value 3"),
                ]
            ),
        ] as [(String, Template, [Difference])])
    func `another header value is a difference`(name: String, expected: Template, differences: [Difference]) async throws {
        let scene = Scene(
            expect: Scene.expect(headers: [.of(name, expected)]), replies: [Scene.reply(headers: ["X": "1", "x": "2"])])
        try await expectFailure(scene, "header \(name)", differences, line: 6)
    }

    @Test func `a header that must be absent fails when it is there`() async throws {
        let scene = Scene(expect: Scene.expect(headers: [.of("X", .absent)]), replies: [Scene.reply(headers: ["X": "1"])])
        let result = try await scene.result()
        #expect(result.checks.first?.differences.first?.kind == .extra)
    }

    // MARK: - Extra checks

    private func extra(_ demand: ExtraCheck.Demand, level: Clause.Level? = nil, body: String) -> Scene {
        let check = ExtraCheck(demand, clauses: ["B-2"].compactMap { ClauseID($0) }, level: level, range: Scene.at(11))
        return Scene(
            expect: Scene.expect(checks: [check]), replies: [Scene.reply(headers: ["X": "1"], body: body)])
    }

    @Test func `an extra check speaks for its own clauses and level`() async throws {
        let scene = extra(.json("$.a[*]", is: .match(.any(.integer))), level: .should, body: #"{"a":[1,2]}"#)
        let result = try await scene.result()
        #expect(result.checks.map(\.subject) == ["json $.a[*]"])
        #expect(result.checks.first?.clauses.map(\.rawValue) == ["B-2"])
        #expect(result.checks.first?.level == .should)
        #expect(result.verdict == .passed)
    }

    @Test(arguments: [(Clause.Level.must, Verdict.failed), (.should, .passed), (.may, .passed)])
    func `what does not hold and only should makes a warning`(level: Clause.Level, verdict: Verdict) async throws {
        let scene = extra(.json("$.a", is: .match(.any(.integer))), level: level, body: #"{"a":"1"}"#)
        let result = try await scene.result()
        #expect(result.verdict == verdict)
        #expect(result.hasWarnings == (level != .must))
        // What was asked and answered is there to be seen either way.
        #expect(result.exchanges.count == 1)
    }

    @Test(
        arguments: [
            (.json("$.b", is: .absent), #"{"a":1}"#), (.header("x", is: "1"), ""),
            (.csv("A", is: "1"), "A,B\r\n1,2\r\n1,3\r\n"), (.csv("C", is: .absent), "A\r\n1\r\n"), (.status(200), ""),
            (.mail(.none(Scene.at(11))), ""),
        ] as [(ExtraCheck.Demand, String)])
    func `an extra check holds`(demand: ExtraCheck.Demand, body: String) async throws {
        let result = try await extra(demand, body: body).result()
        #expect(result.verdict == .passed)
        #expect(result.checks.map { $0.clauses.map(\.rawValue) } == [["B-2"]])
    }

    @Test func `the status and the mail may speak for clauses of their own`() async throws {
        let mail = Mail(from: "f@x.org", to: ["a@x.org"], subject: "S", text: "", attachments: [])
        let due = MessageExpectation(to: "b@x.org", from: nil, subject: "S", text: nil, attachments: nil, range: Scene.at(9))
        let own = ["B-2"].compactMap { ClauseID($0) }
        let scene = Scene(
            expect: Scene.expect(
                headers: [.of("X", "1")],
                checks: [
                    ExtraCheck(.status(400), clauses: own, level: nil, range: Scene.at(6)),
                    ExtraCheck(.mail(.messages([due], Scene.at(8))), clauses: [], level: .may, range: Scene.at(8)),
                ]), replies: [Scene.reply(headers: ["X": "1"], mail: [mail])])
        let result = try await scene.result()
        #expect(
            result.checks.map { "\($0.subject) \($0.clauses.map(\.rawValue)) \($0.level.rawValue) \($0.holds)" } == [
                #"header X ["A-1"] must true"#, #"status ["B-2"] must false"#, "mail [] may true", "mail 1 to [] may false",
                "mail 1 subject [] may true",
            ])
    }

    @Test func `an alias may stand for a body, merged over the defaults, and elsewhere for itself`() async throws {
        // Both stand at the place of the anchor; the body has a member of the defaults besides.
        let place = Scene.at(12)
        let body = Template(.object([.of("a", 1), .of("b", 2)]), at: place)
        let alone = Template(.object([.of("b", 2)]), at: place)
        let check = ExtraCheck(.json("$", is: alone), clauses: nil, level: nil, range: place)
        let scene = Scene(
            examples: ["one", "two"].map { Example(name: $0, values: [], range: place) },
            expect: Scene.expect(body: .json(body), checks: [check]), replies: [Scene.reply(body: #"{"a":1,"b":2}"#)])
        let result = try await scene.result()
        #expect(result.checks.map(\.holds) == [true, false])
    }

    @Test func `every selected node must match`() async throws {
        try await expectFailure(
            extra(.json("$.a[*]", is: 1), body: #"{"a":[1,2,1]}"#), "json $.a[*]",
            [Difference(.value, at: .json("/a/1"), expected: "1", actual: "2")], line: 6)
    }

    @Test func `a query that selects nothing fails`() async throws {
        try await expectFailure(
            extra(.json("$.b", is: 1), body: "{}"), "json $.b",
            [Difference(.missing, at: .json(""), expected: "1", note: "'$.b' selects nothing")], line: 6)
    }

    @Test func `a check of JSON fails where the body is none`() async throws {
        let result = try await extra(.json("$.b", is: .absent), body: "{").result()
        #expect(result.checks.first?.differences.first?.kind == .unreadable)
    }

    @Test func `every cell of a column must match`() async throws {
        try await expectFailure(
            extra(.csv("A", is: "1"), body: "A,B\r\n1,2\r\n3,3\r\n"), "csv A",
            [Difference(.value, at: .cell(record: 3, column: "A", key: []), expected: "1", actual: "3")], line: 6)
        try await expectFailure(
            extra(.csv("C", is: "1"), body: "A,B\r\n1,2\r\n"), "csv C",
            [Difference(.missing, at: .column("C"), expected: #""1""#, note: "there is no such column")], line: 6)
        try await expectFailure(
            extra(.csv("A", is: "1"), body: "A,B\r\n"), "csv A",
            [Difference(.missing, at: .column("A"), expected: #""1""#, note: "the table has no rows")], line: 6)
    }

    @Test func `a column that must be absent fails when it is there, also without rows`() async throws {
        try await expectPass(extra(.csv("C", is: .absent), body: "A,B\r\n1,2\r\n"), ["csv C"])
        try await expectFailure(
            extra(.csv("B", is: .absent), body: "A,B\r\n"), "csv B",
            [Difference(.extra, at: .column("B"), actual: "a column 'B' without rows")], line: 6)
        #expect(try await extra(.csv("B", is: .absent), body: "A,B\r\n1,2\r\n").result().verdict == .failed)
    }
}
