import AssayCore
import Foundation
import Testing
import YAMLReader

/// The examples of `docs/ci`: what their script lines do where a platform would run them.
///
/// The platforms' own parts (images, artifacts) are not here; a folder stands for what they carry from job to job.
@Suite(.timeLimit(.minutes(5)), .enabled(if: AssayBinary.url != nil)) struct CIExampleTests {
    private static func documents(_ name: String) throws -> [YAMLNode] {
        let url = AssayBinary.project.appendingPathComponent("docs/ci/\(name)")
        let text = try String(contentsOf: url, encoding: .utf8)
        return try YAMLDocument.read(SourceFile(path: name, text: text)).compactMap(\.root)
    }

    private static func node(_ root: YAMLNode, _ path: String...) throws -> YAMLNode {
        try path.reduce(root) { node, key in
            try #require(Int(key).map { node.items[$0] } ?? node[key], "no '\(key)' of \(path)")
        }
    }

    /// A copy of the shipped project with one scenario that the model fails, in the manner of a CI's checkout.
    private static func checkout(fails: Bool) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for part in ["specs", "golden"] {
            let source = AssayBinary.project.appendingPathComponent(part)
            try FileManager.default.copyItem(at: source, to: folder.url.appendingPathComponent(part))
        }
        let project = try String(contentsOf: AssayBinary.project.appendingPathComponent("assay.yaml"), encoding: .utf8)
        try folder.write(project, to: "assay.yaml")
        if fails {
            try folder.write(
                """
                assay: 1
                defaults: {given: {clock: 2015-07-01T00:00:00Z, messages: data/edges.csv, spaces: data/spaces.csv}}
                scenarios:
                  - {id: red, request: {method: GET, path: /nowhere}, expect: {status: 200}}

                """, to: "specs/message-reports/broken.yaml")
        }
        return folder
    }

    /// Runs a script line by a shell, as `assay` of the search path.
    private static func shell(_ line: String, in folder: TemporaryFolder, _ environment: [String: String] = [:]) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-ec", line]
        process.currentDirectoryURL = folder.url
        let program = try #require(AssayBinary.url).deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        process.environment = environment.merging(["PATH": "\(program):\(path)"]) { $1 }
        process.standardOutput = try FileHandle(forWritingTo: makeFile(folder, "stdout"))
        process.standardError = try FileHandle(forWritingTo: makeFile(folder, "stderr"))
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private static func errors(_ folder: TemporaryFolder) -> String { (try? folder.read("stderr")) ?? "" }

    private static func makeFile(_ folder: TemporaryFolder, _ name: String) throws -> URL {
        try folder.write("", to: name)
        return folder.url.appendingPathComponent(name)
    }

    /// The reports of four machines, each with a checkout of its own, brought together.
    private func artifacts(of line: (Int) -> String, _ environment: (Int) -> [String: String], fails: Bool) throws
        -> (folder: TemporaryFolder, exits: [Int32])
    {
        let (checkout, gathered) = (try Self.checkout(fails: fails), try TemporaryFolder())
        var exits: [Int32] = []
        for part in 1...4 {
            exits.append(try Self.shell(line(part), in: checkout, environment(part)))
            let file = "shard-\(part).jsonl"
            try gathered.write(checkout.read(file), to: file)
        }
        return (gathered, exits)
    }

    @Test(arguments: [false, true]) func `the lines for GitHub run four parts and judge them together`(fails: Bool) throws {
        let jobs = try Self.node(#require(try Self.documents("github.yml").first), "jobs")
        let shards = try Self.node(jobs, "run", "strategy", "matrix", "shard").items.map(\.text)
        #expect(shards == ["1", "2", "3", "4"])
        let line = try Self.node(jobs, "run", "steps", "1", "run").text
        let (folder, exits) = try artifacts(
            of: { line.replacing("${{ matrix.shard }}", with: String($0)) }, { _ in [:] }, fails: fails)
        #expect(exits.filter { $0 != 0 } == (fails ? [1] : []))
        let report = try Self.node(jobs, "report", "steps", "1", "run").text
        let exit = try Self.shell(report, in: folder, ["GITHUB_STEP_SUMMARY": "summary.md"])
        #expect(exit == (fails ? 1 : 0), "\(Self.errors(folder))")
        #expect(try folder.read("summary.md").contains(fails ? /passed, 1 failed/ : /\d+ cases: \d+ passed \(/))
        #expect(try folder.read("report.html").hasSuffix("</html>\n"))
    }

    @Test(arguments: [false, true]) func `the lines for GitLab run four parts and judge them together`(fails: Bool) throws {
        let root = try #require(try Self.documents("gitlab.yml").first)
        #expect(try Self.node(root, "run", "parallel").text == "4")
        let line = try Self.node(root, "run", "script", "0").text
        let (folder, exits) = try artifacts(
            of: { _ in line }, { ["CI_NODE_INDEX": String($0), "CI_NODE_TOTAL": "4"] }, fails: fails)
        #expect(exits.filter { $0 != 0 } == (fails ? [1] : []))
        let exit = try Self.shell(Self.node(root, "report", "script", "0").text, in: folder)
        #expect(exit == (fails ? 1 : 0), "\(Self.errors(folder))")
        for file in try Self.node(root, "report", "artifacts", "paths").items.map(\.text) + ["junit.xml"] {
            #expect(try !folder.read(file).isEmpty)
        }
    }

    @Test func `the lines for Kubernetes run four parts and judge them together`() throws {
        let jobs = try Self.documents("kubernetes.yaml")
        try #require(jobs.count == 2)
        #expect(try Self.node(jobs[0], "spec", "completionMode").text == "Indexed")
        #expect(try Self.node(jobs[0], "spec", "completions").text == "4")
        // Both pods have the volume at the same place.
        let containers = try jobs.map { try Self.node($0, "spec", "template", "spec", "containers", "0") }
        let places = try containers.map { try Self.node($0, "volumeMounts", "0", "mountPath").text }
        #expect(places == ["/reports", "/reports"])
        let checkout = try Self.checkout(fails: false)
        let lines = try containers.map { try Self.node($0, "args", "0").text.replacing("/reports/", with: "reports/") }
        try checkout.write("", to: "reports/.keep")
        for index in 0..<4 {
            #expect(try Self.shell(lines[0], in: checkout, ["JOB_COMPLETION_INDEX": String(index)]) == 0)
        }
        #expect(try Self.shell(lines[1], in: checkout) == 0, "\(Self.errors(checkout))")
        #expect(try checkout.read("stdout").contains(/\d+ cases: \d+ passed \(/))
    }

    @Test(arguments: ["github.yml", "gitlab.yml"]) func `the README shows the files as they are`(name: String) throws {
        let file = try String(contentsOf: AssayBinary.project.appendingPathComponent("docs/ci/\(name)"), encoding: .utf8)
        let blocks = try PageExamples(page: "README.md").blocks.filter { $0.arguments == ["docs/ci/\(name)"] }
        #expect(blocks.map(\.text) == [file])
    }
}
