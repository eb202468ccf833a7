import AssayCore

/// Differences of a table as a table of changes: of each record that departs its key, the cells that differ, and all cells of one
/// that is new or gone.
struct DifferenceTable {
    private struct Entry {
        var row: ChangeTable.Row
        /// Not yet in the columns of the whole.
        var cells: [(column: Int, cell: ChangeTable.Cell)] = []
    }

    private var columns: [ChangeTable.Column] = []
    private var entries: [Entry] = []
    /// The record that cells are added to.
    private var open: Difference.Place?

    var isEmpty: Bool { entries.isEmpty }

    /// Takes a difference of a cell or a record.
    ///
    /// - Returns: Whether it was one.
    mutating func add(_ difference: Difference) -> Bool {
        switch difference.place {
        case .cell(let record, let column, let key):
            let place = Difference.Place.record(record, key: key)
            if open != place {
                entries.append(Entry(row: .init(.changed, actualRecord: record)))
                addCells(of: difference, key: key)
            }
            open = place
            add(difference, inColumn: column)
        case .record(let record, let key):
            open = nil
            var row = ChangeTable.Row(Self.action(difference), note: Self.note(difference))
            if row.action == .removed { row.expectedRecord = record } else { row.actualRecord = record }
            entries.append(Entry(row: row))
            addCells(of: difference, key: key)
        default: return false
        }
        return true
    }

    /// A report that was written without cells has the key at least.
    private mutating func addCells(of difference: Difference, key: [String]) {
        let last = entries.count - 1
        if difference.cells.isEmpty, !key.isEmpty {
            entries[last].cells = [(column("key", isKey: true, among: []), .same(key.joined(separator: ", ")))]
        }
        for cell in difference.cells {
            let column = column(cell.column, isKey: cell.isKey, among: entries[last].cells.map(\.column))
            entries[last].cells.append((column, .same(cell.text)))
        }
    }

    private mutating func add(_ difference: Difference, inColumn name: String) {
        let last = entries.count - 1
        let column = column(name, isKey: false, among: [])
        entries[last].cells.removeAll { $0.column == column }
        entries[last].cells.append((column, .changed(from: difference.expected ?? "", to: difference.actual ?? "")))
        let notes = [entries[last].row.note, difference.kind == .value ? nil : difference.kind.phrase, difference.note]
        entries[last].row.note = notes.contains { $0 != nil } ? notes.compactMap { $0 }.joined(separator: "; ") : nil
    }

    /// The column of that name, made when there is none.
    ///
    /// - Parameter taken: Columns that the row has filled: another of the same name is meant.
    private mutating func column(_ name: String, isKey: Bool, among taken: [Int]) -> Int {
        let known = columns.indices.first { columns[$0].name.utf8.elementsEqual(name.utf8) && !taken.contains($0) }
        guard let known else {
            columns.append(.init(name, isKey: isKey))
            return columns.count - 1
        }
        if isKey { columns[known].isKey = true }
        return known
    }

    private static func action(_ difference: Difference) -> ChangeTable.Action {
        switch difference.kind {
        case .extra: .added
        case .missing: difference.expected == "a key" ? .unkeyed : .removed
        case .order: .moved
        case .ragged: .ragged
        case .duplicate: .duplicate
        case .value, .type, .renamed, .dialect, .unreadable: .same
        }
    }

    /// What the cells do not say; the row itself where there are none.
    private static func note(_ difference: Difference) -> String? {
        let hasCells = !difference.cells.isEmpty
        switch difference.kind {
        case .extra: return hasCells ? difference.note : difference.actual
        case .missing where difference.expected == "a key": return difference.note
        case .missing: return hasCells ? nil : difference.expected
        case .order:
            let parts = [hasCells ? nil : difference.note, difference.expected.map { "due as \($0)" }]
            return parts.compactMap { $0 }.joined(separator: "; ")
        default: return difference.remark
        }
    }

    /// - Parameter style: Its width is that of the table with its indent.
    func lines(indent: String, style: TextStyle) -> [String] {
        var style = style
        style.width = max((style.width ?? 200) - indent.utf8.count, 40)
        return ChangeTableText(changes, style: style).lines(indent: indent)
    }

    /// A cell for each column in every row.
    var changes: ChangeTable {
        let order = orderOfColumns
        var table = ChangeTable(columns: order.map { columns[$0] }, rows: [])
        table.rows = entries.map { entry in
            var row = entry.row
            row.cells = order.map { column in entry.cells.first { $0.column == column }?.cell ?? .none }
            return row
        }
        return table
    }

    /// As the widest row has them, then those that were met besides.
    private var orderOfColumns: [Int] {
        let whole = entries.filter { $0.row.action != .changed }.max { $0.cells.count < $1.cells.count }
        var order: [Int] = []
        var isPlaced = [Bool](repeating: false, count: columns.count)
        let keys = columns.indices.filter { columns[$0].isKey }
        for column in (whole?.cells.map(\.column) ?? keys) + Array(columns.indices) where !isPlaced[column] {
            isPlaced[column] = true
            order.append(column)
        }
        return order
    }
}

extension String {
    var withoutTrailingSpaces: String {
        var text = self
        while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
        return text
    }
}
