import AssayCore
import FoundationEssentials
import Testing

@testable import ScenarioLoading

/// The suite that the project ships is user data: it must load without a fault.
struct ShippedSuiteTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func file(_ path: String) throws -> SourceFile {
        SourceFile(path: path, bytes: Array(try Data(contentsOf: Self.folder.appending(path: path))))
    }

    @Test func `every file of the shipped suite loads`() throws {
        let project = try loadProject(try file("assay.yaml"))
        let specification = try loadSpecification(try file("specs/message-reports/spec.yaml"))
        let context = LoadingContext(
            specifications: [specification], targets: project.targets.map(\.name), inputs: ["messages", "spaces"])
        let names = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.appending(path: "specs/message-reports").path)
        var cases = 0
        var report = ""
        for name in names.sorted() where name.hasSuffix(".yaml") && name != "spec.yaml" {
            do {
                let suite = try loadSuite(
                    try file("specs/message-reports/\(name)"), named: "message-reports/\(name)", in: context)
                cases += suite.scenarios.reduce(0) { $0 + $1.cases.count }
                report += suite.warnings.map { $0.rendered() }.joined()
            } catch let invalid as InvalidInput {
                report += invalid.diagnostics.map { $0.rendered() }.joined()
            }
        }
        #expect(report.isEmpty, "\(report)")
        #expect(cases >= 150)
    }
}
