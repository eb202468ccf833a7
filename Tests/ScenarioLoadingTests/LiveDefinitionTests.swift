import AssayCore
import ScenarioLoading
import TestSupport
import Testing

struct LiveDefinitionTests {
    private func target(_ lines: String) throws -> TargetDefinition {
        let text = "assay: 1\ntargets:\n  live: {url: http://127.0.0.1:8080, \(lines)}\n"
        do {
            return try #require(try loadProject(SourceFile(path: "assay.yaml", text: text)).targets.first)
        } catch let invalid as InvalidInput {
            Issue.record("\(invalid.diagnostics.map { $0.rendered() }.joined())")
            throw invalid
        }
    }

    private func live(_ lines: String) throws -> LiveDefinition { try #require(try target(lines).live) }

    @Test func `everything about a live target is read`() throws {
        let live = try live(
            """
            tls: {ca: ca.pem, cert: c.pem, key: k.pem}, proxy: "http://127.0.0.1:3128", resolve: ["api.example:443:127.0.0.1"],
            unix_socket: /run/x.sock, http: 2, timeout: {connect: 2s, total: 10s}, redirects: 5, max_response: 4KiB, rate: 100/1m,
            concurrency: 4, respect_retry_after: true, provides: [messages, clock], allow_given: true
            """)
        #expect((live.tls.ca, live.tls.certificate, live.tls.key, live.tls.isInsecure) == ("ca.pem", "c.pem", "k.pem", false))
        #expect(live.resolve == ["api.example:443:127.0.0.1"])
        #expect((live.unixSocket, live.version) == ("/run/x.sock", .http2))
        #expect((live.connectTimeout, live.timeout) == (.seconds(2), .seconds(10)))
        #expect((live.redirects, live.maxResponse, live.concurrency) == (5, 4096, 4))
        #expect((live.rate?.requests, live.rate?.period) == (100, .seconds(60)))
        #expect(live.respectsRetryAfter && live.allowsGiven)
        #expect(live.provides == ["messages", "clock"])
    }

    @Test func `a service may be started by the run`() throws {
        let live = try live("start: [serve, --port, '8080'], ready: {path: /healthz, within: 5s, status: 204}")
        #expect(live.start?.command.map(outline) == ["'serve'", "'--port'", "'8080'"])
        #expect((live.ready?.path, live.ready?.within, live.ready?.status) == ("/healthz", .seconds(5), 204))
        let other = try self.live("start: {command: [serve], folder: server, environment: {A: '1'}}").start
        #expect((other?.folder, other?.environment.map(\.name)) == ("server", ["A"]))
    }

    @Test(
        arguments: [
            "smtp_sink: '127.0.0.1:2525'", "imap: 'imaps://mail.example.com/INBOX', user: qa, password: p",
            "mailpit: 'http://127.0.0.1:8025'", "mailhog: 'http://127.0.0.1:8025'",
        ])
    func `mail arrives in one of several ways`(source: String) throws {
        let mail = try #require(try live("mail: {\(source), within: 3s, quiet: 0s, correlation: X-Case}").mail)
        #expect((mail.within, mail.quiet, mail.correlation) == (.seconds(3), .zero, "X-Case"))
    }

    @Test func `a mailbox that is asked has TLS settings of its own`() throws {
        let live = try live("tls: {ca: a.pem}, mail: {imap: 'imaps://mail.example.com', tls: {ca: b.pem}}")
        #expect((live.tls.ca, live.mail?.tls.ca) == ("a.pem", "b.pem"))
    }

    @Test(
        arguments: [
            ("tls: {insecure: true, ca: 1️⃣ca.pem}", "'insecure' takes any certificate, and 'ca' says whose"),
            ("tls: {key: 1️⃣k.pem}", "'key' needs the certificate that it belongs to"),
            ("resolve: 1️⃣api.example", "'api.example' does not say where a host is"), ("rate: 1️⃣fast", "'fast' is no rate"),
            ("rate: 1️⃣0/s", "'0/s' is no rate"), ("concurrency: 1️⃣0", "concurrency is a whole number from 1 on, and is '0'"),
            ("max_response: 1️⃣0B", "max_response must be more than nothing"),
            ("start: 1️⃣[]", "the command is empty"), ("start: 1️⃣{folder: x}", "'start' does not say what to start"),
            ("ready: 1️⃣{path: /x}", "'ready' is for a service that the run starts"),
            ("mail: 1️⃣{within: 1s}", "'mail' does not say where it arrives"),
            ("mail: 1️⃣{mailpit: 'http://a', mailhog: 'http://a'}", "mail arrives at one place, and 2 are named"),
            ("mail: {smtp_sink: 1️⃣here}", "'here' is no address to listen at"),
            ("mail: {mailpit: 'http://a', user: 1️⃣qa}", "'user' is for 'imap'"),
            ("mail: {smtp_sink: '127.0.0.1:2525', tls: 1️⃣{insecure: true}}", "'tls' is for a mailbox that is asked"),
            ("mail: {imap: 1️⃣'mail.example.com'}", "'mail.example.com' is no IMAP URL"),
            ("1️⃣model: m", "'url' is for a live target, and 'live' is a model"),
            ("policy: 1️⃣{a: 1}", "a live target has no settings of a model"),
        ])
    func `what makes no sense is refused`(lines: String, message: String) {
        let marked = MarkedText("assay: 1\ntargets:\n  live: {url: http://127.0.0.1:8080, \(lines)}\n")
        let invalid = #expect(throws: InvalidInput.self) { _ = try loadProject(marked.file) }
        #expect(invalid?.diagnostics.map(\.message) == [message])
        if !lines.contains("model") { #expect(invalid?.diagnostics.first?.range?.start == marked.place("1️⃣")) }
    }
}
