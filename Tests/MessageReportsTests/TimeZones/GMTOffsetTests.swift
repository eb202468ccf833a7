import AssayCore
import Testing

private let noon = Scene(
    messages: Scene.log(sentAt: "2015-03-04T00:00:00.000Z")
).setting("csv_columns", .array([.string("Date")]))

private func date(_ zone: String) throws -> String? {
    let reply = try noon.with { $0.timezone = "\"\(zone)\"" }.reply()
    guard let csv = reply.mail.first?.attachments.first?.bytes else { return nil }
    return String(decoding: csv.dropFirst(6).dropLast(2), as: UTF8.self)
}

@Test(arguments: [
    ("GMT", "2015-03-04T00:00:00.000Z"), ("UTC", "2015-03-04T00:00:00.000Z"), ("Z", "2015-03-04T00:00:00.000Z"),
    ("GMT+0", "2015-03-04T00:00:00.000Z"), ("GMT-0", "2015-03-04T00:00:00.000Z"), ("GMT+00:00", "2015-03-04T00:00:00.000Z"),
    ("+00:00", "2015-03-04T00:00:00.000Z"), ("-00:00", "2015-03-04T00:00:00.000Z"),
    ("GMT-5", "2015-03-03T19:00:00.000-05:00"), ("GMT-05", "2015-03-03T19:00:00.000-05:00"),
    ("GMT-5:00", "2015-03-03T19:00:00.000-05:00"), ("GMT-05:00", "2015-03-03T19:00:00.000-05:00"),
    ("-05:00", "2015-03-03T19:00:00.000-05:00"),
    ("GMT+5", "2015-03-04T05:00:00.000+05:00"), ("GMT+5:30", "2015-03-04T05:30:00.000+05:30"),
    ("GMT-4:30", "2015-03-03T19:30:00.000-04:30"), ("GMT-04:30", "2015-03-03T19:30:00.000-04:30"),
    ("+05:45", "2015-03-04T05:45:00.000+05:45"), ("-00:30", "2015-03-03T23:30:00.000-00:30"),
    ("GMT+14", "2015-03-04T14:00:00.000+14:00"), ("+14:00", "2015-03-04T14:00:00.000+14:00"),
    ("GMT-12", "2015-03-03T12:00:00.000-12:00"), ("-12:00", "2015-03-03T12:00:00.000-12:00"),
    ("+13:59", "2015-03-04T13:59:00.000+13:59"),
])
func `times are printed in the time zone of the request`(zone: String, printed: String) throws {
    #expect(try date(zone) == printed)
}

@Test(arguments: [
    "", " ", "gmt", "Gmt", "utc", "z", "GMT ", " GMT", "GMT+", "GMT-", "GMT5", "GMT05:00", "GMT +5", "GMT+ 5", "GMT+5:0",
    "GMT+5:",
    "GMT+5:60", "GMT+:30", "GMT+005", "GMT+0500", "GMT+05:00:00", "GMT++5", "GMT+-5", "GMT+15", "GMT+14:01", "GMT-13",
    "GMT-12:01",
    "+5", "+05", "-5:00", "+5:00", "+0500", "05:00", "+05:0", "+05:000", "+14:01", "-12:01", "+24:00", "-14:00", "+05:60", "+",
    "-", ":",
    "UTC+5", "UTC-05:00", "Z+5", "EST", "America/Caracas", "Etc/GMT+5", "GMT+5.5", "GMT+٥", "\u{2212}05:00", "GMT\u{2212}5", "5",
    "GMTZ",
])
func `any other time zone is refused`(zone: String) throws {
    let reply = try Scene(timezone: "\"\(zone)\"").reply()
    #expect(reply.explain == "The field 'timezone' is not a valid time zone")
    #expect(reply.mail.isEmpty)
}

@Test(arguments: [("UTC", true), ("Z", true), ("-05:00", true), ("GMT", false), ("GMT-5", false), ("GMT-05:00", false)])
func `the forms that begin with GMT may be refused`(zone: String, isAccepted: Bool) throws {
    let reply = try Scene(timezone: "\"\(zone)\"").setting("timezones", "offsets_only").reply()
    #expect((reply.response.status == 200) == isAccepted)
}

@Test(arguments: [
    ("2015-12-31T23:59:59.999Z", "GMT+1", "2016-01-01T00:59:59.999+01:00"),
    ("2016-01-01T00:00:00Z", "GMT-1", "2015-12-31T23:00:00.000-01:00"),
    ("2016-02-28T23:00:00Z", "GMT+1", "2016-02-29T00:00:00.000+01:00"),
    ("2015-02-28T23:00:00Z", "GMT+1", "2015-03-01T00:00:00.000+01:00"),
    ("2016-03-01T00:00:00Z", "GMT-1", "2016-02-29T23:00:00.000-01:00"),
    ("1969-12-31T23:59:59.9999Z", "GMT", "1969-12-31T23:59:59.999Z"),
    ("0000-01-01T00:00:00Z", "GMT", "0000-01-01T00:00:00.000Z"),
    ("0000-01-01T00:00:00Z", "GMT-1", "-0001-12-31T23:00:00.000-01:00"),
    ("9999-12-31T23:59:59.999Z", "GMT", "9999-12-31T23:59:59.999Z"),
    ("9999-12-31T23:59:59.999Z", "GMT+1", "10000-01-01T00:59:59.999+01:00"),
])
func `a time is printed across the ends of days and years, cut to milliseconds`(
    time: String, zone: String, printed: String
) throws {
    let day = time.utf8.starts(with: "9999".utf8) ? "9999-12-30" : String(time.prefix(8)) + "01"
    let scene = Scene(
        messages: Scene.log(sentAt: time), from: "\(day)T00:00:00Z", to: "9999-12-31T23:59:59.9999Z", timezone: "\"\(zone)\""
    ).setting("max_range", "9999999d").setting("csv_columns", .array([.string("Date")]))
    #expect(try scene.report() == "Date\r\n\(printed)\r\n")
}
