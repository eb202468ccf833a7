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

    @Test func `it says what came in place of what is related`() async throws {
        let whole = mailed("id\r\n1\r\n")
        func shown(_ subject: RelationExpectation.Subject, _ part: Reply) async throws -> [String?] {
            let found = try await check(relation(subject, .subsetOf), whole, part)
            return found.differences.flatMap { [$0.expected, $0.actual, $0.note] }
        }
        let only = RelationExpectation.Subject.mail(message: nil, attachment: nil)
        #expect(try await shown(only, Scene.reply()) == ["one message", "no message", nil])
        let two = Reply(response: Response(status: 200), mail: whole.mail + mailed("id\r\n").mail)
        #expect(try await shown(only, two) == ["one message", "2 messages: to a@x; to a@x", nil])
        #expect(try await shown(.mail(message: 2, attachment: nil), whole) == ["message 2", "1 message: to a@x", nil])
        #expect(
            try await shown(only, mailed("id\r\n", "id\r\n"))
                == ["one CSV attachment", "2 attachments: r.csv, text/csv; r.csv, text/csv", nil])
        #expect(
            try await shown(.mail(message: nil, attachment: 3), whole) == ["attachment 3", "1 attachment: r.csv, text/csv", nil])
    }

    @Test func `what is wrong with an answer before is said to be of its step`() async throws {
        let found = try await check(relation(.body, .subsetOf), csv("id\r\n\"1\r\n"), csv("id\r\n1\r\n"))
        #expect(found.differences.map(\.kind) == [.unreadable])
        #expect(found.differences.first?.note?.hasPrefix("step 'whole'; line 2, ") == true)
        let other = try await check(relation(.body, .subsetOf), csv("no\r\n"), csv("id\r\n1\r\n"))
        #expect(other.differences.map(\.note) == ["step 'whole' has a column 'no' that the other table has not"])
        let json = try await check(relation(.values("$"), .subsetOf), csv("{"), csv("1"))
        #expect(json.differences.first?.note?.hasPrefix("step 'whole'; line 1, ") == true)
    }

    /// Live targets deliver messages in any order.
    @Test func `a message's number is its place in the list that the step expects`() async throws {
        func mail(_ address: String, _ table: String) -> Mail {
            Mail(
                from: "r@x", to: [address], subject: "S", text: "",
                attachments: [Mail.Attachment(name: "r.csv", contentType: "text/csv", bytes: Array(table.utf8))])
        }
        let messages = ["a@x", "b@x"].map { address in
            MessageExpectation(
                to: Template(.string(address), at: Scene.at(9)), from: nil, subject: nil, text: nil, attachments: nil,
                range: Scene.at(9))
        }
        let (first, second) = (mail("a@x", "id\r\n1\r\n"), mail("b@x", "id\r\n2\r\n"))
        var scene = Scene(replies: [Scene.reply(mail: [first, second]), Scene.reply(mail: [second, first])])
        var last = step("part", [relation(.mail(message: 2, attachment: nil), .equalTo)])
        var whole = step("whole")
        last.expect.mail = .messages(messages, Scene.at(9))
        whole.expect.mail = last.expect.mail
        scene.steps = [whole, last]
        #expect(try await scene.result().checks.last?.holds == true)
        last.expect.mail = nil
        scene.steps = [whole, last]
        #expect(try await scene.result().checks.last?.holds == false)
    }

    @Test func `a table without header may be empty`() async throws {
        var found = relation(.body, .subsetOf)
        found.dialect.hasHeader = false
        #expect(try await check(found, csv("1,2\r\n"), csv("")).holds)
        #expect(try await check(found, csv(""), csv("1,2\r\n")).differences.map(\.actual) == ["1,2"])
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
        #expect(
            result.reason
                == "a value could not be captured; not run: 'b'; then: step 'y' of 'finally' was not run: 'token' was not captured"
        )
        #expect(result.checks.map(\.step) == ["a", "a", "z"])
    }

    @Test func `the case fails where a last step lacks what the step before it did not find`() async throws {
        let result = try await scene([capturing("a", "$.none")], finally: [using("y")], [Scene.reply(body: "{}")]).result()
        #expect(result.verdict == .failed)
        #expect(result.reason == "step 'y' of 'finally' was not run: 'token' was not captured")
        #expect(result.exchanges.map(\.step) == ["a"])
    }

    @Test func `where they cannot be judged the case is errored, and each is named`() async throws {
        let result = try await scene([step("a")], finally: [using("y"), step("z"), using("x")], [Scene.reply()]).result()
        #expect(result.verdict == .errored)
        #expect(
            result.reason
                == "step 'y' of 'finally' was not run: 'token' has no value here; then: step 'x' of 'finally' was not run: "
                + "'token' has no value here")
    }

    @Test func `they run where there was no answer, each of them`() async throws {
        let result = try await scene([step("a"), step("b")], finally: [step("y"), step("z")], []).result()
        #expect(result.verdict == .errored)
        #expect(result.exchanges.map(\.step) == ["a", "y", "z"])
        #expect(
            result.reason
                == "there was no answer to judge: connection refused; then: step 'y' of 'finally': there was no answer to judge: "
                + "connection refused; then: step 'z' of 'finally': there was no answer to judge: connection refused")
    }

    @Test func `one may be related to the steps before it, as far as they were answered`() async throws {
        let last = step("z", [relation(.body, .equalTo, ["a"])])
        let good = try await scene([step("a")], finally: [last], [csv("id\r\n1\r\n")]).result()
        #expect((good.verdict, good.checks.count) == (.passed, 3))
        let other = try await scene(
            [capturing("a", "$.none"), step("b")], finally: [step("z", [relation(.body, .equalTo, ["b"])])],
            [Scene.reply(body: "{}")]
        ).result()
        #expect(other.verdict == .errored)
        #expect(other.reason?.hasSuffix("; then: step 'z' of 'finally': step 'b' has no answer to relate to") == true)
    }
}
