import Foundation
import Testing

/// `assay serve` as a program, asked by curl.
@Suite(.timeLimit(.minutes(2)), .enabled(if: AssayBinary.url != nil && curlPath != nil)) struct ServeTests {
    @Test func `a model is served at the address that is printed, until SIGTERM`() async throws {
        let server = try await Server(["--clock", "2015-07-01T00:00:00Z", "--seed", "7"])
        let first = try server.curl("/v3/mlog/export", report)
        #expect(first.hasPrefix("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"))
        #expect(first.contains(#"{"meta":{"timestamp":1435708800000,"transactionId":"#))
        #expect(try server.curl("/healthz").hasSuffix("\r\n\r\nok\n"))
        #expect(try server.curl("/healthz", ["--head"]).contains("Content-Length: 3\r\n"))
        #expect(server.stop(SIGTERM) == 0)
        let again = try await Server(["--clock", "2015-07-01T00:00:00Z", "--seed", "7"])
        #expect(try again.curl("/v3/mlog/export", report) == first)
        #expect(again.stop(SIGINT) == 0)
        #expect(try again.errors() == "")
    }

    @Test func `a stop lets the request that is under way be answered`() async throws {
        let server = try await Server(["--access-log"])
        // curl sends 20,000 bytes a second: the stop comes in their midst.
        let body = try #require(String(repeating: " ", count: 20_000).data(using: .utf8))
        try body.write(to: server.folder.url.appendingPathComponent("body"))
        let client = try server.startCurl("/slow", ["--limit-rate", "20000", "--data-binary", "@body", "--header", "Expect:"])
        try await Task.sleep(for: .milliseconds(300))
        #expect(server.stop(SIGTERM) == 0)
        client.waitUntilExit()
        #expect(try server.folder.read("curl").hasPrefix("HTTP/1.1 404 Not Found\r\n"))
        #expect(try server.errors().contains(#""POST /slow" 404 "#))
    }

    @Test func `requests bring their own state when that is allowed, from below the data folder`() async throws {
        let server = try await Server(["--allow-given", "--data-root", "data"], data: false)
        func given(_ spaces: String) -> [String] {
            let text = #"{"clock":"2015-07-01T00:00:00Z","data":{"spaces":"\#(spaces)"},"seed":"7"}"#
            return report + ["--header", "Assay-Given: \(Data(text.utf8).base64EncodedString())"]
        }
        #expect(try server.curl("/v3/mlog/export", given("spaces.csv")).contains("will be sent by email"))
        for path in ["../secret.csv", "/etc/passwd", "link.csv"] {
            let answer = try server.curl("/v3/mlog/export", given(path))
            #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("Assay-Fault: given"), "\(path)")
            #expect(answer.contains("outside the project folder"), "\(answer)")
        }
        let without = try server.curl("/v3/mlog/export", report)
        #expect(without.hasPrefix("HTTP/1.1 500 ") && without.contains("given spaces: "))
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test func `settings and limits are those of the command line`() async throws {
        let server = try await Server(["--policy", "accepted_status=202", "--policy", "explain_at=top", "--max-body", "1kB"])
        #expect(try server.curl("/v3/mlog/export", report).hasPrefix("HTTP/1.1 202 Accepted\r\n"))
        let large = try server.curl("/", ["--data", String(repeating: "x", count: 1001)])
        #expect(large.hasPrefix("HTTP/1.1 413 "))
        let port = server.port
        let folder = server.folder.url
        let second = try AssayBinary.run(
            ["serve", "message-reports", "--data", "spaces=data/spaces.csv", "--port", port], in: folder)
        #expect(second.exit == 4)
        #expect(second.errors.hasPrefix("error: cannot listen on 127.0.0.1, port \(port): "))
        #expect(server.stop(SIGTERM) == 0)
    }

    @Test(
        arguments: [
            (["message-report"], 2, "error: there is no model 'message-report'\n  fix: did you mean 'message-reports'?\n"),
            (["message-reports", "--port", "65536"], 2, "error: --port takes a number from 0 to 65535, not 65536\n"),
            (["message-reports", "--max-body", "1 MB"], 2, "error: --max-body: "),
            (["message-reports", "--clock", "today"], 2, "error: --clock 'today' is no RFC 3339 time: "),
            (["message-reports", "--data", "none.csv"], 3, "error: --data 'none.csv': "),
            (
                ["message-reports", "--data", "data/spaces.csv", "--data", "messages=data/spaces.csv"], 2,
                "error: --data gives 'messages' twice\n"
            ),
            (["message-reports", "--policy", "max_range=x"], 2, "error: --policy 'max_range=x': "),
            (["message-reports", "--policy", "max_rang=1d"], 2, "error: the model has no setting 'max_rang'\n"),
            (["message-reports", "--data-root", "."], 2, "error: --data-root is for --allow-given\n"),
            (["message-reports", "--allow-given", "--data-root", "none"], 2, "error: there is no folder 'none'\n"),
            (["message-reports", "--allow-given"], 2, "error: there is no assay.yaml here or in a folder above\n"),
            (["message-reports"], 3, "error: given spaces: the model needs a data file"),
        ] as [([String], Int32, String)])
    func `what cannot be served is said at once`(arguments: [String], exit: Int32, message: String) throws {
        let folder = try dataFolder()
        let output = try AssayBinary.run(["serve"] + arguments, in: folder.url)
        #expect(output.exit == exit)
        #expect(output.errors.hasPrefix(message), "\(output.errors)")
        #expect(output.text == "")
    }
}

private let report = [
    "--url-query", "from=2015-03-04T00:00:00.000Z", "--url-query", "to=2015-03-05T00:00:00.000Z", "--header",
    "Authorization: Bearer acme-key-1", "--data",
    #"{"emails": ["qa@example.com"], "from": "reports@acme.example", "timezone": "GMT"}"#,
]

private let curlPath = ["/usr/bin/curl", "/usr/local/bin/curl", "/bin/curl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
}

private func dataFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let spaces = "Space,Kind,Value\nacme,key,acme-key-1\nacme,sender,reports@acme.example\n"
    try folder.write(spaces, to: "data/spaces.csv")
    try folder.write(spaces, to: "secret.csv")
    try FileManager.default.createSymbolicLink(
        atPath: folder.url.appendingPathComponent("data/link.csv").path, withDestinationPath: "../secret.csv")
    return folder
}

