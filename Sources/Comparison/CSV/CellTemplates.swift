internal import AssayCore
internal import DataFormats

/// What a scenario itself states of the cells of a table: text, or matchers for it.
struct CellTemplates: Sendable {
    /// Of a cell that is more than text, by row (from 0, without the header) and column.
    private let judges: [[ExpectedText?]]
    private let ranges: [[SourceRange]]
    private let hasJudge: [Bool]

    /// - Parameters:
    ///   - rows: Without the header; all of one length.
    ///   - columns: Cells of its key must be text. A number where a column has a comparison of its own is left to that one.
    init(_ rows: [[Template]], columns: ExpectedColumns) throws(InvalidExpectation) {
        var judges: [[ExpectedText?]] = []
        for row in rows {
            var line: [ExpectedText?] = []
            for (column, cell) in row.enumerated() {
                let isKey = columns.key.contains(column)
                if isKey && cell.plainText == nil {
                    throw InvalidExpectation("the cell of a key column must be text", at: cell.range)
                }
                line.append(isKey || cell.isText(under: columns.rules[column]) ? nil : try ExpectedText(cell))
            }
            judges.append(line)
        }
        self.judges = judges
        ranges = rows.map { $0.map(\.range) }
        hasJudge = judges.map { $0.contains { $0 != nil } }
    }

    /// Whether the cells of a row are all text.
    func isText(row: Int) -> Bool { !hasJudge[row] }

    var areAllText: Bool { !hasJudge.contains(true) }

    func judge(row: Int, column: Int) -> ExpectedText? { judges[row][column] }

    func range(row: Int, column: Int) -> SourceRange { ranges[row][column] }

    /// What stands for the cells where they are shown.
    func displayed(_ rows: [[Template]]) -> [[String]] {
        rows.enumerated().map { row, cells in
            cells.enumerated().map { column, cell in cell.plainText ?? judges[row][column]?.displayed ?? "" }
        }
    }
}

extension Template {
    fileprivate func isText(under rule: CellRule) -> Bool {
        switch (shape, rule) {
        case (.string, _): true
        case (_, .exact): false
        default: plainText != nil
        }
    }

    /// The text of a scalar; `nil` for null, for a matcher and for all that is not resolved.
    var plainText: String? {
        switch shape {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }
}
