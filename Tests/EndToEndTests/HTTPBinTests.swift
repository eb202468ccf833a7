import Foundation
import TestSupport
import Testing

/// Scenarios against httpbin, a service of others, which the run starts; skipped where scripts/bootstrap --tests has not installed it.
@Suite(.enabled(if: HTTPBin.isInstalled, "httpbin is not installed; scripts/bootstrap --tests does that"))
struct HTTPBinTests {
    @Test func `a service of others conforms to the clauses of HTTP`() throws {
        let folder = try HTTPBin.project()
        let output = try HTTPBin.run([], in: folder)
        let passed = HTTPBin.cases - HTTPBin.skipped
        #expect(
            output.text.contains("\n\(HTTPBin.cases) cases: \(passed) passed, \(HTTPBin.skipped) skipped ("), "\(output.text)")
        #expect(output.exit == 0, "\(output.errors)")
        // Its own threads and processes are gone with the run: the port is free for a run that starts it again.
        #expect(try HTTPBin.run(["http/methods/trace"], in: folder).exit == 0)
    }

    /// A line of a scenario, what is put in its place, and what the run must say of which case: nothing more, nothing less.
    private static let wrongExpectations = [
        Wrong(
            "methods", "status: 405, headers", "status: 404, headers", "http/methods/wrong-method[post-to-get]",
            "expected 404, got 405"),
        Wrong(
            "methods", "empty: true, headers: {Content-Length", "empty: false, headers: {Content-Length",
            "http/methods/head-is-get-without-content", "step 'head'"),
        Wrong(
            "status", "path: /status/teapot}\n    expect: {status: 400", "path: /status/teapot}\n    expect: {status: 5xx",
            "http/status/no-code", "expected 5xx, got 400"),
        Wrong(
            "auth", "json: {authenticated: true, token: mF_9.B5f-4.1JqM}", "json: {authenticated: true, token: mF_9}",
            "http/auth/bearer", #"/token: expected "mF_9", got "mF_9.B5f-4.1JqM""#),
        Wrong(
            "auth", "json: {authenticated: true, user: Mufasa}", "json: {authenticated: true}", "http/auth/digest[auth-md5]",
            "/user"),
        Wrong(
            "redirects", "options: {redirects: true}", "options: {redirects: false}",
            "http/redirects/followed-as-often-as-needed", "expected 200, got 302"),
        Wrong(
            "redirects", "kept: true}}}", "kept: false}}}", "http/redirects/same-method-afterwards[temporary]",
            "expected false, got true"),
        Wrong(
            "cookies", "json: {cookies: {b: two}}", "json: {cookies: {a: '3', b: two}}", "http/cookies/kept-and-deleted",
            "step 'deleted'"),
        Wrong("codings", "gzipped: true}", "gzipped: false}", "http/codings/own-list", "/gzipped: expected false, got true"),
        Wrong(
            "bodies", "range: bytes 10-12/26, body: klm", "range: bytes 10-12/26, body: klo", "http/bodies/range[middle]",
            "expected klo, got klm"),
        Wrong("bodies", "text: \"${half}${rest}\"", "text: \"${rest}${half}\"", "http/bodies/range-put-together", "step 'whole'"),
        Wrong("bodies", "latency: {under: 20s}", "latency: {under: 20ms}", "http/bodies/slowly", "latency"),
        Wrong("requests", "AAH+/w==\", page", "AAH+/g==\", page", "http/requests/multipart", "/files/bytes"),
        Wrong("requests", "amount: \"5\"", "amount: 5", "http/requests/form", #"/form/amount: expected 5, got "5""#),
        Wrong(
            "caching", "fresh\n        request: {path: /cache}\n        expect: {status: 200",
            "fresh\n        request: {path: /cache}\n        expect: {status: 304", "http/caching/asked-again", "step 'fresh'"),
    ]

    struct Wrong {
        var file: String
        var due: String
        var wrong: String
        var caseID: String
        var finding: String

        init(_ file: String, _ due: String, _ wrong: String, _ caseID: String, _ finding: String) {
            self.file = file
            self.due = due
            self.wrong = wrong
            self.caseID = caseID
            self.finding = finding
        }
    }

    @Test func `each wrong expectation is a failure that names it`() throws {
        let folder = try HTTPBin.project()
        for wrong in Self.wrongExpectations {
            let path = "specs/http/\(wrong.file).yaml"
            let text = try folder.read(path)
            try #require(text.contains(wrong.due), "\(wrong.file): \(wrong.due)")
            try folder.write(text.replacing(wrong.due, with: wrong.wrong, maxReplacements: 1), to: path)
        }
        let ids = Self.wrongExpectations.map(\.caseID)
        let output = try HTTPBin.run(ids, in: folder)
        #expect(output.exit == 1)
        let failures = output.text.components(separatedBy: "\nFAIL ").dropFirst().map { "FAIL " + $0 }
        #expect(failures.count == ids.count, "\(output.text)")
        for wrong in Self.wrongExpectations {
            let failure = failures.first { $0.hasPrefix("FAIL \(wrong.caseID) ") }
            #expect(failure?.contains(wrong.finding) == true, "\(wrong.caseID): \(failure ?? output.text)")
        }
    }

    @Test func `what gets no answer in time is errored with the reason, never failed`() throws {
        let folder = try HTTPBin.project()
        try folder.write(folder.read("unanswered.yaml"), to: "specs/http/unanswered.yaml")
        let output = try HTTPBin.run(["http/unanswered"], in: folder)
        #expect(output.exit == 4)
        #expect(output.text.contains("\n6 cases: 6 errored ("), "\(output.text)")
        let due = [
            "too-slow": "no answer within 30", "too-slow-at-the-end": "an answer had begun",
            "too-slow-each-time": "no answer within 20", "too-many-redirects": "redirects more than 4 times",
            "redirect-to-nothing": "redirects to 'ftp://example.com/', which is no URL of http",
            "in-a-later-step": "no answer within 30",
        ]
        let errors = output.text.components(separatedBy: "\nERROR ").dropFirst()
        for (name, reason) in due {
            let error = errors.first { $0.hasPrefix("http/unanswered/\(name)") }
            #expect(error?.contains(reason) == true, "\(name): \(error ?? output.text)")
        }
    }
}

/// The project in the folder `httpbin`, and what it needs.
private enum HTTPBin {
    /// As many as the project has; one that is lost is not to be missed.
    static let cases = 196
    /// Those that show where httpbin departs from an RFC.
    static let skipped = 3

    private static let tools = AssayBinary.project.appendingPathComponent(".build/test-tools/bin").path

    static var isInstalled: Bool {
        let files = FileManager.default
        guard files.isExecutableFile(atPath: "\(tools)/gunicorn") else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "\(tools)/python3")
        process.arguments = ["-c", "import httpbin"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    static func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(AssayBinary.project.appendingPathComponent("Tests/EndToEndTests/httpbin"))
        return folder
    }

    static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> AssayBinary.Output {
        // A port that was free a moment ago.
        let port = try ScriptedServer(answering: "").port
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return try AssayBinary.run(
            ["run"] + arguments, in: folder.url, environment: ["PATH": "\(tools):\(path)", "HTTPBIN_PORT": "\(port)"])
    }
}
