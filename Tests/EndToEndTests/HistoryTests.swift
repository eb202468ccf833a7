import Foundation
import Testing

@Suite(.timeLimit(.minutes(3)), .enabled(if: AssayBinary.url != nil)) struct HistoryTests {
    private func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        try write(status: 400, in: folder)
        return folder
    }

    private func write(status: Int, in folder: TemporaryFolder) throws {
        try folder.write(
            """
            assay: 1
            suite: s
            defaults:
              given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
            scenarios:
              - {id: a, request: {method: POST, path: /v3/mlog/export}, expect: {status: \(status)}}
              - {id: b, request: {method: GET, path: /v3/mlog/export}, expect: {status: 404}}

            """, to: "specs/reports/s.yaml")
    }

    @Test func `every report says what is new since the last run, and a report made of it later says the same`() throws {
        let folder = try project()
        let first = try AssayBinary.run(["run", "--no-times", "--history", "runs.sqlite"], in: folder.url)
        #expect(first.exit == 0, "\(first.errors)")
        #expect(first.text.hasSuffix("first run of this target in the history\n"))
        try write(status: 200, in: folder)
        let forms = ["text", "json", "markdown", "html"]
        let arguments = ["run", "--no-times", "--history", "runs.sqlite"] + forms.flatMap { ["--report", "\($0)=one.\($0)"] }
        let second = try AssayBinary.run(arguments, in: folder.url)
        #expect(second.exit == 1)
        let line = "new failure since the last run"
        for form in forms where form != "json" { #expect(try folder.read("one.\(form)").contains(line), "\(form)") }
        let again = try AssayBinary.run(
            ["report", "one.json"] + forms.flatMap { ["--report", "\($0)=two.\($0)"] }, in: folder.url)
        #expect(again.exit == 1, "\(again.errors)")
        for form in forms { #expect(try folder.read("one.\(form)") == folder.read("two.\(form)"), "\(form)") }
        try write(status: 400, in: folder)
        let third = try AssayBinary.run(["run", "--no-times", "--history", "runs.sqlite"], in: folder.url)
        #expect(third.text.contains("1 case fixed since the last run: s/a\n"))
        let list = try AssayBinary.run(["history", "runs.sqlite"], in: folder.url)
        #expect(list.exit == 0)
        let lines = list.text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.last?.hasSuffix("model  2 cases: 2 passed") == true, "\(list.text)")
        let own = try AssayBinary.run(["history", "runs.sqlite", "--case", "s/a", "--last", "2"], in: folder.url)
        let words = own.text.split(separator: "\n").compactMap { $0.split(separator: " ").last }
        #expect(words == ["failed", "passed"])
    }

    @Test func `what cannot be the history is said before anything runs`() throws {
        let folder = try project()
        try folder.write(String(repeating: "no database\n", count: 50), to: "notes.txt")
        for (arguments, exit, words) in [
            (["run", "--history", "notes.txt"], 3, "it is no history, nor any database of SQLite"),
            (["run", "--history", "nowhere/runs.sqlite"], 4, "it cannot be opened"),
            (["run", "--history", "runs.sqlite", "--watch"], 2, "leave one of them out"),
            (["history", "notes.txt"], 3, "it is no history"),
            (["history", "nothing"], 2, "there is no file 'nothing'"),
        ] as [([String], Int32, String)] {
            let output = try AssayBinary.run(arguments, in: folder.url)
            #expect(output.exit == exit, "\(arguments)")
            #expect(output.text == "")
            #expect(output.errors.contains(words), "\(output.errors)")
        }
        #expect(try AssayBinary.run(["run", "--history", "runs.sqlite"], in: folder.url).exit == 0)
        let unknown = try AssayBinary.run(["history", "runs.sqlite", "--case", "s/c"], in: folder.url)
        #expect(unknown.exit == 2 && unknown.errors.contains("did you mean 's/a' or 's/b'?"), "\(unknown.errors)")
    }
}
