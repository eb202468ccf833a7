import Testing

@testable import DataFormats

/// The outside suite of RFC 9535 implementers.
struct JSONPathSuiteTests {
    @Test(.enabled(if: outsideSuites != nil))
    func `every case of the compliance suite is met`() throws {
        let folder = try #require(outsideSuites) + "/jsonpath-cts"
        let file = try #require(try filesInFolder(folder).first { $0.name == "cts.json" })
        let tests = try #require(try JSONDocument(parsing: file.bytes).root["tests"])
        #expect(tests.count == 703)
        for test in tests.elements {
            let name = try #require(test["name"]?.string)
            let selector = try #require(test["selector"]?.string)
            if test["invalid_selector"]?.bool == true {
                #expect(throws: JSONPathSyntaxError.self, "\(name)") { try JSONPath(parsing: selector) }
                continue
            }
            let document = try #require(test["document"])
            guard let path = try? JSONPath(parsing: selector) else {
                Issue.record("\(name): \(selector) was refused")
                continue
            }
            let matches = try path.select(in: document)
            #expect(accepted(test).contains { isSame($0.nodes, $0.paths, matches) }, "\(name): \(selector)")
        }
    }

    private func accepted(_ test: JSONNode) -> [(nodes: JSONNode, paths: JSONNode)] {
        if let result = test["result"], let paths = test["result_paths"] { return [(result, paths)] }
        guard let results = test["results"], let paths = test["results_paths"] else { return [] }
        return Array(zip(Array(results.elements), Array(paths.elements)))
    }

    private func isSame(_ nodes: JSONNode, _ paths: JSONNode, _ matches: [JSONMatch]) -> Bool {
        nodes.count == matches.count && zip(nodes.elements, matches).allSatisfy { $0.isEqual(to: $1.node) }
            && zip(paths.elements, matches).allSatisfy { $0.isString($1.normalizedPath) }
    }
}
