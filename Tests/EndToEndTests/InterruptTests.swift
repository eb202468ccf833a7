import Foundation
import TestSupport
import Testing

private let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first(
    where: FileManager.default.isExecutableFile)

/// Ctrl-C and the SIGTERM of a CI, during runs against a service that the run has started and that takes its time.
@Suite(.timeLimit(.minutes(3)), .enabled(if: AssayBinary.url != nil && python != nil, "python3 is not installed"))
struct InterruptTests {
    /// 200 answers that take 20 ms each, but for one that never comes; `DELETE` is noted in a file.
    private static let service = """
        import http.server, os, sys, time
        open("service.pid", "w").write(str(os.getpid()))
        if "--slow-start" in sys.argv:
            time.sleep(600)
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *arguments): pass
            def do_DELETE(self):
                open("deleted", "a").write(self.path + "\\n")
                self.do_GET()
            def do_GET(self):
                time.sleep(600 if self.path == "/never" else 0.02)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

        """

    private func project(slowStart: Bool = false) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let port = try ScriptedServer(answering: "").port
        try folder.write(Self.service, to: "service.py")
        try folder.write(
            """
            assay: 1
            targets:
              slow:
                url: http://127.0.0.1:\(port)
                timeout: 60s
                start: [\(python ?? ""), service.py, "\(port)"\(slowStart ? ", --slow-start" : "")]
                ready: {path: /, within: 60s}

            """, to: "assay.yaml")
        var scenarios = "assay: 1\nscenarios:\n"
        for number in 0..<200 {
            let path = number == 40 ? "/never" : "/\(number)"
            scenarios += "  - {id: c\(number), request: {method: GET, path: \(path)}, expect: {status: 200}}\n"
        }
        try folder.write(scenarios, to: "specs/many.yaml")
        try folder.write(
            """
            assay: 1
            scenarios:
              - id: cleans-up
                steps: [{id: ask, request: {method: GET, path: /never}, expect: {status: 200}}]
                finally: [{id: delete, request: {method: DELETE, path: /thing}, expect: {status: 200}}]

            """, to: "specs/clean.yaml")
        return folder
    }

    /// Returns when the file is there.
    private func wait(for name: String, in folder: TemporaryFolder) async throws {
        let path = folder.url.appendingPathComponent(name).path
        for _ in 0..<3000 where !FileManager.default.fileExists(atPath: path) { try await Task.sleep(for: .milliseconds(10)) }
        try #require(FileManager.default.fileExists(atPath: path))
    }

    private func end(_ process: Process, by number: Int32) async -> Int32 {
        kill(process.processIdentifier, number)
        for _ in 0..<2000 where process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func requireGone(_ folder: TemporaryFolder) throws {
        let id = try #require(pid_t(try folder.read("service.pid")))
        #expect(kill(id, 0) == -1 && errno == ESRCH)
    }

    @Test(arguments: [(SIGINT, 0), (SIGTERM, 50), (SIGINT, 200), (SIGTERM, 1500)])
    func `reports are complete and say that the run was interrupted`(number: Int32, milliseconds: Int) async throws {
        let folder = try project()
        let run = try AssayBinary.start(
            ["run", "many", "--report", "text", "--report", "json=out.jsonl", "--report", "junit=out.xml"], in: folder.url,
            outputs: folder.url)
        try await wait(for: "service.pid", in: folder)
        try await Task.sleep(for: .milliseconds(milliseconds))
        #expect(await end(run, by: number) == 4)
        try requireGone(folder)

        let lines = try folder.read("out.jsonl").split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let footer = try #require(lines.last)
        #expect(footer["kind"] as? String == "footer")
        #expect(footer["interrupted"] as? Bool == true)
        let cases = try #require(footer["cases"] as? Int)
        #expect(cases == lines.count - 2)
        #expect(cases < 200)
        // Nothing that was cut off is taken for a verdict.
        #expect(lines.dropFirst().dropLast().allSatisfy { $0["verdict"] as? String == "passed" })
        if milliseconds >= 1500 { #expect(cases >= 40) }

        let text = try folder.read("stdout")
        #expect(text.contains("interrupted: \(cases) of 200 cases ran"), "\(text)")
        let report = try folder.read("out.xml")
        #expect(report.hasSuffix("</testsuites>\n") && report.contains("interrupted: \(cases) of 200 cases ran"))
    }

    @Test func `steps that always run do so`() async throws {
        let folder = try project()
        let run = try AssayBinary.start(["run", "clean"], in: folder.url, outputs: folder.url)
        try await wait(for: "service.pid", in: folder)
        try await Task.sleep(for: .milliseconds(1000))
        #expect(await end(run, by: SIGINT) == 4)
        try requireGone(folder)
        #expect(try folder.read("deleted") == "/thing\n")
        #expect(try folder.read("stdout").contains("interrupted: 0 of 1 case ran"))
    }

    @Test func `a service that is not ready yet is ended too`() async throws {
        let folder = try project(slowStart: true)
        let run = try AssayBinary.start(["run", "many"], in: folder.url, outputs: folder.url)
        try await wait(for: "service.pid", in: folder)
        try await Task.sleep(for: .milliseconds(200))
        #expect(await end(run, by: SIGINT) == 4)
        try requireGone(folder)
        #expect(try folder.read("stdout").contains("interrupted: 0 of 200 cases ran"))
    }

    @Test func `two targets side by side are interrupted alike`() async throws {
        let folder = try project()
        let project = try folder.read("assay.yaml")
        let target = project.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).joined(separator: "\n")
        let port = try ScriptedServer(answering: "").port
        let other = target.replacing("slow:", with: "other:").replacing(/"\d+"/, with: "\"\(port)\"").replacing(
            /127.0.0.1:\d+/, with: "127.0.0.1:\(port)")
        try folder.write(project + other, to: "assay.yaml")
        let run = try AssayBinary.start(
            ["compare", "slow", "other", "many", "--format", "json"], in: folder.url, outputs: folder.url)
        try await wait(for: "service.pid", in: folder)
        try await Task.sleep(for: .milliseconds(1500))
        #expect(await end(run, by: SIGINT) == 4)
        let last = try #require(try folder.read("stdout").split(separator: "\n").last)
        #expect(last.contains(#""interrupted":true,"complete":true"#), "\(last)")
    }
}
