import AssayCore

/// A table of changes for the terminal: the action, the record, the key and the columns in which something differs.
package struct ChangeTableText {
    private let table: ChangeTable
    private let style: TextStyle
    /// Indices of the columns that are shown; `nil` stands for some that are left out.
    private var shown: [Int?] = []
    private var widths: [Int] = []

    package init(_ table: ChangeTable, style: TextStyle) {
        self.table = table
        self.style = style
        choose()
    }

    /// The rows below the names of the columns.
    package func lines(indent: String = "") -> [String] {
        var lines: [String] = []
        if table.columns.contains(where: { $0.change != .same }) {
            lines.append(line(["!", ""], table.columns.map { PaintedText($0.mark.visible, $0.change.tone) }, .open, note: nil))
        }
        lines.append(
            line(["@@", "record"], table.columns.map { PaintedText(value: $0.name) }, .faint, note: nil))
        lines += table.rows.map { row in
            let cells = row.cells.map { text(of: $0, in: row) }
            return line([row.mark, row.recordText], cells, row.tone, note: row.note)
        }
        return lines.map { indent + $0.withoutTrailingSpaces }
    }

    private func line(_ lead: [String], _ cells: [PaintedText], _ tone: TextStyle.Tone?, note: String?) -> String {
        var parts = [
            style.painted(lead[0], tone) + String(repeating: " ", count: max(widths[0] - lead[0].columns, 0)),
            lead[1].aligned(right: widths[1]),
        ]
        for (position, column) in shown.enumerated() {
            let isLast = position == shown.count - 1 && note == nil
            let isGap = lead[0] == "..."
            let cell = column.map { $0 < cells.count ? cells[$0] : PaintedText() } ?? PaintedText(isGap ? "" : "...", .faint)
            parts.append(cell.painted(style, width: widths[position + 2], isPadded: !isLast))
        }
        if let note { parts.append(style.painted("(\(ConformanceReporting.shown(note, limit: 120)))", .faint)) }
        return parts.joined(separator: "  ")
    }

    private func text(of cell: ChangeTable.Cell, in row: ChangeTable.Row) -> PaintedText {
        switch cell {
        case .none: PaintedText()
        case .same(let value): PaintedText(value: value, row.action == .same ? .faint : row.cellTone)
        case .changed(let old, let new): PaintedText(from: old, to: new, arrow: row.arrow)
        }
    }

    private mutating func choose() {
        let columns = table.columns
        let natural = columns.indices.map { width(ofColumn: $0) }
        let marks = table.rows.map { $0.mark.columns }
        let records = table.rows.map { $0.recordText.columns }
        let leads = [max(marks.max() ?? 0, 2), max(records.max() ?? 0, 6)]
        let isShown = columnsToShow(natural, room: (style.width ?? 1_000_000) - leads[0] - leads[1] - 4)
        for column in columns.indices {
            if isShown[column] { shown.append(column) } else if shown.isEmpty || shown.last != .some(nil) { shown.append(nil) }
        }
        let gap = 3
        widths = leads
        for column in shown { widths.append(column.map { natural[$0] } ?? gap) }
    }

    private func width(ofColumn column: Int) -> Int {
        let heading = max(table.columns[column].name.visible.columns, table.columns[column].mark.visible.columns)
        return table.rows.reduce(heading) { widest, row in
            column < row.cells.count ? max(widest, text(of: row.cells[column], in: row).columns) : widest
        }
    }

    /// Key columns and those that differ are always shown, others as long as there is room: all of them where a row as a whole is
    /// new or gone, else the first, so that there is something to know the rows by.
    private func columnsToShow(_ widths: [Int], room: Int) -> [Bool] {
        var isShown = table.columns.map { $0.isKey || $0.change != .same }
        for row in table.rows {
            for (column, cell) in row.cells.enumerated() {
                if case .changed = cell { isShown[column] = true }
            }
        }
        var room = room
        for column in widths.indices where isShown[column] { room -= widths[column] + 2 }
        let whole: [ChangeTable.Action] = [.added, .removed, .ragged, .duplicate, .unkeyed]
        let hasWholeRows = table.rows.contains { whole.contains($0.action) }
        let hasKey = table.columns.contains { $0.isKey }
        for column in widths.indices where !isShown[column] && (hasWholeRows || (!hasKey && column == 0)) {
            guard room >= widths[column] + 2 else { continue }
            isShown[column] = true
            room -= widths[column] + 2
        }
        return isShown
    }
}

extension ChangeTable.Row {
    /// The action as daff writes it; what daff has no mark for is a word.
    var mark: String {
        let mark =
            switch action {
            case .same, .moved: ""
            case .added: "+++"
            case .removed: "---"
            case .changed: arrow
            case .ragged, .duplicate, .unkeyed: action.rawValue
            case .gap: "..."
            }
        return isMoved || action == .moved ? ":" + mark : mark
    }

    /// The record that came; of one that is left out, the expected one.
    var recordText: String { (actualRecord ?? expectedRecord).map { String($0) } ?? "" }

    fileprivate var tone: TextStyle.Tone? {
        switch action {
        case .same, .gap: .faint
        case .added: .good
        case .removed: .bad
        case .changed, .moved, .ragged, .duplicate, .unkeyed: .open
        }
    }

    fileprivate var cellTone: TextStyle.Tone? { action == .added || action == .removed ? tone : nil }
}

extension ChangeTable.ColumnChange {
    fileprivate var tone: TextStyle.Tone? {
        switch self {
        case .same: nil
        case .added: .good
        case .removed: .bad
        case .moved, .renamed: .open
        }
    }
}
