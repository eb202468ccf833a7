import Foundation
import Testing

/// `run --watch` as somebody uses it who saves files beside it.
@Suite(.timeLimit(.minutes(3)), .enabled(if: AssayBinary.url != nil)) struct WatchTests {
    /// A file of the suite `name`; `scenarios` in flow style.
    private static func suite(_ name: String, _ scenarios: String) -> String {
        """
        assay: 1
        suite: \(name)
        defaults:
          given: {clock: 2015-07-01T00:00:00Z, messages: data/messages.csv, spaces: data/spaces.csv}
        scenarios: [\(scenarios)]

        """
    }

    private static func scenarios(_ status: Int) -> String {
        suite("one", "{id: a, request: {method: POST, path: /v3/mlog/export}, expect: {status: \(status), json: !golden }}")
    }

    private static func other(_ request: String) -> String {
        suite("two", "{id: b, request: {\(request)}, expect: {status: 404}}")
    }

    private func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.add(EndToEndCase.folder.appendingPathComponent("base"))
        try folder.write(Self.scenarios(400), to: "specs/reports/one.yaml")
        try folder.write(Self.other("method: GET, path: /"), to: "specs/reports/two.yaml")
        let accepted = try AssayBinary.run(["accept", "--all"], in: folder.url)
        #expect(accepted.exit == 0, "\(accepted.text)\(accepted.errors)")
        return folder
    }

    /// Waits until the outputs hold so many announced runs and whatever `words` are, and says what is new since the last one began.
    private func lastRun(_ number: Int, with words: String, in outputs: TemporaryFolder) async throws -> String {
        for _ in 0..<600 {
            let text = (try? outputs.read("stdout")) ?? ""
            if let range = text.range(of: "--- run \(number): ") {
                let errors = (try? outputs.read("stderr")) ?? ""
                let own = String(text[range.lowerBound...])
                if (own + errors).contains(words) { return own + errors }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record(
            "run \(number) does not say '\(words)': \((try? outputs.read("stdout")) ?? "")\((try? outputs.read("stderr")) ?? "")")
        return ""
    }

    @Test func `what a saved file touches runs again, and a broken file is said and waited for`() async throws {
        let (folder, outputs) = (try project(), try TemporaryFolder())
        let process = try AssayBinary.start(["run", "--watch"], in: folder.url, outputs: outputs.url)
        defer { if process.isRunning { process.terminate() } }
        #expect(try await lastRun(1, with: "2 cases: 2 passed", in: outputs).contains("everything runs"))

        try folder.write(Self.scenarios(402), to: "specs/reports/one.yaml")
        let failed = try await lastRun(2, with: "1 case: 1 failed", in: outputs)
        #expect(failed.hasPrefix("--- run 2: specs/reports/one.yaml changed; 1 file runs\n"))

        // As editors do that never leave half a file; the failure of the other file is looked at again.
        try folder.write(Self.other("method: GET, path: /x"), to: "new")
        #expect(rename(folder.url.path + "/new", folder.url.path + "/specs/reports/two.yaml") == 0)
        _ = try await lastRun(3, with: "2 cases: 1 passed, 1 failed", in: outputs)

        try folder.write(Self.other("methd: GET"), to: "specs/reports/two.yaml")
        _ = try await lastRun(4, with: "key 'methd' is not known", in: outputs)
        try folder.write(Self.other("method: GET, path: /x"), to: "specs/reports/two.yaml")
        _ = try await lastRun(5, with: "2 cases: 1 passed, 1 failed", in: outputs)
        try folder.write(Self.scenarios(400), to: "specs/reports/one.yaml")
        _ = try await lastRun(6, with: "1 case: 1 passed", in: outputs)

        let path = "golden/one/a.body.json"
        let golden = try folder.read(path)
        try folder.write(golden.replacing("meta", with: "mata"), to: path)
        #expect(try await lastRun(7, with: "1 case: 1 failed", in: outputs).contains("\(path) changed; 1 file runs"))
        try folder.write(golden, to: path)
        _ = try await lastRun(8, with: "1 case: 1 passed", in: outputs)

        try folder.write(
            Self.suite("three", "{id: c, request: {method: GET, path: /}, expect: {status: 404}}"), to: "specs/reports/three.yaml"
        )
        #expect(try await lastRun(9, with: "3 cases: 3 passed", in: outputs).contains("everything runs"))
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("specs/reports/three.yaml"))
        _ = try await lastRun(10, with: "2 cases: 2 passed", in: outputs)

        kill(process.processIdentifier, SIGINT)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }
}
