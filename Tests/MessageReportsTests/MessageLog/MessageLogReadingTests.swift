import AssayCore
import Testing

@testable import MessageReports

private let line = "m1,acme,2015-03-04T08:00:00Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-04T08:00:00Z,spring,x-1"

private func fault(_ messages: String) throws -> InvalidGiven {
    try #require(#expect(throws: InvalidGiven.self) { try Scene(messages: messages).reply() })
}

/// The line with one of its cells replaced.
private func line(_ column: Int, _ cell: String) -> String {
    var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    cells[column] = cell
    return cells.joined(separator: ",")
}

@Test(arguments: [
    (0, "", "column 'Message ID': is empty"), (1, "", "column 'Space': is empty"), (5, "", "column 'Sender': is empty"),
    (6, "", "column 'Recipient': is empty"), (8, "", "column 'Status': is empty"), (2, "", "column 'Date': is empty"),
    (3, "", "column 'Channel': is empty"), (4, "", "column 'Direction': is empty"), (9, "", "column 'Status Date': is empty"),
    (
        2, "2015-02-30T00:00:00Z",
        "column 'Date': '2015-02-30T00:00:00Z' is not a date and time in UTC: day 30 is not in February 2015"
    ),
    (3, "s", "column 'Channel': 's' is not one of S, E, P, W, R"),
    (3, "SE", "column 'Channel': 'SE' is not one of S, E, P, W, R"),
    (4, "mt", "column 'Direction': 'mt' is not one of MT, MO"),
])
func `a bad cell of the log is a fault at its record and column`(column: Int, cell: String, message: String) throws {
    let bad = line(column, cell).replacing("m1,", with: "m2,")
    let error = try fault(Scene.log(line, bad))
    #expect(error.path == ["messages"])
    #expect(error.message == "data/messages.csv: record 3 (line 3), \(message)")
}

@Test(arguments: [2, 9], ["2015-03-04T08:00:00", "2015-03-04T08:00:00+01:00", "2015-03-04 08:00:00Z", "2015-03-04"])
func `a time of the log is in UTC`(column: Int, time: String) throws {
    let error = try fault(Scene.log(line(column, time)))
    #expect(
        error.message.contains("record 2 (line 2), column '\(column == 2 ? "Date" : "Status Date")': '\(time)' is not a date"))
    #expect(error.fix == "write it like 2015-03-04T00:00:00.000Z")
}

@Test func `the line of a record is the one it starts at, also after line breaks in cells`() throws {
    let error = try fault(Scene.log(line(5, "\"AC\nME\""), line(3, "X").replacing("m1,", with: "m2,")))
    #expect(error.message == "data/messages.csv: record 3 (line 4), column 'Channel': 'X' is not one of S, E, P, W, R")
}

@Test func `a message id stands once, also among inbound messages and other spaces`() throws {
    let error = try fault(Scene.log(line(4, "MO"), line(1, "globex")))
    #expect(error.message == "data/messages.csv: record 3 (line 3), column 'Message ID': 'm1' is the id of record 2 already")
}

@Test func `every column is required, and named once`() throws {
    let error = try fault(Scene.header.replacing("Recipient", with: "Recipent") + line + "\n")
    #expect(error.message == "data/messages.csv: the header has no column 'Recipient'")
    #expect(error.fix == "write 'Recipient' for 'Recipent'")
    let twice = try fault(Scene.header.replacing("\n", with: ",Space\n") + line + ",acme\n")
    #expect(twice.message == "data/messages.csv: column 'Space' stands twice in the header")
}

@Test(arguments: [
    ("", "data/messages.csv: the file is empty"),
    (Scene.header + "m1,acme\n", "data/messages.csv: record 2 (line 2): has 2 fields, the header has 12"),
    (Scene.header + "\n", "data/messages.csv: record 2 (line 2): has 1 fields, the header has 12"),
    (Scene.header + line + ",\n", "data/messages.csv: record 2 (line 2): has 13 fields, the header has 12"),
])
func `a log without a header, or with a record of another length, is a fault`(messages: String, message: String) throws {
    #expect(try fault(messages).message == message)
}

@Test func `a log that is no CSV is a fault where it breaks`() throws {
    let error = try fault(Scene.header + "m1,\"acme,")
    #expect(error.path == ["messages"])
    #expect(error.message.hasPrefix("data/messages.csv: record 2 (line 2, column "))
}

@Test func `columns stand in any order, others are passed over, and lines end in either way`() throws {
    let messages =
        "\u{FEFF}"
        + "Text,External ID,Campaign ID,Status Date,Status,Carrier,Recipient,Sender,Direction,Channel,Date,Space,Message ID\r\n"
        + "hello,,,2015-03-04T08:00:00Z,SENT,\"\",+34600000001,\"ACME\",MT,S,2015-03-04T08:00:00Z,acme,m1\r\n"
        + "hello,,,2015-03-04T08:00:00Z,SENT,,+34600000001,ACME,MT,S,2015-03-04T09:00:00Z,acme,m2"
    #expect(try Scene(messages: messages).ids() == ["m2", "m1"])
}

@Test func `without a log, or with its header alone, reports are empty`() throws {
    #expect(try Scene(messages: nil).ids().isEmpty)
    #expect(try Scene(messages: Scene.header).ids().isEmpty)
}

@Test func `a data file is read once for all models`() throws {
    let file = DataFile(path: "data/messages.csv", bytes: Array(Scene.spring.utf8))
    #expect(try MessageLog.read(file) === MessageLog.read(file))
}
