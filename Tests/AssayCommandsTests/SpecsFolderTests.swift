import Foundation
import Testing

@testable import AssayCommands

struct SpecsFolderTests {
    private let root: TemporaryFolder
    private let folder: SpecsFolder

    init() throws {
        root = try TemporaryFolder()
        try root.write("", to: "specs/a/b.yaml")
        try root.write("", to: "specs/a/.hidden.yaml")
        try root.write("", to: "specs/c.yml")
        try root.write("", to: "specs/d.YAML")
        try root.write("", to: "specs/a/data.csv")
        folder = SpecsFolder(project: root.path, allowsOutside: false)
    }

    @Test func `YAML files are found in the order of their paths`() throws {
        #expect(try folder.files(below: "specs") == ["specs/a/b.yaml", "specs/c.yml", "specs/d.YAML"])
    }

    @Test func `a link that leads nowhere is not passed over`() throws {
        try #require(symlink("nowhere", root.path + "/specs/link.yaml") == 0)
        #expect(try folder.files(below: "specs").contains("specs/link.yaml"))
    }

    @Test func `a link that leads outside is refused`() throws {
        try #require(symlink("/etc/hostname", root.path + "/specs/link.yaml") == 0)
        let failure = #expect(throws: FileFailure.self) { try folder.files(below: "specs") }
        #expect(failure?.path == "specs/link.yaml")
    }
}
