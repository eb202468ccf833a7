internal import AssayCore
internal import DataFormats

extension TablePair {
    /// No more cells of a row are kept in a difference, and no more bytes of one: a report shows a line of them.
    private static let (cellLimit, textLimit) = (40, 200)

    func shownCells(ofExpected row: Int) -> [Difference.Cell] {
        let keys = Set(plan.key.map(\.expected))
        let record = row + headerCount
        return Self.columnsToShow(of: expected.fieldCount(ofRecord: record), keys: keys).map { column in
            Difference.Cell(
                column: name(column, in: expected), text: Self.shown(expected.cell(column, ofRecord: record).value),
                isKey: keys.contains(column))
        }
    }

    /// The cells of a row that came, under the names that their columns have where they are expected.
    func shownCells(ofActual row: Int) -> [Difference.Cell] {
        let keys = Set(plan.key.map(\.actual))
        let record = row + headerCount
        let names = Dictionary(plan.compared.map { ($0.actual, $0.name) }) { first, _ in first }
        return Self.columnsToShow(of: actual.fieldCount(ofRecord: record), keys: keys).map { column in
            Difference.Cell(
                column: names[column] ?? name(column, in: actual), text: Self.shown(actual.cell(column, ofRecord: record).value),
                isKey: keys.contains(column))
        }
    }

    /// What a row is known by in which a cell differs: its key, or else its first cell.
    func leadCells(ofActual row: Int) -> [Difference.Cell] {
        guard !plan.key.isEmpty else { return Array(shownCells(ofActual: row).prefix(1)) }
        guard hasKeyColumns(row) else { return [] }
        return plan.key.map {
            Difference.Cell(
                column: $0.name, text: Self.shown(actual.cell($0.actual, ofRecord: row + headerCount).value), isKey: true)
        }
    }

    private static func columnsToShow(of count: Int, keys: Set<Int>) -> [Int] {
        count <= cellLimit ? Array(0..<count) : (0..<count).filter { $0 < cellLimit || keys.contains($0) }
    }

    /// A field beyond those of the header has a number for a name.
    private func name(_ column: Int, in table: CSVView) -> String {
        headerCount > 0 && column < table.fieldCount(ofRecord: 0)
            ? Self.shown(table.cell(column, ofRecord: 0).value) : "\(column + 1)"
    }

    private static func shown(_ text: String) -> String {
        guard text.utf8.count > textLimit else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: textLimit)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return String(text[..<end]) + "\u{2026}"
    }
}
