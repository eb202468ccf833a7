import AssayCore
import ScenarioRunning
import Synchronization
import Testing

@testable import SuiteProving

struct SuiteProofTests {
    private static let count = """
          - id: count
            clauses: [COUNT]
            request: {method: GET, path: /}
            expect: {json: !partial {count: 2}}
        """
    private static let mail = """
          - id: mail
            clauses: [MAIL]
            request: {method: GET, path: /}
            expect: {mail: [{subject: Tickets}]}
        """

    private func findings(
        _ scenarios: String..., on target: (any Target)? = nil, manner: SuiteProof.Manner = SuiteProof.Manner()
    ) async throws -> SuiteProof.Findings {
        let clauses = Set(["COUNT", "MAIL", "ID"].compactMap { ClauseID($0) })
        let runner = CaseRunner(
            RunEnvironment(
                target: target ?? ModelTarget(TicketsModel.self), targetName: "model", secrets: ["hunter-two"], files: NoFiles()))
        let mutations = target == nil ? try modelMutations(of: TicketsModel.self, clauses: clauses) : []
        let cases = try ticketCases(scenarios.joined(separator: "\n"))
        return try await SuiteProof(cases, runner: runner, mutations: mutations, manner: manner).findings()
    }

    private func fates(_ findings: SuiteProof.Findings) -> [String: MutantResult.Fate] {
        Dictionary(findings.results.map { ($0.mutant.id, $0.fate) }) { first, _ in first }
    }

    @Test func `a mutant is killed by a check that held without it`() async throws {
        let findings = try await findings(Self.count, Self.mail)
        let fates = fates(findings)
        #expect(fates["count-off-by-one"] == .killed)
        #expect(fates["subject-misspelt"] == .killed)
        #expect(fates["policy.limit=1"] == .killed)
        #expect(fates["answer:json-value /count"] == .killed)
        #expect(fates["answer:mail-lost"] == .killed)
        let kill = try #require(findings.results.first { $0.mutant.id == "subject-misspelt" }?.kills.first)
        #expect(kill.id.description == "tickets/mail")
        #expect(kill.check == "mail 1 subject" || kill.check == "mail 1" || kill.check == "mail", "\(kill)")
        #expect(kill.place?.path == "specs/tickets.yaml")
        #expect(kill.clauses.map(\.rawValue) == ["MAIL"])
    }

    @Test func `who survives is told with the smallest change that nobody noticed`() async throws {
        let findings = try await findings(Self.count)
        let misspelt = try #require(findings.results.first { $0.mutant.id == "subject-misspelt" })
        #expect(misspelt.fate == .survived)
        #expect(misspelt.changed == 1)
        #expect(misspelt.unnoticed?.place == "mail 1 subject")
        #expect(misspelt.unnoticed?.before == "Tickets")
        #expect(misspelt.unnoticed?.after == "Ticket")
        let hidden = try #require(findings.results.first { $0.mutant.id == "never-shown" })
        #expect((hidden.fate, hidden.changed, hidden.unnoticed) == (.survived, 0, nil))
        let answer = try #require(findings.results.first { $0.mutant.id == "answer:status" })
        #expect(answer.fate == .survived)
        #expect(answer.unnoticed?.place == "status")
        #expect(answer.unnoticed?.clauses.map(\.rawValue) == ["COUNT"])
    }

    @Test func `a mutant that no case can be brought to is void`() async throws {
        #expect(fates(try await findings(Self.count))["breaks-down"] == .void)
    }

    @Test func `what means nothing survives`() async throws {
        let findings = try await findings(Self.count, Self.mail)
        let surviving = findings.results.filter { $0.mutant.kind == .surviving }
        #expect(surviving.map(\.mutant.id).contains("surviving:other-ids"))
        #expect(surviving.allSatisfy { $0.fate == .survived }, "\(surviving)")
    }

