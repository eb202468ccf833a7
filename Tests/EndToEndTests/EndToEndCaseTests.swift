import Foundation
import Testing

/// The real program over the projects in `cases/`, every byte of what it prints.
///
/// `ASSAY_UPDATE_GOLDENS=1` rewrites `stdout`, `stderr` and `exit`; a test that changed one fails. It is refused in CI.
struct EndToEndCaseTests {
    static let isUpdating = ProcessInfo.processInfo.environment["ASSAY_UPDATE_GOLDENS"] == "1"
    static let isCI = !(ProcessInfo.processInfo.environment["CI"] ?? "").isEmpty

    @Test(arguments: EndToEndCase.all("conforms"))
    func `a project that conforms exits with 0 and says so`(example: EndToEndCase) throws {
        #expect(try check(example) == 0)
    }

    @Test(arguments: EndToEndCase.all("violates"))
    func `a violation exits with 1 and is shown with its place, what was due and what came`(example: EndToEndCase) throws {
        #expect(try check(example) == 1)
    }

    @Test(arguments: EndToEndCase.all("unusable"))
    func `an input that cannot be used exits with 2, 3 or 4 and is named at its place`(example: EndToEndCase) throws {
        #expect([2, 3, 4].contains(try check(example)))
    }

    @Test(arguments: ["conforms", "violates", "unusable"])
    func `there are cases of each kind`(kind: String) {
        #expect(EndToEndCase.all(kind).count >= 3)
    }

    /// Compares a run with what is recorded and returns its exit code.
    private func check(_ example: EndToEndCase) throws -> Int32 {
        let output = try example.run()
        let actual = [
            ("stdout", output.stdout), ("stderr", output.stderr), ("exit", Array("\(output.exit)\n".utf8)),
        ]
        let differing = actual.filter { !matches($1, golden: example.bytes(of: $0)) }
        guard !differing.isEmpty else { return output.exit }
        if Self.isUpdating, !Self.isCI {
            for (file, bytes) in differing {
                let url = example.url.appendingPathComponent(file)
                try Data(renewed(example.bytes(of: file), with: bytes)).write(to: url)
                Issue.record("rewritten: \(url.path)")
            }
            return output.exit
        }
        if Self.isUpdating { Issue.record("goldens are not rewritten in CI") }
        for (file, bytes) in differing {
            let kept = AssayBinary.project.appendingPathComponent(".build/end-to-end/\(example.name)/\(file)")
            try FileManager.default.createDirectory(
                at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: kept)
            Issue.record(
                """
                \(file) differs
                recorded: \(example.url.appendingPathComponent(file).path)
                now:      \(kept.path)
                \(String(decoding: bytes, as: UTF8.self))
                """)
        }
        return output.exit
    }

    @Test(arguments: [
        ("a\nb\n", "a\nb\n", true), ("a\nb\n", "a\nc\n", false), ("took 12 ms\n", "took ~~~ ms\n", true),
        ("took  ms\n", "took ~~~ ms\n", true), ("took 12 s\n", "took ~~~ ms\n", false), ("a\nb", "~~~", false),
        ("a", "a\n", false), ("x1y2z", "x~~~y~~~z", true), ("x1y2", "x~~~y~~~z", false), ("xy", "x~~~xy", false),
        ("e\u{301}", "\u{e9}", false), ("^~~~", "^~~~", true), ("^x~~", "^~~~", false), ("x", "~~~~", false),
        ("~~~~", "~~~~", true), ("^~~~ got 2", "^~~~ got ~~~", true),
    ])
    func `three tildes stand for any text in their line, and everything else for itself`(
        text: String, golden: String, isMatch: Bool
    ) {
        #expect(matches(Array(text.utf8), golden: Array(golden.utf8)) == isMatch)
    }

    @Test func `a renewed golden keeps the lines that still fit`() {
        let golden = renewed(Array("took ~~~ ms\nold\n".utf8), with: Array("took 12 ms\nnew\n".utf8))
        #expect(golden == Array("took ~~~ ms\nnew\n".utf8))
    }
}
