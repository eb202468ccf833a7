import TestSupport
import Testing

@testable import DataFormats

struct CanonicalWriterTests {
    @Test func `members are ordered, numbers and strings have one form, and there is no white space`() throws {
        let text = #" { "b" : [ 1.0 , -0 , 1E2 ], "a" : {}, "é" : "\u0041\/\u000a", "1" : null } "#
        #expect(try canonical(text) == #"{"1":null,"a":{},"b":[1,0,100],"é":"A/\n"}"#)
    }

    @Test(arguments: [
        ("1e400", "the number is beyond those of IEEE 754 double precision", 1),
        ("[-1e99999999999999999999]", "the number is beyond those of IEEE 754 double precision", 2),
        (#"["a\ud800"]"#, "the string has half of a surrogate pair", 2),
        (#"{"a":1,"b":2,"a":3}"#, "the member name has come before in the object", 14),
    ])
    func `what has no such form is refused`(text: String, message: String, column: Int) throws {
        let document = try JSONDocument(parsing: text)
        let error = #expect(throws: JSONSyntaxError.self) { try document.root.canonicalJSON() }
        #expect(error?.message == message)
        #expect(error?.column == column)
    }

    @Test(
        arguments: [
            // RFC 8785 appendix B.
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func `numbers are written as ECMAScript writes them`(bits: UInt64, text: String) {
        #expect(Double(bitPattern: bits).ecmaScriptText == text)
    }

    @Test func `any double reads back from its form, which no sign, zero or exponent makes longer than it must be`() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<20_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            #expect(Double(number.ecmaScriptText) == number)
            #expect(number.ecmaScriptText.utf8.count <= 25)
        }
    }

    @Test func `equal values have equal forms, and the form is its own`() throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<300 {
            let value = RandomJSON.value(depth: 6, using: &random)
            let form = try canonical(value.text)
            #expect(try canonical(value.rewritten(using: &random).text).utf8.elementsEqual(form.utf8))
            #expect(try canonical(form).utf8.elementsEqual(form.utf8))
        }
    }

    @Test(.enabled(if: outsideSuites != nil, "ASSAY_OUTSIDE_SUITES names no folder"))
    func `every vector of the canonicalization suite comes out byte for byte`() throws {
        let folder = try #require(outsideSuites) + "/json-canonicalization/"
        let expected = try filesInFolder(folder + "output")
        #expect(expected.count == 6)
        for ((name, input), (_, output)) in zip(try filesInFolder(folder + "input"), expected) {
            #expect(try JSONDocument(parsing: input).root.canonicalJSON() == output, "\(name)")
        }
    }

    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSONDocument(parsing: text).root.canonicalJSON(), as: UTF8.self)
    }
}
