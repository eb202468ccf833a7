import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

struct TableFindingsTests {
    private static let lf = TableDialect(newline: .lf)

    private func findings(
        _ golden: String, _ actual: String, key: [String] = [], order: TableOptions.RowOrder = .significant,
        parallel: ParallelLoop = .serial
    ) throws -> TableFindings {
        let options = TableOptions(key: key, rowOrder: order, dialect: Self.lf)
        let comparison = try TableComparison(goldenBytes: Array(golden.utf8), options: options)
        return comparison.findings(in: try CSVDocument(parsing: Array(actual.utf8)), limit: 10, parallel: parallel)
    }

    /// `= e a` for a row that is equal, else its kind, with the rows on both sides from 0.
    private func laid(_ findings: TableFindings, context: Int = 1) -> [String] {
        findings.rows.laid(
            expectedCount: findings.expected.records.count - 1, actualCount: findings.actual.records.count - 1, inOrder: true,
            context: context
        ).map { row in
            let kind = (row.isMoved ? ":" : "") + (row.kind.map { "\($0)" } ?? "=")
            return "\(kind) \(row.expected.map { "\($0)" } ?? "-") \(row.actual.map { "\($0)" } ?? "-")"
        }
    }

    @Test(arguments: [[], ["id"]])
    func `rows are laid over each other, those that are left out where they would stand`(key: [String]) throws {
        let findings = try findings(
            "id,x,y\n1,a,a\n2,b,b\n3,c,c\n4,d,d\n5,e,e\n6,f,f\n", "id,x,y\n0,n,m\n1,a,a\n2,b,b\n4,d,d\n5,e,E\n6,f,f\n", key: key)
        #expect(laid(findings) == ["added - 0", "= 0 1", "= 1 2", "removed 2 -", "= 3 3", "changed 4 4", "= 5 5"])
        #expect(laid(findings, context: 0) == ["added - 0", "removed 2 -", "changed 4 4"])
        #expect(findings.rows.cellCounts == [0, 0, 1])
        #expect(findings.differingColumns(expected: 4, actual: 4) == [2])
    }

    @Test func `a row that moved and changed is one row`() throws {
        let findings = try findings("id,x\n1,a\n2,b\n3,c\n4,d\n", "id,x\n1,a\n4,D\n2,b\n3,c\n", key: ["id"])
        #expect(laid(findings) == ["= 0 0", ":changed 3 1", "= 1 2"])
    }

    @Test func `rows that do not depart stay beside their own when a row between them moved away`() throws {
        let findings = try findings("id,x\n1,a\n2,b\n3,c\n4,d\n", "id,x\n1,a\n3,c\n4,d\n2,b\n", key: ["id"])
        #expect(laid(findings, context: 9) == ["= 0 0", "= 2 1", "= 3 2", ":moved 1 3"])
        #expect(laid(findings) == ["= 3 2", ":moved 1 3"])
    }

    @Test func `each kind of row is told`() throws {
        let findings = try findings("id,x\n1,a\n2,b\n3,c\n", "id,x\n1,a\n1,b\n,z\n2\n3,c\n", key: ["id"])
        #expect(laid(findings, context: 0) == ["duplicate - 1", "unkeyed - 2", "ragged 1 3"])
    }

    @Test func `other quotes round equal values are a difference of the dialect`() throws {
        let findings = try findings("id,x\n1,a\n", "id,x\n1,\"a\"\n")
        #expect(findings.differences.shown.map(\.kind) == [.dialect])
        #expect(try self.findings("id,x\n1,a\n", "id,x\n1,a").differences.isEmpty)
    }

    @Test(
        arguments: [
            ("id,x\n1,a\n2,b\n", "id,x\n1,\"a\"\n2,c\n", [], [2], nil),
            ("id,x\n1,a\n2,b\n", "id,\"x\"\n1,\"a\"\n2,\"b\"\n", [], [1], "here and in 2 more records"),
            ("id,x\n1,a\n2,b\n3,c\n", "id,x\n0,z\n1,a\n3,\"c\"\n", [], [4], nil),
            ("id,x\n1,a\n2,b\n3,c\n", "id,x\n3,\"c\"\n1,\"a\"\n2,b\n", ["id"], [2], "here and in 1 more record"),
            ("id,x\n1,a\n2,b\n3,c\n", "id,x\n3,\"c\"\n1,a\n2,b\n", [], [2], nil),
            ("id,x\n1,a\n2,b\n3,c\n", "id,x\n3,\"d\"\n1,a\n2,\"e\"\n", ["id"], [], nil),
            ("id,x\n1,a\n", "id,y\n1,\"a\"\n", [], [2], nil), ("id,x\n1,a\n", "id;x\n1;a\n", [], [], nil),
            ("id,x\n1,a\n", "x,id\n\"a\",1\n", [], [], nil),
        ] as [(String, String, [String], [Int], String?)])
    func `quotes are told beside what else differs, once, with the first record`(
        golden: String, actual: String, key: [String], records: [Int], note: String?
    ) throws {
        let found = try findings(golden, actual, key: key).differences.shown.filter { $0.note?.contains("quotes") == true }
        #expect(
            found.map(\.place) == records.map { .record($0, key: []) })
        if let note { #expect(found.first?.note?.hasSuffix(note) == true, "\(found)") }
    }

    @Test(arguments: 0..<20)
    func `parts of a table searched at the same time give what the whole gives`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let rows = (0..<5000).map { "\($0),\($0 % 7)" }
        var others = seed.isMultiple(of: 2) ? rows.shuffled(using: &random) : rows
        for _ in 0..<20 {
            let place = Int.random(in: 0..<others.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: others.remove(at: place)
            case 1: others[place] += "x"
            case 2: others.insert("n\(place),1", at: place)
            default: others.insert(others[place], at: Int.random(in: 0..<others.count, using: &random))
            }
        }
        let (golden, actual) = ("id,x\n" + rows.joined(separator: "\n"), "id,x\n" + others.joined(separator: "\n"))
        let whole = try findings(golden, actual, key: ["id"])
        let parts = ParallelLoop(width: 3) { count, body in (0..<count).reversed().forEach(body) }
        #expect(whole.differences == (try findings(golden, actual, key: ["id"], parallel: parts)).differences)
    }

    @Test(arguments: 0..<40)
    func `looking ahead finds what is inserted, left out and changed in long tables`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var rows = (0..<300).map { "\($0),a,b,c" }
        let golden = "id,x,y,z\n" + rows.joined(separator: "\n")
        var expected: Set<String> = []
        // Far enough from each other to be told apart.
        for place in stride(from: 280, to: 10, by: -30) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                rows.remove(at: place)
                expected.insert("removed \(place)")
            case 1:
                rows[place] += "!"
                expected.insert("changed \(place)")
            default:
                rows.insert("n\(place),n,n,n", at: place)
                expected.insert("added \(place)")
            }
        }
        let found = laid(try findings(golden, "id,x,y,z\n" + rows.joined(separator: "\n")), context: 0)
        #expect(found.count == expected.count)
        #expect(found.count { $0.hasPrefix("added") } == expected.count { $0.hasPrefix("added") })
        for row in found where !row.hasPrefix("added") {
            #expect(expected.contains(row.split(separator: " ").prefix(2).joined(separator: " ")), "\(found)")
        }
    }
}
