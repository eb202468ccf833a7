import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct RequestTests {
    @Test(arguments: [
        ("path: 1️⃣a", "bad-path"), ("path: 1️⃣\"/a?b=1\"", "bad-path"), ("path: 1️⃣\"/a#b\"", "bad-path"),
        ("method: 1️⃣\"GE T\"", "bad-method"), ("method: 1️⃣\"\"", "bad-method"), ("headers: {1️⃣A B: x}", "bad-header"),
        ("headers: {1️⃣\"\": x}", "bad-header"), ("headers: {A: 1️⃣\"x\\ny\"}", "bad-header"),
        ("headers: {A: 1️⃣{b: c}}", "wrong-kind"), ("query: {a: 1️⃣{b: c}}", "wrong-kind"), ("query: {a: [1️⃣[b]]}", "wrong-kind"),
        ("cookies: {a: 1️⃣{b: c}}", "wrong-kind"), ("form: {a: 1️⃣{b: c}}", "wrong-kind"), ("base64: 1️⃣\"!!\"", "bad-base64"),
        ("base64: 1️⃣YQ=", "bad-base64"), ("auth: 1️⃣{}", "missing-key"), ("auth: {basic: 1️⃣{user: u}}", "missing-key"),
        ("auth: {bearer: 1️⃣t, basic: {user: u, password: p}}", "conflicting-keys"),
        ("query: {a: b}\nraw_query: 1️⃣a=b", "conflicting-keys"), ("json: 1\ntext: 1️⃣a", "conflicting-keys"),
        ("1️⃣option: {timeout: 1s}", "unknown-key"),
    ])
    func `what could not be sent is shown at its place`(lines: String, id: String) {
        var request = ["method: GET", "path: /"].filter { !lines.hasPrefix($0.prefix(5)) }
        request += lines.split(separator: "\n").map(String.init)
        let marked = MarkedText(
            suite("expect: {status: 200}\nrequest:\n" + request.map { "  \($0)" }.joined(separator: "\n")))
        let invalid = #expect(throws: InvalidInput.self) { _ = try load(marked.file) }
        #expect(invalid?.diagnostics.map(\.id) == [id])
        #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣"))
    }

    @Test(arguments: [
        "base64: YWJj", "base64: \"\"", "base64: YQ==", "headers: {X-A: [a, b, null], B: !absent }",
        "auth: {bearer: \"${env:K}\"}",
        "query: {a: [1, true, x], b: null}", "form: {a: [x, y]}",
    ])
    func `what can be sent reads`(line: String) throws {
        _ = try loadedScenario("expect: {status: 200}\nrequest:\n  method: QUERY\n  path: /a%20b/é\n  \(line)")
    }
}
