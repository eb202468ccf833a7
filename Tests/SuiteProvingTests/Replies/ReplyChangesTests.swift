import AssayCore
import Testing

@testable import SuiteProving

private let sampleTable = "Date,Status\r\n2015-03-04,\"SENT\"\r\n2015-03-05,READ\r\n"

private let sampleReply = Reply(
    response: Response(
        status: 200,
        headers: HeaderFields([.init(name: "Content-Type", value: "application/json"), .init(name: "Date", value: "x")]),
        body: Array(#"{"meta": {"count": 1, "ok": true}, "rows": ["a", "b", null]}"#.utf8)),
    mail: [
        Mail(
            from: "r@acme.example", to: ["qa@example.com"], subject: "Report", text: "Here.",
            attachments: [.init(name: "r.csv", contentType: "text/csv; charset=utf-8", bytes: Array(sampleTable.utf8))])
    ])

struct ReplyChangesTests {
    private func changes(_ reply: Reply = sampleReply) -> [ChangedReply] {
        var changes = ReplyChanges(reply: reply, exchange: 0)
        changes.addAll()
        return changes.found
    }

    private func changed(_ id: String, _ reply: Reply = sampleReply) throws -> Reply {
        let change = try #require(changes(reply).first { $0.mutant.mutant.id == id }, "\(id)")
        var changed = reply
        change.make(&changed)
        return changed
    }

    private func body(_ id: String) throws -> String { String(decoding: try changed(id).response.body, as: UTF8.self) }

    private func table(_ id: String) throws -> String {
        String(decoding: try changed(id).mail[0].attachments[0].bytes, as: UTF8.self)
    }

    @Test func `every change changes the answer, but for the one that is none`() {
        let found = changes()
        for change in found where change.mutant.change != .replayed {
            var changed = sampleReply
            change.make(&changed)
            #expect(changed != sampleReply, "\(change.mutant.mutant.id)")
        }
    }

    @Test func `each kind of change is met once at most`() {
        let ids = changes().map(\.mutant.mutant.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test func `every operator but those for other contents is applied`() {
        let used = Set(changes().map(\.mutant.change))
        // Plain text, and identifiers, which are changed for the whole case.
        #expect(Set(ReplyOperator.allCases).subtracting(used) == [.textChanged, .otherIDs])
    }

    @Test(arguments: [
        ("answer:json-value /meta/count", #"{"meta":{"count":2,"ok":true},"rows":["a","b",null]}"#),
        ("answer:json-type /meta/count", #"{"meta":{"count":"1","ok":true},"rows":["a","b",null]}"#),
        ("answer:json-value /meta/ok", #"{"meta":{"count":1,"ok":false},"rows":["a","b",null]}"#),
        ("answer:json-value /rows/*", #"{"meta":{"count":1,"ok":true},"rows":["ax","b",null]}"#),
        ("answer:json-key-added /meta", #"{"meta":{"count":1,"ok":true,"addedByAssay":true},"rows":["a","b",null]}"#),
        ("answer:json-key-removed /meta/ok", #"{"meta":{"count":1},"rows":["a","b",null]}"#),
        ("answer:json-key-renamed /meta/ok", #"{"meta":{"count":1,"ok_":true},"rows":["a","b",null]}"#),
        ("answer:json-reordered /rows", #"{"meta":{"count":1,"ok":true},"rows":["b","a",null]}"#),
        ("answer:json-element-removed /rows", #"{"meta":{"count":1,"ok":true},"rows":["a","b"]}"#),
        ("surviving:json-order", #"{"rows":["a","b",null],"meta":{"ok":true,"count":1}}"#),
        ("surviving:json-number-text", #"{"meta":{"count":1.0,"ok":true},"rows":["a","b",null]}"#),
        (
            "surviving:json-space",
            #"{ "meta":  { "count":  1,  "ok":  true} ,  "rows":  [ "a",  "b",  null] } "# + "\n"
        ),
    ])
    func `a JSON body is changed at one place`(id: String, body: String) throws {
        let found = try self.body(id)
        #expect(found.utf8.elementsEqual(body.utf8), "\(found)")
    }

    @Test(arguments: [
        ("answer:csv-cell Status", "Date,Status\r\n2015-03-04,\"SENTx\"\r\n2015-03-05,READ\r\n"),
        ("answer:csv-row-removed", "Date,Status\r\n2015-03-04,\"SENT\"\r\n"),
        ("answer:csv-row-doubled", sampleTable + "2015-03-05,READ\r\n"),
        ("answer:csv-rows-swapped", "Date,Status\r\n2015-03-05,READ\r\n2015-03-04,\"SENT\"\r\n"),
        ("answer:csv-column-removed Date", "Status\r\n\"SENT\"\r\nREAD\r\n"),
        ("answer:csv-column-renamed Date", "Datex,Status\r\n2015-03-04,\"SENT\"\r\n2015-03-05,READ\r\n"),
        ("answer:csv-columns-swapped", "Status,Date\r\n\"SENT\",2015-03-04\r\nREAD,2015-03-05\r\n"),
        ("answer:csv-newline", "Date,Status\n2015-03-04,\"SENT\"\n2015-03-05,READ\n"),
    ])
    func `a table is changed at one place, and written as before elsewhere`(id: String, table: String) throws {
        let found = try self.table(id)
        #expect(found.utf8.elementsEqual(table.utf8), "\(found.debugDescription)")
    }

    @Test func `mail is lost, doubled, sent to another, and its parts changed`() throws {
        #expect(try changed("answer:mail-lost").mail.isEmpty)
        #expect(try changed("answer:mail-doubled").mail.count == 2)
        #expect(try changed("answer:mail-redirected").mail[0].to == ["xqa@example.com"])
        #expect(try changed("answer:mail-subject").mail[0].subject == "Reportx")
        #expect(try changed("answer:attachment-renamed").mail[0].attachments[0].name == "xr.csv")
        #expect(try changed("answer:attachment-lost").mail[0].attachments.isEmpty)
    }

    @Test func `the status becomes another of its class, and one of another class`() throws {
        #expect(try changed("answer:status").response.status == 201)
        #expect(try changed("answer:status-class").response.status == 500)
    }

    @Test func `headers are dropped and changed, but for those that differ from one answer to the next`() throws {
        #expect(try changed("answer:header-dropped content-type").response.headers["Content-Type"] == nil)
        #expect(try changed("answer:header-changed content-type").response.headers["Content-Type"] == "application/jsonx")
        #expect(!changes().contains { $0.mutant.place == "date" })
        #expect(try changed("surviving:header-case").response.headers.fields.map(\.name) == ["cONTENT-tYPE", "dATE"])
    }

    @Test func `an answer is cut short by a byte at least`() throws {
        let reply = Reply(response: Response(status: 200, body: Array("abc".utf8)))
        #expect(try changed("answer:body-cut", reply).response.body == Array("ab".utf8))
        #expect(try changed("answer:text-changed", reply).response.body == Array("abcx".utf8))
    }

    @Test func `what is not there is not changed`() {
        let ids = Set(changes(Reply(response: Response(status: 204))).map(\.mutant.change))
        #expect(ids == [.status, .statusClass, .headerCase, .replayed])
    }

    @Test func `a number becomes another of its kind`() throws {
        for (text, other) in [("0", "1"), ("-1", "0"), ("1.5", "2.5"), ("9223372036854775807", "1")] {
            let reply = Reply(response: Response(status: 200, body: Array("[\(text)]".utf8)))
            let body = try changed("answer:json-value /*", reply).response.body
            #expect(!body.elementsEqual(reply.response.body), "\(text), \(other)")
        }
    }
}
