import AssayCore
import Testing

@testable import ScenarioRunning

struct MailChecksTests {
    private func mail(
        to: String..., from: String = "r@x", subject: String = "Report", text: String = "Hello",
        attachments: [(String, String)] = []
    ) -> Mail {
        Mail(
            from: from, to: to, subject: subject, text: text,
            attachments: attachments.map { Mail.Attachment(name: $0.0, contentType: "text/csv", bytes: Array($0.1.utf8)) })
    }

    private func message(
        to: Template? = nil, from: Template? = nil, subject: Template? = nil, text: Template? = nil,
        attachments: [AttachmentExpectation]? = nil
    ) -> MessageExpectation {
        MessageExpectation(
            to: to, from: from, subject: subject, text: text, attachments: attachments, range: Scene.at(10))
    }

    private func attachment(
        name: Template? = nil, type: Template? = nil, _ wanted: ContentExpectation.Wanted? = nil
    ) -> AttachmentExpectation {
        AttachmentExpectation(
            name: name, type: type, content: wanted.map { ContentExpectation($0, at: Scene.at(11)) }, range: Scene.at(12))
    }

    private func scene(_ due: [MessageExpectation]?, _ mail: [Mail]) -> Scene {
        let expectation: MailExpectation = due.map { .messages($0, Scene.at(9)) } ?? .none(Scene.at(9))
        return Scene(expect: Scene.expect(mail: expectation), replies: [Scene.reply(mail: mail)])
    }

    @Test func `no mail is due, and none comes`() async throws {
        try await expectPass(scene(nil, []), ["mail"])
        try await expectPass(scene([], []), ["mail"])
    }

    @Test func `each message that is not due is a difference`() async throws {
        try await expectFailure(
            scene(nil, [mail(to: "a@x"), mail(to: "b@x", "c@x", subject: "Other")]), "mail",
            [
                Difference(.extra, at: .whole, actual: "to a@x: Report"),
                Difference(.extra, at: .whole, actual: "to b@x, c@x: Other"),
            ], line: 9)
    }

