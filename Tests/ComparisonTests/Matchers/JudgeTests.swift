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
            (.contains("aab"), "\"aaab\"", []), (.contains("b"), "\"\"", ["value "]),
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

    @Test(
        arguments: [
            (.rfc3339Millis, "\"2015-07-01T00:00:00.000Z\"", true), (.rfc3339Millis, "\"2015-07-01T00:00:00Z\"", false),
            (.rfc3339Millis, "\"2015-07-01T00:00:00.000+00:00\"", false), (.rfc3339Millis, "\"2015-07-01t00:00:00.000z\"", false),
            (.rfc3339Millis, "\"2015-02-30T00:00:00.000Z\"", false), (.rfc3339Millis, "\"2015-07-01T00:00:00.0000Z\"", false),
            (.rfc3339, "\"2015-06-30T19:00:00-05:00\"", true), (.rfc3339, "\"2015-07-01 00:00:00Z\"", false),
            (.rfc3339, "\"2015-07-01T00:00:00Z\\n\"", false), (.rfc3339, "1435708800000", false),
            (.epochMilliseconds, "1435708800000", true), (.epochMilliseconds, "1435708800000.0", true),
            (.epochMilliseconds, "1435708800000.5", false), (.epochMilliseconds, "\"1435708800000\"", false),
            (.epochMilliseconds, "1e400", false), (.httpDate, "\"Wed, 01 Jul 2015 00:00:00 GMT\"", true),
            (.httpDate, "\"Thu, 01 Jul 2015 00:00:00 GMT\"", false), (.httpDate, "\"Wednesday, 01-Jul-15 00:00:00 GMT\"", false),
            (.httpDate, "0", false),
        ] as [(Matcher.Timestamp.Form, String, Bool)])
    func `a timestamp has exactly the stated form`(form: Matcher.Timestamp.Form, actual: String, expected: Bool) throws {
        #expect(try holds(.match(.timestamp(.init(form: form, near: nil, within: .zero))), actual) == expected)
    }

    @Test(
        arguments: [
            ("clock", "2015-07-01T00:00:05Z", []), ("clock", "2015-06-30T23:59:55Z", []),
            ("clock", "2015-07-01T00:00:05.001Z", ["value  (5s1ms after 2015-07-01T00:00:00.000Z)"]),
            ("2015-07-01T02:00:00+02:00", "2015-06-30T23:59:54Z", ["value  (6s before 2015-07-01T00:00:00.000Z)"]),
            ("clock", "2015-07-01T00:00:05.0000000001Z", ["value  (5s after 2015-07-01T00:00:00.000Z)"]),
            ("clock", "2015-07-01T00:00:04.9999999999Z", []), ("clock", "9999-12-31T23:59:59Z", nil),
        ] as [(String, String, [String]?)])
    func `a timestamp is near another, limit included`(near: String, actual: String, found: [String]?) throws {
        let timestamp = Matcher.Timestamp(form: .rfc3339, near: Template(stringLiteral: near), within: .seconds(5))
        let result = try differences(.match(.timestamp(timestamp)), "\"\(actual)\"")
        if let found { #expect(result == found) } else { #expect(result.count == 1) }
    }

    @Test func `no count of milliseconds is too large to be compared`() throws {
        let timestamp = Matcher.Timestamp(form: .epochMilliseconds, near: "clock", within: .seconds(5))
        for text in ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "-1e400"] {
            #expect(try differences(.match(.timestamp(timestamp)), text).count == 1)
        }
    }

    @Test(
        arguments: [
            (2, "[1,2]", []), (2, "{\"a\":1,\"b\":2}", []), (2, "\"😀é\"", []), (2, "\"e\u{301}\"", []),
            (1, "\"e\u{301}\"", ["value  (the length is 2)"]), (0, "[]", []), (0, "null", ["type "]),
            (.match(.number(.init(min: 1))), "[]", ["value  (the length is 0)"]), (.match(.number(.init(min: 1))), "[0]", []),
        ] as [(Template, String, [String])])
    func `length counts elements, members or scalars`(length: Template, actual: String, found: [String]) throws {
        #expect(try differences(.match(.length(length)), actual) == found)
    }

    @Test(
        arguments: [
            ("{}", []), ("{\"a\":1,\"b\":{}}", []), ("{\"a\":\"1\"}", ["type /a"]),
            ("{\"gone\":null}", ["extra /gone (must be absent)"]), ("[]", ["type "]),
        ] as [(String, [String])])
    func `a partial object may have more, an optional key may be missing, an absent one must`(
        actual: String, found: [String]
    ) throws {
        #expect(try differences(.partial(["a": .match(.optional(1)), "gone": .match(.absent)]), actual) == found)
    }

    @Test(
        arguments: [("[]", []), ("[1,2]", []), ("[1,\"x\",2,null]", ["type /1", "type /3"]), ("{}", ["type "])]
            as [(String, [String])])
    func `each holds for every element`(actual: String, found: [String]) throws {
        #expect(try differences(.match(.each(.match(.any(.number)))), actual) == found)
    }

    @Test(arguments: [Matcher.startsWith(""), .endsWith(""), .contains("")])
    func `an empty part, which every string has, is refused`(matcher: Matcher) {
        #expect(throws: InvalidExpectation.self) { _ = try ExpectedJSON(.match(matcher)) }
    }
}
