import Foundation
import Testing

@testable import AssayCommands

struct GoldenStoreTests {
    private let root: TemporaryFolder

    init() throws { root = try TemporaryFolder() }

    private func write(_ text: String, to path: String) throws {
        var store = GoldenStore(folder: root.path + "/golden", shownFolder: "golden")
        try store.write(Array(text.utf8), to: path)
    }

    @Test func `folders are made, and what was written is there`() throws {
        try write("one", to: "a/b/c.json")
        try write("two", to: "a/b/c.json")
        #expect(try root.text("golden/a/b/c.json") == "two")
        #expect(try FileSystem.names(in: root.path + "/golden/a/b") == ["c.json"])
    }

    @Test func `a replaced file keeps its permissions`() throws {
        try root.write("old", to: "golden/c.json")
        try #require(chmod(root.path + "/golden/c.json", 0o640) == 0)
        try write("new", to: "c.json")
        var status = stat()
        try #require(stat(root.path + "/golden/c.json", &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o640)
    }

    @Test func `a symbolic link is refused and what it leads to stays`() throws {
        try root.write("old", to: "elsewhere.json")
        try root.write("", to: "golden/other")
        try #require(symlink(root.path + "/elsewhere.json", root.path + "/golden/c.json") == 0)
        #expect(throws: FileFailure.self) { try write("new", to: "c.json") }
        #expect(try root.text("elsewhere.json") == "old")
    }

    @Test func `a folder that leads out of the golden folder is refused`() throws {
        try root.write("", to: "outside/x")
        try root.write("", to: "golden/other")
        try #require(symlink(root.path + "/outside", root.path + "/golden/a") == 0)
        #expect(throws: FileFailure.self) { try write("new", to: "a/c.json") }
        #expect(throws: FileFailure.self) { try write("new", to: "../c.json") }
        #expect(try FileSystem.names(in: root.path + "/outside") == ["x"])
    }

    @Test func `what a killed process left is taken away`() throws {
        // No process has this number: Linux ends at 2^22.
        try root.write("half", to: "golden/.c.json.tmp-99999999")
        try root.write("half", to: "golden/.d.json.tmp-99999999")
        try write("new", to: "c.json")
        #expect(try FileSystem.names(in: root.path + "/golden") == ["c.json"])
    }
}

/// A folder of its own for a test, gone after it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = try #require(FileSystem.resolved(folder.path))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        try FileSystem.makeFolder(FilePath.folder(of: path + "/" + name))
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
    }

    func text(_ name: String) throws -> String { String(decoding: try FileSystem.content(of: path + "/" + name), as: UTF8.self) }
}
