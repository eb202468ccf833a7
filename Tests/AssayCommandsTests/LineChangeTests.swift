import Testing

@testable import AssayCommands

struct LineChangeTests {
    private func shown(_ old: String?, _ new: String) -> [String] {
        LineChange(from: old.map { Array($0.utf8) }, to: Array(new.utf8)).lines(path: "g").map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    @Test func `a changed line is shown between three lines before and after it`() {
        #expect(
            shown("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") == [
                "--- g", "+++ g", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8",
            ])
    }

    @Test func `a new file is shown whole`() {
        #expect(shown(nil, "a\nb\n") == ["--- (no file)", "+++ g", "@@ -0,0 +1,2 @@", "+a", "+b"])
    }

    @Test func `a missing line break at the end is a change`() {
        #expect(shown("a\n", "a") == ["--- g", "+++ g", "@@ -1,1 +1,1 @@", "-a", "+a (no line break at the end)"])
    }

    @Test func `a long change is cut, with the count of what is not shown`() {
        let lines = shown(nil, String(repeating: "x\n", count: 1_000))
        #expect(lines.count == 201)
        #expect(lines.last == "... 803 more lines")
    }

    @Test func `a long line is shown around the first difference from the one that it replaces`() throws {
        let (before, after) = (String(repeating: "é", count: 5_000), String(repeating: "ü", count: 5_000))
        let lines = LineChange(from: Array("\(before)1\(after)\n".utf8), to: Array("\(before)2\(after)\n".utf8)).lines(path: "p")
        let shown = try lines.dropFirst(3).map { try #require(String(validating: $0, as: UTF8.self)) }
        #expect(shown.count == 2)
        #expect(shown[0].hasPrefix("-[... 9900 bytes ...]é") && shown[0].contains("é1ü") && shown[0].hasSuffix(" bytes ...]"))
        #expect(shown[1].contains("é2ü"))
        #expect(lines.allSatisfy { $0.count < 700 })
    }

    @Test(arguments: 0..<200)
    func `what is shown turns the old text into the new one`(seed: Int) {
        var random = SeededGenerator(state: UInt64(seed) &* 7919 &+ 1)
        let old = (0..<Int.random(in: 0..<12, using: &random)).map { _ in String(Int.random(in: 0..<4, using: &random)) }
        let new = (0..<Int.random(in: 0..<12, using: &random)).map { _ in String(Int.random(in: 0..<4, using: &random)) }
        let text = { (lines: [String]) in lines.map { $0 + "\n" }.joined() }
        let shown = shown(text(old), text(new)).dropFirst(2)
        #expect(applied(Array(shown), to: old) == new)
    }

    /// Applies hunks as patch(1) does, and checks that context and removed lines are what stands there.
    private func applied(_ lines: [String], to old: [String]) -> [String]? {
        var result: [String] = []
        var next = 0
        for line in lines {
            let text = String(line.dropFirst())
            switch line.first {
            case "@":
                let numbers = line.split(separator: " ")[1].dropFirst().split(separator: ",").compactMap { Int($0) }
                let start = numbers[1] == 0 ? numbers[0] : numbers[0] - 1
                guard next <= start else { return nil }
                result += old[next..<start]
                next = start
            case "+": result.append(text)
            default:
                guard next < old.count, old[next] == text else { return nil }
                if line.first == " " { result.append(text) }
                next += 1
            }
        }
        return result + old[next...]
    }
}

/// SplitMix64, for tests that are the same each time: https://prng.di.unimi.it/splitmix64.c
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
