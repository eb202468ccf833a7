import AssayCore
import Foundation
import Testing

@testable import AssayCommands

struct DiskFilesTests {
    private let root: TemporaryFolder
    private let scenario = SourceFile(path: "specs/a/b.yaml", text: "")

    init() throws {
        root = try TemporaryFolder()
        try root.write("inside", to: "project/specs/a/data/rows.csv")
        try root.write("golden", to: "project/golden/a/b.json")
        try root.write("outside", to: "outside.csv")
        try #require(symlink(root.path + "/outside.csv", root.path + "/project/specs/a/link.csv") == 0)
        try #require(symlink(root.path, root.path + "/project/golden/up") == 0)
    }

    private func files(allowsOutside: Bool = false) -> DiskFiles {
        DiskFiles(projectFolder: root.path + "/project", goldenFolder: "golden", allowsOutside: allowsOutside)
    }

    @Test func `a file is found from the scenario that names it`() throws {
        #expect(try files().bytes("data/rows.csv", namedIn: scenario) == Array("inside".utf8))
        #expect(try files().bytes("../a/data/rows.csv", namedIn: scenario) == Array("inside".utf8))
    }

    @Test(arguments: ["../../../outside.csv", "link.csv", "/etc/hostname"])
    func `a file outside the project is refused unless that is allowed`(path: String) throws {
        #expect(throws: FileFailure.self) { try files().bytes(path, namedIn: scenario) }
        if path != "/etc/hostname" {
            #expect(try files(allowsOutside: true).bytes(path, namedIn: scenario) == Array("outside".utf8))
        }
    }

    @Test func `a data file is shared, however it is named`() throws {
        let files = files()
        #expect(try files.data("data/rows.csv", namedIn: scenario) === files.data("./data/../data/rows.csv", namedIn: scenario))
    }

    @Test func `a golden that is not there is none, and one outside is refused`() throws {
        #expect(try files().golden("a/b.json") == Array("golden".utf8))
        #expect(try files().golden("a/c.json") == nil)
        #expect(try files().golden("c/c.json") == nil)
        #expect(throws: FileFailure.self) { try files().golden("../specs/a/data/rows.csv") }
        #expect(throws: FileFailure.self) { try files().golden("up/outside.csv") }
    }
}
