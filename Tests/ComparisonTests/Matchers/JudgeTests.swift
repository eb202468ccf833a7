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
}
