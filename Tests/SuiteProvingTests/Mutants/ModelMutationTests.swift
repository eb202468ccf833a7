import AssayCore
import Testing

@testable import SuiteProving

struct ModelMutationTests {
    private let clauses = Set(["COUNT", "MAIL", "ID"].compactMap { ClauseID($0) })

    @Test func `a model's faults come first, then its settings at their other values`() throws {
        let mutations = try modelMutations(of: TicketsModel.self, clauses: clauses)
        #expect(
            mutations.map(\.mutant.id) == TicketsModel.mutants.map(\.id) + ["policy.greeting=Bye", "policy.limit=1"])
        #expect(mutations.first?.mutant.clauses == [ClauseID("COUNT")].compactMap { $0 })
        #expect(mutations.last?.mutant.summary == "limit is 1, not 9: How many tickets there are at most")
    }

    @Test func `a setting that is moved already is moved elsewhere, back too`() throws {
        let policy = [DataValue.Member("greeting", .string("Bye"))]
        let mutations = try modelMutations(of: TicketsModel.self, clauses: clauses, policy: policy)
        #expect(mutations.map(\.mutant.id).suffix(2) == ["policy.greeting=Hello", "policy.limit=1"])
    }

    @Test func `with a specification of which it knows no clause a model breaks none`() throws {
        let mutations = try modelMutations(of: TicketsModel.self, clauses: Set([ClauseID("OTHER")].compactMap { $0 }))
        #expect(mutations.count == 6)
        #expect(mutations.allSatisfy { $0.mutant.clauses.isEmpty })
    }

    private struct Careless: Model {
        static let mutants = [
            ModelMutant("a", "", clauses: ["COUNTS"]), ModelMutant("b", "", clauses: []),
            ModelMutant("b", "", clauses: ["COUNT"]),
        ]
        init(given: Given) {}
        func respond(to request: Request) -> Reply { Reply(response: Response(status: 200)) }
    }

    @Test func `a mutant breaks clauses that there are, and has its id for itself`() {
        do {
            _ = try modelMutations(of: Careless.self, clauses: clauses)
            Issue.record("it was taken")
        } catch {
            #expect(
                error.messages == [
                    "the mutant 'b' of the model names no clause that it breaks", "the model has two mutants with the id 'b'",
                    "the mutant 'a' of the model breaks 'COUNTS', and no specification has that clause",
                ])
        }
    }
}
