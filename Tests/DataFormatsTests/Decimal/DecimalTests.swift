import Testing

@testable import DataFormats

struct DecimalTests {
    @Test(arguments: [
        ["0", "-0", "0.0", "0e5", "-0.000e-99999999999999999999999", "0e999999999999999999999"],
        ["1", "1.0", "1e0", "10e-1", "0.1e1", "1000e-3", "0.001E+3"], ["-12.5", "-125e-1", "-1.25e1"],
        ["9007199254740993", "9007199254740993.0", "9.007199254740993e15"],
        ["1e1000000000", "10e999999999", "0.1e1000000001"],
        ["1e999999999999999999999", "10e999999999999999999998", "0.01e1000000000000000000001"],
        ["1e4000000000000000001", "10e4000000000000000000", "100e3999999999999999999"],
        ["1e-4000000000000000001", "0.1e-4000000000000000000", "0.01e-3999999999999999999"],
        ["1e-1000000000000000000000", "0.1e-999999999999999999999"],
    ])
    func `equal values are equal however they are written`(texts: [String]) throws {
        let numbers = try texts.map { try #require(Decimal($0)) }
        for (left, leftText) in zip(numbers, texts) {
            for (right, rightText) in zip(numbers, texts) {
                #expect(left == right && !(left < right) && left.hashValue == right.hashValue, "\(leftText) \(rightText)")
                #expect(areEqual(leftText, rightText))
            }
        }
    }

    @Test func `values are ordered exactly`() throws {
        let texts = [
            "-1e1000000000000000000000", "-1e999999999999999999999", "-1e400", "-2", "-1.0000000000000000000000000000001", "-1",
            "-1e-400",
            "-1e-1000000000000000000000", "0", "1e-1000000000000000000000", "1e-999999999999999999999", "1e-4000000000000000000",
            "1e-9", "0.1",
            "0.10000000000000000001", "0.2", "1", "9007199254740992", "9007199254740993", "1e400", "1.1e400",
            "1e4000000000000000000",
            "1e999999999999999999999", "2e999999999999999999999", "1e1000000000000000000000",
        ]
        let numbers = try texts.map { try #require(Decimal($0)) }
        for (left, leftText) in zip(numbers.indices, texts) {
            for (right, rightText) in zip(numbers.indices, texts) {
                #expect((numbers[left] < numbers[right]) == (left < right), "\(leftText) \(rightText)")
                #expect((numbers[left] == numbers[right]) == (left == right), "\(leftText) \(rightText)")
                #expect(areEqual(leftText, rightText) == (left == right), "\(leftText) \(rightText)")
            }
        }
    }

    @Test(arguments: [
        "", "-", "+1", "01", "-01", ".5", "1.", "1e", "1e+", "1 ", " 1", "0x1", "1,0", "NaN", "Infinity", "１", "1_0", "--1",
    ])
    func `what is not a JSON number is none`(text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test(arguments: [
        ("0.1", "0.2", "0.3"), ("1", "-1", "0"), ("999", "1", "1000"), ("1e3", "-0.001", "999.999"), ("-5", "3", "-2"),
        ("5", "-8", "-3"),
        ("0", "1e99999999999999999999", "1e99999999999999999999"),
        ("1e9000", "1", "1" + String(repeating: "0", count: 8999) + "1"),
        ("99999999999999999999.5", "0.5", "100000000000000000000"), ("-1.5", "-2.5", "-4"),
    ])
    func `sums are exact`(left: String, right: String, sum: String) throws {
        let (left, right, sum) = (try #require(Decimal(left)), try #require(Decimal(right)), try #require(Decimal(sum)))
        #expect(left.adding(right) == sum)
        #expect(right.adding(left) == sum)
        #expect(sum.subtracting(right) == left)
    }

    @Test(arguments: [
        ("1e999999999", "1"), ("1e-999999999", "1"), ("1e99999999999999999999", "1"),
        ("1e4000000000000000000", "1e-4000000000000000000"),
    ])
    func `a sum of too many digits is none`(left: String, right: String) throws {
        #expect(try #require(Decimal(left)).adding(try #require(Decimal(right))) == nil)
    }

    @Test(
        arguments: [
            ("1.01", "0.01", "1", true), ("0.99", "0.01", "1", true), ("1.0100000000000000000000001", "0.01", "1", false),
            ("5", "0", "5.0", true),
            ("5", "-1", "5", false), ("1", "1e99999", "1e999999999", false), ("1e999999999", "1e1000000002", "1", true),
            ("1e999999999", "1", "1", false), ("-1e99999999999999999999", "1e9", "1e99999999999999999999", false),
            ("1e999999999", "1e999999999", "1", nil), ("1e999999999", "0", "1", false), ("1e999999999", "1", "1e999999999", true),
        ] as [(String, String, String, Bool?)])
    func `a tolerance is kept exactly, its limit included`(number: String, tolerance: String, other: String, expected: Bool?)
        throws
    {
        let (number, other) = (try #require(Decimal(number)), try #require(Decimal(other)))
        #expect(number.isWithin(try #require(Decimal(tolerance)), of: other) == expected)
    }

    @Test(
        arguments: [
            ("10", "5", true), ("10", "3", false), ("0.3", "0.1", true), ("0.35", "0.1", false), ("1", "0.25", true),
            ("0", "7", true),
            ("7", "0", false), ("0", "0", true), ("-12", "4", true), ("12", "-4", true), ("1e1000000000", "8", true),
            ("1e1000000000", "3", false),
            ("1e99999999999999999999999", "7", false), ("7e99999999999999999999999", "7", true), ("1e-5", "1", false),
            ("1e-99999999999999999999999", "1", false), ("1", "1e-99999999999999999999999", true),
            ("3", "2e-99999999999999999999999", true),
            ("123456789012345678901234567890", "123456789012345678901234567890", true),
            ("246913578024691357802469135780", "123456789012345678901234567890", true),
            ("246913578024691357802469135781", "123456789012345678901234567891", false), ("1", "3e-400", false),
            ("1", "2e-400", true),
            ("1e999999999", "1234567890123456789012345678901", nil),
        ] as [(String, String, Bool?)])
    func `multiples are told exactly`(number: String, divisor: String, expected: Bool?) throws {
        #expect(try #require(Decimal(number)).isMultiple(of: try #require(Decimal(divisor))) == expected)
    }

    @Test(arguments: [
        ("0", true), ("1.0", true), ("1.5", false), ("15e-1", false), ("150e-1", true), ("1e99999999999999999999", true),
        ("1e-99999999999999999999", false),
    ])
    func `an integer is told by value`(text: String, expected: Bool) throws {
        #expect(try #require(Decimal(text)).isInteger == expected)
    }

    @Test(
        arguments: [
            ("12.0", 12), ("-9223372036854775808", .min), ("9223372036854775807", .max), ("9223372036854775808", nil),
            ("1e3", 1000), ("0.5", nil),
            ("1e400", nil), ("-0", 0),
        ] as [(String, Int?)])
    func `an integer that fits is given`(text: String, expected: Int?) throws {
        #expect(try #require(Decimal(text)).integer == expected)
    }

    @Test(arguments: [
        ("1.50", "1.5"), ("-0.00012", "-0.00012"), ("1200", "1200"), ("15e399", "1.5e400"), ("1e-400", "1e-400"), ("-0", "0"),
    ])
    func `a value is described shortly`(text: String, expected: String) throws {
        #expect(try #require(Decimal(text)).description == expected)
    }

    /// As the comparison of documents does it, without making a `Decimal` of short numbers.
    private func areEqual(_ left: String, _ right: String) -> Bool {
        Array(left.utf8).withUnsafeBufferPointer { left in Array(right.utf8).withUnsafeBufferPointer { numbersAreEqual(left, $0) }
        }
    }
}
