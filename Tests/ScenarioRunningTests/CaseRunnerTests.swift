import AssayCore
import DataFormats
import Synchronization
import Testing

@testable import ScenarioRunning

struct CaseRunnerTests {
    private func step(
        _ id: String, request: RequestTemplate = Scene.request(), expect: AssayCore.Expectation = Scene.expect(),
        captures: [Capture] = []
    ) -> Step {
        Step(id: id, request: request, expect: expect, captures: captures, range: Scene.at(20))
    }

    // MARK: - Verdicts

    @Test func `a case in which nothing is checked is errored, never passed`() async throws {
        let result = try await Scene().result()
        #expect((result.verdict, result.reason) == (.errored, "nothing was checked"))
    }

    @Test func `a skipped scenario and one for other targets are not run`() async throws {
        let skipped = try await Scene(skip: "later").result()
        #expect((skipped.verdict, skipped.reason, skipped.checks.count) == (.skipped, "later", 0))
        let other = try await Scene(onlyOn: ["staging", "prod"]).result()
        #expect((other.verdict, other.reason) == (.inapplicable, "the scenario is only for staging, prod"))
        let own = Scene(onlyOn: ["model"], expect: Scene.expect(status: 200))
        #expect(try await own.result().verdict == .passed)
    }

    @Test func `a target that does not answer makes the case errored`() async throws {
        let scene = Scene(expect: Scene.expect(status: 200), replies: [])
        let result = try await scene.result()
        #expect((result.verdict, result.reason) == (.errored, "there was no answer to judge: connection refused"))
        #expect(result.exchanges.count == 1)
        #expect(result.exchanges.first?.reply == nil)
    }

    @Test func `exchanges are kept for what did not pass, or when asked for`() async throws {
        #expect(try await Scene(expect: Scene.expect(status: 201)).result().exchanges.count == 1)
        #expect(try await Scene(expect: Scene.expect(status: 200)).result().exchanges.isEmpty)
        #expect(try await Scene(expect: Scene.expect(status: 200), keepsAllExchanges: true).result().exchanges.count == 1)
    }

    @Test func `one failed check does not keep the others from being made`() async throws {
        let scene = Scene(expect: Scene.expect(status: 201, headers: [.of("X", .absent)], body: .empty(true)))
        let result = try await scene.result()
        #expect(result.checks.map(\.holds) == [false, true, true])
        #expect(result.verdict == .failed)
    }

    // MARK: - Given

    @Test func `the given state is the scenario's over the run's`() async throws {
        let scene = Scene(
            given: GivenTemplate(
                clock: "2015-07-01T00:00:00Z", policy: .of(["window": "closed", "new": [1]]), data: .of(["messages": "m.csv"])),
            files: MemoryFiles(files: ["m.csv": "A"]),
            policy: [DataValue.Member("window", .string("open")), DataValue.Member("zone", .null)])
        let script = Script([])
        _ = await CaseRunner(scene.environment(script)).run(try #require(scene.scenario.cases.first))
        let given = try #require(script.givens.withLock { $0.first })
        #expect(given.clock == Instant(seconds: 1_435_708_800))
        #expect(given.policy.map(\.name) == ["window", "zone", "new"])
        #expect(given.policy.first?.value == .string("closed"))
        #expect(given.data["messages"]?.bytes == Array("A".utf8))
        #expect(given.seed == fnv1a("suite/one"))
    }

    @Test func `FNV-1a has the published values`() {
        #expect(fnv1a("") == 0xcbf2_9ce4_8422_2325)
        #expect(fnv1a("foobar") == 0x8594_4171_f739_67e8)
    }

    @Test(
        arguments: [
            (["policy", "window"], false, 6, "given policy.window: no"), (["messages"], false, 6, "given messages: no"),
            (["clock"], false, 6, "given clock: no"), (["policy", "other"], false, 1, "given policy.other: no"),
            (["policy", "window"], true, 5, "given policy.window: no"),
            (["policy", "names", "to"], false, 8, "given policy.names.to: no"),
            (["policy", "names", "from"], true, 7, "given policy.names.from: no"),
        ])
    func `a state that cannot be given is errored at its value, or at its name`(
        path: [String], concernsName: Bool, line: Int, reason: String
    ) async throws {
        let scene = Scene(
            given: GivenTemplate(
                clock: "2015-07-01T00:00:00Z",
                policy: .of(["window": 1, "names": Template(.object([.of("to", Template("x").on(8))]), at: Scene.at(7))]),
                data: .of(["messages": "m"])),
            expect: Scene.expect(status: 200), files: MemoryFiles(files: ["m": ""]),
            invalid: InvalidGiven(path, "no", fix: "yes", concernsName: concernsName))
        let result = try await scene.result()
        #expect((result.verdict, result.reason, result.place?.range.start.line) == (.errored, "\(reason) (yes)", line))
        let script = Script([], invalid: scene.invalid)
        let runner = CaseRunner(scene.environment(script))
        let problem = await runner.problem(withGivenOf: try #require(scene.scenario.cases.first))
        #expect(
            (problem?.id, problem?.message, problem?.fix, problem?.range?.start.line) == ("invalid-given", reason, "yes", line))
    }

    @Test func `files that a scenario names and that cannot be read are found without running`() async throws {
        let file = Template(.file(Template("no.json").on(9)), at: Scene.at(9))
        let known = Template(.file("yes.json"), at: Scene.at(9))
        let open = Template(.file(.name("x")), at: Scene.at(9))
        var scene = Scene(
            request: Scene.request(body: .file(Template("no.bin").on(8))),
            expect: Scene.expect(body: .json(["a": file, "b": .match(.oneOf([known, open]))])),
            files: MemoryFiles(files: ["yes.json": "1"]))
        let runner = CaseRunner(scene.environment(Script([])))
        #expect(
            runner.problems(withFilesOf: scene.scenario).map { "\($0.range?.start.line ?? 0): \($0.message)" } == [
                "8: 'no.bin' cannot be read: there is no such file", "9: 'no.json' cannot be read: there is no such file",
            ])
        scene.skip = "later"
        #expect(runner.problems(withFilesOf: scene.scenario).isEmpty)
    }

