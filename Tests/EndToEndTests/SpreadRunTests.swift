import Foundation
import Testing

/// The shipped suite in parts, as on several machines, and what becomes of the parts.
@Suite(.timeLimit(.minutes(5)), .enabled(if: AssayBinary.url != nil)) struct SpreadRunTests {
    private func run(_ arguments: [String], _ environment: [String: String] = [:], in folder: TemporaryFolder) throws
        -> AssayBinary.Output
    {
        let project = ["--project", AssayBinary.project.path]
        let takesProject = arguments.first == "run"
        return try AssayBinary.run(arguments + (takesProject ? project : []), in: folder.url, environment: environment)
    }

    private static let forms = [
        "text", "json", "junit", "tap", "ctrf", "sarif", "markdown", "github", "earl", "html", "badge", "shields",
    ]

    private static func reports(_ name: String) -> [String] { forms.flatMap { ["--report", "\($0)=\(name).\($0)"] } }

    /// Runs the shipped suite whole, with a report of every form, and in parts.
    private func spread(_ count: Int, in folder: TemporaryFolder, _ options: [String] = [], exits: Set<Int32> = [0]) throws {
        let whole = try run(["run", "--no-times"] + Self.reports("all") + options, in: folder)
        #expect(whole.exit == exits.max(), "\(whole.errors)")
        for index in 1...count {
            let part = try run(
                ["run", "--no-times", "--shard", "\(index)/\(count)", "--report", "json=part-\(index).json"] + options,
                in: folder)
            #expect(exits.contains(part.exit), "\(part.errors)")
        }
    }

    @Test(arguments: [
        ([String](), Set<Int32>([0])),
        (["--set", "policy.range_overflow=clipped", "--gate", "must>=50%", "--gate", "failed<=3"], Set<Int32>([0, 1])),
    ]) func `parts put together are the whole run byte for byte, in every form`(options: [String], exits: Set<Int32>) throws {
        let folder = try TemporaryFolder()
        try spread(4, in: folder, options, exits: exits)
        let merged = try run(
            ["report", "part-3.json", "part-1.json", "part-4.json", "part-2.json"] + Self.reports("merged"), in: folder)
        #expect(merged.exit == exits.max(), "\(merged.errors)")
        for form in Self.forms {
            let whole = try folder.read("all.\(form)")
            #expect(!whole.isEmpty)
            #expect(try whole == folder.read("merged.\(form)"), "\(form)")
        }
        let total = try folder.read("all.json").split(separator: "\n").count - 2
        for index in 1...4 {
            let count = try folder.read("part-\(index).json").split(separator: "\n").count - 2
            // None is far from a quarter.
            #expect((total / 5...total * 3 / 10).contains(count), "part \(index): \(count)")
        }
        let again = try run(["report", "all.json", "--report", "json"], in: folder)
        #expect(again.text == (try folder.read("all.json")))
    }

    @Test func `parts that do not make one run are refused, with what is wrong`() throws {
        let folder = try TemporaryFolder()
        try spread(2, in: folder)
        func refusal(_ files: String...) throws -> String {
            let output = try run(["report"] + files, in: folder)
            #expect(output.exit == 3, "\(files)")
            #expect(output.text == "")
            return output.errors
        }
        #expect(try refusal("part-1.json").contains("error: shard 2 of 2 is missing"))
        #expect(try refusal("part-1.json", "all.json").contains("another number of shards"))
        try folder.write(folder.read("part-2.json"), to: "copy.jsonl")
        #expect(try refusal("part-1.json", "part-2.json", "copy.jsonl").contains("is in part-2.json and in copy.jsonl"))
        try folder.write(
            folder.read("part-2.json").replacing(/"suite_hash":"\w+"/, with: "\"suite_hash\":\"0\""), to: "old.jsonl")
        #expect(try refusal("part-1.json", "old.jsonl").contains("another suite than part-1.json"))
        let lines = try folder.read("part-2.json").split(separator: "\n")
        try folder.write(lines.dropLast().joined(separator: "\n") + "\n", to: "cut.jsonl")
        #expect(try refusal("part-1.json", "cut.jsonl").contains("the footer is missing"))
        #expect(try run(["report", "part-1.json", "part-1.json"], in: folder).exit == 2)
        #expect(try run(["report", "none.jsonl"], in: folder).exit == 4)
    }

    @Test(arguments: [
        (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"], [String](), "shard 2 of 3"),
        (["CIRCLE_NODE_INDEX": "2", "CIRCLE_NODE_TOTAL": "3"], [], "shard 3 of 3"),
        (["TEST_SHARD_INDEX": "0", "TEST_TOTAL_SHARDS": "3", "TEST_SHARD_STATUS_FILE": "status"], [], "shard 1 of 3"),
        (["JOB_COMPLETION_INDEX": "1"], ["--shard", "auto/3"], "shard 2 of 3"),
        (["CI_NODE_INDEX": "2", "CI_NODE_TOTAL": "3"], ["--shard", "1/2"], "shard 1 of 2"),
    ])
    func `the part is read from the variables of a CI`(environment: [String: String], options: [String], part: String) throws {
        let folder = try TemporaryFolder()
        let output = try run(["run", "export/range"] + options, environment, in: folder)
        #expect(output.text.split(separator: "\n").first?.contains(part) == true, "\(output.text)\(output.errors)")
        let status = folder.url.appendingPathComponent("status").path
        #expect(FileManager.default.fileExists(atPath: status) == (environment["TEST_SHARD_STATUS_FILE"] != nil))
    }

    @Test(arguments: [["CI_NODE_TOTAL": "1", "CI_NODE_INDEX": "1"], ["JOB_COMPLETION_INDEX": "1"], ["CI_NODE_INDEX": "x"]])
    func `variables that name no part are left alone`(environment: [String: String]) throws {
        let output = try run(["run", "export/range"], environment, in: try TemporaryFolder())
        #expect(!output.text.contains("shard"))
    }

    @Test(arguments: ["0/4", "5/4", "1", "a/4", "1/0", "auto/4", "1/4/2"]) func `what is no part is refused`(shard: String) throws
    {
        #expect(try run(["run", "--shard", shard], in: try TemporaryFolder()).exit == 2)
    }

    @Test func `parts are made alike by the times of an earlier run, on every machine the same`() throws {
        let folder = try TemporaryFolder()
        #expect(try run(["run", "export/range", "export/mail", "--report", "json=times.jsonl"], in: folder).exit == 0)
        // One case takes as long as all others together.
        var lines = try folder.read("times.jsonl").split(separator: "\n").map(String.init)
        for index in lines.indices.dropFirst().dropLast() {
            let time = index == 1 ? 1_000_000 : 1_000_000 / (lines.count - 3)
            lines[index] = lines[index].replacing(/"duration_us":\d+/, with: "\"duration_us\":\(time)")
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "times.jsonl")
        var counts: [Int] = []
        for index in 1...2 {
            let output = try run(
                ["run", "export/range", "export/mail", "--durations", "times.jsonl", "--shard", "\(index)/2"], in: folder)
            let count = try #require(output.text.firstMatch(of: /with (\d+) cases?,/)?.1)
            counts.append(try #require(Int(count)))
        }
        #expect(counts.min() == 1)
        #expect(counts.reduce(0, +) == lines.count - 2)
        #expect(try run(["run", "--no-times", "export/range", "--report", "json=none.jsonl"], in: folder).exit == 0)
        #expect(try run(["run", "--durations", "none.jsonl", "--shard", "1/2"], in: folder).exit == 2)
    }

    @Test func `the order is another for another number, and the same for the same`() throws {
        let folder = try TemporaryFolder()
        func order(_ options: String...) throws -> [Substring] {
            let output = try run(["run", "--no-times", "--report", "json"] + options, in: folder)
            #expect(output.exit == 0)
            return output.text.matches(of: /"kind":"result","number":(\d+)/).map(\.1)
        }
        let (plain, first) = (try order(), try order("--shuffle", "1"))
        #expect(plain == (0..<plain.count).map { "\($0)"[...] })
        #expect(first != plain)
        #expect(first.sorted() == plain.sorted())
        #expect(try order("--shuffle", "1") == first)
        #expect(try order("--shuffle", "2") != first)
        let chosen = try run(["run", "export/range", "--shuffle"], in: folder)
        #expect(chosen.text.contains(/option --shuffle \d+/))
    }

    @Test func `gates are judged where the parts are put together`() throws {
        let folder = try TemporaryFolder()
        try spread(2, in: folder, ["--gate", "must=100%"])
        let parts = ["part-1.json", "part-2.json"]
        #expect(try run(["report"] + parts, in: folder).text.contains("gate must=100%: met, "))
        let missed = try run(["report"] + parts + ["--gate", "may=100%"], in: folder)
        #expect(missed.exit == 1)
        #expect(missed.text.contains("gate may=100%: missed, 0 of "))
    }

    @Test func `only what failed runs again`() throws {
        let folder = try TemporaryFolder()
        let first = try run(["run", "--set", "policy.refused_status=422", "--report", "json=first.jsonl"], in: folder)
        #expect(first.exit == 1)
        let failed = try folder.read("first.jsonl").matches(of: /"verdict":"failed"/).count
        let again = try run(["run", "--rerun-failed", "first.jsonl"], in: folder)
        #expect(again.exit == 0)
        #expect(again.text.contains("\(failed) cases: \(failed) passed"))
        #expect(again.text.contains("partial run"))
        #expect(try run(["run", "--rerun-failed", "first.jsonl", "export/nothing"], in: folder).exit == 2)
        #expect(try run(["run", "export/range", "--report", "json=good.jsonl"], in: folder).exit == 0)
        let none = try run(["run", "--rerun-failed", "good.jsonl"], in: folder)
        #expect(none.exit == 2)
        #expect(none.errors.contains("nothing failed in good.jsonl"))
    }
}