    @Test func `a check that minds what means nothing is a false alarm`() async throws {
        let findings = try await findings(
            """
              - id: id
                clauses: [ID]
                request: {method: GET, path: /}
                expect: {json: !partial {id: !matches '.*\\d'}}
            """,
            """
              - id: pinned
                clauses: [ID]
                request: {method: GET, path: /}
                expect: {checks: [{json: $.id, is: "\(try await pinnedID())"}]}
            """)
        let alarms = findings.results.filter(\.isFalseAlarm)
        #expect(alarms.map(\.mutant.id) == ["surviving:other-ids"])
        #expect(alarms.first?.kills.map(\.id.description) == ["tickets/pinned"])
    }

    /// The id that the case `tickets/pinned` gets in every run.
    private func pinnedID() async throws -> String {
        let cases = try ticketCases(
            """
              - id: pinned
                request: {method: GET, path: /}
                expect: {json: {}}
            """)
        let environment = RunEnvironment(target: ModelTarget(TicketsModel.self), targetName: "model", files: NoFiles())
        let outcome = await CaseRunner(environment).run(try #require(cases.first))
        let body = try #require(outcome.result.exchanges.first?.reply).response.body
        return String(decoding: body.dropFirst(8).prefix(36), as: UTF8.self)
    }

    @Test func `where bytes matter, other bytes are no false alarm`() async throws {
        let findings = try await findings(
            """
              - id: text
                clauses: [ID]
                request: {method: GET, path: /}
                expect: {text: !starts_with '{"id"'}
            """)
        let ids = findings.results.map(\.mutant.id)
        #expect(!ids.contains("surviving:json-space") && !ids.contains("surviving:json-order"))
        #expect(findings.results.allSatisfy { !$0.isFalseAlarm })
    }

    @Test func `a case that does not pass shows nothing and is named`() async throws {
        let findings = try await findings(
            Self.count,
            """
              - id: wrong
                clauses: [COUNT]
                request: {method: GET, path: /}
                expect: {status: 404}
            """)
        #expect(findings.leftOut.map(\.id.description) == ["tickets/wrong"])
        #expect(findings.cases.map(\.description) == ["tickets/count"])
    }

    @Test func `what only should hold kills too, and does not when it did not hold before`() async throws {
        let findings = try await findings(
            """
              - id: levels
                clauses: [COUNT]
                request: {method: GET, path: /}
                expect:
                  checks:
                    - {json: $.count, is: 3, level: should}
                    - {mail: [{subject: Tickets}], level: may}
            """)
        #expect(findings.leftOut.isEmpty, "\(findings.leftOut)")
        #expect(fates(findings)["subject-misspelt"] == .killed)
        #expect(fates(findings)["answer:json-value /count"] == .survived)
    }

    @Test func `a step without a value that it captures ends the case, and that is noticed`() async throws {
        let findings = try await findings(
            """
              - id: steps
                clauses: [COUNT]
                steps:
                  - {id: one, request: {method: GET, path: /}, expect: {status: 200}, capture: {tag: {json: "$.tags[0]"}}}
                  - {id: two, request: {method: GET, path: "/${tag}"}, expect: {json: !partial {count: 2}}}
            """)
        let removed = try #require(findings.results.first { $0.mutant.id == "answer:json-key-removed /tags" })
        #expect(removed.fate == .killed)
        // Of two answers one is changed at a time.
        #expect(fates(findings)["answer:json-value /count"] == .killed)
    }

    @Test func `every case is tried where all is asked for, and else the first that notices is enough`() async throws {
        let twice = Self.count + "\n" + Self.count.replacing("id: count", with: "id: again")
        func killers(_ isComplete: Bool) async throws -> [String] {
            let findings = try await findings(twice, manner: SuiteProof.Manner(isComplete: isComplete))
            return findings.results.first { $0.mutant.id == "count-off-by-one" }?.kills.map(\.id.scenario.name) ?? []
        }
        #expect(try await killers(false) == ["count"])
        #expect(try await killers(true) == ["count", "again"])
    }

    @Test func `those that cite a clause of the mutant are tried first`() async throws {
        let other = Self.count.replacing("id: count", with: "id: whole").replacing("[COUNT]", with: "[ID]")
        let findings = try await findings(other, Self.count)
        #expect(findings.results.first { $0.mutant.id == "count-off-by-one" }?.kills.map(\.id.scenario.name) == ["count"])
    }

    @Test(arguments: [false, true]) func `findings do not depend on the number of jobs`(isComplete: Bool) async throws {
        let many = (1...70).map { Self.count.replacing("id: count", with: "id: count-\($0)") } + [Self.mail]
        var first: [MutantResult]?
        for jobs in [1, 2, 7] {
            let manner = SuiteProof.Manner(isComplete: isComplete, jobs: jobs)
            let results = try await findings(many.joined(separator: "\n"), manner: manner).results
            #expect(first == nil || results == first)
            first = results
        }
    }

    @Test func `only what is asked for is judged`() async throws {
        let policy = try await findings(Self.count, manner: SuiteProof.Manner(kinds: [.policy]))
        #expect(policy.results.map(\.mutant.kind) == [.policy, .policy])
        let one = try await findings(Self.count, manner: SuiteProof.Manner(ids: ["answer:status", "never-shown"]))
        #expect(one.results.map(\.mutant.id) == ["never-shown", "answer:status"])
    }

    @Test func `a list names mutants and judges none`() async throws {
        let judged = try await findings(Self.count, Self.mail)
        let listed = try await findings(Self.count, Self.mail, manner: SuiteProof.Manner(isList: true))
        #expect(listed.results.map(\.mutant) == judged.results.map(\.mutant))
        #expect(listed.results.allSatisfy { $0.kills.isEmpty })
    }

    // MARK: A live service

    /// A service that has all that it is asked for from the second time on, and counts how often it is asked.
    private final class Service: Target {
        private struct Session: TargetSession {
            let service: Service

            mutating func respond(to request: Request) async throws -> Reply {
                let count = service.asked.withLock { asked in
                    asked += 1
                    return asked
                }
                let text = String(repeating: "long ", count: 50)
                let body =
                    #"{"count": \#(min(count, 2)), "id": "00000000-0000-4000-8000-0000000000aa", "key": "\#(text)hunter-two"}"#
                return Reply(response: Response(status: 200, body: Array(body.utf8)))
            }
        }

        let asked: Mutex<Int>
        var isInProcess: Bool { false }

        init(askedBefore count: Int = 1) { asked = Mutex(count) }

        func begin(_ given: Given, for case: CaseID) async throws -> Beginning { .ready(Session(service: self)) }
    }

    @Test func `a live service is asked once for each request`() async throws {
        let service = Service()
        let findings = try await findings(Self.count, on: service)
        #expect(service.asked.withLock { $0 } == 2)
        #expect(fates(findings)["answer:json-value /count"] == .killed)
        #expect(fates(findings)["surviving:other-ids"] == .survived)
    }

    @Test func `of a step that is made again the last answer is judged, and a changed one only once`() async throws {
        let service = Service(askedBefore: 0)
        let findings = try await findings(
            """
              - id: again
                clauses: [COUNT]
                request: {method: GET, path: /}
                retry: {times: 3, every: 1ms}
                expect: {json: !partial {count: 2}}
            """, on: service)
        #expect(service.asked.withLock { $0 } == 2)
        #expect(findings.leftOut.isEmpty)
        #expect(fates(findings)["answer:json-value /count"] == .killed)
        #expect(fates(findings)["surviving:as-recorded"] == .survived)
    }

    @Test func `what was changed is told without secrets, and of long texts where they differ`() async throws {
        let findings = try await findings(Self.count, on: Service())
        let change = try #require(findings.results.first { $0.mutant.id == "answer:json-value /key" }?.unnoticed)
        for text in [change.before, change.after].compactMap({ $0 }) {
            #expect(!text.contains("hunter") && text.utf8.starts(with: "\u{2026}".utf8) && text.contains("long long"), "\(text)")
        }
        #expect(change.before != change.after)
    }

    @Test func `an id that the expectation names is no random one`() async throws {
        let findings = try await findings(
            """
              - id: pinned
                clauses: [ID]
                request: {method: GET, path: /}
                expect: {checks: [{json: $.id, is: 00000000-0000-4000-8000-0000000000aa}]}
            """, on: Service())
        #expect(fates(findings)["surviving:other-ids"] == nil)
        #expect(findings.results.allSatisfy { !$0.isFalseAlarm })
    }
}
