import AssayCore
import DataFormats
import MessageReports
import Testing

struct Refused: Sendable, CustomTestStringConvertible {
    var status: Int
    var explain: String
    var change: @Sendable (inout Scene) -> Void
    var testDescription: String { explain }

    init(_ explain: String, status: Int = 400, _ change: @escaping @Sendable (inout Scene) -> Void) {
        self.status = status
        self.explain = explain
        self.change = change
    }
}

private let missing = "The requested resource does not exist"
private let keyless = "The API key is missing or not valid"
private let notAnObject = "The body must be a JSON object"
private let alphanumeric = "The field 'externalId' must be alphanumeric"
private let notAddresses = "The field 'emails' must be an array of email addresses"
private let unreadable = "must be a UTC date and time such as 2015-03-04T00:00:00.000Z"

@Test(arguments: [
    Refused(missing, status: 404) { $0.method = "GET" },
    Refused(missing, status: 404) { $0.method = "post" },
    Refused(missing, status: 404) { $0.path = "/v3/mlog/export/" },
    Refused(missing, status: 404) { $0.path = "/v3/mlog/%65xport" },
    Refused(missing, status: 404) { $0.path = "/v3/mlog" },

    Refused(keyless, status: 401) { $0.authorization = [] },
    Refused(keyless, status: 401) { $0.authorization = ["Bearer acme-key-9"] },
    Refused(keyless, status: 401) { $0.authorization = ["Bearer ACME-KEY-1"] },
    Refused(keyless, status: 401) { $0.authorization = ["Basic acme-key-1"] },
    Refused(keyless, status: 401) { $0.authorization = ["acme-key-1"] },
    Refused(keyless, status: 401) { $0.authorization = ["Bearer"] },
    Refused(keyless, status: 401) { $0.authorization = ["Bearer acme-key-1 acme-key-2"] },
    Refused(keyless, status: 401) { $0.authorization = ["Bearer acme-key-1", "Bearer acme-key-1"] },

    Refused("The parameter 'from' must be given once") { $0.query = "from=2015-03-04T00:00:00.000Z" },
    Refused("The parameter 'to' must be given once") { $0.query = "to=" },
    Refused("The parameter 'channel' must be given once") { $0.query = "channel=S&channel=E" },
    Refused("The parameter 'status' must be given once") { $0.query = "status=SENT&status=EXPIRED" },
    Refused("The parameter 'recipient' is not valid") { $0.query = "recipient=%2" },
    Refused("The parameter 'sender' is not valid") { $0.query = "sender=%FF" },
    Refused("The parameter 'campaignId' is not valid") { $0.query = "campaignId=%zz" },

    Refused("The parameter 'from' is required") { $0.from = nil },
    Refused("The parameter 'from' is required") { $0.from = "" },
    Refused("The parameter 'to' is required") { $0.to = nil },
    Refused("The parameter 'to' is required") { $0.to = "" },

    Refused(notAnObject) { $0.body = .some(nil) },
    Refused(notAnObject) { $0.body = "" },
    Refused(notAnObject) { $0.body = "[]" },
    Refused(notAnObject) { $0.body = "null" },
    Refused(notAnObject) { $0.body = #""emails""# },
    Refused(notAnObject) { $0.fields = #", "timezone": "GMT""# },
    Refused(notAnObject) { $0.fields = #", "other": {"a": 1, "a": 2}"# },
    Refused(notAnObject) { $0.fields = "," },
    Refused(notAnObject) { $0.body = "\u{FEFF}{}" },

    Refused("The field 'emails' is required") { $0.emails = "null" },
    Refused("The field 'emails' is required") { $0.body = #"{"from": "reports@acme.example", "timezone": "GMT"}"# },
    Refused("The field 'from' is required") { $0.sender = "null" },
    Refused("The field 'from' is required") { $0.body = #"{"emails": ["qa@example.com"], "timezone": "GMT"}"# },
    Refused("The field 'timezone' is required") { $0.timezone = "null" },

    Refused(notAddresses) { $0.emails = #""qa@example.com""# },
    Refused(notAddresses) { $0.emails = "{}" },
    Refused(notAddresses) { $0.emails = #"["qa@example.com", 1]"# },
    Refused(notAddresses) { $0.emails = #"["qa@example.com", null]"# },
    Refused("The field 'emails' must name at least one email address") { $0.emails = "[]" },
    Refused("The field 'emails' has an invalid email address: qa@example") { $0.emails = #"["qa@example"]"# },
    Refused("The field 'emails' has an invalid email address: ") { $0.emails = #"["qa@example.com", ""]"# },
    Refused("The field 'emails' has an invalid email address: \"q\"\n@x.y") { $0.emails = #"["\"q\"\n@x.y"]"# },
    Refused("The field 'emails' must name at most 50 email addresses") {
        $0.emails = "[" + (1...51).map { "\"qa\($0)@example.com\"" }.joined(separator: ",") + "]"
    },
    Refused("The field 'emails' must name at most 50 email addresses") {
        $0.emails = "[" + Array(repeating: "\"qa@example.com\"", count: 51).joined(separator: ",") + "]"
    },
    Refused("The field 'from' must be an email address") { $0.sender = "7" },
    Refused("The field 'from' must be an email address") { $0.sender = #""reports""# },
    Refused("The field 'from' must be an email address") { $0.sender = #""""# },
    Refused("The field 'timezone' is not a valid time zone") { $0.timezone = #""America/Caracas""# },
    Refused("The field 'timezone' is not a valid time zone") { $0.timezone = "-5" },
    Refused(alphanumeric) { $0.fields = #", "externalId": "april-1""# },
    Refused(alphanumeric) { $0.fields = #", "externalId": "é""# },
    Refused(alphanumeric) { $0.fields = #", "externalId": "e\u0301""# },
    Refused(alphanumeric) { $0.fields = #", "externalId": """# },
    Refused(alphanumeric) { $0.fields = #", "externalId": 7"# },
    Refused(alphanumeric) { $0.fields = ", \"externalId\": \"\(String(repeating: "a", count: 65))\"" },

    Refused("The parameter 'channel' must be one of S, E, P, W, R") { $0.query = "channel=S,E" },
    Refused("The parameter 'channel' must be one of S, E, P, W, R") { $0.query = "channel=s" },
    Refused("The parameter 'channel' must be one of S, E, P, W, R") { $0.query = "channel=SMS" },
    Refused("The parameter 'channel' must be one of S, E, P, W, R") { $0.query = "channel='S'" },
    Refused("The parameter 'status' has an unknown status: sent") { $0.query = "status=sent" },
    Refused("The parameter 'status' has an unknown status: ") { $0.query = "status=SENT,,EXPIRED" },
    Refused("The parameter 'status' has an unknown status:  EXPIRED") { $0.query = "status=SENT,+EXPIRED" },
    Refused("The parameter 'status' has an unknown status: ") { $0.query = "channel=S&status=SENT," },
    Refused("The parameter 'status' has an unknown status: DELIVERED_TO_DEVICE") { $0.query = "status=DELIVERED_TO_DEVICE" },
    Refused("The status OPEN is not a status of channel S") { $0.query = "channel=S&status=SENT,OPEN" },
    Refused("The status EXPIRED is not a status of channel E") { $0.query = "channel=E&status=EXPIRED" },

    Refused("The parameter 'from' \(unreadable)") { $0.from = "2015-03-04" },
    Refused("The parameter 'to' \(unreadable)") { $0.to = "2015-03-05T00:00:00.000" },
    Refused("The parameter 'to' must be after the parameter 'from'") { $0.to = $0.from },
    Refused("The parameter 'to' must be after the parameter 'from'") { $0.to = "2015-03-03T23:59:59.999Z" },
    Refused("The date range exceeds the allowed limit: 92") { $0.to = "2015-06-04T00:00:00.001Z" },
    Refused("The sender is not a valid sender of the space") { $0.sender = #""reports@globex.example""# },
    Refused("The sender is not a valid sender of the space") { $0.sender = #""Reports@acme.example""# },
    Refused("The size of the report is too big. Please contact support") {
        $0.policy = [.init("max_rows", .number(NumberText(7)))]
    },
    Refused("The size of the report is too big. Please contact support") {
        $0.policy = [.init("max_bytes", .number(NumberText(500)))]
    },
    Refused("No data found") {
        $0.policy = [.init("empty_result", .string("refused"))]
        $0.query = "campaignId=none"
    },
    Refused("The parameter 'channel' is required") { $0.policy = [.init("channel_omitted", .string("refused"))] },
    Refused("The parameter 'x' is not known") {
        $0.policy = [.init("unknown_keys", .string("refused"))]
        $0.query = "x=1"
    },
    Refused("The field 'x' is not known") {
        $0.policy = [.init("unknown_keys", .string("refused"))]
        $0.fields = #", "x": 1"#
    },
])
func `a request with one fault is refused with the fault's own text, and mails nothing`(_ refused: Refused) throws {
    let reply = try Scene().with(refused.change).reply()
    #expect(reply.response.status == refused.status)
    let explain = try #require(reply.explain)
    #expect(Array(explain.utf8) == Array(refused.explain.utf8))
    #expect(reply.mail.isEmpty)
    #expect(reply.response.headers["content-type"] == "application/json")
}

@Test(
    arguments: [
        { $0.authorization = ["bearer acme-key-1"] },
        { $0.authorization = ["BEARER  acme-key-2 "] },
        { $0.query = "unknown=1&unknown=2" },
        { $0.query = "unknown=%" },
        { $0.query = "&&" },
        { $0.query = "channel=&status=&sender=&recipient=&campaignId=" },
        { $0.query = "status=SENT,SENT" },
        { $0.fields = #", "externalId": "April2015", "unknown": [1]"# },
        { $0.fields = #", "externalId": null"# },
        { $0.fields = ", \"externalId\": \"\(String(repeating: "9", count: 64))\"" },
        { $0.emails = "[" + (1...50).map { "\"qa\($0)@example.com\"" }.joined(separator: ",") + "]" },
        { $0.sender = #""o'neill@ACME.example""# },
        { $0.to = "2015-06-04T00:00:00.000Z" },
        { $0.policy = [.init("max_rows", .number(NumberText(8)))] },
    ] as [@Sendable (inout Scene) -> Void])
func `what only looks like a fault is accepted`(_ change: @Sendable (inout Scene) -> Void) throws {
    let reply = try Scene().with(change).reply()
    #expect(reply.response.status == 200)
    #expect(reply.explain == "The report will be sent by email")
    #expect(!reply.mail.isEmpty)
}

@Test func `an answer names the clock, a transaction of version 4, and why`() throws {
    let reply = try Scene().reply()
    let body = try DataValue(json: reply.response.body)
    let id = try #require(body["meta"]?["transactionId"]?.string)
    #expect(
        String(decoding: reply.response.body, as: UTF8.self)
            == #"{"meta":{"timestamp":1435708800000,"transactionId":"\#(id)","explain":"The report will be sent by email"},"data":{}}"#
    )
}

@Test(arguments: [
    ("top", #"},"explain":"The report will be sent by email","data":{}}"#),
    ("data", #"},"data":{"explain":"The report will be sent by email"}}"#),
])
func `the explanation stands where the policy says`(place: String, end: String) throws {
    let body = try Scene().setting("explain_at", place).reply().response.body
    #expect(String(decoding: body, as: UTF8.self).hasSuffix(end))
}

@Test func `an answer with status 204 has no body`() throws {
    let reply = try Scene().setting("accepted_status", 204).reply()
    #expect(reply.response == Response(status: 204))
    #expect(reply.mail.count == 1)
}

@Test func `equal preconditions give equal bytes, and each answer a transaction of its own`() throws {
    var first = try MessageReportsModel(given: Scene().given)
    var second = try MessageReportsModel(given: Scene().given)
    let request = Scene().request
    let replies = [first.respond(to: request), first.respond(to: request)]
    #expect(replies == [second.respond(to: request), second.respond(to: request)])
    #expect(replies[0].response.body != replies[1].response.body)
    #expect(replies[0].mail == replies[1].mail)
    #expect(try Scene(seed: 8).reply().response.body != replies[0].response.body)
}

@Test func `a key sees the messages and senders of its own space only`() throws {
    let globex = Scene().with {
        $0.authorization = ["Bearer globex-key-1"]
        $0.sender = #""reports@globex.example""#
    }
    #expect(try globex.ids() == ["g02", "g01"])
    #expect(try Scene().ids() == ["m08", "m07", "m06", "m05", "m04", "m02", "m03", "m01"])
    let foreign = try globex.with { $0.sender = #""reports@acme.example""# }.reply()
    #expect(foreign.explain == "The sender is not a valid sender of the space")
}
