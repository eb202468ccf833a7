import AssayCore
import Testing
import YAMLReader

/// Each of these is refused, or read, in a time that grows with its size alone.
@Suite(.timeLimit(.minutes(1)))
struct HostileInputTests {
    @Test func `a billion laughs are refused at the alias that goes too far`() {
        var text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1..<30 {
            text += "a\(level): &a\(level) [" + (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n"
        }
        let found = diagnostics(of: text)
        #expect(found.map(\.id) == ["alias-expansion"])
        #expect(found.first?.range?.start.line == 6)
    }

    @Test func `a billion laughs by merging are refused`() {
        let keys = (0..<2000).map { "k\($0): 1" }.joined(separator: ", ")
        let text = "- &a {\(keys)}\n" + String(repeating: "- {<<: *a}\n", count: 5000)
        #expect(diagnostics(of: text).map(\.id) == ["alias-expansion"])
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[{", "[? ", "&a [", "!t ["])
    func `deep nesting is refused early`(opening: String) {
        let found = diagnostics(of: String(repeating: opening, count: 100_000))
        #expect(found.contains { $0.id == "too-deep" || $0.id == "yaml-syntax" })
    }

    @Test func `ten thousand brackets are too deep`() {
        let text = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(diagnostics(of: text).map(\.id) == ["too-deep"])
        #expect(diagnostics(of: text).first?.range == SourceRange(line: 1, column: 101))
    }

    @Test func `scalars and keys of a megabyte are read`() throws {
        let long = String(repeating: "é", count: 1 << 19)
        let node = try root(of: "? \(long)\n: '\(long)'\nb: |\n  \(long)\n")
        #expect(node[long]?.text.utf8.count == 1 << 20)
        #expect(node["b"]?.text.utf8.count == 1 << 20 + 1)
        #expect(node.entries[0].key.range.end.column == 3 + 1 << 19)
    }

    @Test func `messages quote no more than they must`() {
        let long = String(repeating: "x", count: 1 << 20)
        for text in [
            "{? \(long) : 1, ? \(long) : 2}", "- *\(long)", "!!int \(long)", "- &\(long) [*\(long)]", "a: 1\n\(long)\nb: 2",
            "\(long):x\nb: 2", "a: 1\n\(long):x\nb: 2", "{a: !\(long)}",
        ] {
            let found = diagnostics(of: text)
            #expect(found.count == 1)
            #expect(found.allSatisfy { $0.rendered().utf8.count < 2000 }, "\(found.first?.id ?? "")")
        }
    }

    @Test func `a mapping of many keys takes time in proportion`() throws {
        let text = (0..<50_000).map { "key\($0): \($0)\n" }.joined()
        #expect(try root(of: text).entries.count == 50_000)
        #expect(diagnostics(of: text + "key77: 1\n").map(\.id) == ["duplicate-key"])
    }

    @Test func `random bytes are read or refused with a message`() {
        var state: UInt64 = 1
        for _ in 0..<2000 {
            let bytes = (0..<40).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let letters = Array("[]{}:,-?#&*!|>'\"%@ \n\tab<\\0é".utf8)
                return state >> 60 == 0 ? UInt8(truncatingIfNeeded: state >> 40) : letters[Int(state >> 33) % letters.count]
            }
            for diagnostic in diagnostics(of: SourceFile(path: "test.yaml", bytes: bytes)) {
                #expect(!diagnostic.message.isEmpty && !diagnostic.rendered().isEmpty)
            }
        }
    }
}
