import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct TransferTests {
    private func request(_ lines: String) throws -> RequestTemplate {
        try loadedScenario("request: {method: POST, path: /, \(lines)}\nexpect: {status: 200}").steps[0].request
    }

    private func expect(_ lines: String, _ expected: [ExpectedDiagnostic], _ location: SourceLocation = #_sourceLocation) {
        expectDiagnostics(
            inScenario: "request: {method: POST, path: /, \(lines)}\nexpect: {status: 200}", expected, sourceLocation: location)
    }

    @Test func `options say how a request is made`() throws {
        let options = try request("options: {timeout: 2s, redirects: 3, http: 1.1, proxy: ''}").options
        #expect((options.timeout, options.redirects, options.version) == (.seconds(2), 3, .http1))
        #expect(try request("options: {redirects: true}").options.redirects == 20)
        #expect(try request("options: {redirects: false}").options.redirects == 0)
        #expect(try request("options: {decompress: true}").options.decompresses)
        #expect(try !request("options: {redirects: 1}").options.decompresses)
        #expect(try request("options: {http: 2-prior-knowledge}").options.version == .http2Only)
        expect(
            "options: {redirects: 1️⃣-1, timeout: 2️⃣0s, http: 3️⃣3}",
            [
                .error(
                    "wrong-kind", "1️⃣", "redirects is true, false or how many are followed, and is '-1'",
                    fix: "write a number from 0 to 100"),
                .error("bad-duration", "2️⃣", "timeout must be longer than nothing", fix: "write a duration such as 30s"),
                .error("unknown-value", "3️⃣", "http '3' is not known", fix: "use one of 1.1, 2, 2-prior-knowledge"),
            ])
    }

    @Test func `digest takes a user and a password`() throws {
        guard case .digest(let user, let password)? = try request("auth: {digest: {user: u, password: p}}").credentials else {
            Issue.record("it is read as something else")
            return
        }
        #expect((outline(user), outline(password)) == ("'u'", "'p'"))
        expect(
            "auth: {digest: 1️⃣{user: u}}",
            [.error("missing-key", "1️⃣", "'digest' needs 'user' and 'password'", fix: "write {user: .., password: ..}")])
    }

    @Test func `a multipart body has texts, files and lists of them`() throws {
        guard
            case .multipart(let parts)? = try request(
                "multipart: {a: one, b: [two, {json: {x: 1}}], c: {file: r.csv, type: text/csv, name: x.csv}}"
            ).body
        else {
            Issue.record("it is read as something else")
            return
        }
        #expect(parts.map(\.name) == ["a", "b", "b", "c"])
        expect(
            "multipart: {a: 1️⃣{type: text/csv}, b: {text: x, 2️⃣mime: y}}",
            [
                .error(
                    "missing-key", "1️⃣", "a part has one of 'text', 'json', 'file', 'base64'",
                    fix: "as in {file: report.csv, type: text/csv}"),
                .error(
                    "unknown-key", "2️⃣", "part key 'mime' is not known", fix: "known here: text, json, file, base64, name, type"),
            ])
    }
}
