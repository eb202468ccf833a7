import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct ExpectedRowsTests {
    private func departures(_ rows: [[Template]], _ actual: String, _ options: TableOptions = .anyNewline) throws -> [String] {
        var context = MatchContext(clock: noon)
        let comparison = try TableComparison(rows: rows, options: options, at: Template.anywhere)
        return comparison.differences(in: Array(actual.utf8), context: &context, limit: 100).shown.map(\.line)
    }

    @Test func `rows of text are compared as a golden is`() throws {
        #expect(try departures([["A", "B"], ["x", "1,5"]], "A,B\nx,\"1,5\"\n").isEmpty)
        #expect(try departures([["A", "B"], ["x", "2"]], "A,B\nx,3\n") == ["value cell(2, B, ): \"2\" -> \"3\""])
        #expect(
            try departures([["A", "B"], ["x", "2"], ["y", "3"]], "A,B\ny,3\n") == [
                "missing record(2, ): \"x,2\" -> - (the record number is that of the expected table)"
            ])
    }

    @Test func `a cell may be a matcher`() throws {
        let rows: [[Template]] = [["A", "B"], ["x", .match(.matches("[0-9]+"))], [.match(.any(nil)), "3"]]
        #expect(try departures(rows, "A,B\nx,12\nanything,3\n").isEmpty)
        let found = try departures(rows, "A,B\nx,1a\nanything,3\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("value cell(2, B, ):") == true)
    }

    @Test func `text that looks like a matcher is not matched by it`() throws {
        let rows: [[Template]] = [["A"], [.match(.matches("[0-9]+"))]]
        let shown = try #require(try departures(rows, "A\n").first?.split(separator: "\"").dropFirst().first)
        #expect(try departures(rows, "A\n\"\(shown)\"\n").count == 1)
    }

    @Test func `a number is judged by its value and text as text`() throws {
        #expect(try departures([["A"], [.number("1.50")]], "A\n1.5\n").isEmpty)
        #expect(try departures([["A"], ["1.50"]], "A\n1.5\n").count == 1)
    }

    @Test func `a number is compared as its column is, with the column's tolerance`() throws {
        var options = TableOptions.anyNewline
        options.compare = [
            .init(column: "P", comparison: .decimal(within: NumberText("0.01"))), .init(column: "N", comparison: .digits),
        ]
        let rows: [[Template]] = [["P", "N"], [.number("1.50"), .number("5551234")]]
        #expect(try departures(rows, "P,N\n1.505,555-1234\n", options).isEmpty)
        #expect(
            try departures(rows, "P,N\n1.52,555-1234\n", options) == [
                "value cell(2, P, ): \"1.50\" -> \"1.52\" (0.02 apart, allowed is 0.01)"
            ])
    }

    @Test func `a row that came too early shifts no matcher`() throws {
        let rows: [[Template]] = [["A", "B"], [.match(.uuid), "1"], [.match(.uuid), "2"]]
        let uuid = "01234567-89ab-4def-8123-456789abcdef"
        #expect(try departures(rows, "A,B\n\(uuid),0\n\(uuid),1\n\(uuid),2\n") == ["extra record(2, ): - -> \"\(uuid),0\""])
    }

    @Test func `rows with matchers are found by their key`() throws {
        let rows: [[Template]] = [["ID", "V"], ["a", .match(.startsWith("x"))], ["b", .match(.startsWith("y"))]]
        #expect(try departures(rows, "ID,V\nb,y1\na,x1\n", .keyed("ID", rowOrder: .ignored)).isEmpty)
        #expect(
            try departures(rows, "ID,V\nb,x\na,x1\n", .keyed("ID", rowOrder: .ignored)).first?.hasPrefix("value cell(2, V, b):")
                == true)
        #expect(throws: InvalidExpectation("the cell of a key column must be text", at: Template.anywhere)) {
            try departures([["ID"], [.match(.any(nil))]], "", .keyed("ID"))
        }
    }

    @Test func `without an order, matchers give way to each other`() throws {
        var options = TableOptions.anyNewline
        options.rowOrder = .ignored
        let rows: [[Template]] = [["A"], [.match(.any(nil))], [.match(.startsWith("x"))], ["x1"]]
        #expect(try departures(rows, "A\nx1\nx2\nq\n", options).isEmpty)
        #expect(try departures(rows, "A\nx2\nx1\nq\n", options).isEmpty)
        #expect(try departures(rows, "A\nq\nx1\nr\n", options).map { $0.prefix(5) } == ["extra", "missi"])
    }

    @Test func `a bound name is the same in all cells and stays bound`() throws {
        let rows: [[Template]] = [["A", "B"], [.match(.bind("id")), "1"], [.match(.bind("id")), "2"]]
        var context = MatchContext(clock: noon)
        let comparison = try TableComparison(rows: rows, options: .anyNewline, at: Template.anywhere)
        #expect(comparison.differences(in: Array("A,B\nx,1\nx,2\n".utf8), context: &context, limit: 5).isEmpty)
        #expect(context.bindings["id"]?.value.string == "x")
        #expect(try departures(rows, "A,B\nx,1\ny,2\n").count == 1)
    }

    private static let bound: [[Template]] = [
        ["A", "B"], [.match(.bind("id")), "1"], [.match(.any(nil)), "2"], [.match(.bind("id")), "3"], ["z", .match(.bind("id"))],
    ]

    @Test(
        arguments: [
            (TableOptions.RowOrder.significant, [], "x,1\nq,2\nx,3\nz,x\n", []),
            (.significant, [], "x,1\nq,2\ny,3\nz,x\n", ["cell(4, A, )"]),
            (.significant, [], "x,1\nq,7\ny,3\nz,x\n", ["cell(3, B, )", "cell(4, A, )"]),
            (.significant, [], "x,1\nq,2\nn,n\ny,3\nz,y\n", ["record(4, )", "cell(5, A, )", "cell(6, B, )"]),
            (.significant, ["B"], "x,1\nq,2\nx,3\nz,x\n", nil),
            (.ignored, [], "z,x\ny,3\nq,2\nx,1\n", ["cell(3, A, )"]), (.ignored, [], "z,x\nx,3\nq,2\nx,1\n", []),
        ] as [(TableOptions.RowOrder, [String], String, [String]?)])
    func `a name that is bound in one row binds all others, also beside what else differs`(
        order: TableOptions.RowOrder, key: [String], actual: String, places: [String]?
    ) throws {
        var options = TableOptions.anyNewline
        (options.rowOrder, options.key) = (order, key)
        guard let places else {
            #expect(throws: InvalidExpectation.self) { try departures(Self.bound, "A,B\n" + actual, options) }
            return
        }
        let found = try departures(Self.bound, "A,B\n" + actual, options)
        #expect(found.count == places.count && zip(found, places).allSatisfy { $0.contains($1) }, "\(found)")
    }

    @Test func `rows that are paired by key bind one name too`() throws {
        var options = TableOptions.anyNewline
        (options.rowOrder, options.key) = (.ignored, ["B"])
        let rows: [[Template]] = [["A", "B"], [.match(.bind("id")), "1"], [.match(.bind("id")), "2"], ["z", "3"]]
        #expect(try departures(rows, "A,B\nx,2\nz,3\nx,1\n", options).isEmpty)
        let found = try departures(rows, "A,B\nx,2\nw,3\ny,1\n", options)
        #expect(found.map { $0.prefix(16) } == ["value cell(3, A,", "value cell(2, A,"], "\(found)")
    }

    @Test func `what is stated in the scenario keeps its place there`() throws {
        var context = MatchContext(clock: noon)
        let rows: [[Template]] = [["A", "B"], ["x", Template(stringLiteral: "2").at(column: 9)]]
        let comparison = try TableComparison(rows: rows, options: .anyNewline, at: Template.anywhere)
        let differences = comparison.differences(in: Array("A,B\nx,3\n".utf8), context: &context, limit: 5)
        #expect(differences.shown.first?.range == SourceRange(line: 1, column: 9))
    }

    @Test(
        arguments: [
            ([["A", "B"], ["x"]], "this row has 1 field where the first has 2"),
            ([["A"], []], "this row has 0 fields where the first has 1"),
            ([], "the expected table is empty: it has not even a header"),
            ([[.match(.any(nil))], ["x"]], "the name of a column must be text"),
            ([["A"], ["x\0"]], "the expected table is no CSV: record 2 (line 2, column 2): a NUL byte"),
        ] as [([[Template]], String)])
    func `rows that nothing can be compared with are refused`(rows: [[Template]], message: String) {
        #expect(throws: InvalidExpectation(message, at: Template.anywhere)) { try departures(rows, "") }
    }

    @Test func `null is no text`() {
        #expect(throws: InvalidExpectation.self) { try departures([["A"], [nil]], "") }
    }
}
