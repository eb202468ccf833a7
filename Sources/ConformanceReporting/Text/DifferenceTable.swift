import AssayCore

/// Differences of a table as a table of changes: of each record that departs its key and the cells that differ.
struct DifferenceTable {
    private var columns: [ChangeTable.Column] = [.init("key", isKey: true)]
    private var rows: [ChangeTable.Row] = []
    /// The record and the kind of row that cells are added to.
    private var open: Difference.Place?

    var isEmpty: Bool { rows.isEmpty }

    /// Takes a difference of a cell or a record.
    ///
    /// - Returns: Whether it was one.
    mutating func add(_ difference: Difference) -> Bool {
        switch difference.place {
        case .cell(let record, let column, let key):
            let place = Difference.Place.record(record, key: key)
            if open != place { rows.append(.init(.changed, actualRecord: record, cells: [Self.cell(key)])) }
            open = place
            add(difference, inColumn: column)
        case .record(let record, let key):
            open = nil
            rows.append(
                .init(
                    Self.action(difference.kind), actualRecord: record, cells: [Self.cell(key)], note: Self.note(difference)))
        default: return false
        }
        return true
    }

    private static func cell(_ key: [String]) -> ChangeTable.Cell { key.isEmpty ? .none : .same(key.joined(separator: ", ")) }

    private mutating func add(_ difference: Difference, inColumn name: String) {
        let column = columns.dropFirst().firstIndex { $0.name.utf8.elementsEqual(name.utf8) } ?? columns.count
        if column == columns.count { columns.append(.init(name)) }
        let last = rows.count - 1
        while rows[last].cells.count <= column { rows[last].cells.append(.none) }
        rows[last].cells[column] = .changed(from: difference.expected ?? "", to: difference.actual ?? "")
        let notes = [rows[last].note, difference.kind == .value ? nil : difference.kind.phrase, difference.note]
        rows[last].note = notes.contains { $0 != nil } ? notes.compactMap { $0 }.joined(separator: "; ") : nil
    }

    private static func action(_ kind: Difference.Kind) -> ChangeTable.Action {
        switch kind {
        case .extra: .added
        case .missing: .removed
        case .order: .moved
        case .ragged: .ragged
        case .duplicate: .duplicate
        case .value, .type, .renamed, .dialect, .unreadable: .same
        }
    }

    /// The row itself, of which the columns are not known here, or what else there is to say.
    private static func note(_ difference: Difference) -> String? {
        switch difference.kind {
        case .extra: difference.actual
        case .missing: difference.expected == "a key" ? difference.note : difference.expected
        case .order: [difference.note, difference.expected.map { "due as \($0)" }].compactMap { $0 }.joined(separator: "; ")
        default: difference.remark
        }
    }

    func lines(indent: String) -> [String] {
        var table = ChangeTable(columns: columns, rows: rows)
        if !rows.contains(where: { $0.cells.first != ChangeTable.Cell.none }) {
            table.columns.removeFirst()
            for row in table.rows.indices { table.rows[row].cells.removeFirst() }
        }
        return ChangeTableText(table, style: TextStyle(width: 200)).lines(indent: indent)
    }
}

extension String {
    var withoutTrailingSpaces: String {
        var text = self
        while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
        return text
    }
}
