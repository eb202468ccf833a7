import Foundation
import Testing

@testable import AssayCommands

struct GoldenLeftoversTests {
    @Test func `what a killed process left is found in every folder and taken away`() throws {
        let root = try TemporaryFolder()
        // No process has this number: Linux ends at 2^22.
        try root.write("half", to: "golden/.assay-99999999-0.tmp")
        try root.write("half", to: "golden/v1.2/deep/.assay-99999999-1.tmp")
        try root.write("{}", to: "golden/v1.2/deep/a.json")
        try root.write("mine", to: "golden/.assay-notes")
        let leftovers = GoldenLeftovers(in: root.path + "/golden")
        #expect(leftovers.paths == [".assay-99999999-0.tmp", "v1.2/deep/.assay-99999999-1.tmp"])
        #expect(leftovers.remove() == 2)
        #expect(try FileSystem.names(in: root.path + "/golden") == [".assay-notes", "v1.2"])
        #expect(try FileSystem.names(in: root.path + "/golden/v1.2/deep") == ["a.json"])
    }

    @Test func `what a running process is about to name stays`() throws {
        let root = try TemporaryFolder()
        try root.write("half", to: "golden/.assay-\(getppid())-0.tmp")
        #expect(GoldenLeftovers(in: root.path + "/golden").paths.isEmpty)
    }

    @Test func `a golden folder that is not there has none`() throws {
        #expect(GoldenLeftovers(in: try TemporaryFolder().path + "/golden").paths.isEmpty)
    }
}
