import AssayCore
import DataFormats
import Testing

@testable import Comparison

/// What a hostile or broken server may send: it must neither crash nor hang the run, nor fill the report.
struct HostileTableTests {
    private static let everyOrder = [
        TableOptions.anyNewline, .keyed("A"), TableOptions(rowOrder: .ignored, dialect: TableDialect(newline: .any)),
    ]

    private func differences(_ golden: String, _ actual: [UInt8], _ options: TableOptions) throws -> Differences {
        try TableComparison(goldenBytes: Array(golden.utf8), options: options).differences(in: actual, limit: 10)
    }

    @Test(arguments: everyOrder)
    func `a million commas are one ragged row`(options: TableOptions) throws {
        let commas = Array(repeating: UInt8(ascii: ","), count: 1_000_000)
        let found = try differences("A,B\nx,1\n", Array("A,B\nx,1\n".utf8) + commas, options)
        #expect(found.shown.map(\.kind) == [.ragged])
        #expect(found.shown.first?.actual == "1000001 fields")
    }

    @Test(arguments: everyOrder)
    func `a million columns are as many differences, of which few are kept`(options: TableOptions) throws {
        let header = Array("A,B".utf8) + Array(repeating: UInt8(ascii: ","), count: 200_000)
        let found = try differences("A,B\n", header, options)
        #expect(found.count == 200_000)
        #expect(found.shown.count == 10)
    }

    @Test(arguments: everyOrder)
    func `a cell of megabytes is cut round the first byte that differs`(options: TableOptions) throws {
        let long = String(repeating: "\u{E9}", count: 2_000_000)
        let found = try differences("A,B\nx,\(long)1\n", Array("A,B\nx,\(long)2\n".utf8), options)
        #expect(found.count == 1)
        let difference = try #require(found.shown.first)
        #expect(difference.kind == .value)
        #expect((difference.expected ?? "").utf8.count < 2000)
        #expect(difference.note == "cut: 4000001 and 4000001 bytes, which differ from byte 4000000 on")
    }

    @Test(arguments: everyOrder)
    func `NULs, bad UTF-8 and an open quote are one unreadable table each`(options: TableOptions) throws {
        for tail in [[0], [0xFF], Array("\"never closed".utf8)] {
            let rows = Array(String(repeating: "x,1\n", count: 100_000).utf8)
            let found = try differences("A,B\n", Array("A,B\n".utf8) + rows + tail, options)
            #expect(found.shown.map(\.kind) == [.unreadable])
            #expect(found.shown.first?.place == .record(100_002, key: []))
        }
    }

    @Test(arguments: everyOrder)
    func `a hundred thousand equal rows take no longer than as many different ones`(options: TableOptions) throws {
        let rows = String(repeating: "x,1\n", count: 100_000)
        let golden = options.key.isEmpty ? "A,B\n\(rows)x,2\n" : "A,B\nx,1\n"
        let found = try differences(golden, Array("A,B\nx,3\n\(rows)".utf8), options)
        #expect(!found.isEmpty)
        #expect(try differences(golden, Array(golden.utf8), options).isEmpty)
    }

    @Test func `rows that all fit within two tolerances are given up on in time`() throws {
        var options = TableOptions(rowOrder: .ignored, dialect: TableDialect(newline: .any))
        options.compare = ["A", "B"].map { .init(column: $0, comparison: .decimal(within: NumberText("1000000"))) }
        let expected = (0..<3000).map { "\($0),0\n" }.joined()
        let actual = (0..<3000).map { "\($0).5,1\n" }.joined()
        _ = try differences("A,B\n\(expected)", Array("A,B\n\(actual)".utf8), options)
    }

    @Test func `a table of which every cell with a tolerance is another is compared in time`() throws {
        var options = TableOptions.anyNewline
        options.compare = [.init(column: "B", comparison: .decimal(within: NumberText("0.01")))]
        let expected = (0..<5000).map { "\($0 * $0 % 3),\($0).5\n" }.joined()
        let actual = (0..<5000).map { "\($0 * $0 / 7 % 3),\($0).7\n" }.joined()
        #expect(try !differences("A,B\n\(expected)", Array("A,B\n\(actual)".utf8), options).isEmpty)
    }

    @Test func `a number of a million digits is compared and named in time`() throws {
        var options = TableOptions.anyNewline
        options.compare = [.init(column: "A", comparison: .decimal(within: NumberText("1e-999999999")))]
        let digits = String(repeating: "9", count: 1_000_000)
        let found = try differences("A\n\(digits)\n", Array("A\n\(digits)e999999999\n".utf8), options)
        #expect(found.count == 1)
    }

    @Test func `a table of a million columns is compared in time`() throws {
        let options = TableOptions.keyed("A")
        let header = "A," + (1..<1_000_000).map { "c\($0)" }.joined(separator: ",") + "\n"
        let cells = String(repeating: ",1", count: 999_998)
        let golden = header + "x" + cells + ",1\n"
        #expect(try differences(golden, Array(golden.utf8), options).isEmpty)
        let changed = try differences(golden, Array((header + "x" + cells + ",2\n").utf8), options)
        #expect(changed.count == 1)
        #expect(changed.shown.first?.place == .cell(record: 2, column: "c999999", key: ["x"]))
    }

    @Test func `quotes of ten megabytes are compared in time`() throws {
        let options = TableOptions.anyNewline
        let long = String(repeating: "\"\"", count: 5_000_000)
        let golden = "A,B\nx,\"\(long)\"\n"
        #expect(try differences(golden, Array(golden.utf8), options).isEmpty)
        let changed = try differences(golden, Array("A,B\nx,\"\(long)\"\"\"\n".utf8), options)
        #expect(changed.count == 1)
        #expect(changed.shown.allSatisfy { ($0.expected ?? "").utf8.count + ($0.actual ?? "").utf8.count < 5000 })
    }
}
