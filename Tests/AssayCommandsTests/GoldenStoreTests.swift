import Foundation
import Testing

@testable import AssayCommands

struct GoldenStoreTests {
    private let root: TemporaryFolder

    init() throws { root = try TemporaryFolder() }

    private func write(_ text: String, to path: String) throws {
        var store = GoldenStore(folder: root.path + "/golden", shownFolder: "golden")
        try store.stage(Array(text.utf8), for: path)
        try store.commit()
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

    @Test func `what is staged changes nothing until all of it is there`() throws {
        try root.write("old", to: "golden/a.json")
        do {
            var store = GoldenStore(folder: root.path + "/golden", shownFolder: "golden")
            try store.stage(Array("new".utf8), for: "a.json")
            try store.stage(Array("new".utf8), for: "b/c.json")
            #expect(try root.text("golden/a.json") == "old")
            #expect(store.writtenCount == 0)
        }
        #expect(try root.text("golden/a.json") == "old")
        #expect(try FileSystem.names(in: root.path + "/golden") == ["a.json", "b"])
        #expect(try FileSystem.names(in: root.path + "/golden/b") == [])
    }

    @Test func `many files in many folders are written`() throws {
        var store = GoldenStore(folder: root.path + "/golden", shownFolder: "golden")
        for number in 0..<50 { try store.stage(Array("\(number)".utf8), for: "f\(number % 3)/\(number).txt") }
        try store.commit()
        #expect(store.writtenCount == 50)
        for number in 0..<50 { #expect(try root.text("golden/f\(number % 3)/\(number).txt") == "\(number)") }
    }

    @Test func `a golden's name may be as long as names can be`() throws {
        let name = String(repeating: "n", count: 250) + ".json"
        try write("x", to: name)
        #expect(try root.text("golden/" + name) == "x")
    }

    @Test func `a folder or a file that stands in the way is named`() throws {
        try root.write("x", to: "golden/a/b.json")
        try root.write("x", to: "golden/file")
        #expect(reason { try write("new", to: "a") } == "golden/a: it is not a file")
        #expect(reason { try write("new", to: "file/c.json") } == "golden/file: it is no folder, and goldens are to lie below it")
    }

    private func reason(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)"
        }
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
