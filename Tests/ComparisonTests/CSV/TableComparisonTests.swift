import AssayCore
import DataFormats
import Testing

@testable import Comparison

/// What a table departs in, one line a difference.
func departures(
    _ golden: String, _ actual: String, _ options: TableOptions = .anyNewline, limit: Int = 100
) throws -> [String] {
    let comparison = try TableComparison(goldenBytes: Array(golden.utf8), options: options)
    let differences = comparison.differences(in: Array(actual.utf8), limit: limit)
    #expect(differences.shown.count == min(differences.count, limit))
    return differences.shown.map(\.line)
}

extension TableOptions {
    /// So that tables in tests need not write `\r\n`.
    static var anyNewline: TableOptions { TableOptions(dialect: TableDialect(newline: .any)) }

    static func keyed(
        _ key: String..., rowOrder: RowOrder = .significant, columns: Columns = .exact, ignore: [String] = [],
        compare: [ColumnComparison] = []
    ) -> TableOptions {
        TableOptions(
            key: key, rowOrder: rowOrder, columns: columns, ignore: ignore, compare: compare, dialect: TableDialect(newline: .any)
        )
    }
}

extension Difference {
    /// `value cell(3, B, [x]): "old" -> "new" (note)`
    var line: String {
        let where_ =
            switch place {
            case .whole: "whole"
            case .json(let pointer): "json \(pointer)"
            case .cell(let record, let column, let key): "cell(\(record), \(column), \(key.joined(separator: "/")))"
            case .record(let record, let key): "record(\(record), \(key.joined(separator: "/")))"
            case .column(let name): "column(\(name))"
            case .line(let line): "line \(line)"
            case .byte(let byte): "byte \(byte)"
            }
        let values = [expected, actual].map { $0.map { "\"\($0.displayed)\"" } ?? "-" }.joined(separator: " -> ")
        return "\(kind.rawValue) \(where_): \(values)" + (note.map { " (\($0.displayed))" } ?? "")
    }
}

struct TableComparisonTests {
    // MARK: - In sequence

    @Test func `a table is no different from itself`() throws {
        #expect(try departures("A,B\n1,2\n", "A,B\n1,2\n").isEmpty)
        #expect(try departures("A,B\n1,2\n", "A,B\r\n\"1\",2").isEmpty)
    }

