import AssayCore
import DataFormats
import TestSupport
import Testing

@testable import Comparison

/// Rules that hold for every table, tried on many. Failures repeat: the seeds are fixed.
struct TablePropertyTests {
    private static let keyed = TableOptions(key: ["ID"])
    private static let unordered = TableOptions(rowOrder: .ignored)
    private static let keyedUnordered = TableOptions(key: ["ID"], rowOrder: .ignored)
    private static let sequence = TableOptions()
    static let allOptions = [sequence, keyed, unordered, keyedUnordered]

    @Test(arguments: allOptions)
    func `a table written otherwise is no different from itself`(options: TableOptions) throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<100 {
            let table = RandomTable(using: &random)
            let comparison = try TableComparison(goldenBytes: table.bytes(), options: options)
            for bytes in [table.bytes(), table.bytes(quoting: .all), table.bytes().dropLast(2) + []] {
                #expect(comparison.differences(in: bytes, limit: 1).isEmpty)
            }
        }
    }

    @Test(arguments: allOptions)
    func `a changed cell is found, and it is the only difference`(options: TableOptions) throws {
        var random = SeededRandom(seed: 2)
        for _ in 0..<250 {
            let table = RandomTable(using: &random)
            var changed = table
            let row = Int.random(in: 0..<table.rows.count, using: &random)
            let column = Int.random(in: 1..<table.header.count, using: &random)
            changed.rows[row][column] += ["x", " ", "\u{301}", "\"", ",", "\n"].randomElement(using: &random) ?? "x"
            let comparison = try TableComparison(goldenBytes: table.bytes(), options: options)
            let differences = comparison.differences(in: changed.bytes(), limit: 10)
            #expect(!differences.isEmpty)
            // Rows without a key may be told apart as one missing and one too many when they share too little.
            if !options.key.isEmpty || table.header.count <= 2 {
                #expect(differences.count == 1)
                let place = Difference.Place.cell(
                    record: row + 2, column: table.header[column], key: options.key.isEmpty ? [] : [table.rows[row][0]])
                #expect(differences.shown.first?.place == place)
                #expect(differences.shown.first?.actual.map { Array($0.utf8) } == Array(changed.rows[row][column].utf8))
            }
        }
    }

    @Test(arguments: allOptions)
    func `a row left out or put in is found, and it is the only difference`(options: TableOptions) throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<250 {
            let table = RandomTable(using: &random)
            var longer = table
            longer.rows.insert(
                ["new"] + table.header.dropFirst().map { _ in "q" }, at: Int.random(in: 0...table.rows.count, using: &random))
            for (golden, actual, kind) in [(table, longer, Difference.Kind.extra), (longer, table, .missing)] {
                let comparison = try TableComparison(goldenBytes: golden.bytes(), options: options)
                let differences = comparison.differences(in: actual.bytes(), limit: 10)
                #expect(differences.shown.map(\.kind) == [kind])
            }
        }
    }

    @Test(arguments: allOptions)
    func `shuffled rows differ in their order only, and only where it counts`(options: TableOptions) throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<100 {
            let table = RandomTable(using: &random)
            var shuffled = table
            shuffled.rows.shuffle(using: &random)
            let comparison = try TableComparison(goldenBytes: table.bytes(), options: options)
            let differences = comparison.differences(in: shuffled.bytes(), limit: 1000)
            let isSame = shuffled.rows.map { $0[0] } == table.rows.map { $0[0] }
            #expect(differences.isEmpty == (isSame || options.rowOrder == .ignored))
            #expect(differences.shown.allSatisfy { $0.kind == .order })
        }
    }

    @Test(arguments: allOptions)
    func `two tables differ exactly when their rows do`(options: TableOptions) throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<2000 {
            // Few rows of few values, so that equal ones are frequent.
            let (left, right) = (RandomTable(smallUsing: &random), RandomTable(smallUsing: &random))
            let comparison: TableComparison
            do {
                comparison = try TableComparison(goldenBytes: left.bytes(), options: options)
            } catch {
                continue  // a key that is not unique
            }
            let differences = comparison.differences(in: right.bytes(), limit: 100)
            let areEqual =
                options.rowOrder == .significant
                ? left.rows == right.rows : left.rows.sorted(by: precedes) == right.rows.sorted(by: precedes)
            #expect(differences.isEmpty == areEqual)
        }
    }

    @Test func `without an order, rows within a tolerance are equal exactly when all of them can be paired`() throws {
        var random = SeededRandom(seed: 8)
        let compare = [TableOptions.ColumnComparison(column: "P", comparison: .decimal(within: NumberText("1")))]
        let options = TableOptions(rowOrder: .ignored, compare: compare)
        for _ in 0..<2000 {
            let count = Int.random(in: 1...6, using: &random)
            func cells() -> [(String, Int?)] {
                (0..<count).map { _ in
                    let number = Int.random(in: -1...5, using: &random)
                    return (["a", "b"].randomElement(using: &random) ?? "a", number < 0 ? nil : number)
                }
            }
            func table(_ rows: [(String, Int?)]) -> [UInt8] {
                Array(("S,P\r\n" + rows.map { "\($0),\($1.map(String.init) ?? "n/a")\r\n" }.joined()).utf8)
            }
            let (left, right) = (cells(), cells())
            let pairs = largestMatching(rows: count, columns: count) { row, column in
                guard left[row].0 == right[column].0 else { return false }
                guard let one = left[row].1, let other = right[column].1 else { return left[row].1 == right[column].1 }
                return abs(one - other) <= 1
            }
            let comparison = try TableComparison(goldenBytes: table(left), options: options)
            #expect(comparison.differences(in: table(right), limit: 1).isEmpty == !pairs.contains(nil))
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `no table differs from itself, whatever the options`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = RandomTable(using: &random)
        let forms: [TableOptions.CellComparison?] = [
            nil, .decimal(within: nil), .decimal(within: NumberText("0.5")), .instant(within: nil), .digits, .ignoringCase,
        ]
        for key in [[], ["ID"], table.header.filter { $0 != "C1" }] {
            for order in TableOptions.RowOrder.allCases {
                for columns in TableOptions.Columns.allCases {
                    for (form, delimiter) in zip(forms, [",", ";", "\t", "|", "x", " "] as [Unicode.Scalar]) {
                        let dialect = TableDialect(delimiter: UInt8(ascii: delimiter), newline: .any)
                        var options = TableOptions(key: key, rowOrder: order, columns: columns, dialect: dialect)
                        options.compare = form.map { [.init(column: table.header[1], comparison: $0)] } ?? []
                        let bytes = table.bytes(delimiter: UInt8(ascii: delimiter))
                        let comparison = try TableComparison(goldenBytes: bytes, options: options)
                        #expect(comparison.differences(in: bytes, limit: 1).isEmpty, "\(options)")
                    }
                }
            }
        }
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `rows that come in order and once are equal by key when they are in sequence`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let table = RandomTable(using: &random)
        var other = table
        switch Int.random(in: 0..<4, using: &random) {
        case 0: other.rows[Int.random(in: 0..<table.rows.count, using: &random)][1] += "x"
        case 1: other.rows.remove(at: Int.random(in: 0..<table.rows.count, using: &random))
        case 2: other.header[1] += "x"
        default: break
        }
        let verdicts = try Self.allOptions.map { options in
            try TableComparison(goldenBytes: table.bytes(), options: options).differences(in: other.bytes(), limit: 1).isEmpty
        }
        let areEqual = table.rows == other.rows && table.header == other.header
        #expect(verdicts == Self.allOptions.map { _ in areEqual })
    }

    @Test(arguments: allOptions)
    func `columns in another order differ only where it counts`(options: TableOptions) throws {
        var random = SeededRandom(seed: 6)
        for _ in 0..<100 {
            let table = RandomTable(using: &random)
            let order = table.header.indices.shuffled(using: &random)
            var shuffled = table
            shuffled.header = order.map { table.header[$0] }
            shuffled.rows = table.rows.map { row in order.map { row[$0] } }
            for columns in TableOptions.Columns.allCases {
                var options = options
                options.columns = columns
                let comparison = try TableComparison(goldenBytes: table.bytes(), options: options)
                let isSame = columns != .exact || shuffled.header == table.header
                #expect(comparison.differences(in: shuffled.bytes(), limit: 1).isEmpty == isSame)
            }
        }
    }

    private func precedes(_ left: [String], _ right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}

/// A table whose first column, `ID`, holds another value in each row.
struct RandomTable {
    var header: [String]
    var rows: [[String]]

    init(using random: inout SeededRandom) {
        let values = [
            "", "a", "b", "Sent", "\u{E9}", "1,5", "say \"hi\"", "two\r\nlines", " ", "+15550100", "2015-03-04T00:00:00Z",
        ]
        header = ["ID"] + (1..<Int.random(in: 2...8, using: &random)).map { "C\($0)" }
        let width = header.count
        let count = Int.random(in: 1...40, using: &random)
        var numbers = Array(0..<1000)
        numbers.shuffle(using: &random)
        rows = numbers.prefix(count).map { number in
            ["m-\(number)"] + (1..<width).map { _ in values.randomElement(using: &random) ?? "" }
        }
    }

    /// One column, of which values repeat.
    init(smallUsing random: inout SeededRandom) {
        header = ["ID"]
        rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in
            [["a", "b", "c"].randomElement(using: &random) ?? ""]
        }
    }

    func bytes(quoting: CSVWriter.Quoting = .minimal, delimiter: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
        let writer = CSVWriter(delimiter: delimiter, quoting: quoting)
        var bytes: [UInt8] = []
        writer.append(header, to: &bytes)
        for row in rows { writer.append(row, to: &bytes) }
        return bytes
    }
}
