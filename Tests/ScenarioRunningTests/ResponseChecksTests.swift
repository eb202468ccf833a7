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
            ("Content-Type", "a/b"), ("content-type", .match(.startsWith("a/"))), ("X", ["1", "2"]), ("X", "1"),
            ("No", .absent), ("No", .match(.optional("x"))), ("No", []), ("X", [1, .match(.any(nil))]),
        ] as [(String, Template)])
    func `a header is its first value, or a list of all`(name: String, expected: Template) async throws {
        let scene = Scene(
            expect: Scene.expect(headers: [.of(name, expected)]),
            replies: [Scene.reply(headers: ["Content-Type": "a/b", "X": "1", "x": "2"])])
        try await expectPass(scene, ["header \(name)"])
    }

    @Test(
        arguments: [
            ("X", "2", [Difference(.value, at: .whole, expected: "2", actual: "1")]),
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

    private func extra(_ subject: ExtraCheck.Subject, _ expected: Template, body: String) -> Scene {
        let check = ExtraCheck(
            subject: subject, expected: expected, clauses: ["B-2"].compactMap { ClauseID($0) }, level: .should,
            range: Scene.at(11))
        return Scene(
            expect: Scene.expect(checks: [check]), replies: [Scene.reply(headers: ["X": "1"], body: body)])
    }

    @Test func `an extra check speaks for its own clauses and level`() async throws {
        let result = try await extra(.json("$.a[*]"), .match(.any(.integer)), body: #"{"a":[1,2]}"#).result()
        #expect(result.checks.map(\.subject) == ["json $.a[*]"])
        #expect(result.checks.first?.clauses.map(\.rawValue) == ["B-2"])
        #expect(result.checks.first?.level == .should)
        #expect(result.verdict == .passed)
    }

    @Test(
        arguments: [
            (.json("$.b"), .absent, #"{"a":1}"#), (.header("x"), "1", ""), (.csv("A"), "1", "A,B\r\n1,2\r\n1,3\r\n"),
            (.csv("C"), .absent, "A\r\n1\r\n"),
        ] as [(ExtraCheck.Subject, Template, String)])
    func `an extra check holds`(subject: ExtraCheck.Subject, expected: Template, body: String) async throws {
        #expect(try await extra(subject, expected, body: body).result().verdict == .passed)
    }

    @Test func `every selected node must match`() async throws {
        try await expectFailure(
            extra(.json("$.a[*]"), 1, body: #"{"a":[1,2,1]}"#), "json $.a[*]",
            [Difference(.value, at: .json("/a/1"), expected: "1", actual: "2")], line: 6)
    }

    @Test func `a query that selects nothing fails`() async throws {
        try await expectFailure(
            extra(.json("$.b"), 1, body: "{}"), "json $.b",
            [Difference(.missing, at: .json(""), expected: "1", note: "'$.b' selects nothing")], line: 6)
    }

    @Test func `a check of JSON fails where the body is none`() async throws {
        let result = try await extra(.json("$.b"), .absent, body: "{").result()
        #expect(result.checks.first?.differences.first?.kind == .unreadable)
    }

    @Test func `every cell of a column must match`() async throws {
        try await expectFailure(
            extra(.csv("A"), "1", body: "A,B\r\n1,2\r\n3,3\r\n"), "csv A",
            [Difference(.value, at: .cell(record: 3, column: "A", key: []), expected: "1", actual: "3")], line: 6)
        try await expectFailure(
            extra(.csv("C"), "1", body: "A,B\r\n1,2\r\n"), "csv C",
            [Difference(.missing, at: .column("C"), expected: #""1""#, note: "there is no such column")], line: 6)
        try await expectFailure(
            extra(.csv("A"), "1", body: "A,B\r\n"), "csv A",
            [Difference(.missing, at: .column("A"), expected: #""1""#, note: "the table has no rows")], line: 6)
    }

    @Test func `a column that must be absent fails when it is there, also without rows`() async throws {
        try await expectPass(extra(.csv("C"), .absent, body: "A,B\r\n1,2\r\n"), ["csv C"])
        try await expectFailure(
            extra(.csv("B"), .absent, body: "A,B\r\n"), "csv B",
            [Difference(.extra, at: .column("B"), actual: "a column 'B' without rows")], line: 6)
        #expect(try await extra(.csv("B"), .absent, body: "A,B\r\n1,2\r\n").result().verdict == .failed)
    }
}
