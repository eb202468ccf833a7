import AssayCore
import DataFormats
import MessageReports
import Testing

@Test func `the mail comes from the sender of the request, and carries the report`() throws {
    let mail = try #require(try Scene(query: "channel=R").reply().mail.first)
    #expect(mail.from == "reports@acme.example")
    #expect(mail.to == ["qa@example.com"])
    #expect(mail.subject == "Message report")
    #expect(
        Array(mail.text.utf8)
            == Array("The report of 1 messages from 2015-03-04T00:00:00.000Z to 2015-03-05T00:00:00.000Z is attached.\r\n".utf8))
    #expect(mail.attachments.count == 1)
    #expect(mail.attachments[0].name == "report-2015-03-04T00-00-00.000Z-2015-03-05T00-00-00.000Z.csv")
    #expect(mail.attachments[0].contentType == "text/csv; charset=utf-8")
}

private let several = Scene(emails: #"["a@example.com", "B@example.com", "a@EXAMPLE.com", "b@example.com", "a@example.com"]"#)

@Test func `each distinct address gets a mail of its own`() throws {
    let mail = try several.reply().mail
    #expect(mail.map(\.to) == [["a@example.com"], ["B@example.com"], ["b@example.com"]])
    #expect(Set(mail.map(\.attachments)).count == 1)
}

@Test func `one mail may go to all distinct addresses`() throws {
    let mail = try several.setting("delivery", "mail_all").reply().mail
    #expect(mail.map(\.to) == [["a@example.com", "B@example.com", "b@example.com"]])
}

@Test func `the mail may hold a link that names the transaction`() throws {
    let reply = try Scene().setting("report_as", "link").reply()
    let id = try #require(try DataValue(json: reply.response.body)["meta"]?["transactionId"]?.string)
    #expect(reply.mail[0].attachments.isEmpty)
    #expect(
        Array(reply.mail[0].text.utf8)
            == Array(
                "The report of 8 messages from 2015-03-04T00:00:00.000Z to 2015-03-05T00:00:00.000Z can be downloaded at https://reports.example/\(id).csv\r\n"
                    .utf8))
}

@Test(arguments: [
    ("messages.csv", "messages.csv"), ("<from>", "2015-03-04T00-00-00Z"),
    ("<to>_<from>", "2015-03-05T00-00-00.000Z_2015-03-04T00-00-00Z"),
    ("<x>é<<from>>", "<x>é<2015-03-04T00-00-00Z>"),
])
func `the name of the report follows the policy`(pattern: String, name: String) throws {
    let mail = try Scene(from: "2015-03-04T00:00:00Z").setting("report_name", pattern).reply().mail
    #expect(mail[0].attachments[0].name == name)
}

@Test func `the name of the report holds nothing that a file name cannot`() throws {
    let scene = Scene(from: "..%2F<to>%00+%E2%82%AC").setting("bad_period", "empty_report").setting("report_name", "<from>")
    #expect(try scene.reply().mail[0].attachments[0].name == "..--to------")
}

@Test func `an unknown sender may be accepted, and then nothing is mailed`() throws {
    let scene = Scene(sender: #""reports@globex.example""#).setting("unknown_sender", "accepted_unsent")
    let reply = try scene.reply()
    #expect(reply.response.status == 200)
    #expect(reply.mail.isEmpty)
    #expect(try scene.setting("max_rows", 1).reply().response.status == 400)
    #expect(try Scene().setting("unknown_sender", "accepted_unsent").reply().mail.count == 1)
}

@Test func `malformed addresses may be left out, as long as one is left`() throws {
    let scene = Scene(emails: #"["qa", "qa@example.com", ""]"#).setting("bad_emails", "skipped")
    #expect(try scene.reply().mail.map(\.to) == [["qa@example.com"]])
    #expect(
        try scene.with { $0.emails = #"["qa"]"# }.reply().explain == "The field 'emails' must name at least one email address")
    #expect(
        try scene.with { $0.emails = #"["qa@example.com", 1]"# }.reply().explain
            == "The field 'emails' must be an array of email addresses")
    #expect(
        try scene.setting("max_emails", 2).reply().explain == "The field 'emails' must name at most 2 email addresses")
}
