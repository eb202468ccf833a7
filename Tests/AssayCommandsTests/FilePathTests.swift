import Testing

@testable import AssayCommands

struct FilePathTests {
    @Test(arguments: [
        ("a/./b//../c", "a/c"), ("../a", "../a"), ("a/../../b", "../b"), ("/../a", "/a"), ("./", ""), ("/", "/"),
    ])
    func `dots are taken out`(path: String, expected: String) {
        #expect(FilePath.normalized(path) == expected)
    }

    @Test func `a folder whose name begins like another is not above it`() {
        #expect(FilePath.path("/a/bc/d", below: "/a/b") == nil)
        #expect(FilePath.path("/a/b/d", below: "/a/b") == "d")
        #expect(FilePath.path("/a/b", below: "/a/b") == nil)
        #expect(FilePath.path("/a", below: "/") == "a")
    }
}
