import Foundation
import Testing

/// What a native report of the shipped suite says.
struct NativeRun {
    struct Result {
        var id: String
        /// Those of the case and of each of its checks.
        var clauses: Set<String>
        /// What the checks that failed are about.
        var failed: Set<String>
    }

    /// By clause: `documented`, `inferred` or `chosen`.
    var origins: [String: String] = [:]
    var results: [Result] = []
    /// The clauses that the footer calls violated.
    var violated: Set<String> = []

    init(_ arguments: [String]) throws {
        let output = try AssayBinary.run(["run", "--report", "json", "--no-times"] + arguments, in: AssayBinary.project)
        try #require(output.exit == 0 || output.exit == 1, "\(output.errors)")
        for line in output.stdout.split(separator: UInt8(ascii: "\n")) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            switch object["kind"] as? String {
            case "header": try readOrigins(object)
            case "result": try readResult(object)
            case "footer":
                let clauses = try #require(object["clauses"] as? [[String: Any]])
                violated = Set(clauses.filter { $0["verdict"] as? String == "violated" }.compactMap { $0["id"] as? String })
            default: break
            }
        }
        try #require(!origins.isEmpty && !results.isEmpty)
    }

    private mutating func readOrigins(_ header: [String: Any]) throws {
        for specification in try #require(header["specifications"] as? [[String: Any]]) {
            for clause in try #require(specification["clauses"] as? [[String: Any]]) {
                origins[try #require(clause["id"] as? String)] = try #require(clause["origin"] as? String)
            }
        }
    }

    private mutating func readResult(_ result: [String: Any]) throws {
        let checks = try #require(result["checks"] as? [[String: Any]])
        let clauses = ([result] + checks).flatMap { $0["clauses"] as? [String] ?? [] }
        let failed = checks.filter { ($0["difference_count"] as? Int ?? 0) > 0 }.compactMap { $0["subject"] as? String }
        results.append(Result(id: try #require(result["id"] as? String), clauses: Set(clauses), failed: Set(failed)))
    }
}
