import AssayCore
import Testing

struct ClauseIDTests {
    @Test(arguments: ["A", "RANGE-MAX", "a.b_c-9", "RANGE-MAX~2", "A~0", "A-~1"])
    func `a clause is letters, digits and three signs from a letter on, and may name its revision`(text: String) {
        #expect(ClauseID(text)?.rawValue == text)
        #expect(ClauseID(text[...])?.rawValue == text)
    }

    @Test(arguments: ["", "1A", "-A", "~1", "A~", "A~1~2", "A~x", "A~1-", "A B", "Ä", "A\u{301}", "A~１", ".A", "A/B", "\u{212A}"])
    func `anything else is none`(text: String) {
        #expect(ClauseID(text) == nil)
    }
}
