import Foundation
import TestSupport
import Testing

/// A small project of three scenarios with the shipped specification, and the shipped suite itself.
@Suite(.timeLimit(.minutes(5)), .enabled(if: AssayBinary.url != nil)) struct MutateTests {
    private func project(mutation: String = "", scenarios: String = "") throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"), except: ["specs/reports/spec.yaml"])
        let specification = AssayBinary.project.appendingPathComponent("specs/message-reports/spec.yaml")
        try folder.write(String(contentsOf: specification, encoding: .utf8), to: "specs/reports/spec.yaml")
        try folder.write(
            """
            assay: 1
            suite: s
            defaults:
              given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
              request:
                method: POST
                path: /v3/mlog/export
                query: {from: 2015-03-04T00:00:00.000Z, to: 2015-03-07T00:00:00.000Z}
                json: {emails: [qa@example.com], from: reports@acme.example, timezone: GMT}
            scenarios:
              - id: accepted
                clauses: [CSV-BY-MAIL]
                expect: {status: 200, mail: [{to: qa@example.com}]}
              - id: too-long
                clauses: [RANGE-MAX]
                request: {query: {to: 2015-09-04T00:00:00.000Z}}
                expect: {status: 400}
              - id: mailed
                clauses: [CSV-BY-MAIL]
                expect: {mail: [{to: qa@example.com}]}
            \(scenarios)
            """, to: "specs/reports/s.yaml")
        try folder.write(
            """
            assay: 1
            targets:
              model: {model: message-reports, headers: {Authorization: Bearer key-1}}
            \(mutation)
            """, to: "assay.yaml")
        return folder
    }

    private func mutate(_ folder: TemporaryFolder, _ arguments: String...) throws -> AssayBinary.Output {
        try AssayBinary.run(["mutate"] + arguments, in: folder.url)
    }

    @Test func `a mutant is killed or survives, and survivors are no failure by themselves`() throws {
        let output = try mutate(try project(), "--mutant", "mail-missing", "--mutant", "subject-misspelt", "--verbose")
        #expect(output.exit == 0, "\(output.errors)")
        #expect(output.text.contains("SURVIVED subject-misspelt\n"))
        #expect(output.text.contains("2 of 3 cases get another answer, and no check looks there\n"))
        #expect(output.text.contains("s/accepted, mail 1 subject\n    before  Message report\n    after   Messages report\n"))
        #expect(output.text.contains("KILLED mail-missing\n  by s/accepted (specs/reports/s.yaml:13): mail"))
        #expect(output.text.contains("\nmodel       1         1          -     -    50%\n"), "\(output.text)")
    }

    @Test func `a scenario that is to fail notices nothing`() throws {
        let toFail = """
              - id: wrong
                expect: {status: 404, mail: [{subject: Message report}]}
                must_fail: {check: status, message: "expected 404"}
            """
        let folder = try project(scenarios: toFail)
        let output = try mutate(folder, "--mutant", "subject-misspelt")
        #expect(output.exit == 0 && output.text.contains("SURVIVED subject-misspelt\n"), "\(output.text)\(output.errors)")
        #expect(output.text.contains(" 3 cases, "), "\(output.text)")
        let nothing = try mutate(folder, "s/wrong")
        #expect(nothing.exit == 4)
        #expect(nothing.errors.contains("nothing could be judged: every scenario that is chosen is to fail"), "\(nothing.errors)")
    }

    @Test func `a gate is met or missed`() throws {
        let folder = try project()
        for (gate, exit) in [("survived<=1", Int32(0)), ("all>=50%", 0), ("survived=0", 1), ("all>50%", 1)] {
            let output = try mutate(folder, "--mutant", "mail-missing", "--mutant", "subject-misspelt", "--gate", gate)
            #expect(output.exit == exit, "\(gate)")
            #expect(output.text.contains("gate \(gate): \(exit == 0 ? "met" : "missed"), "), "\(output.text)")
        }
        #expect(try mutate(folder, "--gate", "most=1").exit == 2)
    }

    @Test func `gates of the project are for all mutants of the whole suite`() throws {
        let folder = try project(mutation: "mutation: {gates: [survived=0]}")
        #expect(try mutate(folder).exit == 1)
        #expect(try mutate(folder, "--kind", "model").exit == 0)
        #expect(try mutate(folder, "s/accepted").exit == 0)
    }

    @Test func `a survivor that is explained counts apart`() throws {
        let folder = try project(
            mutation: "mutation:\n  explained:\n    - {mutant: subject-misspelt, because: Subjects are free.}")
        let output = try mutate(folder, "--mutant", "mail-missing", "--mutant", "subject-misspelt", "--gate", "all=100%")
        #expect(output.exit == 0, "\(output.errors)")
        #expect(output.text.contains("EXPLAINED subject-misspelt: Subjects are free.\n"))
        #expect(output.text.contains("gate all=100%: met, 1 of 1 (100%)\n"))
    }

    @Test func `an explanation that is out of date fails with its line`() throws {
        let folder = try project(mutation: "mutation:\n  explained:\n    - {mutant: mail-missing, because: So what.}")
        let killed = try mutate(folder, "--mutant", "mail-missing")
        #expect(killed.exit == 1)
        #expect(
            killed.errors.hasPrefix(
                "assay.yaml:6:16: error: the mutant 'mail-missing' is said to survive, and is killed by s/accepted [killed-mutant]\n"
            ),
            "\(killed.errors)")
        let lost = try project(mutation: "mutation:\n  explained:\n    - {mutant: mail-mising, because: So what.}")
        let unknown = try mutate(lost)
        #expect(unknown.exit == 1)
        #expect(
            unknown.errors.hasPrefix(
                "assay.yaml:6:16: error: there is no mutant 'mail-mising' of this target [unknown-mutant]\n"),
            "\(unknown.errors)")
        #expect(unknown.errors.contains("did you mean 'mail-missing'?"))
        // A part of the mutants says nothing of the others.
        #expect(try mutate(lost, "--mutant", "mail-doubled").exit == 0)
    }

    @Test func `a check that minds what means nothing is a false alarm`() throws {
        let check = """
              - id: pinned
                clauses: [ENVELOPE-ID]
                expect: {checks: [{json: $.meta.transactionId, is: ID}]}
            """
        let first = try project(scenarios: check)
        let wrong = try AssayBinary.run(["run", "s/pinned"], in: first.url).text
        let id = try #require(wrong.firstMatch(of: /[0-9a-f]{8}-[0-9a-f-]{27}/)).output
        let folder = try project(scenarios: check.replacingOccurrences(of: "is: ID", with: "is: \(id)"))
        let output = try mutate(folder, "--kind", "surviving")
        #expect(output.exit == 1, "\(output.errors)")
        #expect(output.text.contains("FALSE ALARM surviving:other-ids\n"))
        #expect(output.text.contains("noticed by s/pinned (specs/reports/s.yaml:"))
        #expect(output.text.contains("6 mutants that must survive: 1 false alarm\n"))
    }

    @Test func `with every mutant on every case it is known who notices nothing alone`() throws {
        let output = try mutate(try project(), "--all", "--verbose", "--mutant", "mail-missing", "--mutant", "range-not-checked")
        #expect(output.exit == 0)
        #expect(
            output.text.contains(
                "2 scenarios kill no mutant that no other kills\n  s/accepted (1 mutant)\n  s/mailed (1 mutant)\n"),
            "\(output.text)")
    }

    @Test func `mutants are chosen by the clause that they break`() throws {
        let folder = try project()
        let output = try mutate(folder, "--breaks", "RANGE-MAX", "--breaks", "DELIVERY-SUBJECT", "--list")
        let ids = output.text.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(ids == ["range-not-checked", "range-by-second", "subject-misspelt", "policy.range_overflow=clipped"])
        #expect(try mutate(folder, "--breaks", "RANGE-MAXX").errors.contains("did you mean 'RANGE-MAX'?"))
    }

    @Test func `what cannot be judged is said`() throws {
        let folder = try project(scenarios: "  - {id: wrong, clauses: [RANGE-MAX], expect: {status: 500}}")
        let part = try mutate(folder, "--mutant", "range-not-checked")
        #expect(part.exit == 0)
        #expect(part.text.contains("LEFT OUT s/wrong: "))
        let nothing = try mutate(folder, "s/wrong")
        #expect(nothing.exit == 4)
        #expect(nothing.errors.contains("error: nothing could be judged: no case passes without a mutant\n"))
    }

    @Test func `mutants are listed, and one that there is not is no mutant`() throws {
        let folder = try project()
        let list = try mutate(folder, "--list").text.split(separator: "\n")
        #expect(list.contains("range-not-checked  [model]  RANGE-MAX  a period of any length is accepted"))
        #expect(list.contains { $0.hasPrefix("policy.max_range=91d  [policy]  RANGE-LIMIT  ") })
        #expect(list.contains("answer:json-value /meta/explain  [answer]  the JSON value at /meta/explain is another"))
        let unknown = try mutate(folder, "--mutant", "range-not-cheked")
        #expect(unknown.exit == 2)
        #expect(unknown.errors.contains("did you mean 'range-not-checked'?"))
        let nowhere = try mutate(folder, "--mutant", "answer:json-value /nowhere")
        #expect(nowhere.exit == 2)
        #expect(try mutate(folder, "--kind", "golden").exit == 2)
        #expect(try mutate(folder, "--report", "junit").exit == 2)
    }

    @Test func `a mutant of a clause that no specification has stops it`() throws {
        let folder = try project()
        let text = try folder.read("specs/reports/spec.yaml")
        try folder.write(text.replacingOccurrences(of: "id: RANGE-TEXT", with: "id: RANGE-WORDS"), to: "specs/reports/spec.yaml")
        let output = try mutate(folder)
        #expect(output.exit == 3)
        #expect(
            output.errors.contains("the mutant 'range-text-misspelt' of the model breaks 'RANGE-TEXT', and no specification has"))
    }

    @Test func `a live target has mutants of its answers, and what is said of others is not for it`() throws {
        let folder = try project(
            mutation: """
                  served:
                    url: http://127.0.0.1:PORT
                    headers: {Authorization: Bearer key-1}
                    start: [ASSAY, serve, message-reports, --port, "PORT", --allow-given]
                    ready: {path: /healthz, within: 60s}
                    allow_given: true
                mutation:
                  gates: [documented.must=100%, answer>=5%]
                  explained: [{mutant: subject-misspelt, because: Nobody looks.}, {mutant: "answer:gone", because: It is.}]
                """)
        let binary = try #require(AssayBinary.url).path
        let text = try folder.read("assay.yaml").replacingOccurrences(of: "ASSAY", with: binary)
        try folder.write(text.replacingOccurrences(of: "PORT", with: String(try freePort())), to: "assay.yaml")
        try folder.write(
            try folder.read("specs/reports/s.yaml").replacingOccurrences(of: "mail: [{to: qa@example.com}]", with: "status: 200")
                .replacingOccurrences(of: "status: 200, status: 200", with: "status: 200"), to: "specs/reports/s.yaml")
        let output = try mutate(folder, "--target", "served")
        #expect(output.exit == 1)
        #expect(output.errors.contains("there is no mutant 'answer:gone' of this target"), "\(output.errors)")
        #expect(!output.errors.contains("subject-misspelt") && !output.text.contains("documented.must"))
        #expect(output.text.contains("gate answer>=5%: met"), "\(output.text)")
        #expect(!output.text.contains("content-length"))
    }

    @Test func `reports go to files, and are the same whatever the jobs`() throws {
        let folder = try project()
        for jobs in ["1", "3"] {
            let reports = ["json", "html", "text"].flatMap { ["--report", "\($0)=\(jobs).\($0)"] }
            #expect(try AssayBinary.run(["mutate", "--jobs", jobs, "--verbose"] + reports, in: folder.url).exit == 0)
        }
        for form in ["json", "html", "text"] {
            let (one, three) = (try folder.read("1.\(form)"), try folder.read("3.\(form)"))
            #expect(!one.isEmpty && one.utf8.elementsEqual(three.utf8), "\(form)")
        }
    }

    // MARK: The shipped suite

    @Test func `the shipped suite notices every mutant of what is documented, and all but those that are explained`() throws {
        let output = try AssayBinary.run(["mutate"], in: AssayBinary.project)
        #expect(output.exit == 0, "\(output.text.suffix(3000))")
        #expect(!output.text.contains("SURVIVED"))
        #expect(output.text.contains("mutants that must survive: all survive\n"))
        #expect(output.text.contains("gate documented.must=100%: met"))
    }

    @Test func `what is generated notices every mutant of the period and the filters, without a scenario that a person wrote`()
        throws
    {
        let specification = try String(
            contentsOf: AssayBinary.project.appendingPathComponent("specs/message-reports/spec.yaml"), encoding: .utf8)
        func clauses(of part: String) -> [String] {
            let lines = specification.split(separator: "\n").drop { $0 != "  # \(part)" }.dropFirst()
            return lines.prefix { !$0.hasPrefix("  # ") }.compactMap { line in
                line.hasPrefix("  - id: ") ? String(line.dropFirst(8)) : nil
            }
        }
        let due = clauses(of: "The period") + clauses(of: "Filters")
        #expect(due.count > 40 && due.contains("RANGE-EXACT") && due.contains("PHONE-MATCH"))
        let output = try AssayBinary.run(
            ["mutate", "message-reports/generated/export", "--kind", "model", "--kind", "policy", "--gate", "survived=0"]
                + due.flatMap { ["--breaks", $0] }, in: AssayBinary.project)
        #expect(output.exit == 0 && output.text.contains("gate survived=0: met"), "\(output.text)\(output.errors)")
        let judged = output.text.firstMatch(of: /: ([0-9]+) mutants of 'model', ([0-9]+) cases/)
        #expect(try #require(Int(judged?.output.1 ?? "")) > 80)
        #expect(try #require(Int(judged?.output.2 ?? "")) < 400)
    }

    @Test func `without a scenario fewer mutants are noticed, or it was reported to be redundant`() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let script = AssayBinary.project.appendingPathComponent("Tests/EndToEndTests/remove-each-scenario.py").path
        process.arguments = [
            "python3", script, try #require(AssayBinary.url).path, "export/range", "export/size", "--every", "3", "--", "--kind",
            "model", "--kind", "policy",
        ]
        process.currentDirectoryURL = AssayBinary.project
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }
}
