import Testing

@testable import DataFormats

struct IRegexpTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("a|b", "b", true), ("a|", "", true), ("(ab)*c", "ababc", true),
        ("(ab)*c", "abac", false), ("a{2}", "aa", true),
        ("a{2}", "aaa", false), ("a{2,}", "aaaa", true), ("a{2,3}", "aaaa", false), ("a{0}", "", true), ("[^a-c]+", "xyz", true),
        ("[^a-c]+", "xaz", false),
        ("[a-]", "-", true), ("[-a]", "-", true), (".", "\n", false), (".", "\r", false), (".", "\u{2028}", true),
        (".", "😀", true), ("\\p{L}+", "Éß", true),
        ("\\p{Nd}", "٣", true), ("[\\P{L}]", "a", false), ("\\.", ".", true), ("\\.", "a", false), ("^$", "", true),
        ("^a$|b", "a", true), ("a^b", "a^b", false), ("\\^[$]", "^$", true), ("(^a$)*", "a", true),
        ("a.c", "a\u{301}c", true),
        ("é", "e\u{301}", false), ("[\\]\\-\\\\]+", "]-\\", true), ("(a|b)?c", "c", true), ("\\n\\r\\t", "\n\r\t", true),
    ])
    func `a whole text matches or does not`(pattern: String, text: String, expected: Bool) throws {
        #expect(try #require(IRegexp(parsing: pattern)).matchesWhole(text) == expected)
    }

    @Test(arguments: [
        ("b+", "abbc", true), ("^a", "ba", false), ("c$", "cb", false), ("^a", "ab", true), ("c$", "bc", true), ("", "x", true),
        ("ab", "aab", true), ("x", "", false),
    ])
    func `a match is found anywhere`(pattern: String, text: String, expected: Bool) throws {
        #expect(try #require(IRegexp(parsing: pattern)).isFound(in: text) == expected)
    }

    @Test(arguments: [
        "*", "a**", "(", ")", "a)", "[", "[]", "[^]", "[b-a]", "[a-\\p{L}]", "[a--]", "\\d", "\\w", "\\", "a{", "a{}", "a{,2}",
        "a{3,2}", "a{1", "\\p{X}", "\\p{Lx}",
        "\\pL", "(?:a)", "{", "}", "]", "[[a]]", "a{99999999999999999999}", "(a{1000}){1000}", "(){20000}{20000}",
        "((){20000}){20000}",
    ])
    func `what the grammar does not have is refused`(pattern: String) {
        #expect(IRegexp(parsing: pattern) == nil)
    }

    @Test func `no pattern and no text take more than their product`() throws {
        let text = String(repeating: "a", count: 5000)
        #expect(try !#require(IRegexp(parsing: "(a*)*b")).matchesWhole(text))
        #expect(try !#require(IRegexp(parsing: "(a|a)*(a|aa)+b")).isFound(in: text))
        #expect(IRegexp(parsing: String(repeating: "(", count: 100_000)) == nil)
    }

    @Test func `what goes beyond its budget is given up`() throws {
        let pattern = try #require(IRegexp(parsing: "(a?){100}b"))
        var budget = 10_000
        #expect(!pattern.isFound(in: String(repeating: "a", count: 1_000_000) + "b", budget: &budget))
        #expect(budget < 0 && budget > -10_000)
    }
}

extension IRegexp {
    fileprivate func matchesWhole(_ text: String) -> Bool {
        var budget = Int.max
        return matchesWhole(text, budget: &budget)
    }

    fileprivate func isFound(in text: String) -> Bool {
        var budget = Int.max
        return isFound(in: text, budget: &budget)
    }
}
