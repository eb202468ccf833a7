import AssayCore
import Testing
import Transfers

/// Checks digests by RFC 7616 section 3.4, with MD5 or SHA-256.
private let program = """
    import hashlib, http.server, re, sys
    algorithm = sys.argv[1]
    def h(text): return hashlib.new(algorithm.replace("-", "").lower(), text.encode()).hexdigest()
    class H(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def answer(self, status, text, *fields):
            self.send_response(status)
            for name, value in fields: self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            p = dict(re.findall(r'(\\w+)="?([^",]*)"?', self.headers.get("Authorization", "")))
            if p:
                ha1 = h("user:realm:secret")
                ha2 = h(self.command + ":" + self.path)
                due = h(":".join([ha1, p["nonce"], p["nc"], p["cnonce"], p["qop"], ha2]))
                if p["uri"] == self.path and p["response"] == due:
                    return self.answer(200, body or b"none", ("X-Final", "1"))
            self.answer(401, b"who?", ("WWW-Authenticate", f'Digest realm="realm", nonce="abc", qop="auth", algorithm={algorithm}'), ("X-Challenge", "1"))
        do_GET = do_POST
        def log_message(self, *a): pass
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), H)
    print(server.server_port, flush=True)
    server.serve_forever()
    """

@Suite(.enabled(if: HelperProcess.isInstalled("python3"), "needs python3")) struct DigestTests {
    private func ask(_ algorithm: String, password: String, method: String, body: String?) async throws -> HTTPAnswer {
        let server = try await HelperProcess(["python3", "-c", program, algorithm])
        var transfer = try HTTPTransfer(method: method, url: "http://127.0.0.1:\(server.firstLine)/a/../b?c=%20d")
        transfer.body = body.map { Array($0.utf8) }
        transfer.digest = DigestCredentials(user: "user", password: password)
        return try await engine.perform(transfer)
    }

    @Test(arguments: ["MD5", "SHA-256"], ["GET", "POST"])
    func `a challenge is answered and is no part of the answer`(algorithm: String, method: String) async throws {
        let answer = try await ask(algorithm, password: "secret", method: method, body: method == "POST" ? "hello" : nil)
        #expect(answer.status == 200)
        #expect(answer.text == (method == "POST" ? "hello" : "none"))
        #expect(answer.headers["X-Final"] == "1")
        #expect(answer.headers["X-Challenge"] == nil)
    }

    @Test func `a refused answer to a challenge is the answer`() async throws {
        let answer = try await ask("MD5", password: "wrong", method: "GET", body: nil)
        #expect(answer.status == 401)
        #expect(answer.text == "who?")
    }
}
