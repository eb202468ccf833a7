import AssayCore
import MessageReports
import Testing

private let day = Scene(
    messages: Scene.log(
        sentAt: "2015-03-03T23:59:59.999Z", "2015-03-04T00:00:00.000Z", "2015-03-04T23:59:59.999Z", "2015-03-05T00:00:00.000Z",
        "2015-03-05T00:00:00.001Z"))

@Test func `the window holds its start and not its end`() throws {
    #expect(try day.ids() == ["m3", "m2"])
}

@Test func `the window may hold its end`() throws {
    #expect(try day.setting("window", "both_included").ids() == ["m4", "m3", "m2"])
}

@Test func `the window is exact to the nanosecond, whatever is printed`() throws {
    let scene = Scene(
        messages: Scene.log(
            sentAt: "2015-03-04T00:00:00.000000001Z", "2015-03-04T00:00:00.000000002Z", "2015-03-04T00:00:00.0009Z",
            "2015-03-04T00:00:00.001Z"),
        from: "2015-03-04T00:00:00.000000002Z", to: "2015-03-04T00:00:00.001Z")
    #expect(try scene.ids() == ["m3", "m2"])
    let dates = try scene.setting("csv_columns", .array([.string("Date")])).report()
    #expect(dates == "Date\r\n2015-03-04T00:00:00.000Z\r\n2015-03-04T00:00:00.000Z\r\n")
}

@Test(arguments: [
    ("2015-03-04T00:00:00.000Z", "2015-06-03T23:59:59.999Z", true),
    ("2015-03-04T00:00:00.000Z", "2015-06-04T00:00:00.000Z", true),
    ("2015-03-04T00:00:00.000Z", "2015-06-04T00:00:00.001Z", false),
    ("2015-03-04T00:00:00.000Z", "2015-06-04T00:00:00.000000001Z", false),
    // A leap day makes the calendar's way longer: 2016-01-15 and 92 days.
    ("2016-01-15T00:00:00.000Z", "2016-04-16T00:00:00.000Z", true),
    ("2016-01-15T00:00:00.000Z", "2016-04-16T00:00:00.001Z", false),
    ("2015-01-15T00:00:00.000Z", "2015-04-17T00:00:00.000Z", true),
    ("2015-01-15T00:00:00.000Z", "2015-04-17T00:00:00.001Z", false),
    // 2100 has no leap day.
    ("2100-01-15T00:00:00.000Z", "2100-04-17T00:00:00.000Z", true),
    ("2100-01-15T00:00:00.000Z", "2100-04-17T00:00:00.001Z", false),
    // The end of a year, and the ends of what four digits can say.
    ("2015-12-01T00:00:00.000Z", "2016-03-02T00:00:00.000Z", true),
    ("2015-12-01T00:00:00.000Z", "2016-03-02T00:00:00.001Z", false),
    ("0000-01-01T00:00:00.000Z", "0000-04-02T00:00:00.000Z", true),
    ("0000-01-01T00:00:00.000Z", "0000-04-02T00:00:00.001Z", false),
    ("9999-10-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", true),
    ("9999-09-30T23:59:59.998Z", "9999-12-31T23:59:59.999Z", false),
    ("0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z", false),
])
func `a period of 92 days of 86,400 seconds is the longest`(from: String, to: String, isAccepted: Bool) throws {
    let reply = try Scene(from: from, to: to).reply()
    #expect(reply.explain == (isAccepted ? "The report will be sent by email" : "The date range exceeds the allowed limit: 92"))
    #expect(reply.mail.count == (isAccepted ? 1 : 0))
}

@Test(arguments: [
    ("exact", "2015-06-04T00:00:00.000Z", false), ("exact", "2015-06-03T23:59:59.999Z", true),
    ("whole_days", "2015-06-04T00:00:00.000Z", false), ("whole_days", "2015-06-03T23:59:59.999Z", true),
])
func `a period of the limit itself may be refused`(measure: String, to: String, isAccepted: Bool) throws {
    let reply = try Scene(to: to).setting("exact_max_range", "refused").setting("range_measure", measure).reply()
    #expect((reply.response.status == 200) == isAccepted)
}

