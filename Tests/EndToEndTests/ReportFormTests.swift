import Foundation
import Testing

/// What programs of others make of the reports that the program writes.
struct ReportFormTests {
    static let python = tool("python3")
    static let xmllint = tool("xmllint")
    static let hasJSONSchema: Bool = {
        guard let python, let folder = try? TemporaryFolder() else { return false }
        return (try? exitCode(of: python, ["-c", "import jsonschema; jsonschema.Draft202012Validator"], in: folder.url)) == 0
    }()
    static let projects = ["conforms/report-json", "violates/several-clauses-json", "violates/csv-cell", "violates/json-nested"]

    /// Exits with 1 unless each line of the file is valid against the schema.
    static let validation = """
        import json, sys, jsonschema
        validator = jsonschema.Draft202012Validator(json.load(open(sys.argv[1])))
        for line in open(sys.argv[2], "rb"):
            validator.validate(json.loads(line))
        """

    /// Writes the report of a case's project into a file, and returns the project.
    private func project(_ name: String, reporting format: String) throws -> TemporaryFolder {
        let example = EndToEndCase(name: name)
        let project = try TemporaryFolder()
        try project.add(EndToEndCase.folder.appendingPathComponent("base"))
        try project.add(example.url)
        let output = try AssayBinary.run(["run", "--no-times", "--report", "\(format)=report.\(format)"], in: project.url)
        #expect([0, 1].contains(output.exit), "\(output.errors)")
        return project
    }

    @Test(.enabled(if: python != nil && hasJSONSchema, "python3 with jsonschema 4 is not installed"), arguments: projects)
    func `the native report is valid against its schema`(name: String) throws {
        let schema = AssayBinary.project.appendingPathComponent("docs/schemas/report-1.json").path
        let project = try project(name, reporting: "json")
        #expect(try project.read("report.json").split(separator: "\n").count >= 3)
        let code = try Self.exitCode(
            of: try #require(Self.python), ["-c", Self.validation, schema, "report.json"], in: project.url)
        #expect(code == 0)
    }

    @Test(.enabled(if: xmllint != nil, "xmllint is not installed"), arguments: projects)
    func `the JUnit report is well formed`(name: String) throws {
        let project = try project(name, reporting: "junit")
        let code = try Self.exitCode(of: try #require(Self.xmllint), ["--noout", "--nonet", "report.junit"], in: project.url)
        #expect(code == 0)
    }

    /// Two runs of the same suite give the same bytes, whatever runs beside what.
    @Test(arguments: [
        "text", "json", "junit", "html", "tap", "ctrf", "sarif", "markdown", "github", "earl", "badge", "shields",
    ])
    func `a report does not depend on the number of jobs`(format: String) throws {
        let one = try project("violates/several-clauses", reporting: format).read("report.\(format)")
        let project = try project("violates/several-clauses", reporting: format)
        for jobs in ["1", "2", "7"] {
            _ = try AssayBinary.run(
                ["run", "--no-times", "--jobs", jobs, "--report", "\(format)=report.\(format)"], in: project.url)
            #expect(try project.read("report.\(format)") == one)
        }
    }

    /// The page begins with what only its end tells: what comes between waits in a file without a name.
    @Test func `the page is the same in a file and on standard output, and leaves no other file behind`() throws {
        let project = try project("violates/several-clauses", reporting: "html")
        let page = try project.read("report.html")
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        let output = try AssayBinary.run(["run", "--no-times", "--report", "html"], in: project.url)
        #expect(output.exit == 1)
        #expect(output.text == page)
        let files = try FileManager.default.contentsOfDirectory(atPath: project.url.path)
        #expect(files.filter { $0.hasPrefix(".") } == [])
    }

    private static func tool(_ name: String) -> URL? {
        let installed = AssayBinary.project.appendingPathComponent(".build/test-tools/bin").path
        let folders = [installed] + (ProcessInfo.processInfo.environment["PATH"] ?? "").components(separatedBy: ":")
        return folders.map { URL(fileURLWithPath: $0).appendingPathComponent(name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private static func exitCode(of tool: URL, _ arguments: [String], in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = tool
        process.arguments = arguments
        process.currentDirectoryURL = folder
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
