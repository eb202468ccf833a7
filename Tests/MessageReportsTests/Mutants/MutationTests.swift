import AssayCore
import Foundation
import Testing

@testable import MessageReports

@Test func `every fault is in the table once, in the order of the cases`() {
    #expect(Mutation.table.map(\.mutation) == Mutation.allCases)
    #expect(Set(MessageReportsModel.mutants.map(\.id)).count == MessageReportsModel.mutants.count)
}

@Test(arguments: [
    (Mutation.rangeNotChecked, "range-not-checked"), (.statusSMSMissing, "status-sms-missing"),
    (.timezoneUTCRefused, "timezone-utc-refused"), (.statusDateInUTC, "status-date-in-utc"),
    (.nameOfExternalIDMisspelt, "name-of-external-id-misspelt"), (.transactionIDOfVersion1, "transaction-id-of-version1"),
])
func `a fault's id is its name as a slug`(mutation: Mutation, id: String) {
    #expect(mutation.id == id)
}

@Test func `every fault says what it does and which clauses it breaks`() {
    for mutant in MessageReportsModel.mutants {
        #expect(!mutant.summary.isEmpty && !mutant.clauses.isEmpty, "\(mutant.id)")
        #expect(mutant.id.utf8.allSatisfy { $0.isASCIIDigit || $0 == 0x2D || (0x61...0x7A).contains($0) }, "\(mutant.id)")
    }
}

@Test func `a fault that there is not is refused, and the nearest one named`() {
    #expect {
        _ = try Scene().with { $0.mutant = "range-not-cheked" }.reply()
    } throws: { error in
        (error as? InvalidGiven)?.path == ["mutant"] && (error as? InvalidGiven)?.fix == "did you mean 'range-not-checked'?"
    }
}

@Test func `every fault breaks clauses that the shipped specification has`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    let text = try String(contentsOf: root.appending(path: "specs/message-reports/spec.yaml"), encoding: .utf8)
    let known = Set(text.split(separator: "\n").compactMap { $0.hasPrefix("  - id: ") ? String($0.dropFirst(8)) : nil })
    for mutant in MessageReportsModel.mutants { #expect(known.isSuperset(of: mutant.clauses), "\(mutant.id)") }
}

/// Requests that between them touch every part of the model.
private let battery: [Scene] = [
    Scene(), Scene().with { $0.from = nil }, Scene().with { $0.to = nil }, Scene().with { $0.to = $0.from },
    Scene().with { $0.from = "2015-03-06T00:00:00.000Z" }, Scene().with { $0.to = "2015-09-05T00:00:00.000Z" },
    Scene().with { $0.query = "recipient=&campaignId=&channel=&sender=&status=" },
    Scene().with { $0.query = "recipient=%2B58&campaignId=a&channel=S&sender=b&status=SENT,DELIVRD" },
    Scene().with { $0.query = "channel=s,e&status=sent,%20READ,&recipient=%zz&sender=a+b&sender=c&=&x" },
    Scene().with { $0.authorization = [] }, Scene().with { $0.authorization = ["bearer acme-key-1", "x"] },
    Scene().with { $0.path = "/" }, Scene().with { $0.method = "get" }, Scene().with { $0.body = .some(nil) },
    Scene().with { $0.body = "[" }, Scene().with { $0.body = "[]" }, Scene().with { $0.body = #"{"emails": null, "a": 1,}"# },
    Scene().with { $0.emails = #"["a@b", "", "A <a@b.c>", "@", "a..b@c.d"]"# }, Scene().with { $0.emails = "[]" },
    Scene().with { $0.timezone = #""GMT+5:75""# }, Scene().with { $0.timezone = #""""# },
    Scene().with { $0.fields = #", "externalId": "a-b""# }, Scene().with { $0.messages = nil },
    Scene().with { $0.from = "" }, Scene().with { $0.from = "2015-02-30" }, Scene().with { $0.from = "é:60" },
    Scene().setting("max_rows", 0), Scene().setting("max_bytes", 0), Scene().setting("csv_bom", .bool(true)),
    Scene().setting("csv_delimiter", ";"), Scene().setting("csv_quoting", "all"), Scene().setting("report_as", "link"),
    Scene().setting("csv_columns", .array([.string("Status")])), Scene().setting("accepted_status", 204),
    Scene().setting("bad_period", "empty_report").with { $0.to = $0.from },
]

@Test(arguments: MessageReportsModel.mutants.map(\.id))
func `a model with a fault answers every request, twice`(mutant: String) throws {
    for scene in battery {
        var model = try MessageReportsModel(given: scene.with { $0.mutant = mutant }.given)
        _ = model.respond(to: scene.request)
        _ = model.respond(to: scene.request)
    }
}

@Test func `without a fault nothing is changed`() throws {
    for scene in battery {
        let policy = try Policy(scene.policy, mutant: nil)
        #expect(policy.mutation == nil)
    }
}

@Test(arguments: [
    ("range-not-checked", battery[5]), ("order-not-checked", battery[4]), ("equal-ends-accepted", battery[3]),
    ("from-optional", battery[1]), ("to-optional", battery[2]), ("path-not-checked", battery[11]),
    ("method-not-checked", battery[12]), ("key-not-checked", battery[9]), ("emails-empty-accepted", battery[18]),
    ("external-id-hyphen-accepted", battery[21]),
])
func `a fault that leaves a check out accepts what is refused`(mutant: String, scene: Scene) throws {
    #expect(try scene.reply().response.status >= 400)
    #expect(try scene.with { $0.mutant = mutant }.reply().response.status == 200)
}

@Test func `faults of rows, cells and mail change what is mailed`() throws {
    let ids = try Scene().ids()
    #expect(ids.count > 1)
    #expect(try Scene().with { $0.mutant = "first-row-dropped" }.ids() == Array(ids.dropFirst()))
    #expect(try Scene().with { $0.mutant = "last-row-dropped" }.ids() == Array(ids.dropLast()))
    #expect(try Scene().with { $0.mutant = "row-doubled" }.ids() == ids.prefix(1) + ids)
    #expect(try Scene().with { $0.mutant = "header-misspelt" }.report().contains("Status date"))
    #expect(try !Scene().with { $0.mutant = "last-line-end-missing" }.report().utf8.elementsEqual(Scene().report().utf8))
    #expect(try Scene().with { $0.mutant = "mail-missing" }.reply().mail.isEmpty)
    #expect(try Scene().with { $0.mutant = "mail-doubled" }.reply().mail.count == 2)
    #expect(try battery[5].with { $0.mutant = "mail-on-refusal" }.reply().mail.count == 1)
}
