import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct JudgeTests {
    @Test(
        arguments: [
            (nil, "null", true), (.string, "\"\"", true), (.string, "1", false), (.number, "1.5", true),
            (.number, "\"1\"", false), (.integer, "1.0", true),
            (.integer, "1.5", false), (.integer, "true", false), (.boolean, "false", true), (.boolean, "0", false),
            (.array, "[]", true), (.array, "{}", false),
            (.object, "{}", true), (.null, "null", true), (.null, "\"\"", false),
        ] as [(Matcher.Kind?, String, Bool)])
    func `any takes every value of its kind`(kind: Matcher.Kind?, actual: String, expected: Bool) throws {
        #expect(try holds(.match(.any(kind)), actual) == expected)
    }

    @Test(
        arguments: [
            (.matches("a+"), "\"aaa\"", []), (.matches("a+"), "\"aab\"", ["value "]), (.matches("a+"), "\"aa\\n\"", ["value "]),
            (.matches("a+"), "1", ["type "]),
            (.matches("."), "\"\\ud800\"", ["value "]), (.startsWith("ab"), "\"abc\"", []),
            (.startsWith("ab"), "\"ba\"", ["value "]), (.startsWith("e"), "\"e\u{301}\"", []),
            (.startsWith("é"), "\"e\u{301}\"", ["value "]), (.endsWith("bc"), "\"abc\"", []),
            (.endsWith("bc"), "\"c\"", ["value "]), (.contains("b"), "\"abc\"", []),
            (.contains("aab"), "\"aaab\"", []), (.contains(""), "\"\"", []), (.contains("b"), "\"\"", ["value "]),
            (.contains("b"), "[\"b\"]", ["type "]),
        ] as [(Matcher, String, [String])])
    func `strings are matched by their scalars`(matcher: Matcher, actual: String, found: [String]) throws {
        #expect(try differences(.match(matcher), actual) == found)
    }

    @Test func `a hostile text does not hold up a run`() throws {
        let found = try differences(.match(.matches("(a+)+b")), "\"\(String(repeating: "a", count: 40000))\"")
        #expect(found.count == 1)
    }

    @Test(
        arguments: [
            (.init(), "1e5", []), (.init(), "\"1\"", ["type "]), (.init(), "true", ["type "]), (.init(min: 1, max: 5), "1", []),
            (.init(min: 1, max: 5), "5.0", []),
            (.init(min: 1, max: 5), "0.99999999999999999999999", ["value  (below the minimum of 1)"]),
            (.init(min: 1, max: 5), "6", ["value  (above the maximum of 5)"]),
            (.init(above: 1, below: 5), "1", ["value  (not above 1)"]),
            (.init(above: 1, below: 5), "5", ["value  (not below 5)"]),
            (.init(above: 1, below: 5), "1e0", ["value  (not above 1)"]),
            (.init(multipleOf: .number("0.1")), "0.3", []),
            (.init(multipleOf: .number("0.1")), "0.35", ["value  (not a multiple of 0.1)"]),
            (.init(max: 5, multipleOf: 2), "1e99999999999999999999", ["value  (above the maximum of 5)"]),
            (.init(min: 3, multipleOf: 2), "1", ["value  (below the minimum of 3, not a multiple of 2)"]),
        ] as [(Matcher.NumberRange, String, [String])])
    func `a number keeps every stated limit`(limits: Matcher.NumberRange, actual: String, found: [String]) throws {
        #expect(try differences(.match(.number(limits)), actual) == found)
    }

    @Test(
        arguments: [
            ("1.01", []), ("0.99", []), ("1.0100000000000000000001", ["value  (off by 0.0100000000000000000001)"]),
            ("\"1\"", ["type "]),
            ("1e999999999", ["value "]), ("-1", ["value  (off by 2)"]),
        ] as [(String, [String])])
    func `approx includes its limits exactly`(actual: String, found: [String]) throws {
        #expect(try differences(.match(.approx(value: 1, within: .number("0.01"))), actual) == found)
    }

    @Test(arguments: [
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true), ("F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6", true),
        ("00000000-0000-0000-0000-000000000000", true),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", true), ("f81d4fae-7dec-01d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-91d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-11d0-c765-00a0c91e6bf6", false), ("f81d4fae7dec11d0a76500a0c91e6bf6", false),
        ("{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", false),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf", false), ("g81d4fae-7dec-11d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6\\n", false), ("", false),
    ])
    func `a UUID is told strictly`(text: String, expected: Bool) throws {
        #expect(try holds(.match(.uuid), "\"\(text)\"") == expected)
    }

    @Test(arguments: [
        ("a@example.com", true), ("a.b+c!#$%&'*/=?^_`{|}~-@x-1.example.co", true), ("a@b", false), ("a@.b.c", false),
        ("a@b..c", false), (".a@b.c", false), ("a.@b.c", false),
        ("a..b@b.c", false), ("a b@b.c", false), ("a@b@c.d", false), ("é@b.c", false), ("a@é.c", false), ("a@-b.c", false),
        ("a@b-.c", false), ("", false), ("@b.c", false),
        ("a@b.c.", false), ("a@[127.0.0.1]", false), ("\(String(repeating: "a", count: 65))@b.c", false),
        ("a@\(String(repeating: "b", count: 64)).c", false),
    ])
    func `an email address is told strictly`(text: String, expected: Bool) throws {
        #expect(isEmailAddress(text) == expected)
        #expect(try holds(.match(.email), DataValue.string(text).displayed(limit: 999)) == expected)
    }
}
