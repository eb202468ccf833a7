import AssayCore
import Testing

@testable import ScenarioRunning

@Suite struct RedactionTests {
    private let secret = "s3cr3t-of-some-length"

    @Test(arguments: [
        ("s3cr3t-of-some-length", "s3cr3t-of-some-length"), ("s3cr3t+/é", "s3cr3t%2b%2f%c3%a9"), ("s3cr3t", "czNjcjN0"),
        ("s3cr3t/s", #"s3cr3t\/s"#), ("first line\nsecond line", "second line"), ("s3cr3t", "%73%33cr%33t"), ("a b c", "a+b%20c"),
        ("é\"🙂\\", #"\u00e9\u0022\ud83d\uDE42\\"#), ("é\"🙂\\", #"\u{E9}"\u{1F642}\u{5C}"#), ("a\tb'c", #"a\tb\'c"#),
        ("<a&'b\">", "&lt;a&amp;&#39;b&quot;&gt;"), ("<a&'b\">", "&#60;a&#x26;&apos;b\"&gt;"), ("key=é", "key=3D=C3=A9"),
        ("a\"b", #"a\\\"b"#), ("a\"b", "a\"\"b"), ("a'\"", "a''\""), ("a\"b", "a%5C%22b"), ("a%b", #"a\u0025b"#),
        ("a%41b", "a%41b"), ("a%41b", "a%2541b"),
        ("s3cr3t", "733363723374"), ("s3cr3t", "73:33:63:72:33:74"), ("s3cr3t?>", "73 33 63 72 33 74 3F 3E"),
        ("a long secret that is wrapped", "YSBsb25nIHNl\r\nY3JldCB0aGF0IGlzIHdyYXBwZWQ="), ("s3cr3t?>~~", "czNjcjN0Pz5-fg"),
    ])
    func `a secret is taken out in every form that systems give it`(secret: String, form: String) throws {
        let redaction = try #require(Redaction(of: [secret]))
        #expect(redaction.redacted("<[\(form)]>") == "<[***]>")
        #expect(redaction.redacted(Array("\(form)\(form)".utf8)) == Array("******".utf8))
        #expect(redaction.finds(Array("x\(form)".utf8)))
    }

    @Test(arguments: [
        "s3cr3t-of-some-lengt", "S3cr3t-of-some-length", "%73%33", "\\", "%", "&amp", "&#", "\\u{", "\\u00", "=", "",
    ])
    func `what is no secret stays`(text: String) throws {
        let redaction = try #require(Redaction(of: [secret]))
        #expect(redaction.redacted(text) == text)
        #expect(redaction.redacted("\(text) \(text)\n") == "\(text) \(text)\n")
    }

    @Test func `of secrets that begin alike the longest is taken out`() throws {
        #expect(try #require(Redaction(of: ["abcd", "abcdefgh", "efghijk"])).redacted("abcdefghijk abcd") == "***ijk ***")
        #expect(Redaction(of: []) == nil)
    }

    private func shown(_ difference: Difference, hiding secret: String) throws -> Difference {
        let check = CheckResult(
            subject: "body", step: nil, clauses: [], level: .must, differences: [difference], differenceCount: 1, golden: nil,
            place: nil)
        let result = CaseResult(
            id: CaseID(scenario: ScenarioID(suite: "s", name: "c")), title: nil, verdict: .failed, reason: nil, clauses: [],
            tags: [],
            checks: [check])
        return try #require(Redaction(of: [secret])?.redacted(result).checks[0].differences[0])
    }

    @Test(arguments: [
        ("long text s3cr3t-of-so\u{2026}", "long text ***\u{2026}"), ("\u{2026}some-length and more", "\u{2026}*** and more"),
        ("a \u{2026}s3cr3t-of-some-length\u{2026}", "a \u{2026}***\u{2026}"), ("nothing here\u{2026}", "nothing here\u{2026}"),
        ("\u{2026}r3t-of-some\u{2026}", "\u{2026}***\u{2026}"), ("a s3cr%33t%2D\u{2026}", "a ***\u{2026}"),
        ("a s3cr%3\u{2026}", "a ***\u{2026}"), ("\u{2026}", "\u{2026}"), ("\u{2026}gth", "\u{2026}gth"),
    ])
    func `what is left of a secret where a text was cut is taken out`(text: String, redacted: String) throws {
        let difference = try shown(Difference(.value, at: .whole, expected: text, actual: text), hiding: secret)
        #expect(difference.expected == redacted)
        #expect(difference.actual == redacted)
    }

    @Test(arguments: [
        ("00 01 73 33 63 72 33 74 2D 6F", "00 01 ** ** ** ** ** ** ** **"), ("66 2D 73 6F FF", "** ** ** ** FF"),
        ("73 33 63 FF", "73 33 63 FF"), ("63 7A 4E 6A 63 6A 4E 30", "** ** ** ** ** ** ** **"), ("no bytes", "no bytes"),
        ("", ""),
    ])
    func `no part of a secret stands in an excerpt of bytes`(bytes: String, redacted: String) throws {
        let difference = try shown(Difference(.value, at: .byte(7), expected: bytes, actual: bytes), hiding: secret)
        #expect(difference.actual == redacted)
        #expect(difference.expected == redacted)
    }

    @Test func `a long text takes time in proportion to its length`() throws {
        let redaction = try #require(Redaction(of: [secret, String(repeating: "ab%\\&", count: 200)]))
        for piece in ["plain text, ", "%%\\&&==", "s3cr3t-", "ab%\\&"] {
            let times = [5000, 20_000].map { length in
                ContinuousClock().measure {
                    _ = redaction.redacted(Array(String(repeating: piece, count: length / piece.utf8.count).utf8))
                }
            }
            // Four times the length; twice that for a machine that has other things to do.
            #expect(times[1] < times[0] * 16 + .milliseconds(200), "\(piece): \(times)")
        }
    }
}
