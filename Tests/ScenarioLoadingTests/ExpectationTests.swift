import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct ExpectationTests {
    private func expectation(_ lines: String) throws -> AssayCore.Expectation {
        let indented = lines.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        return try loadedScenario("request: {method: GET, path: /}\nexpect:\n\(indented)").steps[0].expect
    }

    @Test func `goldens stand for the whole of a content`() throws {
        #expect(try expectation("json: !golden").body?.golden?.path == nil)
        #expect(try expectation("text: !golden other.txt").body?.golden.flatMap(\.path).map(outline) == "'other.txt'")
        #expect(try expectation("csv: !golden").body?.golden != nil)
        for inside in ["a/../b.json", "./b.json", "..b.json"] {
            #expect(try expectation("json: !golden \(inside)").body?.golden?.path != nil)
        }
        #expect(
            try expectation("csv: {golden: spring.csv, key: [Message ID]}").body?.golden.flatMap(\.path).map(outline)
                == "'spring.csv'")
    }

    @Test func `every option of a table reads`() throws {
        let body = try expectation(
            """
            csv:
              golden: a.csv
              key: [A, B]
              row_order: ignored
              columns: any_order
              ignore: [C]
              compare: {D: {decimal: {within: 0.01}}, E: {instant: {within: 1s}}, F: digits, G: case, H: decimal, I: instant}
              dialect: {delimiter: ";", newline: lf, bom: required, header: true}
            """
        ).body
        guard case .csv(let table)? = body?.wanted else {
            Issue.record("it is no table")
            return
        }
        #expect(
            table.options
                == TableOptions(
                    key: ["A", "B"], rowOrder: .ignored, columns: .anyOrder, ignore: ["C"],
                    compare: [
                        .init(column: "D", comparison: .decimal(within: NumberText("0.01"))),
                        .init(column: "E", comparison: .instant(within: .seconds(1))), .init(column: "F", comparison: .digits),
                        .init(column: "G", comparison: .ignoringCase), .init(column: "H", comparison: .decimal(within: nil)),
                        .init(column: "I", comparison: .instant(within: nil)),
                    ],
                    dialect: TableDialect(delimiter: UInt8(ascii: ";"), newline: .lf, byteOrderMark: .required)))
    }

    @Test func `cells of a stated table are text whatever they look like`() throws {
        guard case .csv(let table)? = try expectation("csv: {rows: [[A, B], [1, !any ], [true, ~]]}").body?.wanted,
            case .rows(let rows) = table.rows
        else {
            Issue.record("it is no table")
            return
        }
        #expect(rows.map { $0.map(outline) } == [["'A'", "'B'"], ["'1'", "!any(nil)"], ["'true'", "'~'"]])
    }

    @Test func `mail is none or a list of messages`() throws {
        guard case MailExpectation.none? = try expectation("mail: none").mail else {
            Issue.record("none is not read")
            return
        }
        let messages = try expectation(
            "mail: [{to: [a@b.example, c@d.example], from: x@y.example, subject: S, text: T, attachments: [{name: n, type: t, csv: !golden }]}]"
        )
        guard case .messages(let list, _)? = messages.mail else {
            Issue.record("messages are not read")
            return
        }
        #expect(list.count == 1)
        #expect(list[0].attachments?[0].content?.golden != nil)
    }

    @Test func `mail may have alternatives, without golden files`() throws {
        let due = try expectation(
            "mail: !one_of [none, [{to: a@b.example}, {to: c@d.example}], [{to: [a@b.example, c@d.example]}]]")
        guard case .oneOf(let alternatives)? = due.mail else {
            Issue.record("alternatives are not read")
            return
        }
        #expect(alternatives.map(\.messages.count) == [0, 2, 1])
    }

    @Test func `a check may speak for clauses and a level of its own`() throws {
        let check = try expectation("checks: [{json: $.a, is: 1, clauses: [A-2], level: should}, {header: X, is: !absent }]")
            .checks
        #expect(check[0].clauses?.map(\.rawValue) == ["A-2"])
        #expect(check[0].level == .should)
        #expect(check[1].clauses == nil)
    }

    @Test func `a check of the status or of all mail says what is due right there`() throws {
        let checks = try expectation(
            "checks: [{status: [200, 2xx], clauses: [A-2]}, {mail: [{to: a@b.example}], level: may}, {mail: none}]"
        ).checks
        #expect(
            checks.map { check in
                switch check.demand {
                case .status: "status \(check.clauses?.map(\.rawValue) ?? [])"
                case .mail(.messages(let messages, _)): "mail \(messages.count) \(check.level?.rawValue ?? "")"
                case .mail(.none): "no mail"
                case .mail(.oneOf), .json, .header, .csv: "?"
                }
            } == ["status [\"A-2\"]", "mail 1 may", "no mail"])
    }

    @Test func `arrays are compared without order, or by a key of one name or several`() throws {
        let rules = try expectation("json: !golden\narrays: {$.a: unordered, $.b: {key: id}, '$.c[*].d': {key: [x, y]}}").arrays
        #expect(rules.map(\.path) == ["$.a", "$.b", "$.c[*].d"])
        #expect(rules.map(\.manner) == [.unordered, .keyed(["id"]), .keyed(["x", "y"])])
    }

    @Test(arguments: [
        ("status: 1️⃣ok", "bad-status"), ("status: 1️⃣[]", "empty-list"), ("json: 1\ntext: 1️⃣a", "conflicting-keys"),
        ("mail: 1️⃣nothing", "wrong-kind"), ("mail: !one_of 1️⃣[]", "wrong-kind"), ("mail: !one_of 1️⃣none", "wrong-kind"),
        ("mail: !one_of [none, [{attachments: [{csv: 1️⃣!golden }]}]]", "misplaced-golden"), ("mail: 1️⃣[]", "empty-list"),
        ("mail: [1️⃣{}]", "nothing-checked"),
        ("mail: [{1️⃣two: a}]", "unknown-key"), ("checks: [1️⃣{json: $.a}]", "missing-key"), ("checks: [1️⃣{is: 1}]", "missing-key"),
        ("checks: [{json: 1️⃣$., is: 1}]", "bad-path"), ("empty: 1️⃣maybe", "wrong-kind"), ("csv: 1️⃣{key: [A]}", "missing-key"),
        ("csv: {golden: a.csv, row_order: 1️⃣sorted}", "unknown-value"),
        ("csv: {golden: a.csv, dialect: {delimiter: 1️⃣ab}}", "bad-delimiter"),
        ("csv: {golden: a.csv, compare: {A: 1️⃣decimals}}", "unknown-value"),
        ("status: 200\nnormalize: 1️⃣{$.a: uuid}", "no-golden"), ("json: !golden\nnormalize: {$.a: 1️⃣uid}", "unknown-value"),
        ("status: 200\narrays: 1️⃣{$.a: unordered}", "no-json"), ("csv: !golden\narrays: 1️⃣{$.a: unordered}", "no-json"),
        ("json: !golden\narrays: {$.a: 1️⃣unorderd}", "unknown-value"), ("json: !golden\narrays: {1️⃣rows: unordered}", "bad-path"),
        ("json: 1\narrays: {$.a: {1️⃣kye: id, key: id}}", "unknown-key"), ("json: 1\narrays: {$.a: 1️⃣{}}", "missing-key"),
        ("json: 1\narrays: {$.a: {key: 1️⃣[]}}", "empty-list"), ("json: 1\narrays: {$.a: 1️⃣!keyed id}", "misplaced-tag"),
        ("json: 1\narrays: 1️⃣[$.a]", "wrong-kind"),
        ("json: !golden\nnormalize: {1️⃣$.: uuid}", "bad-path"), ("checks: [{json: $.a, is: 1, level: 1️⃣shall}]", "unknown-value"),
        ("checks: [{json: $.a, is: 1, clauses: [1️⃣A-9]}]", "unknown-clause"), ("1️⃣stauts: 200", "unknown-key"),
        ("1️⃣latencies: {under: 1s}", "unknown-key"), ("status: 1️⃣!any", "bad-status"), ("status: 1️⃣!absent", "bad-status"),
        ("status: [200, 1️⃣!any ]", "bad-status"), ("base64: 1️⃣YQ", "bad-base64"), ("headers: {1️⃣a b: x}", "bad-header"),
        ("checks: [{header: 1️⃣\"\", is: x}]", "bad-header"), ("checks: [1️⃣{status: 200, mail: none}]", "missing-key"),
        ("checks: [{status: 200, is: 1️⃣200}]", "conflicting-keys"), ("checks: [{status: 1️⃣ok}]", "bad-status"),
        ("checks: [{mail: [{attachments: [{csv: 1️⃣!golden }]}]}]", "misplaced-golden"),
        ("mail: 1️⃣!none_of [{to: a@b.example}]", "misplaced-tag"), ("mail: 1️⃣!nothing none", "misplaced-tag"),
        ("mail: !one_of [none, 1️⃣!unordered [{to: a@b.example}]]", "misplaced-tag"),
        ("csv: {golden: 1️⃣!any }", "misplaced-tag"),
        ("csv: {rows: [[A]], dialect: {delimiter: 1️⃣!any \";\"}}", "misplaced-tag"),
        ("csv: {rows: [[A]], compare: {A: {decimal: {within: 1️⃣!any 1}}}}", "misplaced-tag"),
        ("json: !golden 1️⃣../x.json", "outside-golden"), ("text: !golden 1️⃣/tmp/x", "outside-golden"),
        ("csv: {golden: 1️⃣a/../../x.csv}", "outside-golden"),
        ("csv: {golden: 1️⃣true}", "wrong-kind"), ("csv: {rows: [[A]], key: 1️⃣[]}", "empty-list"),
        ("csv: {rows: [[A]], compare: {A: 1️⃣{}}}", "wrong-count"),
        ("csv: {rows: [[A]], compare: {A: {decimal: 1️⃣{}}}}", "missing-key"),
        ("csv: {rows: [[A]], compare: {A: 1️⃣{decimal: {within: 1}, instant: {within: 1s}}}}", "wrong-count"),
    ])
    func `what does not read is shown at its place`(lines: String, id: String) {
        let indented = lines.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
        let marked = MarkedText(
            "assay: 1\nspecification: small\nscenarios:\n  - id: one\n    request: {method: GET, path: /}\n    expect:\n"
                + indented.split(separator: "\n").map { "    \($0)\n" }.joined())
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.map(\.id) == [id])
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }
}
