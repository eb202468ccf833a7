import AssayCore
import DataFormats
import MessageReports
import Testing

/// Each message's carrier is one awkward cell.
private let awkward: [(cell: String, csv: String)] = [
    ("plain", "plain"), ("", ""), (" ", " "), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("\"", "\"\"\"\""),
    ("a\r\nb", "\"a\r\nb\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("=1+1", "=1+1"), ("+34", "+34"), ("@x", "@x"),
    ("a;b", "a;b"), ("a\tb", "a\tb"), ("'", "'"), ("👩‍👩‍👧 é e\u{301}", "👩‍👩‍👧 é e\u{301}"), ("\u{FEFF}x", "\u{FEFF}x"),
    ("a\u{301},", "\"a\u{301},\""),
]

private func quoted(_ cell: String) -> String { "\"" + cell.replacing("\"", with: "\"\"") + "\"" }

private let scene: Scene = {
    var messages = Scene.header
    for (index, (cell, _)) in awkward.enumerated() {
        let id = index + 100
        messages += "\(id),acme,2015-03-04T08:00:00Z,S,MT,ACME,1,\(quoted(cell)),SENT,2015-03-04T08:00:00Z,,\n"
    }
    return Scene(messages: messages).setting("csv_columns", .array([.string("Message ID"), .string("Carrier")]))
}()

private func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

@Test func `cells are quoted when they need it, and otherwise stand as they are`() throws {
    let expected = "Message ID,Carrier\r\n" + awkward.enumerated().map { "\($0 + 100),\($1.csv)\r\n" }.joined()
    #expect(isSame(try scene.report(), expected))
}

@Test(arguments: [",", ";", "\t"], ["crlf", "lf"])
func `a report reads back as the cells of the log in any dialect`(delimiter: String, newline: String) throws {
    for quoting in ["minimal", "all"] {
        let report = try scene.setting("csv_delimiter", delimiter).setting("csv_newline", newline).setting("csv_quoting", quoting)
            .report()
        let document = try CSVDocument(parsing: Array(report.utf8), delimiter: Array(delimiter.utf8)[0])
        let cells = document.records.dropFirst().map { $0[1].bytes }
        #expect(cells == awkward.map { Array($0.cell.utf8) })
        #expect(document.newlines.kinds == [newline == "crlf" ? .crlf : .lf])
        #expect(document.records.allSatisfy { record in record.allSatisfy { $0.isQuoted || quoting == "minimal" } })
    }
}

@Test func `the columns of the default report`() throws {
    #expect(
        try Scene(query: "channel=S", timezone: #""GMT-5""#).report()
            == """
            Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID
            2015-03-04T04:00:00.000-05:00,S,MT,ACME,+34600000002,Movistar,EXPIRED,2015-03-04T05:00:00.000-05:00,spring
            2015-03-04T04:00:00.000-05:00,S,MT,22100,34600000001,,INCOMPLETE,2015-03-04T04:00:00.000-05:00,
            2015-03-04T03:00:00.000-05:00,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-04T03:00:01.500-05:00,spring

            """.replacing("\n", with: "\r\n"))
}

@Test func `a report may have any columns of the log, also one twice`() throws {
    let columns: [DataValue] = [
        "Space", "External ID", "Message ID", "Direction", "Channel", "Campaign ID", "Carrier", "Status", "Status Date", "Date",
        "Sender", "Recipient", "Space",
    ].map(DataValue.string)
    #expect(
        try Scene(query: "channel=W").setting("csv_columns", .array(columns)).report()
            == "Space,External ID,Message ID,Direction,Channel,Campaign ID,Carrier,Status,Status Date,Date,Sender,Recipient,Space\r\n"
            + "acme,x-1,m07,MT,W,summer,,READ,2015-03-04T13:05:00.000Z,2015-03-04T13:00:00.000Z,+34911000000,34600000001,acme\r\n"
    )
}

@Test func `a row of one empty cell is no blank line`() throws {
    let report = try Scene(query: "channel=R").setting("csv_columns", .array([.string("Carrier")])).report()
    #expect(report == "Carrier\r\n\"\"\r\n")
}

@Test func `the dialect may quote every cell, end lines in LF, and begin with a byte order mark`() throws {
    let report = try Scene(query: "channel=R").setting("csv_quoting", "all").setting("csv_newline", "lf")
        .setting("csv_bom", .bool(true)).setting("csv_delimiter", "\t").report()
    #expect(
        isSame(
            report,
            "\u{FEFF}\"Date\"\t\"Channel\"\t\"Direction\"\t\"Sender\"\t\"Recipient\"\t\"Carrier\"\t\"Status\"\t\"Status Date\"\t\"Campaign ID\"\n"
                + "\"2015-03-04T14:00:00.000Z\"\t\"R\"\t\"MT\"\t\"acme-rcs\"\t\"+34600000003\"\t\"\"\t\"FALLBACK\"\t"
                + "\"2015-03-04T14:00:00.000Z\"\t\"\"\n"))
}

@Test func `the oldest message may come first`() throws {
    #expect(try Scene().setting("row_order", "oldest_first").ids() == ["m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08"])
}

private let tooBig = "The size of the report is too big. Please contact support"

@Test func `a report of as many rows as allowed is sent, of one more refused`() throws {
    #expect(try Scene().setting("max_rows", 8).ids().count == 8)
    #expect(try Scene().setting("max_rows", 7).reply().explain == tooBig)
    #expect(try Scene(query: "channel=R").setting("max_rows", 0).reply().explain == tooBig)
    #expect(try Scene(query: "campaignId=none").setting("max_rows", 0).ids().isEmpty)
}

@Test func `a report of as many bytes as allowed is sent, of one more refused`() throws {
    let size = try Scene().report().utf8.count
    #expect(try Scene().setting("max_bytes", size).report().utf8.count == size)
    #expect(try Scene().setting("max_bytes", size - 1).reply().explain == tooBig)
    #expect(try Scene(query: "campaignId=none").setting("max_bytes", 10).reply().explain == tooBig)
}

@Test func `a report that is too big may be cut after the last row that fits`() throws {
    let cut = Scene().setting("size_overflow", "truncated")
    #expect(try cut.setting("max_rows", 3).ids() == ["m08", "m07", "m06"])
    let report = try cut.setting("max_rows", 3).report()
    #expect(try cut.setting("max_bytes", report.utf8.count + 1).report() == report)
    #expect(try cut.setting("max_bytes", report.utf8.count).reply().mail[0].text.hasPrefix("The report of 3 messages"))
    #expect(try cut.setting("max_bytes", report.utf8.count - 1).reply().mail[0].text.hasPrefix("The report of 2 messages"))
}

@Test func `nothing found may mail a header, mail nothing, or be refused`() throws {
    let none = Scene(query: "campaignId=none")
    #expect(try none.report() == "Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID\r\n")
    let unsent = try none.setting("empty_result", "nothing_mailed").reply()
    #expect(unsent.response.status == 200 && unsent.mail.isEmpty)
    #expect(try none.setting("empty_result", "refused").reply().explain == "No data found")
    #expect(try Scene().setting("empty_result", "nothing_mailed").reply().mail.count == 1)
}
