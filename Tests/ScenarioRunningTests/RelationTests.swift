import AssayCore
import Testing

@testable import ScenarioRunning

struct RelationTests {
    private func step(_ id: String, _ relations: [RelationExpectation] = []) -> Step {
        var expect = Scene.expect(status: 200)
        expect.relations = relations
        return Step(id: id, request: Scene.request(), expect: expect, captures: [], range: Scene.at(20))
    }

    private func relation(
        _ subject: RelationExpectation.Subject, _ relation: Relation, _ others: [String] = ["whole"], by: [String] = [],
        allowsEmpty: Bool = false
    ) -> RelationExpectation {
        RelationExpectation(
            subject, relation, others, by: by, allowsEmpty: allowsEmpty, clauses: ["A-2"].compactMap { ClauseID($0) },
            range: Scene.at(30))
    }

    /// Runs a step `whole` and one that is related to it, and returns the check of the relation.
    private func check(_ relation: RelationExpectation, _ whole: Reply, _ part: Reply) async throws -> CheckResult {
        var scene = Scene(replies: [whole, part])
        scene.steps = [step("whole"), step("part", [relation])]
        let result = try await scene.result()
        return try #require(result.checks.last, "\(result.reason ?? "")")
    }

    private func csv(_ text: String) -> Reply { Scene.reply(body: text) }

    private func mailed(_ tables: String...) -> Reply {
        let attachments = tables.map { Mail.Attachment(name: "r.csv", contentType: "text/csv", bytes: Array($0.utf8)) }
        return Scene.reply(mail: [Mail(from: "r@x", to: ["a@x"], subject: "S", text: "", attachments: attachments)])
    }

    @Test func `rows that the whole has not break a subset`() async throws {
        let whole = csv("id\r\n1\r\n2\r\n")
        #expect(try await check(relation(.body, .subsetOf), whole, csv("id\r\n2\r\n")).holds)
        let broken = try await check(relation(.body, .subsetOf), whole, csv("id\r\n2\r\n3\r\n"))
        #expect(broken.subject == "csv subset_of whole")
        #expect(broken.clauses.map(\.rawValue) == ["A-2"])
        #expect(broken.differences.map(\.actual) == ["3"])
        #expect(broken.differences.map(\.note) == ["not in step 'whole'"])
        #expect(broken.place?.range == Scene.at(30))
    }

    @Test func `values of JSON are related too`() async throws {
        let whole = Scene.reply(body: #"{"items": [{"id": 1}, {"id": 2.0}]}"#)
        let part = Scene.reply(body: #"{"items": [{"id": 2}]}"#)
        #expect(try await check(relation(.values("$.items[*]"), .subsetOf), whole, part).holds)
        #expect(try await check(relation(.values("$.items[*]"), .equalTo), whole, part).differenceCount == 1)
    }

    @Test func `tables that were mailed are related too`() async throws {
        let both = RelationExpectation.Subject.mail(message: nil, attachment: nil)
        #expect(try await check(relation(both, .subsetOf), mailed("id\r\n1\r\n2\r\n"), mailed("id\r\n1\r\n")).holds)
        let second = RelationExpectation.Subject.mail(message: 1, attachment: 2)
        let whole = mailed("id\r\n1\r\n", "id\r\n2\r\n")
        #expect(try await check(relation(second, .equalTo), whole, mailed("id\r\n9\r\n", "id\r\n2\r\n")).holds)
    }

    @Test func `what is not there, or not alone, fails`() async throws {
        let subject = RelationExpectation.Subject.mail(message: nil, attachment: nil)
        for (whole, part) in [
            (mailed("id\r\n"), Scene.reply()), (Scene.reply(), mailed("id\r\n")), (mailed("id\r\n", "id\r\n"), mailed("id\r\n")),
        ] {
            let found = try await check(relation(subject, .subsetOf), whole, part)
            #expect(found.differences.map(\.kind) == [.unreadable])
        }
        #expect(try await check(relation(.body, .subsetOf), csv("id\r\n1\r\n"), csv("")).differenceCount == 1)
        #expect(try await check(relation(.body, .subsetOf), csv("id\r\n1\r\n"), csv("id\r\n\"1\r\n")).differenceCount == 1)
        #expect(try await check(relation(.body, .subsetOf), csv("id\r\n1\r\n"), csv("no\r\n1\r\n")).differenceCount == 1)
        #expect(
            try await check(relation(.body, .subsetOf, by: ["x"]), csv("id\r\n1\r\n"), csv("id\r\n1\r\n")).differenceCount == 1)
        #expect(
            try await check(relation(.values("$"), .subsetOf), Scene.reply(body: "1"), Scene.reply(body: "{")).differenceCount
                == 1)
    }

    @Test(arguments: Relation.allCases)
    func `nothing compared is no proof`(kind: Relation) async throws {
        let empty = csv("id\r\n")
        let found = try await check(relation(.body, kind), empty, empty)
        #expect(found.differences.map(\.note) == ["there is nothing on either side; 'allow_empty: true' permits that"])
        #expect(try await check(relation(.body, kind, allowsEmpty: true), empty, empty).holds)
    }

    // MARK: - finally

    private func scene(_ steps: [Step], finally: [Step], _ replies: [Reply]) -> Scene {
        var scene = Scene(replies: replies)
        scene.steps = steps
        scene.finally = finally
        return scene
    }

    private func capturing(_ id: String, _ path: String) -> Step {
        var step = step(id)
        step.captures = [Capture(name: "token", source: .json(path), range: Scene.at(21))]
        return step
    }

    private func using(_ id: String) -> Step {
        var step = step(id)
        step.request.path = Template(.interpolated([.literal("/"), .reference(.name("token"))]), at: Scene.at(22))
        return step
    }

    @Test func `the last steps run whatever became of the others, and their checks count`() async throws {
        let failed = try await scene([step("a")], finally: [step("z")], [Scene.reply(500), Scene.reply()]).result()
        #expect(failed.verdict == .failed)
        #expect(failed.checks.map(\.step) == ["a", "z"])
        let last = try await scene([step("a")], finally: [step("z")], [Scene.reply(), Scene.reply(500)]).result()
        #expect(last.verdict == .failed)
        #expect(last.checks.map(\.holds) == [true, false])
    }

    @Test func `they run after a capture that found nothing, too`() async throws {
        let result = try await scene(
            [capturing("a", "$.none"), step("b")], finally: [step("z")], [Scene.reply(body: "{}"), Scene.reply()]
        ).result()
        #expect(result.verdict == .failed)
        #expect(result.checks.map(\.step) == ["a", "a", "z"])
    }

    @Test func `one that lacks a value is named, and keeps the next from nothing`() async throws {
        let result = try await scene(
            [capturing("a", "$.none"), step("b")], finally: [using("y"), step("z")], [Scene.reply(body: "{}"), Scene.reply()]
        ).result()
        #expect(result.verdict == .failed)
        #expect(result.reason == "a value could not be captured; not run: 'b'; then: 'token' has no value here")
        #expect(result.checks.map(\.step) == ["a", "a", "z"])
    }

    @Test func `where they cannot be judged the case is errored`() async throws {
        let result = try await scene([step("a")], finally: [using("z")], [Scene.reply()]).result()
        #expect(result.verdict == .errored)
    }
}
