import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

/// What was found to differ, applied to the expected table, gives the one that came. Failures repeat: the seeds are fixed.
struct TablePatchTests {
    @Test(arguments: [TableOptions(), TableOptions(key: ["ID"])])
    func `the rows found to depart, applied as a patch, give the other table`(options: TableOptions) throws {
        var random = SeededRandom(seed: 21)
        for number in 0..<500 {
            let (table, other) = pair(using: &random, isKeyed: !options.key.isEmpty)
            let findings = try findings(table, other, options)
            let rows = findings.rows.laid(
                expectedCount: table.rows.count, actualCount: other.rows.count, inOrder: true, context: .max)
            #expect(patched(table, with: rows, cells: other) == other.rows, "case \(number)")
            #expect((findings.differences.count == 0) == (table.rows == other.rows), "case \(number)")
        }
    }

    @Test(arguments: [TableOptions(), TableOptions(key: ["ID"])])
    func `what is told of cells and records, applied as a patch, gives the other table`(options: TableOptions) throws {
        var random = SeededRandom(seed: 22)
        for number in 0..<500 {
            let (table, other) = pair(using: &random, isKeyed: !options.key.isEmpty)
            let comparison = try TableComparison(goldenBytes: table.bytes(), options: options)
            let found = comparison.differences(in: other.bytes(), limit: .max)
            #expect(
                try patched(table, with: found.shown, count: other.rows.count) == other.rows, "case \(number): \(found.shown)")
        }
    }

    @Test func `without an order, rows that are gone and rows that are new make up all that differs`() throws {
        var random = SeededRandom(seed: 23)
        for options in [TableOptions(rowOrder: .ignored), TableOptions(key: ["ID"], rowOrder: .ignored)] {
            for number in 0..<500 {
                let (table, other) = pair(using: &random, isKeyed: !options.key.isEmpty)
                let changes = try findings(table, other, options).rows.all
                var rows = table.rows.map(Optional.some)
                for row in changes.compactMap(\.expected) { rows[row] = nil }
                let result = rows.compactMap { $0 } + changes.compactMap(\.actual).map { other.rows[$0] }
                #expect(result.sorted(by: precedes) == other.rows.sorted(by: precedes), "case \(number)")
            }
        }
    }

    // MARK: - Patches

    private func findings(_ table: RandomTable, _ other: RandomTable, _ options: TableOptions) throws -> TableFindings {
        try TableComparison(goldenBytes: table.bytes(), options: options)
            .findings(in: CSVDocument(parsing: other.bytes(), delimiter: UInt8(ascii: ",")), limit: 1000)
    }

    /// Takes from the other table only the rows that are new and the cells that differ.
    private func patched(_ table: RandomTable, with rows: [LaidRow], cells other: RandomTable) -> [[String]] {
        rows.compactMap { row in
            switch (row.kind, row.expected, row.actual) {
            case (nil, let expected?, _), (.moved, let expected?, _): table.rows[expected]
            case (.added, nil, let actual?), (.changed, _, let actual?): other.rows[actual]
            case (.removed, _, nil): nil
            default: ["unexpected \(row)"]
            }
        }
    }

    /// Knows nothing of the other table but what the differences say, and how many rows it has.
    private func patched(_ table: RandomTable, with differences: [Difference], count: Int) throws -> [[String]] {
        var isGone = [Bool](repeating: false, count: table.rows.count)
        var placed: [Int: [String]] = [:]
        var changes: [Int: [String: String]] = [:]
        for difference in differences {
            switch (difference.kind, difference.place) {
            case (.missing, .record(let record, _)): isGone[record - 2] = true
            case (.extra, .record(let record, _)): placed[record - 2] = try fields(of: difference.actual)
            case (.order, .record(let record, _)):
                let origin = try #require(difference.expected.flatMap { Int($0.dropFirst("record ".utf8.count)) })
                isGone[origin - 2] = true
                placed[record - 2] = table.rows[origin - 2]
            case (.value, .cell(let record, let column, _)): changes[record - 2, default: [:]][column] = difference.actual
            default: Issue.record("\(difference)")
            }
        }
        var rest = table.rows.indices.filter { !isGone[$0] }.map { table.rows[$0] }[...]
        var result: [[String]] = []
        for row in 0..<count {
            let next = placed[row] ?? rest.popFirst()
            var cells = try #require(next)
            for (column, text) in changes[row] ?? [:] { cells[try #require(table.header.firstIndex(of: column))] = text }
            result.append(cells)
        }
        #expect(rest.isEmpty)
        return result
    }

    private func fields(of line: String?) throws -> [String] {
        try #require(CSVDocument(parsing: Array((line ?? "").utf8), delimiter: UInt8(ascii: ",")).records.first).texts
    }

    // MARK: - Tables

    /// A table and what became of it: rows taken out, put in, changed, moved and repeated.
    private func pair(using random: inout SeededRandom, isKeyed: Bool) -> (RandomTable, RandomTable) {
        let table = RandomTable(using: &random)
        var other = table
        for step in 0..<Int.random(in: 0...6, using: &random) {
            let kind = Int.random(in: 0..<5, using: &random)
            guard let row = other.rows.indices.randomElement(using: &random) else { break }
            let place = Int.random(in: 0...other.rows.count, using: &random)
            switch kind {
            case 0: other.rows.remove(at: row)
            case 1: other.rows.insert(["new-\(step)"] + table.header.dropFirst().map { _ in "q" }, at: place)
            case 2: other.rows[row][Int.random(in: 1..<table.header.count, using: &random)] += "x"
            case 3: other.rows.insert(other.rows.remove(at: row), at: min(place, other.rows.count))
            default: if !isKeyed { other.rows.insert(other.rows[row], at: place) }
            }
        }
        return (table, other)
    }

    private func precedes(_ left: [String], _ right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