    @Test func `the same state is tried once`() async throws {
        var scene = Scene(given: GivenTemplate(clock: "2015-07-01T00:00:00Z"))
        let script = Script([])
        let runner = CaseRunner(scene.environment(script))
        for line in [1, 2, 3] {
            scene.given.clock = scene.given.clock?.on(line)
            #expect(await runner.problem(withGivenOf: ScenarioCase(scenario: scene.scenario)) == nil)
        }
        #expect(script.givens.withLock { $0.count } == 1)
    }

    // MARK: - Steps

    @Test func `what is captured or bound is known to later steps`() async throws {
        let script = Script([
            Scene.reply(headers: ["Location": "/x"], body: #"{"id":7,"token":"t"}"#),
            Scene.reply(body: #"{"id":7,"status":200}"#),
        ])
        let captures = [
            Capture(name: "id", source: .json("$.id"), range: Scene.at(21)),
            Capture(name: "place", source: .header("location"), range: Scene.at(21)),
            Capture(name: "code", source: .status, range: Scene.at(21)),
        ]
        let scene = Scene(steps: [
            step(
                "first", expect: Scene.expect(body: .json(["id": .match(.any(nil)), "token": .match(.bind("tok"))])),
                captures: captures),
            step(
                "second", request: Scene.request(path: .name("place"), query: .parameters(.of(["t": .name("tok")]))),
                expect: Scene.expect(body: .json(["id": .name("id"), "status": .name("code")]))),
        ])
        let result = await CaseRunner(scene.environment(script)).run(ScenarioCase(scenario: scene.scenario)).result
        #expect(result.verdict == .passed, "\(result)")
        #expect(result.checks.map(\.step) == ["first", "second"])
        let request = try #require(script.requests.withLock { $0.last })
        #expect((request.path, request.query) == ("/x", "t=t"))
    }

    @Test(
        arguments: [
            (.json("$.none"), Difference(.missing, at: .whole, expected: "one value", note: "'$.none' selects nothing")),
            (
                .json("$.a[*]"),
                Difference(.extra, at: .whole, expected: "one value", actual: "2 values", note: "'$.a[*]' selects several")
            ),
            (.header("X"), Difference(.missing, at: .whole, expected: "a header 'X'")),
            (.header("Y"), Difference(.extra, at: .whole, expected: "one header 'Y'", actual: "2 of them")),
        ] as [(Capture.Source, Difference)])
    func `a capture that does not find one value fails and ends the case`(source: Capture.Source, difference: Difference)
        async throws
    {
        let scene = Scene(
            steps: [
                step(
                    "first", expect: Scene.expect(status: 200),
                    captures: [Capture(name: "c", source: source, range: Scene.at(21))]),
                step("second", expect: Scene.expect(status: 200)),
            ], replies: [Scene.reply(headers: ["Y": "1", "y": "2"], body: #"{"a":[1,2]}"#)])
        try await expectFailure(scene, "capture c", [difference], line: 21)
        let result = try await scene.result()
        #expect(result.reason == "a value could not be captured; not run: 'second'")
        #expect(result.checks.count == 2)
    }

    @Test func `after a failed check the steps go on`() async throws {
        let scene = Scene(steps: [step("a", expect: Scene.expect(status: 201)), step("b", expect: Scene.expect(status: 200))])
        let result = try await scene.result()
        #expect(result.checks.map(\.holds) == [false, true])
        #expect(result.verdict == .failed)
    }

    @Test func `each example is judged by its own values`() async throws {
        let rows = [200, 201].map { code in
            Example(
                name: "e\(code)", values: .of(["code": Template(.number(NumberText(code)), at: Template.usual)]),
                range: Scene.at(30))
        }
        let scene = Scene(
            examples: rows,
            expect: Scene.expect(status: .name("code"), headers: [.of("X", .text(.literal("x"), .reference(.name("code"))))]),
            replies: [Scene.reply(headers: ["X": "x200"])])
        let runner = CaseRunner(scene.environment(Script(scene.replies)))
        var holds: [[Bool]] = []
        for scenarioCase in scene.scenario.cases { holds.append(await runner.run(scenarioCase).result.checks.map(\.holds)) }
        #expect(holds == [[true, true], [false, false]])
    }

    // MARK: - Secrets

    @Test func `a secret is shown nowhere`() async throws {
        let scene = Scene(
            request: Scene.request(
                query: .parameters(.of(["k": .secret("KEY")])), credentials: .basic(user: "u", password: .secret("KEY")),
                body: .json(["k": .secret("KEY")])),
            expect: Scene.expect(headers: [.of("X", "x")], body: .json(["a": 1])),
            replies: [Scene.reply(headers: ["X": "a \"b/c"], body: #"{"a":"a \"b/c"}"#)],
            variablesOfProcess: ["KEY": "a \"b/c"], targetHeaders: .of(["X-Key": .secret("KEY")]))
        let result = try await scene.result()
        #expect(result.verdict == .failed)
        let request = try #require(result.exchanges.first?.request)
        #expect(request.query == "k=***")
        #expect(request.body == Array(#"{"k":"***"}"#.utf8))
        #expect(request.headers["Authorization"] == "Basic ***")
        #expect(request.headers["X-Key"] == "***")
        #expect(result.exchanges.first?.reply?.response.body == Array(#"{"a":"***"}"#.utf8))
        #expect(result.checks.flatMap(\.differences).compactMap(\.actual) == ["***", #""***""#])
    }

    @Test func `a secret is shown neither in base64 nor where a text was cut within it`() async throws {
        let key = "s3cr3t-of-twenty-six-bytes"
        for filler in ["", "x", "xy"] {
            let encoded = base64(Array("\(filler)\(key)-and-more".utf8))
            let scene = Scene(
                request: Scene.request(headers: .of(["X": .secret("KEY")])), expect: Scene.expect(status: 201),
                replies: [Scene.reply(headers: ["Token": encoded])], variablesOfProcess: ["KEY": key])
            let token = try #require(try await scene.result().exchanges.first?.reply?.response.headers["Token"])
            #expect(token.contains("***") && !token.contains(base64(Array("\(filler)\(key)".utf8)).dropFirst(4).prefix(20)))
        }
        let cut = Scene(
            request: Scene.request(headers: .of(["X": .secret("KEY")])), expect: Scene.expect(body: .json(["a": 1])),
            replies: [Scene.reply(body: "no JSON, and a key that begins within sixty bytes:\(key)\(key)")],
            variablesOfProcess: ["KEY": key])
        let actual = try #require(try await cut.result().checks.first?.differences.first?.actual)
        #expect(actual == "no JSON, and a key that begins within sixty bytes:***…")
    }

    @Test func `a precondition that cannot be established does not show the secret in it`() async throws {
        let scene = Scene(
            given: GivenTemplate(policy: .of(["a": .secret("KEY")])), variablesOfProcess: ["KEY": "hidden"],
            invalid: InvalidGiven(["policy", "a"], "must be a number, not 'hidden'", fix: "write 1 for hidden"))
        let runner = CaseRunner(scene.environment(Script([], invalid: scene.invalid)))
        let problem = try #require(await runner.problem(withGivenOf: ScenarioCase(scenario: scene.scenario)))
        #expect(problem.message == "given policy.a: must be a number, not '***'")
        #expect(problem.fix == "write 1 for ***")
        #expect(try await scene.result().reason == "given policy.a: must be a number, not '***' (write 1 for ***)")
    }

    @Test func `the base64 of a text with a secret in it is as secret`() async throws {
        let template = Template(.converted(.base64, .text(.literal("user:"), .reference(.secret("KEY")))), at: Scene.at(6))
        let scene = Scene(
            request: Scene.request(headers: .of(["A": template])), expect: Scene.expect(status: 201),
            variablesOfProcess: ["KEY": "s3cr3t"])
        #expect(try await scene.result().exchanges.first?.request.headers["A"] == "***")
    }

    // MARK: - Goldens

    private func accepting(_ status: Template, body: String, golden: String? = nil) async throws -> [GoldenProposal] {
        var scene = Scene(
            expect: Scene.expect(status: status, body: .jsonGolden(Scene.golden)), replies: [Scene.reply(body: body)],
            proposesGoldens: true)
        if let golden { scene.files.goldens = ["suite/one.body.json": golden] }
        return try await scene.outcome().goldens
    }

    @Test func `a golden is proposed where it is not what came`() async throws {
        let new = try #require(try await accepting(200, body: #"{"a":1}"#).first)
        #expect((new.old, new.new, new.refusal) == (nil, Array("{\n  \"a\": 1\n}\n".utf8), nil))
        #expect(try await accepting(200, body: #"{"a":1}"#, golden: "{\n  \"a\": 1\n}\n").isEmpty)
        #expect(try await accepting(200, body: #"{"a":1}"#, golden: "<<<<<<< x").count == 1)
    }

    @Test func `a golden of a case that fails otherwise is refused`() async throws {
        #expect(
            try await accepting(201, body: "[]").map(\.refusal) == ["the check 'status' of the case fails: expected 201, got 200"]
        )
        #expect(try await accepting(200, body: #"{"a":1,"a":2}"#).map(\.refusal) == ["an object of the answer has a name twice"])
        #expect(try await accepting(200, body: "{").isEmpty)
    }

    @Test func `a table of another dialect is no golden`() async throws {
        let table = TableExpectation(rows: .golden(Scene.golden), options: TableOptions())
        let scene = Scene(
            expect: Scene.expect(body: .csv(table)), replies: [Scene.reply(body: "A\n1\n")], proposesGoldens: true)
        let proposal = try #require(try await scene.outcome().goldens.first)
        #expect(proposal.path == "suite/one.body.csv")
        #expect(proposal.refusal != nil)
    }

    // MARK: - Goldens that are kept

    private func outcome(_ golden: String, body: String, of wanted: ContentExpectation.Wanted, path: String) async throws
        -> CaseOutcome
    {
        var scene = Scene(expect: Scene.expect(body: wanted), replies: [Scene.reply(body: body)], proposesGoldens: true)
        scene.files.goldens = [path: golden]
        return try await scene.outcome()
    }

    @Test func `a golden that the answer conforms to is kept, whatever its form`() async throws {
        let json = try await outcome(
            #"{"b":1.0, "a":2}"#, body: #"{"a":2,"b":1}"#, of: .jsonGolden(Scene.golden), path: "suite/one.body.json")
        #expect(json.goldens.isEmpty)
        #expect(json.keptGoldens == ["suite/one.body.json"])
        let options = TableOptions(ignore: ["B"])
        let table = TableExpectation(rows: .golden(Scene.golden), options: options)
        let csv = try await outcome("A,B\r\n1,2\r\n", body: "A,B\r\n1,3\r\n", of: .csv(table), path: "suite/one.body.csv")
        #expect(csv.goldens.isEmpty)
        #expect(csv.keptGoldens == ["suite/one.body.csv"])
    }

    /// Version control has done this to it: the answer conforms all the same.
    @Test func `a golden whose line ends were changed is proposed anew, and named`() async throws {
        let table = TableExpectation(rows: .golden(Scene.golden), options: TableOptions())
        let csv = try await outcome("A\n1\n", body: "A\r\n1\r\n", of: .csv(table), path: "suite/one.body.csv")
        #expect(csv.result.verdict == .passed)
        #expect(csv.goldens.map(\.new) == [Array("A\r\n1\r\n".utf8)])
        #expect(
            csv.goldenFaults == [
                GoldenFault(path: "golden/suite/one.body.csv", message: "its line ends are LF where CRLF is due")
            ])
        let json = try await outcome("[\r\n  1\r\n]\r\n", body: "[1]", of: .jsonGolden(Scene.golden), path: "suite/one.body.json")
        #expect(json.result.verdict == .passed)
        #expect(json.goldens.map(\.new) == [Array("[\n  1\n]\n".utf8)])
    }

    @Test func `a case of which one golden is refused keeps them all`() async throws {
        let expect = Scene.expect(body: .jsonGolden(Scene.golden))
        let steps = ["first", "second"].map {
            Step(id: $0, request: Scene.request(), expect: expect, captures: [], range: Scene.at(2))
        }
        let scene = Scene(
            steps: steps, replies: [Scene.reply(body: "[1]"), Scene.reply(body: #"{"a":1,"a":2}"#)], proposesGoldens: true)
        #expect(
            try await scene.outcome().goldens.map(\.refusal) == [
                "the golden file for 'json' of the same case is refused", "an object of the answer has a name twice",
            ])
    }
}
