import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct ScenarioTests {
    private let request = "request: {method: GET, path: /}\n"

    @Test func `a scenario of request and expectation has one step without id`() throws {
        let scenario = try loadedScenario(request + "expect: {status: 200}\ntitle: T\nclauses: [A-1]\ntags: [edge]")
        #expect(scenario.id.description == "small/suite/one")
        #expect(scenario.title == "T")
        #expect(scenario.clauses.map(\.rawValue) == ["A-1"])
        #expect(scenario.tags == ["edge"])
        #expect(scenario.steps.count == 1)
        #expect(scenario.steps[0].id == nil)
        #expect(scenario.cases.map(\.id.description) == ["small/suite/one"])
        #expect(scenario.range.start == SourcePosition(line: 3, column: 9))
    }

    @Test func `a suite names itself, or is named by its path`() throws {
        let text =
            "assay: 1\nsuite: other/name\nscenarios:\n  - {id: a, request: {method: GET, path: /}, expect: {status: 200}}\n"
        #expect(try loaded(text).suite == "other/name")
        #expect(try loaded(text).scenarios[0].id.description == "other/name/a")
    }

    @Test func `examples are cases by their names`() throws {
        let scenario = try loadedScenario(
            "request: {method: GET, path: '/${x}'}\nexpect: {status: 200}\nexamples: [{name: a, x: 1}, {name: b-2, x: two}]")
        #expect(scenario.cases.map(\.id.name) == ["one[a]", "one[b-2]"])
    }

    @Test func `defaults lie under every scenario, deep for mappings and replaced for lists`() throws {
        let suite = try loaded(
            """
            assay: 1
            defaults:
              given: {clock: 2015-01-01T00:00:00Z, policy: {a: 1, b: 2}}
              clauses: [A-1]
              request: {method: POST, path: /x, query: {a: 1, b: 2}, json: {k: [1, 2], deep: {x: 1, y: 2}}}
              expect: {status: 200}
            scenarios:
              - id: merged
                given: {policy: {b: 3}}
                request: {query: {b: 3, c: 4}, json: {k: [9], deep: {y: 7}}}
              - id: other-body
                clauses: [A-2]
                request: {text: plain}
                expect: {status: 400, empty: true}
            """)
        let merged = suite.scenarios[0]
        #expect(merged.clauses.map(\.rawValue) == ["A-1"])
        #expect(merged.given.clock != nil)
        #expect(merged.given.policy.map { "\($0.name)=\(outline($0.value))" } == ["a=1", "b=3"])
        let request = merged.steps[0].request
        guard case .parameters(let query) = request.query, case .json(let json)? = request.body else {
            Issue.record("the request has another form")
            return
        }
        #expect(query.map { "\($0.name)=\(outline($0.value))" } == ["a=1", "b=3", "c=4"])
        #expect(outline(json) == "{k: [9], deep: {x: 1, y: 7}}")
        guard case .text(let text)? = suite.scenarios[1].steps[0].request.body else {
            Issue.record("the stated body does not replace the default one")
            return
        }
        #expect(outline(text) == "'plain'")
        #expect(suite.scenarios[1].clauses.map(\.rawValue) == ["A-2"])
    }

    @Test func `of keys that exclude each other, those of the defaults give way`() throws {
        let steps = try loaded(
            """
            assay: 1
            defaults:
              request: {method: GET, path: /, query: {a: 1}, auth: {bearer: t}}
              expect: {csv: {golden: a.csv, key: [A]}}
            scenarios:
              - id: raw
                request: {raw_query: x=y, auth: {basic: {user: u, password: p}}}
                expect: {csv: {rows: [[A], [B]]}}
            """
        ).scenarios[0].steps
        guard case .raw(let raw) = steps[0].request.query, case .basic? = steps[0].request.credentials,
            case .csv(let table)? = steps[0].expect.body?.wanted, case .rows = table.rows
        else {
            Issue.record("a default is left")
            return
        }
        #expect(outline(raw) == "'x=y'")
        #expect(table.options.key == ["A"])
    }

    @Test func `a header replaces one of the defaults whatever its letters' case`() throws {
        let suite = try loaded(
            """
            assay: 1
            defaults:
              request: {method: GET, path: /, headers: {X-A: one, X-B: two}, json: {headers: {A: 1}}}
              expect: {headers: {X-A: one}}
            scenarios:
              - {id: one, request: {headers: {x-a: three}, json: {headers: {a: 2}}}, expect: {headers: {x-a: four}}}
            """)
        let step = suite.scenarios[0].steps[0]
        #expect(step.request.headers.map { "\($0.name)=\(outline($0.value))" } == ["X-B='two'", "x-a='three'"])
        #expect(step.expect.headers.map { "\($0.name)=\(outline($0.value))" } == ["x-a='four'"])
        guard case .json(let json)? = step.request.body else {
            Issue.record("there is no body")
            return
        }
        #expect(outline(json) == "{headers: {A: 1, a: 2}}")
    }

    @Test func `what a step binds is known to the steps after it`() throws {
        let scenario = try loadedScenario(
            """
            steps:
              - {id: a, request: {method: GET, path: /}, expect: {json: !bind id}}
              - {id: b, request: {method: GET, path: "/${id}"}, expect: {json: !bind id}}
            """)
        #expect(scenario.steps.count == 2)
        expectDiagnostics(
            inScenario: """
                request: {method: GET, path: /}
                expect: {json: {a: !bind id, b: 1️⃣"${id}"}}
                """,
            [
                .error(
                    "unknown-variable", "1️⃣", "there is no variable, example column or capture 'id' here",
                    fix: "define it under 'variables'")
            ])
    }

    @Test(arguments: [
        ("skip: 1️⃣false", "wrong-kind"), ("skip: 1️⃣true", "wrong-kind"), ("only_on: 1️⃣[]", "empty-list"),
        ("capture: {x: {status: 1️⃣false}}", "unknown-value"), ("capture: {x: {text: 1️⃣false}}", "unknown-value"),
    ])
    func `what would say the contrary of what it does is refused`(line: String, id: String) {
        let marked = MarkedText(suite("request: {method: GET, path: /}\nexpect: {status: 200}\n\(line)"))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.map(\.id) == [id])
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }

    @Test func `a column whose value does not read is known all the same`() {
        expectDiagnostics(
            inScenario: """
                request: {method: GET, path: "/${v}"}
                expect: {status: 200}
                examples: [{name: a, v: 1️⃣!any }]
                """,
            [
                .error(
                    "misplaced-tag", "1️⃣", "the matcher !any can only be expected, not sent or given", fix: "state a value")
            ])
    }

    @Test(arguments: ["Big/name", "a/b c", "a_b", "a/", ""])
    func `a path that gives no id asks for one`(path: String) {
        let text = "assay: 1\nscenarios:\n  - {id: a, request: {method: GET, path: /}, expect: {status: 200}}\n"
        let context = LoadingContext(specifications: [], targets: [], inputs: [])
        let invalid = #expect(throws: InvalidInput.self) {
            _ = try loadSuite(SourceFile(path: "test.yaml", text: text), named: path, in: context)
        }
        #expect(invalid?.diagnostics.map(\.id) == ["bad-id"])
        #expect(invalid?.diagnostics.first?.fix == "add 'suite: some-name', or rename the file")
        #expect(throws: Never.self) {
            _ = try loadSuite(
                SourceFile(path: "test.yaml", text: text.replacing("assay: 1\n", with: "assay: 1\nsuite: a\n")), named: path,
                in: context)
        }
    }

    @Test func `clauses of a specification that cannot be read are not said to be missing`() throws {
        let text =
            "assay: 1\nspecification: broken\nscenarios:\n  - {id: a, clauses: [Q], request: {method: GET, path: /}, expect: {status: 200}}\n"
        for name in ["specification: broken\n", ""] {
            let file = SourceFile(path: "test.yaml", text: text.replacing("specification: broken\n", with: name))
            let context = LoadingContext(specifications: [], targets: [], inputs: [], lacksSpecifications: true)
            #expect(throws: Never.self) { _ = try loadSuite(file, named: "a", in: context) }
        }
    }

    @Test func `needs name scenarios of the same suite, or of another one`() throws {
        let scenario = try loadedScenario(
            "request: {method: GET, path: /}\nexpect: {status: 200}\nneeds: [two, other/suite/three]\nexclusive: mail-box")
        #expect(scenario.needs.map(\.id.description) == ["small/suite/two", "other/suite/three"])
        #expect(scenario.exclusive == "mail-box")
        expectDiagnostics(
            inScenario: """
                request: {method: GET, path: /}
                expect: {status: 200}
                needs: [two, 1️⃣Two, 2️⃣"a[b]", 3️⃣small/suite/two]
                exclusive: 4️⃣A B
                """,
            [
                .error("bad-id", "1️⃣", "'Two' is not the id of a scenario", fix: "name all of its cases, as in 'suite/scenario'"),
                .error("bad-id", "2️⃣", "'a[b]' is not the id of a scenario", fix: "name all of its cases, as in 'suite/scenario'"),
                .error("duplicate-id", "3️⃣", "the scenario 'small/suite/two' is needed twice", fix: "remove one"),
                .error(
                    "bad-id", "4️⃣", "the lock 'A B' is not an id",
                    fix: "use lower-case letters and digits in words joined by '-'"),
            ])
    }

    @Test func `steps capture for the steps after them`() throws {
        let scenario = try loadedScenario(
            """
            steps:
              - id: first
                request: {method: GET, path: /}
                expect: {status: 200}
                capture: {token: {json: $.token}, etag: {header: ETag}, code: {status: true}}
              - id: second
                request: {method: GET, path: "/${token}", headers: {If-Match: "${etag}"}}
                expect: {status: !one_of [200, "${code}"]}
            """)
        #expect(scenario.steps.map(\.id) == ["first", "second"])
        #expect(scenario.steps[0].captures.map(\.name) == ["token", "etag", "code"])
    }

    @Test(arguments: ["variables: {token: abc}", "examples: [{name: one, token: abc}]"])
    func `what is bound may not hide a name, which it would not be compared with`(names: String) throws {
        let marked = MarkedText(
            suite("\(names)\nrequest: {method: GET, path: \"/${token}\"}\nexpect: {json: {id: !bind 1️⃣token }}"))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.map(\.id) == ["duplicate-name"])
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
        #expect(invalid?.diagnostics.first?.fix == "write \"${token}\" to demand that value, or choose another name")
    }

    @Test func `a capture is not known before the step that makes it`() {
        expectDiagnostics(
            inScenario: """
                steps:
                  - id: first
                    request: {method: GET, path: 1️⃣"/${token}"}
                    expect: {status: 200}
                    capture: {token: {json: $.token}}
                """,
            [
                .error(
                    "unknown-variable", "1️⃣", "there is no variable, example column or capture 'token' here",
                    fix: "define it under 'variables'")
            ])
    }

    @Test func `what a scenario declares is unknown in the next`() {
        expectDiagnostics(
            """
            assay: 1
            scenarios:
              - {id: a, variables: {x: 1}, request: {method: GET, path: "/${x}"}, expect: {status: 200}}
              - {id: b, request: {method: GET, path: 1️⃣"/${x}"}, expect: {status: 200}}
            """,
            [
                .error(
                    "unknown-variable", "1️⃣", "there is no variable, example column or capture 'x' here",
                    fix: "define it under 'variables'")
            ])
    }

    @Test(arguments: ["", "expect: {}", "expect: {headers: {}}", "expect: {checks: []}", "expect: {normalize: {}}"])
    func `a scenario that checks nothing is refused`(expectation: String) throws {
        let file = SourceFile(path: "t.yaml", text: suite(request + expectation))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(file) }
        #expect(invalid?.diagnostics.contains { $0.id == "nothing-checked" } == true)
    }

    @Test func `one file with many mistakes gives every one of them at its place`() {
        expectDiagnostics(
            """
            assay: 1
            specification: small
            1️⃣scenaros: []
            defaults:
              given: {clock: 2️⃣2015-02-30T00:00:00Z}
            scenarios:
              - id: 3️⃣Bad_Id
                request: {method: GET, path: 4️⃣export}
                expect: {status: 5️⃣99}
              - id: 0️⃣twice
                clauses: [6️⃣A-3]
                request: {method: GET, path: "/", 7️⃣querry: {a: 1}}
                expect: {json: 8️⃣!matchs 'a'}
              - id: 9️⃣twice
                request: {method: GET, path: /}
                expect: {status: 200}
            """,
            [
                .error("unknown-key", "1️⃣", "suite key 'scenaros' is not known", fix: "did you mean 'scenarios'?"),
                .error(
                    "bad-time", "2️⃣", "the clock '2015-02-30T00:00:00Z' is no point in time: day 30 is not in February 2015",
                    fix: "write it as in 2015-07-01T00:00:00Z"),
                .error(
                    "bad-id", "3️⃣", "the scenario's id 'Bad_Id' is not an id",
                    fix: "use lower-case letters and digits in words joined by '-'"),
                .error("bad-path", "4️⃣", "the path 'export' does not start with '/'", fix: "write '/export'"),
                .error("bad-status", "5️⃣", "'99' is not a status", fix: "write a code such as 200, a list of codes, or 2xx"),
                .error("unknown-clause", "6️⃣", "there is no clause 'A-3' in 'small'", fix: "did you mean 'A-1'?"),
                .error("unknown-key", "7️⃣", "request key 'querry' is not known", fix: "did you mean 'query'?"),
                .error("unknown-tag", "8️⃣", "the tag '!matchs' is not known", fix: "did you mean '!matches'?"),
                .error(
                    "duplicate-id", "9️⃣", "the scenario id 'twice' is given twice in this suite",
                    fix: "give one of them another id",
                    notes: [("0️⃣", "first given here")]),
            ])
    }

    @Test func `an id given twice is shown with its first place`() {
        expectDiagnostics(
            """
            assay: 1
            scenarios:
              - {id: 1️⃣twice, request: {method: GET, path: /}, expect: {status: 200}}
              - {id: 2️⃣twice, request: {method: GET, path: /}, expect: {status: 200}}
            """,
            [
                .error(
                    "duplicate-id", "2️⃣", "the scenario id 'twice' is given twice in this suite",
                    fix: "give one of them another id",
                    notes: [("1️⃣", "first given here")])
            ])
    }

    @Test func `unused variables and captures are warned of`() throws {
        let suite = try loaded(
            """
            assay: 1
            variables: {idle: 1}
            scenarios:
              - id: a
                variables: {lazy: 1}
                steps:
                  - {id: s, request: {method: GET, path: /}, expect: {status: 200}, capture: {lost: {json: $.a}}}
            """)
        #expect(
            suite.warnings.map(\.message) == [
                "the capture 'lost' is never used", "the variable 'lazy' is never used", "the variable 'idle' is never used",
            ])
    }

    @Test func `clauses of a scenario that no check speaks for are warned of`() throws {
        let text = "clauses: [A-1]\nrequest: {method: GET, path: /}\nexpect:\n"
        let own = try loaded(suite(text + "  checks: [{status: 200, clauses: [A-2]}]"))
        #expect(own.warnings.map(\.id) == ["unused-clauses"])
        for expect in ["  status: 200\n  checks: [{mail: none, clauses: [A-2]}]", "  checks: [{status: 200}]"] {
            #expect(try loaded(suite(text + expect)).warnings.isEmpty)
        }
    }

    @Test func `examples have the same columns, or variables to stand in`() throws {
        expectDiagnostics(
            inScenario: """
                request: {method: GET, path: "/${x}/${y}"}
                expect: {status: 200}
                variables: {y: 0}
                examples: [{name: a, x: 1, y: 2}, {name: 1️⃣b, y: 3}, {name: c, x: 5}]
                """,
            [.error("missing-column", "1️⃣", "the example 'b' has no 'x', which other examples have", fix: "add 'x: ..'")])
    }
}

/// A template in one line: `{k: [9], x: 'text'}`.
func outline(_ template: Template) -> String {
    switch template.shape {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let number): number.text
    case .string(let text): "'\(text)'"
    case .array(let items): "[" + items.map(outline).joined(separator: ", ") + "]"
    case .object(let members): "{" + members.map { "\($0.name): \(outline($0.value))" }.joined(separator: ", ") + "}"
    case .interpolated(let segments): "\(segments)"
    case .reference(let reference): "${\(reference)}"
    case .time(let time): "time \(time)"
    case .converted(let conversion, let value): "!\(conversion) \(outline(value))"
    case .file(let path): "!file \(outline(path))"
    case .matcher(let matcher): "!\(matcher)"
    }
}
