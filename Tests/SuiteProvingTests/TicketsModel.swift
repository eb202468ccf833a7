import AssayCore
import DataFormats
import ScenarioLoading
import ScenarioRunning
import Testing

/// A system that counts tickets and mails a list of them, with faults of every fate.
struct TicketsModel: Model {
    static let settings = [
        PolicySetting(
            name: "greeting", summary: "How the mail begins.", default: .string("Hello"), alternatives: [.string("Bye")],
            clauses: ["MAIL"]),
        PolicySetting(
            name: "limit", summary: "How many tickets there are at most.", default: .number(NumberText(9)),
            alternatives: [.number(NumberText(1))], clauses: ["COUNT"]),
    ]
    static let mutants = [
        ModelMutant("count-off-by-one", "one ticket too many is counted", clauses: ["COUNT"]),
        ModelMutant("subject-misspelt", "the mail's subject is 'Ticket'", clauses: ["MAIL"]),
        ModelMutant("never-shown", "tickets of next year are lost", clauses: ["COUNT"]),
        ModelMutant("breaks-down", "it does not start", clauses: ["COUNT"]),
    ]

    private let given: Given

    init(given: Given) throws {
        if given.mutant == "breaks-down" { throw InvalidGiven(["mutant"], "it does not start") }
        self.given = given
    }

    func respond(to request: Request) -> Reply {
        let limit = given.policy.first { $0.name == "limit" }?.value == .number(NumberText(1)) ? 1 : 9
        let count = min(2, limit) + (given.mutant == "count-off-by-one" ? 1 : 0)
        let greeting = given.policy.first { $0.name == "greeting" }?.value.string ?? "Hello"
        let id = "00000000-0000-4000-8000-" + String(String(given.seed % 1_000_000_000_000 + 1_000_000_000_000).suffix(12))
        return Reply(
            response: Response(
                status: 200, headers: HeaderFields([.init(name: "Content-Type", value: "application/json")]),
                body: Array(#"{"id": "\#(id)", "count": \#(count), "tags": ["new", "old"]}"#.utf8)),
            mail: [
                Mail(
                    from: "tickets@example.com", to: ["qa@example.com"],
                    subject: given.mutant == "subject-misspelt" ? "Ticket" : "Tickets", text: greeting,
                    attachments: [
                        .init(name: "t.csv", contentType: "text/csv", bytes: Array("Id,Title\r\n1,One\r\n2,Two\r\n".utf8))
                    ])
            ])
    }
}

/// No file at all.
struct NoFiles: RunFiles {
    struct NotFound: Error {}

    func golden(_ path: String) throws -> [UInt8]? { nil }
    func bytes(_ path: String, namedIn file: SourceFile) throws -> [UInt8] { throw NotFound() }
    func data(_ path: String, namedIn file: SourceFile) throws -> DataFile { throw NotFound() }
    func goldenDisplayPath(_ path: String) -> String { path }
}

/// Returns the cases of a suite about tickets.
///
/// - Parameter scenarios: The list, as YAML, with two spaces before each hyphen.
func ticketCases(_ scenarios: String) throws -> [ScenarioCase] {
    let file = SourceFile(path: "specs/tickets.yaml", text: "assay: 1\nspecification: tickets\nscenarios:\n\(scenarios)\n")
    let specification = try loadSpecification(
        SourceFile(
            path: "specs/spec.yaml",
            text: """
                assay: 1
                specification: tickets
                title: Tickets
                clauses:
                  - {id: COUNT, level: must, origin: documented, text: Tickets are counted.}
                  - {id: MAIL, level: must, origin: chosen, because: So it is., text: A list is mailed.}
                  - {id: ID, level: should, origin: inferred, text: An answer has an id.}
                """))
    let context = LoadingContext(specifications: [specification], targets: ["model"], inputs: [])
    return try loadSuite(file, named: "tickets", in: context).scenarios.flatMap(\.cases)
}
