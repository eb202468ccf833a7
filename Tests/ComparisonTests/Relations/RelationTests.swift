import AssayCore
import Comparison
import DataFormats
import Testing

struct RelationTests {
    private func rows(_ text: String, name: String = "other", by: [String] = [], ignore: [String] = []) throws -> RelatedItems {
        try #require(try related([(name, text)], by: by, ignore: ignore).first)
    }

    private func related(
        _ tables: [(name: String, text: String)], by: [String] = [], ignore: [String] = [], hasHeader: Bool = true
    ) throws -> [RelatedItems] {
        let columns = RelatedColumns(by: by, ignore: ignore, dialect: TableDialect(hasHeader: hasHeader))
        return try columns.rows(of: tables.map { ($0.name, try CSVDocument(parsing: Array($0.text.utf8))) })
    }

    private func described(_ items: RelatedItems, _ relation: Relation, _ others: RelatedItems...) -> [String] {
        relationDifferences(items, relation, others, limit: 10).shown.map {
            "\($0.kind) \($0.place): \($0.expected ?? $0.actual ?? "")" + ($0.note.map { ", \($0)" } ?? "")
        }
    }

    @Test func `a part is a subset of the whole, whatever the order and the quoting`() throws {
        let whole = try rows("id,a\r\n1,x\r\n2,y\r\n3,z\r\n")
        #expect(try described(rows("id,a\r\n3,\"z\"\r\n1,x\r\n"), .subsetOf, whole).isEmpty)
        #expect(
            try described(rows("id,a\r\n4,x\r\n1,x\r\n"), .subsetOf, whole) == [
                "extra record(2, key: []): 4,x, not in other"
            ])
    }

    @Test func `a row that comes twice is no subset of one that comes once`() throws {
        #expect(
            try described(rows("id\r\n1\r\n1\r\n"), .subsetOf, rows("id\r\n1\r\n")) == [
                "extra record(3, key: []): 1, not in other"
            ])
        #expect(try described(rows("id\r\n1\r\n1\r\n"), .subsetOf, rows("id\r\n1\r\n1\r\n")).isEmpty)
    }

    @Test func `equal tables have the same rows in any order, and columns in any order`() throws {
        #expect(try described(rows("id,a\r\n1,x\r\n2,y\r\n"), .equalTo, rows("id,a\r\n2,y\r\n1,x\r\n")).isEmpty)
        #expect(
            try described(rows("id\r\n1\r\n3\r\n"), .equalTo, rows("id\r\n1\r\n2\r\n")) == [
                "extra record(3, key: []): 3, not in other", "missing record(3, key: []): 2, the place is that in other",
            ])
        let sides = try related([("a", "id,a\r\n1,x\r\n"), ("b", "a,id\r\nx,1\r\n")])
        #expect(described(sides[0], .equalTo, sides[1]).isEmpty)
    }

    @Test func `a superset may have more rows and must have all`() throws {
        let part = try rows("id\r\n1\r\n2\r\n")
        #expect(try described(rows("id\r\n2\r\n3\r\n1\r\n"), .supersetOf, part).isEmpty)
        #expect(
            try described(rows("id\r\n2\r\n3\r\n"), .supersetOf, part) == [
                "missing record(2, key: []): 1, the place is that in other"
            ])
    }

    @Test func `disjoint tables share no row`() throws {
        let first = try rows("id\r\n1\r\n", name: "first")
        let second = try rows("id\r\n2\r\n3\r\n", name: "second")
        #expect(try described(rows("id\r\n4\r\n"), .disjointFrom, first, second).isEmpty)
        #expect(
            try described(rows("id\r\n4\r\n3\r\n"), .disjointFrom, first, second) == [
                "extra record(3, key: []): 3, also in second, record 3"
            ])
    }

    @Test func `the union of parts is the whole, also where they overlap`() throws {
        let whole = try rows("id\r\n1\r\n2\r\n3\r\n")
        let (first, second) = try (rows("id\r\n1\r\n2\r\n", name: "first"), rows("id\r\n2\r\n3\r\n", name: "second"))
        #expect(described(whole, .unionOf, first, second).isEmpty)
        #expect(described(whole, .unionOf, first) == ["extra record(4, key: []): 3, not in first"])
        #expect(
            try described(rows("id\r\n1\r\n3\r\n"), .unionOf, first, second) == [
                "missing record(3, key: []): 2, the place is that in first"
            ])
    }

    @Test func `rows may be told apart by some columns, or without some`() throws {
        let whole = try rows("id,at\r\n1,10\r\n2,20\r\n", by: ["id"])
        #expect(try described(rows("id,at\r\n2,99\r\n", by: ["id"]), .subsetOf, whole).isEmpty)
        #expect(
            try described(rows("id,at\r\n2,99\r\n", ignore: ["at"]), .subsetOf, rows("id,at\r\n1,10\r\n2,20\r\n", ignore: ["at"]))
                .isEmpty)
        #expect(throws: InvalidExpectation("other has no column 'ID'")) { try rows("id\r\n1\r\n", by: ["ID"]) }
    }

    @Test(
        arguments: [
            ("id\r\n", "id,b\r\n1,x\r\n", "b has a column 'b' that the other table has not"),
            ("id,b,a\r\n", "id,b\r\n1,x\r\n", "b has no column 'a'"),
            ("id,b\r\n", "id,b\r\n1\r\n", "record 2 of b has another number of fields than the first"),
            ("id,b\r\n1\r\n", "id,b\r\n", "record 2 of a has another number of fields than the first"),
            ("id,id\r\n", "id\r\n", "b has 1 columns 'id', and the other table 2"),
            ("id\r\n", "", "b has no header"), ("", "id\r\n", "a has no header"),
        ])
    func `a table with other columns cannot be related`(first: String, second: String, message: String) {
        #expect(throws: InvalidExpectation(message)) { try related([("a", first), ("b", second)]) }
    }

    @Test func `where no column is left to count, all rows would be the same`() {
        #expect(throws: InvalidExpectation("no column of a is left to count")) {
            try related([("a", "id\r\n1\r\n"), ("b", "id\r\n2\r\n")], ignore: ["id"])
        }
    }

    @Test func `columns of one name are taken in order`() throws {
        let sides = try related([("a", "id,x,x\r\n1,2,3\r\n"), ("b", "x,id,x\r\n2,1,3\r\n"), ("c", "id,x,x\r\n1,3,2\r\n")])
        #expect(described(sides[0], .equalTo, sides[1]).isEmpty)
        #expect(!described(sides[0], .equalTo, sides[2]).isEmpty)
    }

    @Test func `a table without header may have no record at all`() throws {
        for texts in [["", "1,2\r\n"], ["1,2\r\n", ""], ["", ""]] {
            let sides = try related(texts.map { ("t", $0) }, hasHeader: false)
            #expect(sides.map(\.isEmpty) == texts.map(\.isEmpty))
        }
        let sides = try related([("a", ""), ("b", "1,2\r\n")], hasHeader: false)
        #expect(described(sides[0], .subsetOf, sides[1]).isEmpty)
        #expect(described(sides[0], .supersetOf, sides[1]).count == 1)
    }

    @Test func `cells do not run into one another`() throws {
        #expect(try !described(rows("a,b\r\nxy,z\r\n"), .equalTo, rows("a,b\r\nx,yz\r\n")).isEmpty)
    }

    @Test func `values of JSON are equal by value`() throws {
        func values(_ text: String) throws -> RelatedItems {
            let document = try JSONDocument(parsing: Array(text.utf8))
            return RelatedItems(name: "step", values: try JSONPath(parsing: "$[*]").select(in: document))
        }
        #expect(try described(values(#"[{"b":1.0,"a":"é"}]"#), .subsetOf, values(#"[2, {"a":"\u00e9","b":1e0}]"#)).isEmpty)
        #expect(try described(values("[1, 3]"), .subsetOf, values("[1, 2]")) == ["extra json(\"/1\"): 3, not in step"])
    }

    @Test func `all differences are counted and the first are kept`() throws {
        let many = try rows("id\r\n" + (0..<100).map { "\($0)\r\n" }.joined())
        let found = relationDifferences(many, .subsetOf, [try rows("id\r\n")], limit: 3)
        #expect(found.count == 100)
        #expect(found.shown.count == 3)
    }
}