private final class Server {
    let folder: TemporaryFolder
    let port: String
    private let process: Process

    /// Returns once the server has printed its address.
    init(_ arguments: [String], data: Bool = true) async throws {
        folder = try dataFolder()
        let inputs = data ? ["--data", "spaces=data/spaces.csv"] : []
        process = try AssayBinary.start(
            ["serve", "message-reports", "--port", "0"] + inputs + arguments, in: folder.url, outputs: folder.url)
        let deadline = ContinuousClock.now + .seconds(20)
        var line = ""
        while !line.hasSuffix("\n") {
            try #require(ContinuousClock.now < deadline && process.isRunning, "the server did not start")
            try await Task.sleep(for: .milliseconds(10))
            line = try folder.read("stdout")
        }
        let prefix = "message-reports is served at http://127.0.0.1:"
        try #require(line.hasPrefix(prefix))
        port = String(line.dropFirst(prefix.count).dropLast())
    }

    deinit { if process.isRunning { process.terminate() } }

    func errors() throws -> String { try folder.read("stderr") }

    /// What came, with its head.
    func curl(_ path: String, _ arguments: [String] = []) throws -> String {
        try startCurl(path, arguments).waitUntilExit()
        return try folder.read("curl")
    }

    func startCurl(_ path: String, _ arguments: [String]) throws -> Process {
        let client = Process()
        client.executableURL = URL(fileURLWithPath: try #require(curlPath))
        client.arguments =
            ["--silent", "--include", "--max-time", "20", "--output", "curl", "http://127.0.0.1:\(port)\(path)"] + arguments
        client.currentDirectoryURL = folder.url
        try client.run()
        return client
    }

    /// - Returns: The exit code.
    func stop(_ signal: Int32) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }
}
