import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct TableColumnsTests {
    private func options(_ columns: TableOptions.Columns, ignore: [String] = []) -> TableOptions {
        TableOptions(columns: columns, ignore: ignore, dialect: TableDialect(newline: .any))
    }

    @Test func `a column more and a column less are named`() throws {
        #expect(
            try departures("A,B,C\n1,2,3\n", "A,C,D,E\n1,3,4,5\n") == [
                "missing column(B): \"B\" -> -", "extra column(D): - -> \"D\"", "extra column(E): - -> \"E\"",
            ])
    }

    @Test func `a column of another name at the same place is renamed and still compared`() throws {
        #expect(
            try departures("A,B,C\n1,2,3\n", "A,X,C\n1,9,3\n") == [
                "renamed column(B): \"B\" -> \"X\"", "value cell(2, B, ): \"2\" -> \"9\"",
            ])
        #expect(
            try departures("A,B\n1,2\n", "A,b \n1,2\n") == ["renamed column(B): \"B\" -> \"b \""])
        #expect(
            try departures("A,\u{E9}\n1,2\n", "A,e\u{301}\n1,2\n").first?.hasSuffix("(same after Unicode normalisation (NFC))")
                == true)
    }

    @Test func `columns in another order are named, and the cells are still compared`() throws {
        #expect(
            try departures("A,B,C\n1,2,3\n", "C,A,B\n3,1,X\n") == [
                "order column(C): \"column 3\" -> \"column 1\"", "value cell(2, B, ): \"2\" -> \"X\"",
            ])
    }

    @Test func `in any order only the set of columns counts`() throws {
        #expect(try departures("A,B,C\n1,2,3\n", "C,A,B\n3,1,2\n", options(.anyOrder)).isEmpty)
        #expect(
            try departures("A,B,C\n1,2,3\n", "C,A,D\n3,1,2\n", options(.anyOrder)) == [
                "missing column(B): \"B\" -> -", "extra column(D): - -> \"D\"",
            ])
    }

    @Test func `a superset may have more columns, but each once`() throws {
        #expect(try departures("A,B\n1,2\n", "X,B,Y,A\n7,2,8,1\n", options(.superset)).isEmpty)
        #expect(try departures("A,B\n1,2\n", "X,B,A\n7,3,1\n", options(.superset)) == ["value cell(2, B, ): \"2\" -> \"3\""])
        #expect(try departures("A,B\n1,2\n", "A,B,A\n1,2,9\n", options(.superset)) == ["duplicate column(A): - -> \"A\""])
        #expect(try departures("A,B\n1,2\n", "A\n1\n", options(.superset)) == ["missing column(B): \"B\" -> -"])
    }

    @Test func `columns of one name are matched in their order`() throws {
        #expect(try departures("A,A\n1,2\n", "A,A\n1,3\n") == ["value cell(2, A, ): \"2\" -> \"3\""])
    }

    @Test func `an ignored column is not compared, but must be there`() throws {
        #expect(try departures("A,B\n1,2\n", "A,B\n1,9\n", options(.exact, ignore: ["B"])).isEmpty)
        #expect(try departures("A,B\n1,2\n", "A\n1\n", options(.exact, ignore: ["B"])) == ["missing column(B): \"B\" -> -"])
        #expect(throws: InvalidExpectation("ignored column 'C' is not in the expected table: its columns are 'A', 'B'")) {
            try departures("A,B\n1,2\n", "", options(.exact, ignore: ["C"]))
        }
    }

    @Test func `without the key column the rows are compared in sequence`() throws {
        #expect(
            try departures("ID,V\na,1\nb,2\n", "V\n1\n3\n", .keyed("ID")) == [
                "missing column(ID): \"ID\" -> -", "value cell(3, V, ): \"2\" -> \"3\"",
            ])
    }

    // MARK: - Comparisons of a column

    private func cell(_ expected: String, _ actual: String, _ comparison: TableOptions.CellComparison) throws -> [String] {
        var options = TableOptions.anyNewline
        options.compare = [.init(column: "C", comparison: comparison)]
        return try departures("C\n\"\(expected)\"\n", "C\n\"\(actual)\"\n", options)
    }

    @Test(
        arguments: [
            ("1.50", "1.5", nil), ("1e2", "100", nil), ("-0", "0", nil), ("9007199254740993", "9007199254740993.0", nil),
            ("1.00", "1.01", "0.01"), ("0.3", "0.2", "0.1"), ("", "", nil), ("n/a", "n/a", "0.1"),
        ] as [(String, String, String?)])
    func `decimals are equal by value`(expected: String, actual: String, within: String?) throws {
        #expect(try cell(expected, actual, .decimal(within: within.flatMap { NumberText($0) })).isEmpty)
    }

    @Test(
        arguments: [
            ("9007199254740993", "9007199254740992", nil, "value cell(2, C, ): \"9007199254740993\" -> \"9007199254740992\""),
            ("1.00", "1.011", "0.01", "value cell(2, C, ): \"1.00\" -> \"1.011\" (0.011 apart, allowed is 0.01)"),
            ("1", "", nil, "value cell(2, C, ): \"1\" -> \"\" ('' is no decimal number)"),
            ("n/a", "N/A", "5", "value cell(2, C, ): \"n/a\" -> \"N/A\" ('n/a' is no decimal number)"),
            ("1", "+1", nil, "value cell(2, C, ): \"1\" -> \"+1\" ('+1' is no decimal number)"),
        ] as [(String, String, String?, String)])
    func `decimals that differ or cannot be read are a difference`(
        expected: String, actual: String, within: String?, line: String
    ) throws {
        #expect(try cell(expected, actual, .decimal(within: within.flatMap { NumberText($0) })) == [line])
    }

    @Test func `instants are equal by the point in time`() throws {
        #expect(try cell("2015-03-04T00:00:00Z", "2015-03-03T19:00:00.000-05:00", .instant(within: nil)).isEmpty)
        #expect(try cell("2015-03-04T00:00:00Z", "2015-03-04T00:00:01Z", .instant(within: .seconds(1))).isEmpty)
        #expect(
            try cell("2015-03-04T00:00:00Z", "2015-03-04T00:00:01.5Z", .instant(within: .seconds(1))) == [
                "value cell(2, C, ): \"2015-03-04T00:00:00Z\" -> \"2015-03-04T00:00:01.5Z\" (1s500ms apart, allowed is 1s)"
            ])
        #expect(
            try cell("2015-02-28T00:00:00Z", "2015-02-30T00:00:00Z", .instant(within: nil)) == [
                "value cell(2, C, ): \"2015-02-28T00:00:00Z\" -> \"2015-02-30T00:00:00Z\" ('2015-02-30T00:00:00Z' is no RFC 3339 time: day 30 is not in February 2015 (column 9))"
            ])
    }

    @Test func `instants that a nanosecond cannot tell apart are not equal`() throws {
        #expect(try cell("2015-03-04T00:00:00.0000000001Z", "2015-03-04T00:00:00.0000000002Z", .instant(within: nil)).count == 1)
        #expect(
            try cell("2015-03-04T00:00:00.0000000001Z", "2015-03-04T00:00:00.0000000002Z", .instant(within: .zero)).count == 1)
        #expect(try cell("2015-03-04T00:00:00Z", "2015-03-04T00:00:01.0000000001Z", .instant(within: .seconds(1))).count == 1)
        #expect(try cell("2015-07-01T00:00:00Z", "2015-06-30T23:59:60Z", .instant(within: nil)).count == 1)
    }

    @Test func `digits are equal when everything else is left out, but not when there are none`() throws {
        #expect(try cell("+1 (555) 01", "155501", .digits).isEmpty)
        #expect(try cell("n/a", "-", .digits) == ["value cell(2, C, ): \"n/a\" -> \"-\" ('n/a' has no digits)"])
        #expect(try cell("1", "", .digits) == ["value cell(2, C, ): \"1\" -> \"\" ('' has no digits)"])
        #expect(try cell("12", "1", .digits).count == 1)
    }

    @Test func `letter case is that of ASCII`() throws {
        #expect(try cell("Sent", "SENT", .ignoringCase).isEmpty)
        #expect(try cell("\u{C4}", "\u{E4}", .ignoringCase).count == 1)
        #expect(try cell("k", "\u{212A}", .ignoringCase).count == 1)
        #expect(try cell("[", "{", .ignoringCase).count == 1)
    }

    @Test(arguments: [
        ("\u{E9}", "e\u{301}", "same after Unicode normalisation (NFC)"),
        ("a b", "a\u{A0}b", "only invisible characters differ: expected U+0020 SPACE, got U+00A0 NO-BREAK SPACE"),
        ("ab", "ab ", "only invisible characters differ: expected none, got U+0020 SPACE"),
        ("\u{200B}ab", "ab", "only invisible characters differ: expected U+200B ZERO WIDTH SPACE, got none"),
        ("a b", " ab", "only invisible characters differ: they stand in other places"), ("Ab", "aB", "only letter case differs"),
    ])
    func `what cannot be seen is said`(expected: String, actual: String, note: String) throws {
        #expect(try cell(expected, actual, .decimal(within: nil)).count == 1)
        let comparison = try TableComparison(goldenBytes: Array("C\n\(expected)\n".utf8), options: .anyNewline)
        #expect(comparison.differences(in: Array("C\n\(actual)\n".utf8), limit: 1).shown.first?.note == note)
    }

    @Test func `a column cannot be ignored and compared`() {
        #expect(throws: InvalidExpectation("column 'B' is both ignored and compared")) {
            try departures("A,B\n1,2\n", "", .keyed("A", ignore: ["B"], compare: [.init(column: "B", comparison: .digits)]))
        }
    }

    @Test func `a key column can be neither ignored nor compared with a tolerance`() {
        #expect(throws: InvalidExpectation("key column 'A' cannot be ignored")) {
            try departures("A\n1\n", "", .keyed("A", ignore: ["A"]))
        }
        #expect(throws: InvalidExpectation("key column 'A' cannot be compared with a tolerance")) {
            try departures("A\n1\n", "", .keyed("A", compare: [.init(column: "A", comparison: .instant(within: .seconds(1)))]))
        }
        #expect(throws: InvalidExpectation("the tolerance of column 'A' is negative")) {
            try departures(
                "A\n1\n", "", .keyed("A", compare: [.init(column: "A", comparison: .decimal(within: NumberText("-1")))]))
        }
    }
}