@Test(arguments: [
    ("2015-06-04T23:59:59.999Z", true), ("2015-06-05T00:00:00.000Z", false),
])
func `whole days cut the rest of a day off`(to: String, isAccepted: Bool) throws {
    let reply = try Scene(to: to).setting("range_measure", "whole_days").reply()
    #expect((reply.response.status == 200) == isAccepted)
}

@Test(arguments: [
    // In GMT 93 dates apart, five hours west 92.
    ("2015-03-04T05:00:00.000Z", "2015-06-05T04:59:59.999Z", "GMT", false),
    ("2015-03-04T05:00:00.000Z", "2015-06-05T04:59:59.999Z", "GMT-5", true),
    ("2015-03-04T05:00:00.000Z", "2015-06-05T05:00:00.000Z", "GMT-5", false),
    ("2015-03-04T23:59:59.999Z", "2015-06-04T23:59:59.999Z", "GMT", true),
    ("2015-03-04T23:59:59.999Z", "2015-06-04T00:00:00.000Z", "GMT+1", true),
    ("1969-12-31T23:59:59.999Z", "1970-04-03T00:00:00.000Z", "GMT", false),
    ("1970-01-01T00:00:00.000Z", "1970-04-03T00:00:00.000Z", "GMT", true),
])
func `calendar days are counted between the dates in the time zone of the request`(
    from: String, to: String, zone: String, isAccepted: Bool
) throws {
    let reply = try Scene(from: from, to: to, timezone: "\"\(zone)\"").setting("range_measure", "calendar_days").reply()
    #expect((reply.response.status == 200) == isAccepted)
}

@Test(arguments: [("31d", "31"), ("2208h", "92"), ("1w", "7"), ("36h", "36h"), ("1d12h", "1d12h"), ("250ms", "250ms")])
func `the refusal names the limit in days, and as it stands when those are not whole`(limit: String, named: String) throws {
    let reply = try Scene(to: "2016-03-04T00:00:00.000Z").setting("max_range", limit).reply()
    #expect(reply.explain == "The date range exceeds the allowed limit: \(named)")
}

@Test func `a longer period may be cut to the limit from its start`() throws {
    let scene = Scene(
        messages: Scene.log(sentAt: "2015-03-04T00:00:00Z", "2015-06-03T23:59:59.999Z", "2015-06-04T00:00:00Z"),
        to: "2016-03-04T00:00:00.000Z"
    ).setting("range_overflow", "clipped")
    #expect(try scene.ids() == ["m2", "m1"])
    #expect(
        try scene.reply().mail[0].text
            == "The report of 2 messages from 2015-03-04T00:00:00.000Z to 2016-03-04T00:00:00.000Z is attached.\r\n")
    #expect(try scene.setting("window", "both_included").ids() == ["m3", "m2", "m1"])
}

@Test(arguments: [
    ("from", "2015-03-04"), ("from", "yesterday"), ("to", "2015-02-30T00:00:00.000Z"), ("to", "2015-03-04T00:00:00.000Z"),
    ("to", "2015-03-01T00:00:00.000Z"),
])
func `a period without sense may give an empty report`(name: String, text: String) throws {
    let scene = Scene().setting("bad_period", "empty_report").with {
        if name == "from" { $0.from = text } else { $0.to = text }
    }
    #expect(try scene.report() == "Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID\r\n")
    #expect(try scene.setting("empty_result", "nothing_mailed").reply().mail.isEmpty)
}

