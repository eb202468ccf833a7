import Testing

@testable import Patterns

struct PatternTests {
    @Test(arguments: [
        ("report.*\\.csv", "report-1.csv", true), ("report.*\\.csv", "report-1.csv.gz", false), ("a|ab", "ab", true),
        ("", "", true), ("", "a", false), ("^a$", "a", true), ("^a$", "a\n", false), ("a$", "a\n", false),
        (".", "\u{1F600}", true),
        (".", "e\u{301}", false), ("\\d", "\u{663}", false), ("\\w", "é", false), ("(*UCP)\\w", "é", true),
        ("a.b", "a\nb", false),
        ("(?s)a.b", "a\nb", true), ("(?i)ABC", "abc", true), ("a\0b", "a\0b", true), ("[^\\0]+", "a", true),
    ])
    func `a pattern matches the whole text`(pattern: String, text: String, matches: Bool) throws {
        let compiled = try Pattern(pattern)
        #expect(compiled.matchesWhole(text) == (matches ? .matched : .notMatched))
        #expect(compiled.matchesWhole(Array(text.utf8)) == (matches ? .matched : .notMatched))
    }

    @Test func `a search finds a part of the text`() throws {
        let pattern = try Pattern("b+")
        #expect(pattern.search("abc") == .matched)
        #expect(pattern.search(Array("abc".utf8)) == .matched)
        #expect(pattern.search("ac") == .notMatched)
    }

    @Test(arguments: [
        ("(a", "missing closing parenthesis", 2), ("ää[", "missing terminating ] for character class", 3),
        ("a{2,1}", "numbers out of order in {} quantifier", 5), ("\\C", "using \\C is disabled by the application", 2),
        ("*", "quantifier does not follow a repeatable item", 0),
    ])
    func `what is no pattern is refused with the reason and the place`(pattern: String, message: String, offset: Int) {
        #expect(throws: PatternSyntaxError(message: message, offset: offset)) { try Pattern(pattern) }
    }

    @Test func `a pattern may not be longer than 64 KiB`() {
        #expect(throws: PatternSyntaxError.self) { try Pattern(String(repeating: "a", count: 65_537)) }
    }

    @Test func `bytes that are not UTF-8 are not matched`() throws {
        #expect(try Pattern("(?s).*").matchesWhole([0x61, 0xFF]) == .notMatched)
    }

    @Test(arguments: ["(a+)+$", "(a|aa)+$", "(.*)*b", "((a?){30}){30}b", "(?:(?=(a+))\\1?)+b", "(a)(?1)*+(?:\\1+)+b"])
    func `a pattern that would try for years gives up in time`(pattern: String) throws {
        let compiled = try Pattern(pattern)
        let text = String(repeating: "a", count: 40) + "!"
        let clock = ContinuousClock()
        let time = clock.measure {
            #expect(compiled.matchesWhole(text) != .matched)
            #expect(compiled.search(text) != .matched)
        }
        #expect(time < .seconds(10))
    }

    @Test func `a limit that was reached is told apart from no match`() throws {
        #expect(try Pattern("(a+)+b").matchesWhole(String(repeating: "a", count: 40)) != .matched)
        #expect(try Pattern("(x+x+)+y").search(String(repeating: "x", count: 60) + "z") == .notMatched)
        #expect(try Pattern("(?:(x+x+)+)[yw]").search(String(repeating: "x", count: 60) + "z") == .limitExceeded)
    }

    @Test func `a long text does not run out of stack`() throws {
        let text = String(repeating: "ab", count: 100_000)
        #expect(try Pattern("(?:a|b)*").matchesWhole(text) == .matched)
        #expect(try Pattern("(a|b)*").matchesWhole(text) == .matched)
        #expect(try Pattern("(?:(a)|(b))*?").matchesWhole(text) == .matched)
    }

    @Test func `one pattern serves several tasks at once`() async throws {
        let pattern = try Pattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    (0..<2000).count { index in
                        let isGood = (index + task).isMultiple(of: 2)
                        let text = isGood ? "01234567-89ab-cdef-0123-456789abcdef" : "01234567-89ab-cdef-0123-456789abcdeg"
                        return (pattern.matchesWhole(text) == .matched) != isGood
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