    @Test func `a changed cell is named with its record, its column and both texts`() throws {
        #expect(
            try departures("A,B\n1,2\n3,4\n5,6\n", "A,B\n1,2\n3,X\n5,6\n") == ["value cell(3, B, ): \"4\" -> \"X\""])
    }

    @Test func `rows inserted at the top do not make every row differ`() throws {
        #expect(
            try departures("A,B\n1,2\n3,4\n5,6\n", "A,B\n8,9\n7,7\n1,2\n3,4\n5,6\n") == [
                "extra record(2, ): - -> \"8,9\"", "extra record(3, ): - -> \"7,7\"",
            ])
    }

    @Test func `a row left out is named by its place in the expected table`() throws {
        #expect(
            try departures("A,B\n1,2\n3,4\n5,6\n", "A,B\n1,2\n5,6\n") == [
                "missing record(3, ): \"3,4\" -> - (the record number is that of the expected table)"
            ])
    }

    @Test func `a row that changed beside one that was inserted is still compared with its own`() throws {
        let golden = "A,B,C,D\na,b,c,d\ne,f,g,h\n"
        let actual = "A,B,C,D\nq,r,s,t\na,b,X,d\ne,f,g,h\n"
        #expect(
            try departures(golden, actual) == ["extra record(2, ): - -> \"q,r,s,t\"", "value cell(3, C, ): \"c\" -> \"X\""])
    }

    @Test func `rows that share next to nothing are one missing and one too many`() throws {
        #expect(
            try departures("A,B,C,D\na,b,c,d\n", "A,B,C,D\nq,r,s,t\n") == [
                "extra record(2, ): - -> \"q,r,s,t\"",
                "missing record(2, ): \"a,b,c,d\" -> - (the record number is that of the expected table)",
            ])
    }

    @Test func `a row in another place has moved`() throws {
        #expect(
            try departures("A,B,C\na,1,x\nb,2,y\nc,3,z\nd,4,w\n", "A,B,C\nd,4,w\na,1,x\nb,2,y\nc,3,z\n") == [
                "order record(2, ): \"record 5\" -> \"record 2\" (d,4,w)"
            ])
    }

    @Test func `a repeated row counts as often as it comes`() throws {
        #expect(try departures("A\nx\nx\n", "A\nx\nx\nx\n") == ["extra record(4, ): - -> \"x\""])
        #expect(
            try departures("A\nx\nx\nx\n", "A\nx\nx\n") == [
                "missing record(4, ): \"x\" -> - (the record number is that of the expected table)"
            ])
    }

    // MARK: - By key

    @Test func `with a key, rows are found by it and cells are named by it`() throws {
        #expect(
            try departures("ID,V\na,1\nb,2\nc,3\n", "ID,V\na,1\nb,X\nd,4\n", .keyed("ID")) == [
                "value cell(3, V, b): \"2\" -> \"X\"", "extra record(4, d): - -> \"d,4\"",
                "missing record(4, c): \"c,3\" -> - (the record number is that of the expected table)",
            ])
    }

    @Test func `with a key and a significant order, the fewest rows have moved`() throws {
        let moved = ["order record(2, c): \"record 4\" -> \"record 2\""]
        #expect(try departures("ID,V\na,1\nb,2\nc,3\n", "ID,V\nc,3\na,1\nb,2\n", .keyed("ID")) == moved)
        #expect(try departures("ID,V\na,1\nb,2\nc,3\n", "ID,V\nc,3\na,1\nb,2\n", .keyed("ID", rowOrder: .ignored)).isEmpty)
    }

    @Test func `a key may be several columns, of which some are empty`() throws {
        let golden = "A,B,V\nx,,1\nx,y,2\n,y,3\n"
        #expect(
            try departures(golden, golden.replacing("2", with: "9"), .keyed("A", "B")) == [
                "value cell(3, V, x/y): \"2\" -> \"9\""
            ])
        #expect(
            throws: InvalidExpectation("records 2 and 3 of the expected table have the same key 'x', ''")
        ) { try departures("A,B,V\nx,,1\nx,,2\n", "", .keyed("A", "B")) }
    }

    @Test func `a key that came twice or is empty is named with its records`() throws {
        #expect(
            try departures("ID,V\na,1\nb,2\n", "ID,V\na,1\nb,2\na,7\n,8\nq,1\nq,2\n", .keyed("ID")) == [
                "duplicate record(4, a): - -> \"a,7\" (records 2 and 4 have the same key)",
                "missing record(5, ): \"a key\" -> - (the key is empty)", "extra record(6, q): - -> \"q,1\"",
                "duplicate record(7, q): - -> \"q,2\" (records 6 and 7 have the same key)",
            ])
    }

    @Test(arguments: [
        ("ID,V\na,1\na,2\n", ["ID"], "records 2 and 3 of the expected table have the same key 'a'"),
        ("ID,V\na,1\n,2\n", ["ID"], "record 3 of the expected table has an empty key"),
        ("ID,V\na,1\n", ["Id"], "key column 'Id' is not in the expected table: its columns are 'ID', 'V'"),
        ("ID,ID\na,1\n", ["ID"], "key column 'ID' is in the expected table 2 times"),
        ("ID,V\na\n", [], "record 2 of the expected table has 1 field where the first has 2"),
        ("ID,V\na,b,c\n", [], "record 2 of the expected table has 3 fields where the first has 2"),
        ("", [], "the expected table is empty: it has not even a header"),
        (
            "ID\n\"a", [],
            "the expected table is no CSV: record 2 (line 2, column 1): the quoted field that begins here is not closed"
        ),
    ])
    func `an expected table that nothing can be compared with is refused`(golden: String, key: [String], message: String) {
        var options = TableOptions.anyNewline
        options.key = key
        #expect(throws: InvalidExpectation(message)) { try departures(golden, "", options) }
    }

    @Test func `keys are compared as their column is`() throws {
        let phone = TableOptions.ColumnComparison(column: "Phone", comparison: .digits)
        let options = TableOptions.keyed("Phone", compare: [phone])
        #expect(
            try departures("Phone,V\n+1 555,1\n+1 666,2\n", "Phone,V\n(1)666,2\n1555,1\n", options).map { $0.prefix(5) } == [
                "order"
            ])
        #expect(throws: InvalidExpectation("records 2 and 3 of the expected table have the same key '1-555'")) {
            try departures("Phone,V\n+1 555,1\n1-555,2\n", "", options)
        }
    }

    // MARK: - In any order

    @Test func `without an order, rows are counted`() throws {
        var options = TableOptions.anyNewline
        options.rowOrder = .ignored
        #expect(try departures("A,B\n1,2\n3,4\n1,2\n", "A,B\n3,4\n1,2\n1,2\n", options).isEmpty)
        #expect(
            try departures("A,B\n1,2\n3,4\n", "A,B\n1,2\n1,2\n3,4\n", options) == ["extra record(3, ): - -> \"1,2\""])
        #expect(try departures("A,B\n1,2\n3,4\n", "A,B\n3,4\n1,X\n", options) == ["value cell(3, B, ): \"2\" -> \"X\""])
        #expect(
            try departures("A,B\n1,2\n3,4\n", "A,B\n3,4\n", options) == [
                "missing record(2, ): \"1,2\" -> - (the record number is that of the expected table)"
            ])
    }

    @Test func `with a tolerance, rows are given away so that all find theirs`() throws {
        var options = TableOptions.anyNewline
        options.rowOrder = .ignored
        options.compare = [.init(column: "P", comparison: .decimal(within: NumberText("0.01")))]
        #expect(try departures("P\n1.00\n1.01\n1.02\n", "P\n1.01\n1.02\n1.03\n", options).isEmpty)
        #expect(try departures("P\n1.00\n1.01\n1.02\n", "P\n1.01\n1.03\n1.03\n", options).count == 2)
        #expect(try departures("P\nn/a\n-\n1\n", "P\n1.01\n-\nn/a\n", options).isEmpty)
        #expect(try departures("P\nn/a\n-\n1\n", "P\n1.02\n-\nn/a\n", options).count == 2)
    }

    @Test func `with a tolerance, the rows of a long table find theirs too`() throws {
        var options = TableOptions.anyNewline
        options.rowOrder = .ignored
        options.compare = [.init(column: "P", comparison: .decimal(within: NumberText("0.01")))]
        let expected = (0..<2500).map { "\($0).50\n" }.joined()
        let actual = (0..<2500).reversed().map { "\($0).51\n" }.joined()
        #expect(try departures("P\n\(expected)", "P\n\(actual)", options).isEmpty)
    }

    // MARK: - Ragged

    @Test func `a ragged row is that and nothing else`() throws {
        #expect(
            try departures("A,B,C\n1,2,3\n4,5,6\n", "A,B,C\n1,2\n4,5,6\n") == ["ragged record(2, ): \"3 fields\" -> \"2 fields\""]
        )
        #expect(
            try departures("A,B,C\n1,2,3\n4,5,6\n", "A,B,C\n1,2,3\n4,5,6,7\n", .keyed("A")) == [
                "ragged record(3, 4): \"3 fields\" -> \"4 fields\""
            ])
        #expect(
            try departures("A,B,C\n1,2,3\n", "A,B,C\n1,2,3\n\n", .keyed("B")) == [
                "ragged record(3, ): \"3 fields\" -> \"1 field\" (a blank line)"
            ])
    }

    @Test func `a blank line is a row in a table of one column`() throws {
        #expect(try departures("A\nx\n", "A\nx\n\n") == ["extra record(3, ): - -> \"\""])
    }

    // MARK: - Unreadable and empty

    @Test func `what is no CSV is one difference with the place`() throws {
        #expect(
            try departures("A,B\n1,2\n", "A,B\n1,\"x\"y\n") == [
                "unreadable record(2, ): \"a CSV table\" -> \"y\" (line 2, column 6, byte 9: text after the closing quote of a field)"
            ])
    }

    @Test func `no bytes at all lack the header and every row`() throws {
        #expect(
            try departures("A,B\n1,2\n", "") == [
                "missing record(1, ): \"A,B\" -> - (the table is empty)", "missing record(2, ): \"1,2\" -> -",
            ])
        #expect(try departures("A,B\n", "A,B").isEmpty)
    }

    @Test func `only the first differences are kept, and all are counted`() throws {
        let rows = (0..<1000).map { "\($0),x\n" }.joined()
        let comparison = try TableComparison(goldenBytes: Array("ID,V\n\(rows)".utf8), options: .keyed("ID"))
        let differences = comparison.differences(in: Array("ID,V\n\(rows.replacing("x", with: "y"))".utf8), limit: 3)
        #expect(differences.count == 1000)
        #expect(differences.shown.map(\.line).last == "value cell(4, V, 2): \"x\" -> \"y\"")
    }

    @Test func `a table without a header is compared by the numbers of its columns`() throws {
        var options = TableOptions.keyed("1")
        options.dialect.hasHeader = false
        #expect(try departures("a,1\nb,2\n", "a,1\nb,3\n", options) == ["value cell(2, 2, b): \"2\" -> \"3\""])
        #expect(
            try departures("a,1\nb,2\n", "a\nb\n", options) == ["missing column(2): \"2\" -> -"])
        options.key = []
        #expect(try departures("", "a\n", options) == ["extra record(1, ): - -> \"a\""])
        #expect(try departures("", "", options).isEmpty)
    }
}