private let accepted: [String: [String]] = [
    "zulu": [
        "2015-03-04T00:00:00.000Z", "2015-03-04T00:00:00Z", "2015-03-04T00:00:00.0Z", "2015-03-04T00:00:00.000000000Z",
        "2012-02-29T00:00:00Z", "2000-02-29T00:00:00Z", "0000-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z", "2015-06-30T23:59:60Z",
    ],
    "example_form": ["2015-03-04T00:00:00.000Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"],
    "any_offset": [
        "2015-03-04T00:00:00.000Z", "2015-03-04T05:30:00%2B05:30", "2015-03-03T19:00:00.5-05:00", "2015-03-04T00:00:00-00:00",
    ],
]

@Test(arguments: accepted.flatMap { form, texts in texts.map { (form, $0) } })
func `a timestamp in the form of the policy is read`(form: String, text: String) throws {
    // Alone the end of the period, so that only its reading can be refused as a date.
    let reply = try Scene(from: text, to: "9999-12-31T23:59:59.999Z").setting("timestamps", form).reply()
    let explain = try #require(reply.explain)
    #expect(!explain.contains("UTC date and time"))
}

private let unreadable: [String: [String]] = [
    "zulu": [
        "2015-03-04", "2015-03-04T00:00Z", "2015-03-04T00:00:00", "2015-03-04T00:00:00.Z", "2015-03-04T00:00:00.0000000000Z",
        "2015-03-04T00:00:00%2B00:00", "2015-03-04T00:00:00-00:00", "2015-03-04t00:00:00Z", "2015-03-04T00:00:00z",
        "2015-03-04%2000:00:00Z", "2015-03-04+00:00:00Z", "2015-3-4T00:00:00Z", "2015-03-04T24:00:00Z", "2015-03-04T23:60:00Z",
        "2015-03-04T23:59:60Z", "2015-13-01T00:00:00Z", "2015-00-01T00:00:00Z", "2015-04-31T00:00:00Z", "2015-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z", "2015-03-00T00:00:00Z", "-2015-03-04T00:00:00Z", "12015-03-04T00:00:00Z",
        "'2015-03-04T00:00:00.000Z'",
        "2015-03-04-T00:00:00.00Z", "2015-03-04T00:00:00,000Z", "2015-03-04T00:00:00Z%0A", "2015-03-04T00:00:00Z%20",
        "1425427200000",
        "%EF%BC%92015-03-04T00:00:00Z", "20150304T000000Z", "2015-W10-3T00:00:00Z", "2015-063T00:00:00Z", "now",
    ],
    "example_form": ["2015-03-04T00:00:00Z", "2015-03-04T00:00:00.00Z", "2015-03-04T00:00:00.0000Z"],
    "any_offset": [
        "2015-03-04T00:00:00", "2015-03-04T00:00:00%2B24:00", "2015-03-04T00:00:00%2B0530", "2015-03-04T00:00:00%2B05",
        "2015-03-04T00:00:00%2B05:60", "2015-03-04T00:00:00 05:30",
    ],
]

@Test(arguments: unreadable.flatMap { form, texts in texts.map { (form, $0) } })
func `a timestamp in another form is refused at either end`(form: String, text: String) throws {
    let start = try Scene(from: text, to: "2015-03-04T00:00:00.000Z").setting("timestamps", form).reply()
    #expect(start.explain == "The parameter 'from' must be a UTC date and time such as 2015-03-04T00:00:00.000Z")
    let end = try Scene(to: text).setting("timestamps", form).reply()
    #expect(end.explain == "The parameter 'to' must be a UTC date and time such as 2015-03-04T00:00:00.000Z")
}

@Test func `the time zone may move the window`() throws {
    let scene = day.with { $0.timezone = #""GMT-0:01""# }
    #expect(try scene.ids() == ["m3", "m2"])
    #expect(try scene.setting("timezone_moves_window", .bool(true)).ids() == ["m5", "m4", "m3"])
    let east = scene.with { $0.timezone = #""+00:01""# }.setting("timezone_moves_window", .bool(true))
    #expect(try east.ids() == ["m2", "m1"])
}
