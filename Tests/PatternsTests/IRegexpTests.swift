import Testing

@testable import Patterns

struct IRegexpTests {
    @Test(arguments: [
        ("a.*", "abc", true), ("a.*", "a\nb", false), (".", "\u{2028}", true), (".", "\r", false), ("a\\.c", "abc", false),
        ("a[.b]c", "a.c", true), ("a[\\].]c", "a]c", true), ("[^a-c]", "d", true), ("[^a-c]", "b", false), ("[-a]+", "a-", true),
        ("[a-]+", "a-", true), ("\\p{Lu}", "Ж", true), ("\\P{Lu}", "Ж", false), ("[\\p{Nd}x]+", "1x", true),
        ("a{2,3}", "aa", true),
        ("a{2}", "aaa", false), ("(ab|c)+", "abcab", true), ("a|b|", "", true), ("#~ &", "#~ &", true), ("a\\n", "a\n", true),
        ("^ab.*", "abc", true), (".*bc$", "abc", true), ("x<y>", "x<y>", true), ("[\\\\^]", "^", true), ("[a^]", "^", true),
        ("[\\--0]", "/", true), ("a[\u{1F600}-\u{1F64F}]", "a\u{1F601}", true),
    ])
    func `an I-Regexp matches as RFC 9485 has it`(pattern: String, text: String, matches: Bool) throws {
        #expect(try Pattern(iRegexp: pattern).matchesWhole(text) == (matches ? .matched : .notMatched))
    }

    @Test(arguments: [
        ("\\d", "'\\d' is not in the grammar of I-Regexp", 0), ("a*?", "nothing to repeat", 2), ("a**", "nothing to repeat", 2),
        ("(?:a)", "nothing to repeat", 1), ("(a", "missing ')'", 0), ("a)", "unmatched ')'", 1), ("[a", "missing ']'", 0),
        ("]", "']' must be escaped", 0), ("[]", "']' must be escaped", 1), ("[a-b-c]", "'-' must be first, last or escaped", 4),
        ("\\p{Greek}", "'Greek' is not a general category of Unicode", 0),
        ("\\p{L", "'L' is not a general category of Unicode", 0),
        ("\\pL", "expected '{' after '\\p'", 0), ("a{,2}", "a count must look like {2}, {2,} or {2,5}", 1),
        ("\\", "nothing after '\\'", 0),
        ("[a[b]]", "'[' must be escaped", 2), ("{", "nothing to repeat", 0), ("}", "'}' must be escaped", 0),
        ("|*", "nothing to repeat", 1),
        ("[a-\\p{L}]", "a range must end in a character", 7),
    ])
    func `what is outside the grammar is refused`(pattern: String, message: String, offset: Int) {
        #expect(throws: PatternSyntaxError(message: message, offset: offset)) { try Pattern(iRegexp: pattern) }
    }
}
