import AssayCore
import Foundation
import Testing
import Transfers

/// nginx with HTTP/2 over TLS and over plain TCP.
private final class Nginx {
    let folder: TemporaryFolder
    let tlsPort: Int
    let plainPort: Int
    private let process: HelperProcess

    init() async throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        (tlsPort, plainPort) = (try Self.freePort(), try Self.freePort())
        _ = try await HelperProcess.run(
            [
                "openssl", "req", "-x509", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                "-newkey", "ec", "-pkeyopt",
                "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out", "cert.pem",
            ], in: folder.url)
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(folder.path($0));" }.joined(
            separator: "\n")
        let configuration = """
            daemon off; error_log stderr; pid \(folder.path("pid"));
            events { worker_connections 256; }
            http {
                access_log off; \(temporary)
                keepalive_requests 20;
                ssl_certificate \(folder.path("cert.pem")); ssl_certificate_key \(folder.path("key.pem"));
                server { listen 127.0.0.1:\(tlsPort) ssl http2; location / { return 200 "$server_protocol $request_uri $http_x_a"; } }
                server { listen 127.0.0.1:\(plainPort) http2; location / { return 200 "$server_protocol $request_uri $http_x_a"; } }
            }
            """
        try Data(configuration.utf8).write(to: folder.url.appendingPathComponent("nginx.conf"))
        process = try await HelperProcess(
            ["env", "PATH=/usr/sbin:/usr/bin:/bin", "nginx", "-p", folder.url.path, "-c", folder.path("nginx.conf")],
            waitsForLine: false)
        for _ in 1...200 {
            if (try? await engine.perform(transfer("https", tlsPort, "/"))) != nil { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("nginx does not start")
    }

    private static func freePort() throws -> Int { try FullListener().port }

    func transfer(_ scheme: String, _ port: Int, _ target: String, version: HTTPVersion? = nil) throws -> HTTPTransfer {
        var transfer = try HTTPTransfer(url: "\(scheme)://127.0.0.1:\(port)\(target)")
        transfer.options.tls.authorities = folder.path("cert.pem")
        transfer.version = version
        return transfer
    }
}

@Suite(.enabled(if: HelperProcess.isInstalled("nginx") && HelperProcess.isInstalled("openssl"), "needs nginx and openssl"))
struct HTTP2Tests {
    @Test func `versions are agreed upon or chosen`() async throws {
        let nginx = try await Nginx()
        let agreed = try await engine.perform(nginx.transfer("https", nginx.tlsPort, "/a?b=c"))
        #expect(agreed.text == "HTTP/2.0 /a?b=c ")
        #expect(agreed.version == "2")
        #expect(agreed.status == 200)
        #expect(agreed.headers["content-type"] != nil)
        #expect(try await engine.perform(nginx.transfer("https", nginx.tlsPort, "/", version: .http1)).text == "HTTP/1.1 / ")
        #expect(try await engine.perform(nginx.transfer("https", nginx.tlsPort, "/", version: .http2)).text == "HTTP/2.0 / ")
        #expect(try await engine.perform(nginx.transfer("http", nginx.plainPort, "/", version: .http2Only)).text == "HTTP/2.0 / ")
    }

    @Test func `headers and methods of HTTP/2 are what is stated`() async throws {
        let nginx = try await Nginx()
        var transfer = try nginx.transfer("http", nginx.plainPort, "//a/../b", version: .http2Only)
        transfer.headers.append("X-A", "one")
        #expect(try await engine.perform(transfer).text == "HTTP/2.0 //a/../b one")
    }

    @Test func `a connection that the server retires costs no answer`() async throws {
        // nginx says GOAWAY after twenty requests while others are under way.
        let nginx = try await Nginx()
        let transfer = try nginx.transfer("https", nginx.tlsPort, "/")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...400 {
                if number > 16 { #expect(try await group.next() == 200) }
                group.addTask { try await engine.perform(transfer).status }
            }
            for try await status in group { #expect(status == 200) }
        }
    }
}
