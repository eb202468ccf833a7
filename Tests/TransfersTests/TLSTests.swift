import AssayCore
import Foundation
import TestSupport
import Testing
import Transfers

/// An authority, certificates of servers and one of a client; made by `openssl` once for all tests.
private final class Certificates: Sendable {
    let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        try await authority("ca")
        try await authority("other-ca")
        try await certificate("server", "subjectAltName=DNS:localhost,IP:127.0.0.1")
        try await certificate("expired", "subjectAltName=DNS:localhost,IP:127.0.0.1", days: -1)
        try await certificate("elsewhere", "subjectAltName=DNS:elsewhere.example")
        try await certificate("client", "extendedKeyUsage=clientAuth")
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]

    private func authority(_ name: String) async throws {
        try await openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).pem"] + Self.newKey)
    }

    private func certificate(_ name: String, _ extensions: String, days: Int = 2) async throws {
        try await openssl(["req", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"] + Self.newKey)
        try Data(extensions.utf8).write(to: folder.url.appendingPathComponent("\(name).ext"))
        try await openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "\(days)",
            "-extfile",
            "\(name).ext", "-out", "\(name).pem",
        ])
    }

    private func openssl(_ arguments: [String]) async throws {
        try #require(try await HelperProcess.run(["openssl"] + arguments, in: folder.url))
    }

    func path(_ name: String) -> String { folder.path(name) }
}

private let certificates = Task { try await Certificates() }

/// Answers every request over TLS; says the client's name where it asks for one.
private let program = """
    import http.server, ssl, sys
    class H(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_GET(self):
            peer = self.connection.getpeercert() or {}
            text = "".join(v for part in peer.get("subject", ()) for k, v in part).encode() or b"ok"
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        def log_message(self, *a): pass
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1] + ".pem", sys.argv[1] + ".key")
    if len(sys.argv) > 2:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(sys.argv[2])
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

@Suite(.enabled(if: HelperProcess.isInstalled("openssl") && HelperProcess.isInstalled("python3"), "needs openssl and python3"))
struct TLSTests {
    private let certificates: Certificates

    init() async throws {
        certificates = try await TransfersTests.certificates.value
    }

    private func serve(_ name: String, clientsOf authority: String? = nil) async throws -> HelperProcess {
        try await HelperProcess(["python3", "-c", program, name] + (authority.map { [$0] } ?? []), in: certificates.folder.url)
    }

    private func get(_ server: HelperProcess, host: String = "127.0.0.1", _ change: (inout TransferOptions) -> Void) async throws
        -> HTTPAnswer
    {
        var transfer = try HTTPTransfer(url: "https://\(host):\(server.firstLine)/")
        change(&transfer.options)
        return try await engine.perform(transfer)
    }

    private func kind(_ server: HelperProcess, _ change: (inout TransferOptions) -> Void) async throws -> TransferFailure.Kind? {
        do {
            _ = try await get(server, change)
            return nil
        } catch let failure as TransferFailure {
            return failure.kind
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"])
    func `a server of a named authority is trusted`(host: String) async throws {
        let server = try await serve("server")
        let answer = try await get(server, host: host) { $0.tls.authorities = certificates.path("ca.pem") }
        #expect(answer.text == "ok")
        #expect(answer.timings.tls != nil)
    }

    @Test func `a server of an unknown authority is not trusted`() async throws {
        let server = try await serve("server")
        #expect(try await kind(server) { _ in } == .certificateNotTrusted)
        #expect(try await kind(server) { $0.tls.authorities = certificates.path("other-ca.pem") } == .certificateNotTrusted)
    }

    @Test func `insecure takes any certificate, and only where it is said`() async throws {
        for name in ["server", "expired", "elsewhere"] {
            let server = try await serve(name)
            #expect(try await get(server) { $0.tls.isInsecure = true }.text == "ok")
            // The connection that is kept is not for those who want to be sure.
            #expect(try await kind(server) { _ in } == .certificateNotTrusted)
        }
    }

    @Test func `an expired certificate is refused`() async throws {
        let server = try await serve("expired")
        #expect(try await kind(server) { $0.tls.authorities = certificates.path("ca.pem") } == .certificateExpired)
    }

    @Test func `a certificate for another host is refused`() async throws {
        let server = try await serve("elsewhere")
        let kind = try await kind(server) { $0.tls.authorities = certificates.path("ca.pem") }
        #expect(kind == .certificateForAnotherHost)
    }

    @Test func `an override leads a name elsewhere and TLS keeps the name`() async throws {
        let server = try await serve("elsewhere")
        let port = try #require(Int(server.firstLine))
        let answer = try await get(server, host: "elsewhere.example") { options in
            options.tls.authorities = certificates.path("ca.pem")
            options.resolve = [ResolveOverride(host: "elsewhere.example", port: port, address: "127.0.0.1")]
        }
        #expect(answer.text == "ok")
    }

    @Test func `a client shows its certificate`() async throws {
        let server = try await serve("server", clientsOf: "ca.pem")
        let answer = try await get(server) { options in
            options.tls.authorities = certificates.path("ca.pem")
            options.tls.certificate = certificates.path("client.pem")
            options.tls.key = certificates.path("client.key")
        }
        #expect(answer.text == "client")
        let kind = try await kind(server) { $0.tls.authorities = certificates.path("ca.pem") }
        #expect(kind == .tlsHandshake)
    }

    @Test func `files that cannot be used are named as the fault`() async throws {
        let server = try await serve("server")
        #expect(try await kind(server) { $0.tls.authorities = "/nonexistent/ca.pem" } == .tlsFile)
        let kind = try await kind(server) { options in
            options.tls.authorities = certificates.path("ca.pem")
            options.tls.certificate = certificates.path("client.pem")
            options.tls.key = certificates.path("server.key")
        }
        #expect(kind == .tlsFile)
    }

    @Test func `a server without TLS is a failed handshake`() async throws {
        let server = try ScriptedServer(answering: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        let transfer = try HTTPTransfer(url: "https://127.0.0.1:\(server.port)/")
        await #expect(throws: TransferFailure.self) { try await engine.perform(transfer) }
    }

    @Test func `a server with TLS does not speak plain HTTP`() async throws {
        let server = try await serve("server")
        do {
            let answer = try await engine.perform(try HTTPTransfer(url: "http://127.0.0.1:\(server.firstLine)/"))
            Issue.record("\(answer)")
        } catch let failure as TransferFailure {
            #expect([.badProtocol, .cutBeforeAnswer].contains(failure.kind))
        }
    }
}
