import ArgumentParser
import AssayCore
import Testing

@testable import AssayCommands

/// The model of docs/own-model.md, with its faults.
private struct OrdersModel: Model {
    static let settings = [
        PolicySetting(
            name: "max_orders", summary: "How many orders are taken.", default: .number(NumberText(2)),
            alternatives: [.number(NumberText(1))], clauses: ["ORDERS-MAX"])
    ]
    static let mutants = [
        ModelMutant("orders-not-counted", "any number of orders is taken", clauses: ["ORDERS-MAX"]),
        ModelMutant("numbers-repeated", "every order has the number 1", clauses: ["ORDERS-NUMBER"]),
        ModelMutant("closed", "it does not start", clauses: ["ORDERS-NUMBER"]),
    ]

    private let maximum: Int
    private let mutant: String?
    private var count = 0

    init(given: Given) throws {
        mutant = given.mutant
        if mutant == "closed" { throw InvalidGiven(["mutant"], "it is closed") }
        if case .number(let number) = given.policy.first?.value { maximum = number.integer ?? 2 } else { maximum = 2 }
    }

    mutating func respond(to request: Request) -> Reply {
        guard count < maximum || mutant == "orders-not-counted" else { return answer(429, "{}") }
        count += 1
        return answer(201, #"{"number": \#(mutant == "numbers-repeated" ? 1 : count)}"#)
    }

    private func answer(_ status: Int, _ body: String) -> Reply {
        Reply(response: Response(status: status, body: Array(body.utf8)))
    }
}

struct MutationRunTests {
    private func project(max: String = "ORDERS-MAX") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("assay: 1\ntargets: {model: {model: orders}}\n", to: "assay.yaml")
        try folder.write(
            """
            assay: 1
            specification: orders
            clauses:
              - {id: ORDERS-NUMBER, level: must, origin: documented, text: Orders are numbered from 1.}
              - {id: \(max), level: must, origin: chosen, because: It is., text: A third order is refused.}

            """, to: "specs/orders/spec.yaml")
        try folder.write(
            """
            assay: 1
            defaults:
              request: {method: POST, path: /orders, json: {item: tea}}
            scenarios:
              - id: numbered
                clauses: [ORDERS-NUMBER]
                expect: {status: 201, json: {number: 1}}
              - id: too-many
                clauses: [\(max)]
                steps:
                  - {id: first, expect: {status: 201}}
                  - {id: second, expect: {status: 201}}
                  - {id: third, expect: {status: 429}}

            """, to: "specs/orders/orders.yaml")
        return folder
    }

    private func outcome(_ folder: TemporaryFolder, _ arguments: String...) async throws -> MutationRun.Outcome {
        let context = CommandContext(models: ["orders": OrdersModel.self], environment: [:], workingFolder: folder.path)
        let command = try MutateCommand.parse(arguments)
        return try await MutationRun(command, gates: [], context: context).outcome()
    }

    @Test func `a model of a team's own declares its faults with a list and a look at which is in force`() async throws {
        let report = try await outcome(try project(), "--kind", "model", "--kind", "policy").report
        #expect(report.results.map(\.mutant.id) == ["orders-not-counted", "numbers-repeated", "closed", "policy.max_orders=1"])
        #expect(report.results.map(\.fate) == [.killed, .survived, .void, .killed])
        #expect(report.results[1].unnoticed?.place == "json /number")
        #expect(report.results[1].unnoticed?.step == "second")
        #expect(report.results[0].kills.first?.step == "third")
    }

    @Test func `a clause that no specification has is an unusable input`() async throws {
        let folder = try project(max: "ORDERS-MOST")
        await #expect {
            _ = try await outcome(folder)
        } throws: { error in
            guard let failure = error as? CommandFailure else { return false }
            return failure.status == .unusableInput && failure.message.contains("breaks 'ORDERS-MAX', and no specification has")
        }
    }
}
