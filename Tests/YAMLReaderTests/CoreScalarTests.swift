import AssayCore
import Testing
import YAMLReader

struct CoreScalarTests {
    @Test(arguments: [
        ("null", "null"), ("Null", "null"), ("NULL", "null"), ("~", "null"), ("true", "true"), ("True", "true"), ("TRUE", "true"),
        ("false", "false"), ("False", "false"), ("FALSE", "false"), ("0", "int 0"), ("12", "int 12"), ("-12", "int -12"),
        ("+12", "int +12"), ("010", "int 010"), ("0o17", "int 0o17"), ("0x1F", "int 0x1F"), ("0xdeadBEEF", "int 0xdeadBEEF"),
        ("1.", "float 1."), (".5", "float .5"), ("-.5", "float -.5"), ("1.5", "float 1.5"), ("1e3", "float 1e3"),
        ("+1.5E-03", "float +1.5E-03"), ("1.e5", "float 1.e5"), (".inf", "float .inf"), ("-.Inf", "float -.Inf"),
        ("+.INF", "float +.INF"), (".nan", "float .nan"), (".NaN", "float .NaN"), (".NAN", "float .NAN"),
    ])
    func `a plain scalar is typed by the core schema`(text: String, expected: String) throws {
        #expect(outline(try root(of: text)) == expected)
        #expect(outline(try root(of: "[\(text)]")) == "[\(expected)]")
    }

    @Test(arguments: [
        "no", "yes", "on", "off", "n", "y", "12:30", "12:30:00", "nULL", "tRUE", "nan", "inf", ".iNF", "-.nan", "0b11", "0o8",
        "0xg",
        "-0x10", "+0o7", "0X10", "1_000", "1,5", ".", "..", "+", "1e", "1e+", "e3", ".e3", "1.2.3", "2015-03-04", "v1", "=",
        "0x",
        "0o", "--1", "٣", "1 2",
    ])
    func `what YAML 1.1 would type, and all else, is a string`(text: String) throws {
        #expect(outline(try root(of: "k: " + text)) == "{k: \"\(text)\"}")
    }

    @Test func `nothing is a null`() throws {
        #expect(outline(try root(of: "a:\nb: ~\nc: ''\n? d")) == "{a: null, b: null, c: \"\", d: null}")
    }

    @Test(arguments: ["'12'", "\"12\"", "!!str 12", "! 12", "|-\n  12", ">-\n  12"])
    func `quoted, block and string-tagged scalars are strings`(text: String) throws {
        let node = try #require(try root(of: "k: " + text)["k"])
        #expect(describe(node.coreValue) == "\"12\"")
        #expect(!node.isPlain)
    }

    @Test(arguments: [
        ("!!int '12'", "int 12"), ("!!float 12", "float 12"), ("!!float '1.5'", "float 1.5"), ("!!bool \"true\"", "true"),
        ("!!null ''", "null"), ("!!float .inf", "float .inf"), ("!length 3", "int 3"), ("!x '3'", "\"3\""),
    ])
    func `core tags type a scalar and local tags do not`(text: String, expected: String) throws {
        #expect(describe(try root(of: text).coreValue) == expected)
    }

    @Test(arguments: [
        "!!int a", "!!int 1.5", "!!int ''", "!!float x", "!!bool 1", "!!bool yes", "!!null x", "!!map a", "!!seq a", "!!str [a]",
        "!!int {a: 1}", "!!seq {a: 1}", "!!map [a]",
    ])
    func `a core tag that does not fit is an error`(text: String) {
        let file = SourceFile(path: "test.yaml", text: "k: " + text)
        let found = diagnostics(of: file)
        #expect(found.map(\.id) == ["wrong-tag"])
        #expect(found.first?.range.map { cut($0, outOf: file) } == String(text.prefix { $0 != " " }))
    }

    @Test(arguments: [
        ("12", "12"), ("+12", "12"), ("-12", "-12"), ("010", "10"), ("-007", "-7"), ("000", "0"), ("-0", "-0"), ("0o17", "15"),
        ("0x10", "16"), ("0xFFFFFFFFFFFFFFFF", "18446744073709551615"), ("0x10000000000000000", "18446744073709551616"),
        ("0xDE0B6B3A7640000", "1000000000000000000"), ("0o7777777777777777777777777", "37778931862957161709567"), ("0x000", "0"),
        ("9007199254740993", "9007199254740993"), ("1.", "1.0"), (".5", "0.5"), ("-.5", "-0.5"), ("+.5", "0.5"), ("1.50", "1.50"),
        ("01.5", "1.5"), ("1.e5", "1.0e5"), ("+1E+05", "1E+05"), (".5e-3", "0.5e-3"), ("1e400", "1e400"),
    ])
    func `a number becomes the JSON number of the same value`(text: String, expected: String) throws {
        #expect(try root(of: text).coreValue.number?.text == expected)
    }

    @Test(arguments: [".inf", "-.INF", ".nan", "true", "null", "x", "'12'"])
    func `what JSON has no number for has none`(text: String) throws {
        #expect(try root(of: text).coreValue.number == nil)
    }

    @Test func `a hexadecimal number of any length is exact`() throws {
        // 16^1000, computed by doubling decimal digits.
        var digits: [Int] = [1]
        for _ in 0..<4000 {
            var carry = 0
            for index in digits.indices {
                let value = digits[index] * 2 + carry
                (digits[index], carry) = (value % 10, value / 10)
            }
            if carry > 0 { digits.append(carry) }
        }
        let text = "0x1" + String(repeating: "0", count: 1000)
        #expect(try root(of: text).coreValue.number?.text == digits.reversed().map { String($0) }.joined())
    }
}
