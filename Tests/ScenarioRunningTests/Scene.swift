import AssayCore
import DataFormats
import Synchronization
import Testing

@testable import ScenarioRunning

/// Files in memory, by the paths that scenarios name.
struct MemoryFiles: RunFiles {
    struct NotFound: Error, CustomStringConvertible {
        var description: String { "there is no such file" }
    }

    var goldens: [String: String] = [:]
    var files: [String: String] = [:]

    func golden(_ path: String) throws -> [UInt8]? { goldens[path].map { Array($0.utf8) } }

    func bytes(_ path: String, namedIn file: SourceFile) throws -> [UInt8] {
        guard let text = files[path] else { throw NotFound() }
        return Array(text.utf8)
    }

    func data(_ path: String, namedIn file: SourceFile) throws -> DataFile {
        DataFile(path: path, bytes: try bytes(path, namedIn: file))
    }

    func goldenDisplayPath(_ path: String) -> String { "golden/\(path)" }
}

/// Answers each request with the next of its replies, the last again and again, and remembers what it was asked.
final class Script: Target {
    struct Broken: Error, CustomStringConvertible {
        var description: String { "connection refused" }
    }

    private struct Session: TargetSession {
        let script: Script
        var next = 0

        mutating func respond(to request: Request) async throws -> Reply {
            script.requests.withLock { $0.append(request) }
            guard !script.replies.isEmpty else { throw Broken() }
            defer { next += 1 }
            return script.replies[min(next, script.replies.count - 1)]
        }
    }

    let replies: [Reply]
    let invalid: InvalidGiven?
    let requests = Mutex<[Request]>([])
    let givens = Mutex<[Given]>([])

    init(_ replies: [Reply], invalid: InvalidGiven? = nil) {
        self.replies = replies
        self.invalid = invalid
    }

    func begin(_ given: Given, for case: CaseID) async throws -> Beginning {
        givens.withLock { $0.append(given) }
        if let invalid { throw invalid }
        return .ready(Session(script: self))
    }
}

/// A scenario in the making, with values that no test minds.
struct Scene {
    static let file = SourceFile(path: "specs/s.yaml", text: (1...99).map { "line \($0)\n" }.joined())

    var clauses = ["A-1"].compactMap { ClauseID($0) }
    var given = GivenTemplate()
    var variables: [Template.Member] = []
    var examples: [Example] = []
    var skip: String?
    var onlyOn: [String] = []
    var request: RequestTemplate = Scene.request()
    var expect: AssayCore.Expectation = Scene.expect()
    /// In place of the one request.
    var steps: [Step] = []
    var finally: [Step] = []
    var replies = [Scene.reply()]
    var files = MemoryFiles()
    var variablesOfProcess: [String: String] = [:]
    var targetHeaders: [Template.Member] = []
    var policy: [DataValue.Member] = []
    var proposesGoldens = false
    var keepsAllExchanges = false
    var invalid: InvalidGiven?

    var scenario: Scenario {
        Scenario(
            id: ScenarioID(suite: "suite", name: "one"), title: "One", about: nil, clauses: clauses, tags: ["tag"], given: given,
            variables: variables, examples: examples,
            steps: steps.isEmpty
                ? [Step(id: nil, request: request, expect: expect, captures: [], range: SourceRange(line: 2, column: 1))] : steps,
            finally: finally, skip: skip, onlyOn: onlyOn, file: Self.file, range: SourceRange(line: 1, column: 1))
    }

    func environment(_ target: any Target) -> RunEnvironment {
        RunEnvironment(
            target: target, targetName: "model", targetHeaders: targetHeaders, policy: policy, variables: variablesOfProcess,
            files: files, keepsAllExchanges: keepsAllExchanges, proposesGoldens: proposesGoldens, runID: "r1")
    }

    /// Runs the first case.
    func outcome() async throws -> CaseOutcome {
        let runner = CaseRunner(environment(Script(replies, invalid: invalid)))
        return await runner.run(try #require(scenario.cases.first))
    }

    func result() async throws -> CaseResult { try await outcome().result }

    /// The request that is sent.
    func sent() async throws -> Request {
        let script = Script(replies)
        let outcome = await CaseRunner(environment(script)).run(try #require(scenario.cases.first))
        return try #require(script.requests.withLock { $0.first }, "\(outcome.result.reason ?? "")")
    }

    static func request(
        method: Template = "GET", path: Template = "/", query: RequestTemplate.Query = .parameters([]),
        headers: [Template.Member] = [], cookies: [Template.Member] = [], credentials: RequestTemplate.Credentials? = nil,
        body: RequestTemplate.Body? = nil
    ) -> RequestTemplate {
        RequestTemplate(
            method: method, path: path, query: query, headers: headers, cookies: cookies, credentials: credentials, body: body,
            range: SourceRange(line: 3, column: 1))
    }

    static func expect(
        status: Template? = nil, headers: [Template.Member] = [], body: ContentExpectation.Wanted? = nil,
        mail: MailExpectation? = nil, checks: [ExtraCheck] = [], normalize: [Normalization] = [],
        arrays: [ArrayRule] = []
    ) -> AssayCore.Expectation {
        AssayCore.Expectation(
            status: status, headers: headers, body: body.map { ContentExpectation($0, at: at(7)) }, mail: mail, checks: checks,
            normalize: normalize, arrays: arrays, range: at(4))
    }

    static func reply(
        _ status: Int = 200, headers: KeyValuePairs<String, String> = [:], body: String = "", mail: [Mail] = []
    ) -> Reply {
        let fields = headers.map { HeaderFields.Field(name: $0.key, value: $0.value) }
        return Reply(response: Response(status: status, headers: HeaderFields(fields), body: Array(body.utf8)), mail: mail)
    }

    static func at(_ line: Int) -> SourceRange { SourceRange(line: line, column: 5) }

    static let golden = GoldenReference(path: nil, range: at(8))
}

/// Expects that one check fails, that of `subject`, with exactly these differences, at a line of the scenario.
func expectFailure(
    _ scene: Scene, _ subject: String, _ differences: [Difference], line: Int, golden: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let result = try await scene.result()
    #expect(result.verdict == .failed, "\(result.reason ?? "")", sourceLocation: sourceLocation)
    let failed = result.checks.filter { !$0.holds }
    #expect(failed.map(\.subject) == [subject], sourceLocation: sourceLocation)
    #expect(failed.first?.differences.map(\.unplaced) == differences.map(\.unplaced), sourceLocation: sourceLocation)
    #expect(failed.first?.place?.range.start.line == line, sourceLocation: sourceLocation)
    #expect(failed.first?.place?.path == "specs/s.yaml", sourceLocation: sourceLocation)
    #expect(failed.first?.golden == golden, sourceLocation: sourceLocation)
}

/// Expects that every check holds, and that they are these.
func expectPass(
    _ scene: Scene, _ subjects: [String], sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let result = try await scene.result()
    #expect(result.verdict == .passed, "\(result)", sourceLocation: sourceLocation)
    #expect(result.checks.map(\.subject) == subjects, sourceLocation: sourceLocation)
    #expect(result.exchanges.isEmpty, sourceLocation: sourceLocation)
}

extension Difference {
    /// Without its place in the scenario, which a check's own place repeats, and without the row around it.
    var unplaced: Difference {
        var difference = self
        difference.range = nil
        difference.cells = []
        return difference
    }
}
