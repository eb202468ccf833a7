import AssayCore
import Testing

@testable import ConformanceReporting

struct DifferenceTableTests {
    private static func cells(_ texts: KeyValuePairs<String, String>, key: String? = "id") -> [Difference.Cell] {
        texts.map { Difference.Cell(column: $0.key, text: $0.value, isKey: $0.key == key) }
    }

    private func lines(_ differences: [Difference], width: Int? = nil) -> String {
        var table = DifferenceTable()
        for difference in differences {
            let isTaken = table.add(difference)
            #expect(isTaken)
        }
        return table.lines(indent: "", style: TextStyle(width: width)).joined(separator: "\n")
    }

    private static let differences = [
        Difference(
            .value, at: .cell(record: 3, column: "state", key: ["m-2"]), expected: "SENT", actual: "FAILED",
            cells: cells(["id": "m-2"])),
        Difference(
            .extra, at: .record(4, key: ["m-9"]), actual: "m-9,Zoe,\"a, b\",1",
            cells: cells(["id": "m-9", "name": "Zoe", "state": "a, b", "price": "1"])),
        Difference(
            .value, at: .cell(record: 7, column: "state", key: ["m-4"]), expected: "a", actual: "b", cells: cells(["id": "m-4"])),
        Difference(
            .value, at: .cell(record: 7, column: "name", key: ["m-4"]), expected: "Dora", actual: "Doro",
            cells: cells(["id": "m-4"])),
        Difference(
            .missing, at: .record(5, key: ["m-3"]), expected: "m-3,Cleo,SENT,2",
            note: "the record number is that of the expected table",
            cells: cells(["id": "m-3", "name": "Cleo", "state": "SENT", "price": "2"])),
        Difference(
            .order, at: .record(9, key: ["m-7"]), expected: "record 8", actual: "record 9",
            cells: cells(["id": "m-7", "name": "Emil", "state": "SENT", "price": "3"])),
        Difference(
            .missing, at: .record(10, key: []), expected: "a key", note: "the key is empty",
            cells: cells(["id": "", "name": "Fred", "state": "SENT", "price": "4"])),
    ]

    @Test func `whole rows stand under the names of their columns, of changed ones the key and what differs`() {
        let text = lines(Self.differences)
        #expect(
            text == """
                @@       record  id   name        state         price
                ->            3  m-2              SENT->FAILED
                +++           4  m-9  Zoe         a, b          1
                ->            7  m-4  Dora->Doro  a->b
                ---           5  m-3  Cleo        SENT          2
                :             9  m-7  Emil        SENT          3      (due as record 8)
                unkeyed      10  ""   Fred        SENT          4      (the key is empty)
                """, "\(text)")
    }

    @Test func `what there is no room for is left out, but for keys and what differs`() {
        let text = lines(Self.differences, width: 50)
        #expect(text.split(separator: "\n").first == "@@       record  id   name        state         ...", "\(text)")
    }

    @Test func `without cells the key and the row itself are shown`() {
        let bare = Self.differences.map { difference in
            var difference = difference
            difference.cells = []
            return difference
        }
        let text = lines(bare)
        #expect(text.contains("+++           4  m-9                            (m-9,Zoe,\"a, b\",1)"), "\(text)")
        #expect(text.contains("@@       record  key  state         name\n"), "\(text)")
    }

    @Test func `columns of one name stay apart`() {
        let cells = [Difference.Cell(column: "a", text: "1"), Difference.Cell(column: "a", text: "2")]
        let text = lines([Difference(.extra, at: .record(2, key: []), actual: "1,2", cells: cells)])
        #expect(text == "@@   record  a  a\n+++       2  1  2", "\(text)")
    }

    @Test func `a long cell is cut`() {
        let long = String(repeating: "x", count: 150)
        let cells = [Difference.Cell(column: "a", text: long), Difference.Cell(column: "b", text: "y")]
        let text = lines([Difference(.extra, at: .record(2, key: []), actual: "1,2", cells: cells)])
        #expect(text.split(separator: "\n").allSatisfy { $0.count < 70 }, "\(text)")
        #expect(text.hasSuffix("…  y"), "\(text)")
    }
}
