import Foundation
import TestSupport
import Testing

/// One suite against services that each have one fault: the checks that are about it are red, and no others.
struct FakeTargetTests {
    struct Answer: Sendable {
        var status = 200
        var type: String?
        var body: String
    }

    /// What a service without a fault answers.
    private static let due: [String: Answer] = [
        "/orders": Answer(
            type: "application/json",
            body: #"{"orders": [{"id": 7, "total": 12.50, "paid": true}, {"id": 8, "total": 3, "paid": false}]}"#),
        "/orders/7": Answer(type: "application/json", body: #"{"id": 7, "total": 12.50, "paid": true}"#),
        "/orders/99": Answer(status: 404, type: "application/json", body: #"{"error": "no order 99"}"#),
        "/orders.csv": Answer(type: "text/csv", body: "id,total,paid\r\n7,12.50,true\r\n8,3,false\r\n"),
        "/motd": Answer(type: "text/plain", body: "Orders are taken until six.\n"),
        "/quick": Answer(status: 204, body: ""),
    ]

    private static let scenarios = """
        assay: 1
        suite: orders
        defaults: {clauses: [ORDERS], request: {method: GET}}
        scenarios:
          - id: list
            request: {path: /orders}
            expect: {status: 200, headers: {Content-Type: application/json}, json: !golden }
          - id: one
            request: {path: /orders/7}
            expect: {status: 200, json: {id: 7, total: 12.5, paid: true}}
          - id: part
            request: {path: /orders/7}
            expect: {checks: [{json: $.paid, is: true}, {json: $.id, is: 7}]}
          - id: missing
            request: {path: /orders/99}
            expect: {status: 404, json: {error: !contains "99"}}
          - id: table
            request: {path: /orders.csv}
            expect: {status: 200, headers: {Content-Type: text/csv}, csv: !golden }
          - id: text
            request: {path: /motd}
            expect: {status: 200, text: "Orders are taken until six.\\n"}
          - id: quick
            request: {path: /quick}
            expect: {status: 204, latency: {under: 300ms}}

        """

    /// What a service does with a request: what it should answer, and the connection to say something else on. Returns whether the
    /// connection is kept.
    typealias Fault = @Sendable (Answer, ScriptedConnection) -> Bool

    private static func bytes(_ answer: Answer, length: Int? = nil) -> String {
        let type = answer.type.map { "Content-Type: \($0)\r\n" } ?? ""
        let length = answer.status == 204 ? "" : "Content-Length: \(length ?? answer.body.utf8.count)\r\n"
        return "HTTP/1.1 \(answer.status) Any\r\n\(type)\(length)\r\n\(answer.body)"
    }

    /// A fault of the answer alone.
    private static func changed(_ change: @escaping @Sendable (inout Answer) -> Void) -> Fault {
        { answer, connection in
            var answer = answer
            change(&answer)
            return connection.send(bytes(answer))
        }
    }

    struct Fake: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// The checks that do not hold, by scenario, as `SCENARIO CHECK`.
        var red: Set<String>
        /// The scenarios of which nothing can be said.
        var errored: Set<String> = []
        var fault: Fault
    }

    private static let allJSON: Set<String> = ["list json", "one json", "part json $.paid", "part json $.id", "missing json"]

    static let fakes: [Fake] = [
        Fake(testDescription: "none", red: [], fault: changed { _ in }),
        Fake(
            testDescription: "it answers from the golden file, whatever it is asked",
            red: [
                "one json", "part json $.paid", "part json $.id", "missing status", "missing json", "table header Content-Type",
                "table csv",
                "text text",
                "quick status",
            ],
            fault: { _, connection in connection.send(bytes(due["/orders"] ?? Answer(body: ""))) }),
        Fake(
            testDescription: "it says the status and nothing else",
            red: allJSON.union(["list header Content-Type", "table header Content-Type", "table csv", "text text"]),
            fault: changed { $0 = Answer(status: $0.status, body: "") }),
        Fake(
            testDescription: "it says 200 to everything", red: ["missing status", "quick status"],
            fault: changed { $0.status = 200 }),
        Fake(
            testDescription: "it cuts the connection within the body", red: [],
            errored: ["list", "one", "part", "missing", "table", "text", "quick"],
            fault: { answer, connection in
                var half = answer
                half.body = String(answer.body.prefix(answer.body.count / 2))
                half.status = answer.status == 204 ? 200 : answer.status
                connection.send(bytes(half, length: answer.body.utf8.count + 1))
                return false
            }),
        Fake(
            testDescription: "its JSON ends in a comma too many", red: allJSON,
            fault: changed { if $0.type == "application/json" { $0.body = $0.body.dropLast() + ",}" } }),
        Fake(
            testDescription: "its JSON is cut, with the right length", red: allJSON,
            fault: changed { if $0.type == "application/json" { $0.body.removeLast() } }),
        Fake(
            testDescription: "a byte order mark stands before its bodies", red: allJSON.union(["table csv", "text text"]),
            fault: changed { if !$0.body.isEmpty { $0.body = "\u{FEFF}" + $0.body } }),
        Fake(
            testDescription: "a member of its objects comes twice, alike", red: ["list json", "one json", "part json $.id"],
            fault: changed { $0.body = $0.body.replacing(#""id": 7"#, with: #""id": 7, "id": 7"#) }),
        Fake(
            testDescription: "a member of its objects comes twice, the first time wrong",
            red: ["list json", "one json", "part json $.id"],
            fault: changed { $0.body = $0.body.replacing(#""id": 7"#, with: #""id": 1, "id": 7"#) }),
        Fake(
            testDescription: "its numbers are texts", red: ["list json", "one json"],
            fault: changed { $0.body = $0.body.replacing("12.50,", with: "\"12.50\",") }),
        Fake(
            testDescription: "its tables have bare line feeds", red: ["table csv"],
            fault: changed { if $0.type == "text/csv" { $0.body = $0.body.replacing("\r\n", with: "\n") } }),
        Fake(
            testDescription: "its tables lack the last row", red: ["table csv"],
            fault: changed { $0.body = $0.body.replacing("8,3,false\r\n", with: "") }),
        Fake(
            testDescription: "it mixes up its media types", red: ["list header Content-Type", "table header Content-Type"],
            fault: changed { if $0.type != nil { $0.type = "text/html" } }),
        Fake(
            testDescription: "it dawdles", red: ["quick latency"],
            fault: { answer, connection in
                if answer.status == 204 { connection.pause(.milliseconds(400)) }
                return connection.send(bytes(answer))
            }),
    ]

    @Test(arguments: fakes) func `each fault turns the checks red that are about it, and no others`(fake: Fake) throws {
        let server = try ScriptedServer { connection in
            while let request = connection.readRequest() {
                let path = String(request.split(separator: " ").dropFirst().first ?? "")
                guard let answer = Self.due[path], fake.fault(answer, connection) else { return }
            }
        }
        let folder = try Self.project(port: server.port)
        let output = try AssayBinary.run(["run", "--report", "json", "--jobs", "1"], in: folder.url)
        let found = try Self.results(output.text)
        #expect(found.red == fake.red)
        #expect(found.errored == fake.errored)
        #expect(found.count == 7)
        #expect(output.exit == (fake.errored.isEmpty ? fake.red.isEmpty ? 0 : 1 : 4), "\(output.errors)")
    }

    private static func project(port: Int) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("assay: 1\ntargets:\n  fake: {url: \"http://127.0.0.1:\(port)\"}\n", to: "assay.yaml")
        try folder.write(
            """
            assay: 1
            specification: orders
            clauses: [{id: ORDERS, level: must, origin: chosen, text: Orders are shown as they are.}]

            """, to: "specs/orders/spec.yaml")
        try folder.write(scenarios, to: "specs/orders/orders.yaml")
        try folder.write(
            """
            {"orders":[{"id":7,"paid":true,"total":12.5},{"id":8,"paid":false,"total":3}]}

            """, to: "golden/orders/list.body.json")
        try folder.write("id,total,paid\r\n7,12.50,true\r\n8,3,false\r\n", to: "golden/orders/table.body.csv")
        return folder
    }

    private static func results(_ report: String) throws -> (red: Set<String>, errored: Set<String>, count: Int) {
        var (red, errored, count): (Set<String>, Set<String>, Int) = ([], [], 0)
        for line in report.split(separator: "\n") {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            guard object["kind"] as? String == "result", let scenario = object["scenario"] as? String else { continue }
            count += 1
            if object["verdict"] as? String == "errored" { errored.insert(scenario) }
            for check in object["checks"] as? [[String: Any]] ?? [] where check["difference_count"] as? Int != 0 {
                red.insert("\(scenario) \(check["subject"] as? String ?? "")")
            }
        }
        return (red, errored, count)
    }
}
