import AssayCore
import Comparison
import DataFormats
import Testing

struct RelationTests {
    private func rows(_ text: String, name: String = "other", by: [String] = [], ignore: [String] = []) throws -> RelatedItems {
        let table = try CSVDocument(parsing: Array(text.utf8))
        let columns = RelatedColumns(by: by, ignore: ignore, dialect: TableDialect())
        return try columns.rows(of: table, columns: columns.names(in: table), name: name)
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
        let actual = try CSVDocument(parsing: Array("id,a\r\n1,x\r\n".utf8))
        let other = try CSVDocument(parsing: Array("a,id\r\nx,1\r\n".utf8))
        let columns = RelatedColumns(by: [], ignore: [], dialect: TableDialect())
        let names = try columns.names(in: actual)
        #expect(
            try described(
                columns.rows(of: actual, columns: names, name: "a"), .equalTo, columns.rows(of: other, columns: names, name: "b")
            )
            .isEmpty)
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
        #expect(throws: InvalidExpectation("the table has no column 'ID'")) { try rows("id\r\n1\r\n", by: ["ID"]) }
    }

    @Test func `a table with other columns cannot be related`() throws {
        let other = try CSVDocument(parsing: Array("id,b\r\n1,x\r\n".utf8))
        let columns = RelatedColumns(by: [], ignore: [], dialect: TableDialect())
        #expect(throws: InvalidExpectation("b has a column 'b' that the other table has not")) {
            try columns.rows(of: other, columns: ["id"], name: "b")
        }
        #expect(throws: InvalidExpectation("b has no column 'a'")) {
            try columns.rows(of: other, columns: ["id", "b", "a"], name: "b")
        }
        let ragged = try CSVDocument(parsing: Array("id,b\r\n1\r\n".utf8))
        #expect(throws: InvalidExpectation("record 2 of b has another number of fields than the first")) {
            try columns.rows(of: ragged, columns: ["id", "b"], name: "b")
        }
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
