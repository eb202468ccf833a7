import Foundation
import TestSupport
import Testing

/// A run of 2,000 cases against a service that drops connections, dawdles and talks nonsense.
struct FaultyServiceTests {
    private static let cases = 2000
    private static let jobs = 64

    /// Late answers of these are waited for less long than they take.
    private static func isImpatient(_ number: Int) -> Bool { number % 40 == 2 }

    @Test(.timeLimit(.minutes(3)))
    func `every verdict is right, nothing hangs and nothing is left over`() throws {
        let server = try FaultyServer(delay: .seconds(2))
        let folder = try project(port: server.port)
        let outputs = try TemporaryFolder()
        let before = Date()
        let process = try AssayBinary.start(
            ["run", "--jobs", "\(Self.jobs)", "--report", "json"], in: folder.url, outputs: outputs.url)
        var descriptors: [Int] = []
        while process.isRunning {
            if let count = Self.openDescriptors(of: process.processIdentifier) { descriptors.append(count) }
            Thread.sleep(forTimeInterval: 0.02)
        }
        let errors = try outputs.read("stderr")
        #expect(process.terminationStatus == 4, "\(errors)")
        // A hundred late answers, 64 at a time.
        #expect(Date().timeIntervalSince(before) < 120)
        // One connection for each case under way, none of those that were dropped; libcurl keeps an idle one or two besides.
        #expect(descriptors.max() ?? 0 < Self.jobs * 2 + 40, "\(descriptors)")
        let children = try folder.read("children").split(separator: "\n").compactMap { Int32($0) }
        #expect(children.count == 2)
        #expect(!children.contains(where: Self.isRunning), "the service that the run started is still there: \(children)")
        try judge(try results(in: outputs))
    }

    private func judge(_ results: [Int: (verdict: String, reason: String)]) throws {
        #expect(results.count == Self.cases)
        var tally: [String: Int] = [:]
        var wrong: [String] = []
        for number in 0..<Self.cases {
            let result = try #require(results[number])
            let due: (verdict: String, reason: String)
            switch FaultyServer.treatment(of: number) {
            case .answered: due = ("passed", "")
            case .late: due = Self.isImpatient(number) ? ("errored", "no answer within 5") : ("passed", "")
            case .dropped(let reason), .garbage(let reason): due = ("errored", reason)
            }
            tally[due.verdict, default: 0] += 1
            if result.verdict != due.verdict || result.reason.isEmpty != due.reason.isEmpty
                || !due.reason.isEmpty && !result.reason.contains(due.reason)
            {
                wrong.append("\(number): \(result) in place of \(due)")
            }
        }
        #expect(wrong.isEmpty, "\(wrong.count) wrong, among them \(wrong.prefix(5))")
        // 200 are dropped, 67 garbage, 50 of 100 that are late come too late.
        #expect(tally == ["passed": 1683, "errored": 317])
    }

    /// The service that the run starts is a stand-in for one with a child of its own; those that answer are the server's threads.
    private func project(port: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            assay: 1
            targets:
              faulty:
                url: http://127.0.0.1:\(port)
                start: [sh, -c, "echo $$ > children; sleep 600 & echo $! >> children; wait"]
                ready: {path: /ready, status: 204, within: 30s}

            """, to: "assay.yaml")
        try folder.write(
            """
            assay: 1
            specification: numbers
            clauses: [{id: ECHO, level: must, origin: chosen, text: The number that was asked for is said.}]

            """, to: "specs/spec.yaml")
        let scenarios = (0..<Self.cases).map { number in
            let options = Self.isImpatient(number) ? ", options: {timeout: 500ms}" : ""
            return """
                  - id: number-\(number)
                    request: {path: /numbers/\(number)\(options)}
                    expect: {status: 200, json: {number: \(number)}}

                """
        }
        let head =
            "assay: 1\nsuite: faulty\nspecification: numbers\ndefaults: {clauses: [ECHO], request: {method: GET}}\nscenarios:\n"
        try folder.write(head + scenarios.joined(), to: "specs/faulty.yaml")
        return folder
    }

    private func results(in outputs: TemporaryFolder) throws -> [Int: (verdict: String, reason: String)] {
        var results: [Int: (verdict: String, reason: String)] = [:]
        for line in try outputs.read("stdout").split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            guard object["kind"] as? String == "result" else { continue }
            let id = try #require(object["id"] as? String)
            let number = try #require(Int(id.split(separator: "-").last ?? ""))
            results[number] = (object["verdict"] as? String ?? "", object["reason"] as? String ?? "")
        }
        return results
    }

    /// One that has ended and that nobody has asked for its end yet does not run.
    private static func isRunning(_ process: Int32) -> Bool {
        guard kill(process, 0) == 0 else { return false }
        let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.hasPrefix(" Z") != true
    }

    /// `nil` where the system does not tell, or the process has ended.
    private static func openDescriptors(of process: Int32) -> Int? {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd"))?.count
    }
}
