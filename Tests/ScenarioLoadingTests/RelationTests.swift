import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct RelationTests {
    private func steps(_ relation: String, first: String = "") -> String {
        """
        steps:
          - {id: whole, request: {method: GET, path: /}, expect: {status: 200\(first)}}
          - id: part
            request: {method: GET, path: /}
            expect: {relations: [\(relation)]}
        """
    }

    private func relation(_ text: String) throws -> RelationExpectation {
        try #require(try loadedScenario(steps(text)).steps[1].expect.relations.first)
    }

    @Test(
        arguments: [
            ("rows: csv", RelationExpectation.Subject.body), ("rows: mail.csv", .mail(message: nil, attachment: nil)),
            ("rows: mail-2.csv", .mail(message: 2, attachment: nil)),
            ("rows: mail-2.attachment-1.csv", .mail(message: 2, attachment: 1)),
            ("rows: mail.attachment-3.csv", .mail(message: nil, attachment: 3)), ("values: '$.a[*]'", .values("$.a[*]")),
        ])
    func `it is about rows or values`(text: String, subject: RelationExpectation.Subject) throws {
        #expect(try relation("{\(text), subset_of: whole}").subject == subject)
    }

    @Test func `it says how, to what and by which columns`() throws {
        let found = try relation(
            "{rows: csv, union_of: [whole], by: [A], ignore: B, dialect: {delimiter: ;}, allow_empty: true, clauses: [A-2], level: should}"
        )
        #expect((found.relation, found.others, found.by, found.ignore) == (.unionOf, ["whole"], ["A"], ["B"]))
        #expect((found.dialect.delimiter, found.allowsEmpty, found.level) == (UInt8(ascii: ";"), true, .should))
        #expect(found.clauses?.map(\.rawValue) == ["A-2"])
    }

    @Test(
        arguments: [
            ("1️⃣{subset_of: whole}", "a relation is about either 'rows' or 'values'"),
            ("1️⃣{rows: csv}", "the relation does not say how the two stand to each other"),
            ("1️⃣{rows: csv, subset_of: whole, equal_to: whole}", "a relation states one way, and here are several"),
            ("{rows: 1️⃣json, subset_of: whole}", "'json' are no rows of an answer"),
            ("{rows: 1️⃣mail-0.csv, subset_of: whole}", "'mail-0.csv' are no rows of an answer"),
            ("{rows: csv, subset_of: 1️⃣hole}", "there is no earlier step 'hole'"),
            ("{rows: csv, subset_of: 1️⃣part}", "there is no earlier step 'part'"),
            ("{rows: csv, subset_of: 1️⃣[whole, whole]}", "'subset_of' takes one step"),
            ("{rows: csv, union_of: 1️⃣[]}", "'union_of' takes one step or more"),
            ("{values: $.a, subset_of: whole, by: 1️⃣[A]}", "'by' names columns, and values have none"),
            ("{rows: csv, subset_of: whole, by: 1️⃣[]}", "'by' names no column"),
            ("{rows: csv, subset_of: whole, by: [A, B], ignore: 1️⃣[B]}", "the column 'B' both counts and is ignored"),
            ("{values: $.a, subset_of: whole, dialect: 1️⃣{header: false}}", "'dialect' is for tables, and values have none"),
            ("{rows: csv, subset_of: whole, dialect: {1️⃣newline: lf}}", "dialect key 'newline' is not known"),
            (
                "{rows: csv, subset_of: whole, dialect: {delimiter: 1️⃣\"\\0\"}}",
                "the delimiter must be one ASCII character, and is '\u{0}'"
            ),
            ("{rows: csv, union_of: [whole, 1️⃣whole]}", "the step 'whole' is named twice"),
            ("{rows: 1️⃣mail-02.csv, subset_of: whole}", "'mail-02.csv' are no rows of an answer"),
            ("{rows: 1️⃣mail.attachment.csv, subset_of: whole}", "'mail.attachment.csv' are no rows of an answer"),
            ("{rows: 1️⃣mial.csv, subset_of: whole}", "'mial.csv' are no rows of an answer"),
            ("{values: 1️⃣a, subset_of: whole}", "the JSONPath 'a' cannot be read: expected '$' at the start, found 'a'"),
        ])
    func `what cannot be meant is refused`(text: String, message: String) {
        let marked = MarkedText(suite(steps(text)))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.map(\.message) == [message])
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }

    @Test func `the first step has nothing to be related to`() {
        expectDiagnostics(
            inScenario: "request: {method: GET, path: /}\nexpect: {relations: [{rows: csv, subset_of: 1️⃣whole}]}",
            [
                .error(
                    "unknown-step", "1️⃣", "there is no step before this one that it could be related to",
                    fix: "make it a later one of 'steps:'")
            ])
    }

    @Test func `last steps stand beside one request or several, under names of their own`() throws {
        let scenario = try loadedScenario(
            """
            request: {method: GET, path: /}
            expect: {status: 200}
            capture: {token: {json: $.token}}
            finally: [{id: clean-up, request: {method: DELETE, path: "/${token}"}, expect: {status: 2xx}}]
            """)
        #expect((scenario.steps.count, scenario.finally.map(\.id)) == (1, ["clean-up"]))
        expectDiagnostics(
            inScenario: """
                steps: [{id: 1️⃣a, request: {method: GET, path: /}, expect: {status: 200}}]
                finally:
                  - {id: 2️⃣a, request: {method: GET, path: /}, expect: {status: 200}}
                  - {id: 3️⃣b, request: {method: GET, path: /}}
                """,
            [
                .error("duplicate-id", "2️⃣", "the step 'a' is given twice", notes: [("1️⃣", "first given here")]),
                .error(
                    "nothing-checked", "3️⃣", "the step has no 'expect', so it could not fail",
                    fix: "add 'expect:' with at least 'status'"),
            ])
    }
}
