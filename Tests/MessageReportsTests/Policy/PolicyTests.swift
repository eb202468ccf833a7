import AssayCore
import MessageReports
import Testing

/// Requests that between them show every setting at work.
private let probes: [Scene] = {
    let many = Scene.log(sentAt: "2015-03-04T00:00:00Z", "2015-03-04T00:00:01Z", "2015-03-04T00:00:02Z", "2015-03-04T00:00:03Z")
    let twelve =
        Scene.header
        + (10...21).map { "n\($0),acme,2015-03-04T0\($0 % 10):00:00Z,S,MT,ACME,+34\($0),,SENT,2015-03-04T09:00:00Z,,\n" }.joined()
    func addresses(_ count: Int) -> String {
        "[" + (1...count).map { "\"qa\($0)@example.com\"" }.joined(separator: ",") + "]"
    }
    return [
        Scene(),
        Scene(messages: twelve),
        Scene(messages: many).setting("max_rows", 3),
        Scene(messages: twelve).setting("csv_columns", .array(Array(repeating: .string("Status Date"), count: 9))),
        Scene(authorization: []),
        Scene(path: "/v3/mlog"),
        Scene(to: "2015-03-04T00:00:00.000Z"),
        Scene(from: "2015-03-04"),
        Scene(from: "2015-03-04T00:00:00Z"),
        Scene(from: "2015-03-04T00:00:00%2B00:00"),
        Scene(to: "2015-06-03T00:00:00.001Z"),
        Scene(to: "2015-06-04T00:00:00.000Z"),
        Scene(to: "2015-06-04T00:00:00.001Z"),
        Scene(query: "channel=s"),
        Scene(query: "status=SENT,sent"),
        Scene(query: "channel=E&status=EXPIRED"),
        Scene(query: "recipient=34600000002"),
        Scene(query: "campaignId=x-1"),
        Scene(query: "campaignId=none"),
        Scene(query: "unknown=1"),
        Scene(emails: addresses(50)),
        Scene(emails: addresses(51)),
        Scene(emails: #"["qa@example.com", "second@example.com"]"#),
        Scene(emails: #"["qa@example.com", "second"]"#),
        Scene(sender: #""reports@globex.example""#),
        Scene(timezone: #""GMT-5""#),
        Scene(timezone: #""+05:00""#),
        Scene(fields: #", "unknown": 1"#),
    ]
}()

private struct Alternative: Sendable, CustomTestStringConvertible {
    var setting: String
    var value: DataValue
    var testDescription: String { "\(setting): \(value)" }

    static let all = MessageReportsModel.settings.flatMap { setting in
        setting.alternatives.map { Alternative(setting: setting.name, value: $0) }
    }
}

@Test(arguments: Alternative.all)
private func `every other reading of a setting shows in some answer`(_ alternative: Alternative) throws {
    let shows = try probes.contains { probe in
        try probe.setting(alternative.setting, alternative.value).reply() != probe.reply()
    }
    #expect(shows)
}

@Test(arguments: MessageReportsModel.settings.map(\.name))
func `the default of a setting is what holds without it, and it has other readings, clauses and a summary`(
    _ name: String
) throws {
    let setting = try #require(MessageReportsModel.settings.first { $0.name == name })
    for probe in probes where !probe.policy.contains(where: { $0.name == name }) {
        #expect(try probe.setting(name, setting.defaultValue).reply() == probe.reply())
    }
    #expect(!setting.alternatives.isEmpty)
    #expect(!setting.alternatives.contains(setting.defaultValue))
    #expect(!setting.clauses.isEmpty)
    #expect(setting.summary.hasSuffix("."))
}

@Test func `no two settings have one name`() {
    let names = MessageReportsModel.settings.map(\.name)
    #expect(Set(names).count == names.count)
}

private struct Unfit: Sendable, CustomTestStringConvertible {
    var name: String
    var value: DataValue
    var path: [String]
    var message: String
    var fix: String?
    var testDescription: String { message }

    init(_ name: String, _ value: DataValue, _ message: String, below: [String] = [], fix: String? = nil) {
        (self.name, self.value, self.message, self.fix) = (name, value, message, fix)
        path = ["policy", name] + below
    }

    static let all = [
        Unfit("windw", .bool(true), "the model has no such setting", fix: "did you mean 'window'?"),
        Unfit("maxrows", .number(NumberText(1)), "the model has no such setting", fix: "did you mean 'max_rows'?"),
        Unfit(
            "window", .string("start_inclded"),
            "must be one of 'start_included', 'both_included', not 'start_inclded'",
            fix: "did you mean 'start_included'?"),
        Unfit(
            "window", .bool(true), "must be one of 'start_included', 'both_included', not true"),
        Unfit("csv_bom", .string("true"), "must be true or false, not 'true'"),
        Unfit("max_rows", .string("10"), "must be a whole number of 0 or more, not '10'"),
        Unfit(
            "max_rows", .number(NumberText(-1)), "must be a whole number of 0 or more, not -1"),
        Unfit("max_emails", .number(NumberText(0)), "must be a whole number of 1 or more, not 0"),
        Unfit(
            "unauthorized_status", .number(NumberText(500)),
            "must be a whole number from 400 to 499, not 500"),
        Unfit("max_range", .string("92"), "must be a duration such as '92d' or '36h', not '92'"),
        Unfit("max_range", .string("0d"), "must be a duration such as '92d' or '36h', not '0d'"),
        Unfit(
            "max_range", .number(NumberText(92)), "must be a duration such as '92d' or '36h', not 92"),
        Unfit(
            "operation", .string("/v3/mlog"),
            "must be a method and a path such as 'POST /v3/mlog/export', not '/v3/mlog'"),
        Unfit(
            "operation", .string("POST v3"),
            "must be a method and a path such as 'POST /v3/mlog/export', not 'POST v3'"),
        Unfit(
            "query_names", .object([.init("too", .string("until"))]),
            "there is nothing called 'too' to rename", below: ["too"], fix: "did you mean 'to'?"),
        Unfit(
            "query_names", .object([.init("to", .string(""))]), "must be a name, not ''",
            below: ["to"]),
        Unfit(
            "query_names", .object([.init("to", .string("from"))]),
            "gives the name 'from' to two things", fix: "rename the other one too"),
        Unfit(
            "body_names", .string("x"),
            "must be a map that renames some of emails, from, timezone, external_id, not 'x'"),
        Unfit(
            "csv_columns", .array([.string("Stats")]), "the log has no column 'Stats'",
            fix: "did you mean 'Status'?"),
        Unfit(
            "csv_columns", .array([]), "must be a list of at least one of the log's columns, not a list"),
        Unfit(
            "csv_delimiter", .string("|"), #"must be one of ',', ';', '\t', not '|'"#),
        Unfit(
            "report_name", .string("a/b.csv"),
            "must be a file name without '/' or control characters, not 'a/b.csv'"),
    ]
}

@Test(arguments: Unfit.all)
private func `an unknown setting or value is refused, and says what is allowed`(_ unfit: Unfit) throws {
    let error = #expect(throws: InvalidGiven.self) { try Scene().setting(unfit.name, unfit.value).reply() }
    #expect(error?.path == unfit.path)
    #expect(error?.message == unfit.message)
    #expect(error?.fix == unfit.fix)
}

@Test func `settings that rename take the other names away`() throws {
    let renamed = Scene(to: nil, query: "until=2015-03-05T00:00:00.000Z")
        .setting("query_names", .object([.init("to", .string("until"))]))
        .setting("body_names", .object([.init("from", .string("sender"))]))
        .with { $0.body = #"{"emails": ["qa@example.com"], "sender": "reports@acme.example", "timezone": "GMT"}"# }
    #expect(try renamed.reply().response.status == 200)
    #expect(try renamed.with { $0.query = nil }.reply().explain == "The parameter 'until' is required")
    #expect(
        try renamed.with { $0.query = "until=x" }.reply().explain
            == "The parameter 'until' must be a UTC date and time such as 2015-03-04T00:00:00.000Z")
    #expect(try renamed.with { $0.body = #"{"emails": []}"# }.reply().explain == "The field 'sender' is required")
}

@Test func `a fault names the maximum number of addresses that the policy sets`() throws {
    let scene = Scene(emails: #"["a@example.com", "b@example.com"]"#).setting("max_emails", 1)
    #expect(try scene.reply().explain == "The field 'emails' must name at most 1 email addresses")
}
