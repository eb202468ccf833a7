import AssayCore
import Testing

@testable import ScenarioRunning

struct ContentChecksTests {
    private func scene(
        _ wanted: ContentExpectation.Wanted, body: String, golden: String? = nil, path: String = "suite/one.body.json"
    ) -> Scene {
        var scene = Scene(expect: Scene.expect(body: wanted), replies: [Scene.reply(body: body)])
        scene.files.files = ["expected.csv": "A,B\r\n1,2\r\n", "bytes": "bytes"]
        if let golden { scene.files.goldens = [path: golden] }
        return scene
    }

    private static let table = TableExpectation(rows: .rows([["A", "B"], ["1", .match(.any(nil))]]), options: TableOptions())
    private static let tableFile = TableExpectation(rows: .file("expected.csv"), options: TableOptions())
    private static let tableGolden = TableExpectation(rows: .golden(Scene.golden), options: TableOptions())

    @Test(
        arguments: [
            (.json(["a": 1]), #"{"a":1.0}"#, "json"), (.json(.absent), "", "json"), (.csv(Self.table), "A,B\r\n1,x\r\n", "csv"),
            (.csv(Self.tableFile), "A,B\r\n1,2\r\n", "csv"), (.text("a\nb"), "a\nb", "text"),
            (.text(.match(.contains("b"))), "abc", "text"), (.base64("aGk="), "hi", "body"), (.file("bytes"), "bytes", "body"),
            (.empty(true), "", "body"), (.empty(false), "x", "body"),
        ] as [(ContentExpectation.Wanted, String, String)])
    func `a body is as it is expected`(wanted: ContentExpectation.Wanted, body: String, subject: String) async throws {
        try await expectPass(scene(wanted, body: body), [subject])
    }

    @Test(
        arguments: [
            (
                .json(["a": Template(1).on(12)]), #"{"a":2}"#, "json",
                Difference(.value, at: .json("/a"), expected: "1", actual: "2"), 12
            ),
            (
                .json(["a": 1]), #"{"a":}"#, "json",
                Difference(.unreadable, at: .byte(5), expected: "JSON", actual: #"{"a":}"#, note: "line 1, column 6: "), 6
            ),
            (
                .json(["a": 1]), "", "json", Difference(.unreadable, at: .byte(0), expected: "JSON", note: "there is no content"),
                6
            ),
            (
                .csv(Self.tableFile), "A,B\r\n1,3\r\n", "csv",
                Difference(.value, at: .cell(record: 2, column: "B", key: []), expected: "2", actual: "3"), 6
            ),
            (.text("a\nb"), "a\nc", "text", Difference(.value, at: .line(2), expected: "b", actual: "c"), 6),
            (
                .text(.match(.contains("z"))), "abc", "text",
                Difference(.value, at: .whole, expected: "!contains z", actual: "abc"), 6
            ),
            (
                .base64("aGk="), "ho", "body",
                Difference(.value, at: .byte(1), expected: "68 69", actual: "68 6F", note: "2 bytes each; shown from byte 0 on"),
                6
            ),
            (
                .file("bytes"), "byte", "body",
                Difference(
                    .missing, at: .byte(4), expected: "62 79 74 65 73", note: "expected 5 bytes, got 4; shown from byte 0 on"), 6
            ),
            (.empty(true), "xy", "body", Difference(.extra, at: .byte(0), actual: "xy", note: "2 bytes where none are due"), 7),
            (.empty(false), "", "body", Difference(.missing, at: .whole, expected: "at least one byte"), 7),
        ] as [(ContentExpectation.Wanted, String, String, Difference, Int)])
    func `a body departs from what is expected`(
        wanted: ContentExpectation.Wanted, body: String, subject: String, difference: Difference, line: Int
    ) async throws {
        let result = try await scene(wanted, body: body).result()
        let check = try #require(result.checks.first)
        #expect((result.verdict, check.subject, check.differenceCount) == (.failed, subject, 1))
        #expect(check.place?.range.start.line == line)
        let found = try #require(check.differences.first)
        #expect((found.kind, found.place, found.actual) == (difference.kind, difference.place, difference.actual))
        #expect(found.note?.hasPrefix(difference.note ?? "") ?? (difference.note == nil))
        if !(difference.expected?.hasPrefix("!") ?? false) { #expect(found.expected == difference.expected) }
    }

    @Test func `rows of a scenario are told apart by cells`() async throws {
        let result = try await scene(.csv(Self.table), body: "A,B\r\n2,x\r\n").result()
        #expect(result.verdict == .failed)
        #expect(result.checks.first?.place?.range.start.line == 6)
    }

    // MARK: - Goldens

    @Test(
        arguments: [
            (.jsonGolden(Scene.golden), #"{"a":1}"#, "{\n  \"a\": 1.0\n}\n", "suite/one.body.json", "json"),
            (.csv(Self.tableGolden), "A\r\n1\r\n", "A\r\n1\r\n", "suite/one.body.csv", "csv"),
            (.textGolden(Scene.golden), "text", "text", "suite/one.body.txt", "text"),
            (.jsonGolden(GoldenReference(path: "own.json", range: Scene.at(8))), "[]", "[]", "own.json", "json"),
        ] as [(ContentExpectation.Wanted, String, String, String, String)])
    func `a body equals its golden`(
        wanted: ContentExpectation.Wanted, body: String, golden: String, path: String, subject: String
    ) async throws {
        let scene = scene(wanted, body: body, golden: golden, path: path)
        try await expectPass(scene, [subject])
        #expect(try await scene.result().checks.first?.golden == "golden/\(path)")
    }

    @Test func `a body that departs from its golden says where`() async throws {
        try await expectFailure(
            scene(.jsonGolden(Scene.golden), body: #"{"a":2}"#, golden: #"{"a":1}"#), "json",
            [Difference(.value, at: .json("/a"), expected: "1", actual: "2")], line: 8, golden: "golden/suite/one.body.json")
        try await expectFailure(
            scene(.textGolden(Scene.golden), body: "b", golden: "a", path: "suite/one.body.txt"), "text",
            [Difference(.value, at: .line(1), expected: "a", actual: "b")], line: 8, golden: "golden/suite/one.body.txt")
        try await expectFailure(
            scene(.csv(Self.tableGolden), body: "A\r\n2\r\n", golden: "A\r\n1\r\n", path: "suite/one.body.csv"), "csv",
            [Difference(.value, at: .cell(record: 2, column: "A", key: []), expected: "1", actual: "2")], line: 8,
            golden: "golden/suite/one.body.csv")
    }

    @Test(
        arguments: [
            (.jsonGolden(Scene.golden), "json"), (.csv(Self.tableGolden), "csv"), (.textGolden(Scene.golden), "txt"),
        ] as [(ContentExpectation.Wanted, String)])
    func `a missing golden fails and says how it is made`(wanted: ContentExpectation.Wanted, fileExtension: String) async throws {
        let path = "golden/suite/one.body.\(fileExtension)"
        try await expectFailure(
            scene(wanted, body: "[]"), fileExtension == "txt" ? "text" : fileExtension,
            [
                Difference(
                    .missing, at: .whole, expected: "golden file \(path)", note: "make it with: assay accept 'suite/one'")
            ], line: 8, golden: path)
    }

    @Test(
        arguments: [
            (
                .jsonGolden(Scene.golden), "json", "{\n<<<<<<< HEAD\n=======\n>>>>>>> main\n}",
                ":2: a merge conflict is not resolved there"
            ),
            (
                .csv(Self.tableGolden), "csv", "A\r\n1\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> main\r\n",
                ":3: a merge conflict is not resolved there"
            ),
            (
                .textGolden(Scene.golden), "txt", "<<<<<<< HEAD\n=======\n>>>>>>> main\n",
                ":1: a merge conflict is not resolved there"
            ),
            (.jsonGolden(Scene.golden), "json", "{\n\"a\" 1}", ": line 2, column 5: "),
            (
                .csv(Self.tableGolden), "csv", "A,B\r\n1\r\n",
                ": record 2 of the expected table has "
            ),
            (.csv(Self.tableGolden), "csv", "A\r\n\"1\"x\r\n", ": the expected table is no CSV: record 2 (line 2, column 4): "),
        ] as [(ContentExpectation.Wanted, String, String, String)])
    func `a golden that cannot be read fails and names the place`(
        wanted: ContentExpectation.Wanted, fileExtension: String, golden: String, note: String
    ) async throws {
        let path = "suite/one.body.\(fileExtension)"
        let result = try await scene(wanted, body: "[]", golden: golden, path: path).result()
        let found = try #require(result.checks.first?.differences.first)
        #expect(result.verdict == .failed)
        #expect((found.kind, found.expected) == (.unreadable, "golden file golden/\(path)"))
        #expect(found.note?.hasPrefix("golden/\(path)\(note)") == true, "\(found.note ?? "")")
    }
}
