import AssayCore
import Testing

@testable import SuiteProving

struct ReplyDifferencesTests {
    private func reply(
        _ status: Int = 200, _ body: String = "", type: String = "a", table: String? = nil, subject: String = "s"
    ) -> Reply {
        let attachments = table.map { [Mail.Attachment(name: "t.csv", contentType: "text/csv", bytes: Array($0.utf8))] }
        return Reply(
            response: Response(
                status: status, headers: HeaderFields([.init(name: "Content-Type", value: type)]), body: Array(body.utf8)),
            mail: attachments.map { [Mail(from: "f", to: ["t"], subject: subject, text: "x", attachments: $0)] } ?? [])
    }

    @Test func `the first place is described, and all are counted`() {
        func check(_ before: Reply, _ after: Reply, _ place: String, _ old: String?, _ new: String?, count: Int = 1) {
            let found = ReplyDifferences(from: before, to: after)
            #expect(found.count == count, "\(found)")
            #expect(found.first?.place == place)
            #expect(found.first?.before == old)
            #expect(found.first?.after == new)
        }
        check(reply(200), reply(201), "status", "200", "201")
        check(reply(type: "a"), reply(type: "b"), "header Content-Type", "a", "b")
        check(reply(200, #"{"a": {"b": 1}}"#), reply(200, #"{"a": {"b": 2}}"#), "json /a/b", "1", "2")
        check(reply(200, #"{"a": 1, "b": 2}"#), reply(200, #"{"a": 1}"#), "json /b", "2", nil)
        check(reply(200, "[1, 2]"), reply(200, "[2, 1]"), "json /0", "1", "2", count: 2)
        check(reply(200, "[1, 2]"), reply(200, "[1,2]"), "body", "[1, 2]", "[1,2]")
        check(reply(200, "one"), reply(200, "two"), "body", "one", "two")
        check(reply(table: "A,B\n1,2\n"), reply(table: "A,B\n1,3\n"), "mail 1 attachment 1 csv, row 2, B", "2", "3")
        check(reply(table: "A,B\n1,2\n"), reply(table: "A,B\n"), "mail 1 attachment 1 csv, row 2", "1, 2", nil)
        check(reply(table: "A\n1\n"), reply(table: "A\r\n1\r\n"), "mail 1 attachment 1 csv, quoting or line ends", "A\n", "A\r\n")
        check(
            reply(table: "A\n1\n"), reply(table: "A\n\"1\""), "mail 1 attachment 1 csv, quoting or line ends", "1\n", "\"1\"")
        check(reply(table: "A\n"), reply(), "mail", "1 message", "0 messages")
        check(reply(table: "A\n", subject: "a"), reply(table: "A\n", subject: "b"), "mail 1 subject", "a", "b")
    }

    @Test func `equal answers have no differences`() {
        #expect(ReplyDifferences(from: reply(table: "A\n"), to: reply(table: "A\n")).count == 0)
    }
}
