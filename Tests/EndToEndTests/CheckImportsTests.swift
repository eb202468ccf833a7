import Foundation
import Testing

/// `scripts/check-imports`, the table of who may import what.
struct CheckImportsTests {
    static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs the script on `folder` and returns its exit code and what it complained of.
    static func complaints(in folder: URL) throws -> (code: Int32, text: String) {
        let process = Process()
        let errors = Pipe()
        process.executableURL = project.appendingPathComponent("scripts/check-imports")
        process.arguments = [folder.path]
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    @Test func `the project keeps to the table`() throws {
        let (code, text) = try Self.complaints(in: Self.project)
        #expect(code == 0, "\(text)")
    }

    @Test(arguments: [
        ("AssayCore", "import Foundation", "Foundation"), ("Patterns", "public import Foundation", "Foundation"),
        ("Comparison", "@preconcurrency import FoundationEssentials", "FoundationEssentials"),
        ("ScenarioLoading", "import CLibYAML", "CLibYAML"), ("DataFormats", "internal import CPCRE2", "CPCRE2"),
        ("ConformanceReporting", "  @_spi(X) package import struct ScenarioRunning.Runner", "ScenarioRunning"),
        ("MessageReports", "import AssayCore; import Foundation", "Foundation"),
        ("ScenarioRunning", "import ArgumentParser", "ArgumentParser"), ("assay", "import Foundation.NSString", "Foundation"),
    ])
    func `an import that is not in the table is named and fails`(module: String, line: String, name: String) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let sources = folder.appendingPathComponent("Sources/\(module)/Deep")
        try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
        try Data("// A comment\n\(line)\n".utf8).write(to: sources.appendingPathComponent("File.swift"))
        let (code, text) = try Self.complaints(in: folder)
        #expect(code == 1)
        #expect(text.contains("Sources/\(module)/Deep/File.swift:2: \(module) may not import \(name)\n"), "\(text)")
    }

    @Test func `a module that is not in the table fails`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("Sources/Stranger"), withIntermediateDirectories: true)
        #expect(try Self.complaints(in: folder).code == 1)
    }
}
