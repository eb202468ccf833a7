import AssayCore
import DataFormats
import MessageReports
import Testing

/// The state that a test asks about, and the request that it changes one thing of.
struct Scene {
    var messages: String? = Scene.spring
    var spaces: String? = Scene.twoSpaces
    var policy: [DataValue.Member] = []
    var clock = Instant(seconds: 1_435_708_800)
    var seed: UInt64 = 7
    var mutant: String?

    var method = "POST"
    var path = "/v3/mlog/export"
    var authorization: [String] = ["Bearer acme-key-1"]
    var from: String? = "2015-03-04T00:00:00.000Z"
    var to: String? = "2015-03-05T00:00:00.000Z"
    /// More of the query, as it is sent.
    var query: String?
    var emails = #"["qa@example.com"]"#
    var sender = #""reports@acme.example""#
    var timezone = #""GMT""#
    /// More members of the body, as they are sent: `, "externalId": "x"`.
    var fields = ""
    /// The whole body, in place of the four above.
    var body: String??

    var given: Given {
        var data: [String: DataFile] = [:]
        data["messages"] = messages.map { DataFile(path: "data/messages.csv", bytes: Array($0.utf8)) }
        data["spaces"] = spaces.map { DataFile(path: "data/spaces.csv", bytes: Array($0.utf8)) }
        return Given(clock: clock, policy: policy, data: data, seed: seed, mutant: mutant)
    }

    var request: Request {
        let parts = [from.map { "from=\($0)" }, to.map { "to=\($0)" }, query]
        let usual = #"{"emails": \#(emails), "from": \#(sender), "timezone": \#(timezone)\#(fields)}"#
        return Request(
            method: method, path: path, query: parts.compactMap(\.self).joined(separator: "&"),
            headers: HeaderFields(authorization.map { .init(name: "authorization", value: $0) }),
            body: (body ?? usual).map { Array($0.utf8) })
    }

    func reply() throws -> Reply {
        var model = try MessageReportsModel(given: given)
        return model.respond(to: request)
    }

    /// The one report that is mailed, as text.
    func report(_ location: SourceLocation = #_sourceLocation) throws -> String {
        let reply = try reply()
        #expect(reply.response.status == 200, "\(reply.explain ?? "")", sourceLocation: location)
        let mail = try #require(reply.mail.first, sourceLocation: location)
        let attachment = try #require(mail.attachments.first, sourceLocation: location)
        return String(decoding: attachment.bytes, as: UTF8.self)
    }

    /// The message ids of the report's rows, in its order.
    func ids(_ location: SourceLocation = #_sourceLocation) throws -> [String] {
        var scene = self
        scene.policy.append(.init("csv_columns", .array([.string("Message ID")])))
        return try scene.report(location).utf8.split(separator: 0x0A).dropFirst().map {
            String(Substring($0.last == 0x0D ? $0.dropLast() : $0))
        }
    }

    func with(_ change: (inout Scene) -> Void) -> Scene {
        var scene = self
        change(&scene)
        return scene
    }

    func setting(_ name: String, _ value: DataValue) -> Scene {
        with { $0.policy.append(.init(name, value)) }
    }

    func setting(_ name: String, _ word: String) -> Scene { setting(name, .string(word)) }

    func setting(_ name: String, _ number: Int) -> Scene { setting(name, .number(NumberText(number))) }
}

extension Reply {
    /// The text that explains the answer, where the default policy puts it.
    var explain: String? {
        (try? DataValue(json: response.body))?["meta"]?["explain"]?.string
    }
}

extension Scene {
    static let header =
        "Message ID,Space,Date,Channel,Direction,Sender,Recipient,Carrier,Status,Status Date,Campaign ID,External ID\n"

    /// A log of one line for each message, under the usual header.
    static func log(_ lines: String...) -> String { header + lines.map { $0 + "\n" }.joined() }

    /// A log of one SMS message, sent at `time`.
    static func log(sentAt times: String...) -> String {
        header
            + times.enumerated().map { index, time in
                "m\(index + 1),acme,\(time),S,MT,ACME,+34600000001,Movistar,SENT,\(time),spring,\n"
            }.joined()
    }

    static let twoSpaces = """
        Space,Kind,Value
        acme,key,acme-key-1
        acme,key,acme-key-2
        acme,sender,reports@acme.example
        acme,sender,o'neill@acme.example
        globex,key,globex-key-1
        globex,sender,reports@globex.example

        """

    /// Messages on 2015-03-04 in all channels, not in the order of time; two are of another space, one is inbound, and two
    /// are of the day after.
    static let spring = log(
        "m02,acme,2015-03-04T09:00:00.000Z,S,MT,ACME,+34600000002,Movistar,EXPIRED,2015-03-04T10:00:00.000Z,spring,x-2",
        "m01,acme,2015-03-04T08:00:00.000Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-04T08:00:01.500Z,spring,x-1",
        "m03,acme,2015-03-04T09:00:00.000Z,S,MT,22100,34600000001,,INCOMPLETE,2015-03-04T09:00:00.000Z,,summer",
        "m05,acme,2015-03-04T11:00:00.000Z,E,MT,news@acme.example,Ann@Example.com,,OPEN,2015-03-04T12:00:00.000Z,spring,",
        "m04,acme,2015-03-04T10:00:00.000Z,E,MT,news@acme.example,bob@example.com,,SENT,2015-03-04T10:00:00.000Z,summer,",
        "m06,acme,2015-03-04T12:00:00.000Z,P,MT,acme-app,+tok/EN==,,SENT,2015-03-04T12:00:00.000Z,,",
        "m07,acme,2015-03-04T13:00:00.000Z,W,MT,+34911000000,34600000001,,READ,2015-03-04T13:05:00.000Z,summer,x-1",
        "m08,acme,2015-03-04T14:00:00.000Z,R,MT,acme-rcs,+34600000003,,FALLBACK,2015-03-04T14:00:00.000Z,,",
        "g01,globex,2015-03-04T08:30:00.000Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-04T08:30:00.000Z,spring,x-1",
        "g02,globex,2015-03-04T15:00:00.000Z,S,MT,GLOBEX,+34600000009,Movistar,SENT,2015-03-04T15:00:00.000Z,spring,",
        "i01,acme,2015-03-04T15:30:00.000Z,S,MO,+34600000001,22100,Movistar,RECEIVED,2015-03-04T15:30:00.000Z,,",
        "m09,acme,2015-03-05T00:00:00.000Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-05T00:00:00.000Z,spring,",
        "m10,acme,2015-03-05T03:00:00.000Z,S,MT,ACME,+34600000001,Movistar,SENT,2015-03-05T03:00:00.000Z,spring,")
}
