import Testing

@testable import ConformanceReporting

struct WorstFirstTests {
    private static func text(_ pieces: [[UInt8]]) -> String {
        pieces.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }

    @Test func `the least bad goes first, the last of it`() {
        var pieces = WorstFirst(kinds: 3, count: 3)
        for (kind, text) in [(2, "c1"), (2, "c2"), (1, "b1"), (0, "a1"), (1, "b2"), (0, "a2"), (0, "a3"), (0, "a4")] {
            pieces.add(kind: kind) { Array(text.utf8) }
        }
        #expect(Self.text(pieces.pieces) == "a1 a2 a3")
        #expect((0..<3).map { pieces.leftOut(of: $0) } == [1, 2, 2])
        #expect((0..<3).map { pieces.count(of: $0) } == [4, 2, 2])
    }

    @Test func `bytes count as well, and of a kind the first ones are kept`() {
        var pieces = WorstFirst(kinds: 2, count: 10, bytes: 5)
        for (kind, text) in [(1, "bb"), (0, "aa"), (1, "bbb"), (1, "b"), (0, "aa"), (0, "aaaa"), (0, "a")] {
            pieces.add(kind: kind) { Array(text.utf8) }
        }
        #expect(Self.text(pieces.pieces) == "aa aa")
        #expect(pieces.leftOut == 5)
    }

    @Test func `what there is no room for is not made`() {
        var pieces = WorstFirst(kinds: 2, count: 1)
        var made = 0
        for _ in 0..<5 {
            pieces.add(kind: 0) {
                made += 1
                return [1]
            }
        }
        #expect(made == 1)
        #expect(pieces.leftOut == 4)
    }
}