    @Test func `every part of a message that is stated is a check`() async throws {
        let due = message(
            to: "a@x", from: "r@x", subject: .match(.startsWith("Rep")), text: "Hello",
            attachments: [
                attachment(
                    name: .match(.matches(#".*\.csv"#)), type: "text/csv",
                    .csv(TableExpectation(rows: .rows([["A"], ["1"]]), options: TableOptions()))),
                attachment(.empty(true)),
            ])
        try await expectPass(
            scene([due], [mail(to: "a@x", attachments: [("a.csv", "A\r\n1\r\n"), ("b", "")])]),
            [
                "mail", "mail 1 to", "mail 1 from", "mail 1 subject", "mail 1 text", "mail 1 attachments",
                "mail 1 attachment 1 name", "mail 1 attachment 1 type", "mail 1 attachment 1 csv",
                "mail 1 attachment 2 content",
            ])
    }

    @Test func `each part of a message fails by itself`() async throws {
        let came = [mail(to: "a@x", attachments: [("a.csv", "A\r\n")])]
        func value(_ expected: String, _ actual: String, at place: Difference.Place = .whole) -> Difference {
            Difference(.value, at: place, expected: expected, actual: actual)
        }
        try await expectFailure(scene([message(to: "b@x")], came), "mail 1 to", [value("b@x", "a@x")], line: 6)
        try await expectFailure(scene([message(from: "b@x")], came), "mail 1 from", [value("b@x", "r@x")], line: 6)
        try await expectFailure(scene([message(subject: "No")], came), "mail 1 subject", [value("No", "Report")], line: 6)
        try await expectFailure(scene([message(text: "No")], came), "mail 1 text", [value("No", "Hello")], line: 6)
        try await expectFailure(
            scene([message(attachments: [attachment(name: "b.csv")])], came), "mail 1 attachment 1 name",
            [value("b.csv", "a.csv")], line: 6)
        try await expectFailure(
            scene([message(attachments: [attachment(type: "a/b")])], came), "mail 1 attachment 1 type",
            [value("a/b", "text/csv")], line: 6)
        try await expectFailure(
            scene([message(attachments: [attachment(.text("x\r\n"))])], came), "mail 1 attachment 1 text",
            [value("x", "A", at: .line(1))], line: 6)
    }

    @Test func `attachments are counted`() async throws {
        try await expectFailure(
            scene([message(attachments: [])], [mail(to: "a@x", attachments: [("a.csv", "")])]), "mail 1 attachments",
            [Difference(.extra, at: .whole, actual: "attachment 1: a.csv, text/csv")], line: 10)
        try await expectFailure(
            scene([message(attachments: [attachment(name: "a")])], [mail(to: "a@x")]), "mail 1 attachments",
            [Difference(.missing, at: .whole, expected: "attachment 1")], line: 12)
    }

    @Test func `a single recipient is the only one, a list holds all in any order`() async throws {
        let came = [mail(to: "a@x", "b@x")]
        try await expectPass(scene([message(to: ["b@x", .match(.startsWith("a"))])], came), ["mail", "mail 1 to"])
        try await expectFailure(
            scene([message(to: "a@x")], came), "mail 1 to", [Difference(.extra, at: .whole, actual: "b@x")], line: 6)
        let result = try await scene([message(to: ["b@x"])], came).result()
        #expect(result.checks.filter { !$0.holds }.map(\.subject) == ["mail 1 to"])
    }

    @Test func `messages are told apart by their recipients, whatever their order`() async throws {
        let due = [message(to: "a@x", subject: "A"), message(to: "b@x", subject: "B"), message(to: "c@x", subject: "C")]
        let came = [mail(to: "c@x", subject: "C"), mail(to: "b@x", subject: "A"), mail(to: "a@x", subject: "A")]
        try await expectFailure(
            scene(due, came), "mail 2 subject", [Difference(.value, at: .whole, expected: "B", actual: "A")], line: 6)
    }

    @Test func `messages to one recipient are told apart by what else is stated`() async throws {
        let due = [
            message(to: "a@x"), message(to: "a@x", attachments: [attachment(.text("1"))]), message(to: "a@x", subject: "S"),
        ]
        let came = [
            mail(to: "a@x", subject: "S"), mail(to: "a@x", subject: "T"),
            mail(to: "a@x", subject: "S", attachments: [("n", "1")]),
        ]
        let result = try await scene(due, came).result()
        #expect(result.verdict == .passed, "\(result)")
    }

    @Test func `a message that does not come and one too many are differences of the mail`() async throws {
        let due = [message(to: "a@x"), message(to: "b@x")]
        try await expectFailure(
            scene(due, [mail(to: "b@x")]), "mail", [Difference(.missing, at: .whole, expected: "message 1 to a@x")], line: 10)
        try await expectFailure(
            scene([message(to: "b@x")], [mail(to: "a@x"), mail(to: "b@x")]), "mail",
            [Difference(.extra, at: .whole, actual: "to a@x: Report")], line: 9)
        try await expectFailure(
            scene(due, []), "mail",
            [
                Difference(.missing, at: .whole, expected: "message 1 to a@x"),
                Difference(.missing, at: .whole, expected: "message 2 to b@x"),
            ], line: 10)
    }

    @Test func `of alternatives one has to hold, and its checks count`() async throws {
        let each = MailExpectation.messages([message(to: "a@x"), message(to: "b@x")], Scene.at(9))
        let together = MailExpectation.messages([message(to: ["a@x", "b@x"])], Scene.at(8))
        let due = MailExpectation.oneOf([.none(Scene.at(7)), each, together])
        func scene(_ mail: [Mail]) -> Scene {
            Scene(expect: Scene.expect(mail: due), replies: [Scene.reply(mail: mail)])
        }
        try await expectPass(scene([]), ["mail"])
        try await expectPass(scene([mail(to: "b@x"), mail(to: "a@x")]), ["mail", "mail 1 to", "mail 2 to"])
        try await expectPass(scene([mail(to: "b@x", "a@x")]), ["mail", "mail 1 to"])
    }

    @Test func `when no alternative holds, the closest one says why`() async throws {
        let due = MailExpectation.oneOf([
            .none(Scene.at(7)), .messages([message(to: "a@x", from: "s@x")], Scene.at(8)),
            .messages([message(to: "a@x", subject: "Report")], Scene.at(9)),
        ])
        try await expectFailure(
            Scene(expect: Scene.expect(mail: due), replies: [Scene.reply(mail: [mail(to: "b@x")])]), "mail 1 to",
            [Difference(.value, at: .whole, expected: "a@x", actual: "b@x")], line: 6)
        try await expectFailure(
            Scene(expect: Scene.expect(mail: due), replies: [Scene.reply(mail: [mail(to: "b@x"), mail(to: "c@x")])]), "mail",
            [
                Difference(.extra, at: .whole, actual: "to b@x: Report"),
                Difference(.extra, at: .whole, actual: "to c@x: Report"),
            ], line: 7)
    }

    @Test func `goldens of attachments are named by their message`() async throws {
        let golden = ContentExpectation.Wanted.csv(
            TableExpectation(rows: .golden(Scene.golden), options: TableOptions()))
        let due = [
            message(to: "a@x", attachments: [attachment(golden)]),
            message(to: "b@x", attachments: [attachment(golden), attachment(golden)]),
        ]
        let came = [
            mail(to: "b@x", attachments: [("x", "A\r\n1\r\n"), ("y", "A\r\n2\r\n")]),
            mail(to: "a@x", attachments: [("x", "A\r\n3\r\n")]),
        ]
        var scene = scene(due, came)
        scene.files.goldens = [
            "suite/one.mail.csv": "A\r\n3\r\n", "suite/one.mail-2.csv": "A\r\n1\r\n",
            "suite/one.mail-2.attachment-2.csv": "A\r\n2\r\n",
        ]
        let result = try await scene.result()
        #expect(result.verdict == .passed, "\(result)")
    }

    @Test(
        arguments: [
            ([[0, 0], [0, 1]], [1, 0]), ([[5, 1, 9]], [1]), ([[3], [1], [2]], [nil, 0, nil]), ([[], []], [nil, nil]),
            ([[1, 2, 3], [2, 4, 6], [3, 6, 9]], [2, 1, 0]),
        ] as [([[Int]], [Int?])])
    func `pairs cost as little as can be`(costs: [[Int]], expected: [Int?]) {
        #expect(cheapestPairs(costs) == expected)
    }
}
