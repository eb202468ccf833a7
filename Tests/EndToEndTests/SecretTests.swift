import Foundation
import TestSupport
import Testing

/// Secrets in everything that a run sends and gets, and in none of what it says.
@Suite(.timeLimit(.minutes(2))) struct SecretTests {
    /// Everything that some notation escapes.
    private static let key = #"Zq"7\/é&<k>'+ %z=end-🙂-of-it"#
    private static let plain = "plainS3cretValue0815"
    private static let token = #"tok"en-ü-0123456789abcdef"#
    private static let long = (0..<200).map { "part\($0)" }.joined(separator: ".")
    private static let secrets = [key, plain, token, long]
    private static let environment = ["KEY": key, "PLAIN": plain, "LONG": long]

    private static let suite = #"""
        assay: 1
        suite: reports
        specification: reports
        scenarios:
          - id: sent
            clauses: [ACCEPTED]
            steps:
              - id: fields
                request:
                  method: POST
                  path: "/forms/${secret:PLAIN}"
                  query: {k: "${secret:KEY}", p: "x${secret:PLAIN}"}
                  headers: {X-Plain: "${secret:PLAIN}"}
                  auth: {basic: {user: me, password: "${secret:KEY}"}}
                  json: {k: "${secret:KEY}", l: "${secret:LONG}"}
                expect: {status: 201, headers: {Location: /x, X-Echo: x}, text: nothing of it}
              - id: parts
                request: {method: POST, path: /forms, multipart: {k: "${secret:KEY}", f: {text: "${secret:PLAIN}", name: "${secret:PLAIN}.txt"}}}
                expect: {status: 200, text: "${secret:KEY}x"}
              - id: form
                request: {method: POST, path: /forms, form: {k: "${secret:KEY}"}, cookies: {c: "${secret:PLAIN}"}}
                expect: {status: 200, base64: AAECAw==}
          - id: json
            clauses: [ACCEPTED]
            request: {method: GET, path: /json, headers: {X-Key: "${secret:PLAIN}", X-Other: "${secret:LONG}"}, query: {k: "${secret:KEY}"}}
            expect: {json: {a: 1, b: "${secret:KEY}?", c: []}}
          - id: table
            clauses: [ACCEPTED]
            request: {method: GET, path: /table, query: {k: "${secret:KEY}", l: "${secret:LONG}", p: "${secret:PLAIN}"}}
            expect: {csv: {key: [id], rows: [[id, a, b], ["1", x, y]]}}
          - id: bytes
            clauses: [ACCEPTED]
            request: {method: GET, path: /bytes, query: {p: "${secret:PLAIN}"}}
            expect: {base64: AAECAw==}
          - id: no-text
            clauses: [ACCEPTED]
            request: {method: GET, path: /bytes, query: {p: "${secret:PLAIN}"}}
            expect: {text: hello}
          - id: no-json
            clauses: [ACCEPTED]
            request: {method: GET, path: /forms, query: {p: "${secret:PLAIN}", k: "${secret:KEY}", l: "${secret:LONG}"}}
            expect: {json: {}}
          - id: captured
            clauses: [ACCEPTED]
            steps:
              - id: login
                request: {method: GET, path: /token}
                expect: {status: 200}
                capture: {token: {json: $.token, secret: true}}
              - id: use
                request: {method: GET, path: /token, query: {t: "${token}"}, auth: {bearer: "${token}"}}
                expect: {json: {token: !starts_with "no", list: "${token}"}}
          - id: mailed
            clauses: [ACCEPTED]
            request: {method: GET, path: /mail, query: {p: "${secret:PLAIN}", k: "${secret:KEY}"}}
            expect: {mail: [{subject: Report, text: none, within: 10s}]}
          - id: unexpected-mail
            clauses: [ACCEPTED]
            request: {method: GET, path: /mail, query: {p: "${secret:PLAIN}"}}
            expect: {status: 200}
          - id: refused
            clauses: [ACCEPTED]
            request: {method: GET, path: "/${secret:PLAIN}", options: {proxy: "http://me:${secret:PLAIN}@127.0.0.1:1"}}
            expect: {status: 200}
          - id: fault
            clauses: [ACCEPTED]
            request: {method: GET, path: /fault, query: {p: "${secret:PLAIN}", k: "${secret:KEY}"}}
            expect: {status: 200}

        """#

    /// A service that tells each secret in every form.
    private static func server(mailPort: Int) throws -> ScriptedServer {
        try ScriptedServer { connection in
            // Each case hears of the secrets alone that it has sent: no other is its own.
            while let request = connection.readRequest() {
                let path = String(request.split(separator: " ")[1].split(separator: "?")[0])
                connection.send(answer(to: path, mailPort: mailPort))
            }
        }
    }

    private static func answer(to path: String, mailPort: Int) -> [UInt8] {
        switch path {
        case "/json": response(Array(#"{"a":"\#(escaped(key))","b":"\#(codes(key))","c":["\#(long)"],"\#(plain)":1}"#.utf8))
        case "/table":
            response(Array("id,a,b\r\n1,\"\(key.replacing("\"", with: "\"\""))\",\(long)\r\n\(plain),x,y\r\n".utf8))
        case "/bytes": response([0, 1, 0xFF] + plain.utf8 + [0])
        case "/token": response(Array(#"{"token":"\#(codes(token))","list":["\#(escaped(token))"]}"#.utf8))
        case "/fault": response(allForms, fields: "Assay-Fault: model\r\n")
        case "/mail":
            sendMail(port: mailPort)
        default:
            response(
                allForms,
                fields: "Location: http://127.0.0.1/?k=\(percent(key))\r\nX-Echo: \(Data(key.utf8).base64EncodedString())\r\n")
        }
    }

    private static func response(_ body: [UInt8], fields: String = "") -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\n\(fields)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    private static func sendMail(port: Int) -> [UInt8] {
        let client = Process()
        client.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        client.arguments = [
            "curl", "--silent", "smtp://127.0.0.1:\(port)", "--mail-from", "a@x.example", "--mail-rcpt", "\(plain)@x.example",
            "--upload-file", "-",
        ]
        let input = Foundation.Pipe()
        client.standardInput = input
        do {
            try client.run()
            let text = "To: \(plain)@x.example\r\nSubject: for \(plain)\r\n\r\n"
            try input.fileHandleForWriting.write(contentsOf: Data(text.utf8) + allForms)
            try input.fileHandleForWriting.close()
        } catch {
            return response(Array("\(error)".utf8))
        }
        client.waitUntilExit()
        return response([])
    }

    // MARK: - Forms

    private static func percent(_ text: String, lower: Bool = false) -> String {
        text.utf8.map { byte in
            let isPlain = byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
            let digits = String(byte, radix: 16, uppercase: !lower)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
        }.joined()
    }

    /// As JSON must write it, and no more.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// Each character but letters and digits as `\u00e9`.
    private static func codes(_ text: String, upper: Bool = false) -> String {
        text.utf16.map { unit in
            if let scalar = UnicodeScalar(unit), scalar.isASCII, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                return String(scalar)
            }
            let digits = String(unit, radix: 16, uppercase: upper)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private static func markup(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    private static func hexadecimal(_ text: String, upper: Bool, separator: String = "") -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: upper) }.joined(separator: separator)
    }

    private static func base64(_ text: String, after filler: Int) -> String {
        Data([UInt8](repeating: 0x78, count: filler) + text.utf8 + [UInt8](repeating: 0x79, count: 7)).base64EncodedString()
    }

    private static func forms(of secret: String) -> [String] {
        let encoded = (0..<3).map { base64(secret, after: $0) } + [Data(secret.utf8).base64EncodedString()]
        return [
            secret, percent(secret), percent(secret, lower: true), escaped(secret), escaped(secret).replacing("/", with: "\\/"),
            codes(secret), codes(secret, upper: true), markup(secret), markup(secret).replacing("&#39;", with: "&apos;"),
            percent(escaped(secret)), escaped(escaped(secret)), hexadecimal(secret, upper: true),
            hexadecimal(secret, upper: false), hexadecimal(secret, upper: true, separator: " "),
        ] + encoded + encoded.map { $0.replacing("+", with: "-").replacing("/", with: "_") }
    }

    private static var allForms: [UInt8] {
        Array([key, plain].flatMap(forms).map { "[\($0)]" }.joined(separator: "\r\n").utf8)
    }

    /// What a form has that no other text has: of base64 the midst, which does not depend on what is around it.
    private static func traces(of secret: String) -> Set<String> {
        let encoded = (0..<3).map { String(base64(secret, after: $0).dropFirst(4).dropLast(14)) }
        var traces = Set(forms(of: secret).dropLast(8) + encoded)
        traces.formUnion(encoded.map { $0.replacing("+", with: "-").replacing("/", with: "_") })
        // Half of it is as good as none hidden.
        traces.insert(String(secret.dropFirst(4).prefix(8)))
        traces.insert(String(secret.suffix(8)))
        traces.insert(hexadecimal(String(secret.prefix(6)), upper: true, separator: " "))
        traces.insert(hexadecimal(String(secret.dropFirst(2).prefix(6)), upper: true, separator: " "))
        return traces
    }

    private func expectNoSecret(in text: String, _ what: String) {
        for secret in Self.secrets {
            for trace in Self.traces(of: secret) {
                guard let found = text.utf8.firstRange(of: Array(trace.utf8)) else { continue }
                let start = text.utf8.index(found.lowerBound, offsetBy: -80, limitedBy: text.startIndex) ?? text.startIndex
                Issue.record("\(what) shows '\(trace)': \(String(decoding: text.utf8[start...].prefix(300), as: UTF8.self))")
            }
        }
    }

    private func project() throws -> (folder: TemporaryFolder, server: ScriptedServer) {
        let mailPort = try freePort()
        let server = try Self.server(mailPort: mailPort)
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        let target = """
            {url: "http://127.0.0.1:\(server.port)", provides: [clock, messages, spaces], headers: {X-All: "${secret:PLAIN}"}, \
            mail: {smtp_sink: "127.0.0.1:\(mailPort)", quiet: 50ms, within: 5s}}
            """
        let other = "{url: \"http://127.0.0.1:\(server.port)\", provides: [clock, messages, spaces]}"
        try folder.write(folder.read("assay.yaml") + "  live: \(target)\n  other: \(other)\n", to: "assay.yaml")
        try folder.write(Self.suite, to: "specs/reports/reports.yaml")
        return (folder, server)
    }

    // MARK: - Tests

    @Test func `no report of a run shows a secret in any form`() throws {
        let (folder, server) = try project()
        let arguments = ["run", "--target", "live", "--verbose", "--report", "text"]
        let output = try AssayBinary.run(
            arguments + ["--report", "json=run.json", "--report", "junit=run.xml"], in: folder.url, environment: Self.environment)
        #expect(output.exit == 1, "\(output.errors)")
        #expect(output.text.contains("11 cases: "))
        #expect(output.errors.contains("arrived that no case expected"))
        expectNoSecret(in: output.text, "text")
        expectNoSecret(in: output.errors, "standard error")
        for file in ["run.json", "run.xml"] { expectNoSecret(in: try folder.read(file), file) }
        #expect(server.requests.contains { $0.contains(Self.plain) })
    }

    @Test(arguments: ["text", "json", "html"])
    func `no comparison shows a secret in any form`(format: String) throws {
        let (folder, server) = try project()
        let output = try AssayBinary.run(
            ["compare", "live", "other", "--verbose", "--format", format], in: folder.url, environment: Self.environment)
        #expect(output.text.utf8.count > 3000, "\(output.errors)")
        expectNoSecret(in: output.text, format)
        expectNoSecret(in: output.errors, "standard error")
        withExtendedLifetime(server) {}
    }

    @Test func `curl commands name the variables of secrets and not their values`() throws {
        let (folder, server) = try project()
        let output = try AssayBinary.run(
            ["export", "curl", "reports", "--target", "live"], in: folder.url, environment: Self.environment)
        #expect(output.exit == 0, "\(output.errors)")
        expectNoSecret(in: output.text + output.errors, "export")
        withExtendedLifetime(server) {}
    }

    @Test func `a service that does not come up shows no secret among its last lines`() throws {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        let target = """
              broken:
                url: http://127.0.0.1:1
                start: {command: [sh, -c, "echo key is $GIVEN; exit 7"], environment: {GIVEN: "${secret:PLAIN}"}}
                provides: [clock, messages, spaces]

            """
        try folder.write(folder.read("assay.yaml") + target, to: "assay.yaml")
        try folder.write(
            "assay: 1\nscenarios: [{id: a, request: {method: GET, path: /}, expect: {status: 200}}]\n", to: "specs/reports/a.yaml"
        )
        let output = try AssayBinary.run(["run", "--target", "broken"], in: folder.url, environment: Self.environment)
        #expect(output.exit == 4)
        #expect(output.errors.contains("key is ***"), "\(output.errors)")
        expectNoSecret(in: output.text + output.errors, "output")
    }
}
