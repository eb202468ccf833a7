/// Two tables laid over each other, in the manner of daff: https://paulfitz.github.io/daff-doc/spec.html
package struct ChangeTable: Sendable {
    package enum ColumnChange: Sendable, Hashable {
        case same, added, removed, moved
        case renamed(from: String)
    }

    package struct Column: Sendable, Hashable {
        /// As it came; of a column that is left out, as it was expected.
        package var name: String
        package var change: ColumnChange
        package var isKey: Bool
        /// How many cells differ, in all rows.
        package var differing: Int

        package init(_ name: String, _ change: ColumnChange = .same, isKey: Bool = false, differing: Int = 0) {
            self.name = name
            self.change = change
            self.isKey = isKey
            self.differing = differing
        }
    }

    package enum Action: String, Sendable, CaseIterable {
        /// A row that does not depart.
        case same
        case added, removed, changed, moved
        /// Of another number of fields than the header.
        case ragged
        /// Of a key that an earlier row has.
        case duplicate
        case unkeyed
        /// Rows that do not depart are left out here.
        case gap
    }

    package enum Cell: Sendable, Hashable {
        case none
        case same(String)
        case changed(from: String, to: String)
    }

    package struct Row: Sendable, Hashable {
        package var action: Action
        /// Whether it also stands in another place than is due.
        package var isMoved: Bool
        /// From 1; the header is record 1 when there is one. `nil` for what is not there.
        package var expectedRecord: Int?
        package var actualRecord: Int?
        /// One for each column.
        package var cells: [Cell]
        package var note: String?

        package init(
            _ action: Action, isMoved: Bool = false, expectedRecord: Int? = nil, actualRecord: Int? = nil, cells: [Cell] = [],
            note: String? = nil
        ) {
            self.action = action
            self.isMoved = isMoved
            self.expectedRecord = expectedRecord
            self.actualRecord = actualRecord
            self.cells = cells
            self.note = note
        }
    }

    package var columns: [Column]
    package var rows: [Row]

    package init(columns: [Column], rows: [Row]) {
        self.columns = columns
        self.rows = rows
    }
}

extension ChangeTable.Column {
    /// What stands in the row above the header, marked `!`.
    var mark: String {
        switch change {
        case .same: ""
        case .added: "+++"
        case .removed: "---"
        case .moved: ":"
        case .renamed(let name): "(\(name))"
        }
    }
}

extension ChangeTable.Row {
    /// What stands between the old and the new value of a cell: an arrow that no cell of the row has in it.
    var arrow: String {
        var arrow = "->"
        while cells.contains(where: { $0.contains(arrow) }) { arrow = "-" + arrow }
        return arrow
    }
}

extension ChangeTable.Cell {
    fileprivate func contains(_ text: String) -> Bool {
        switch self {
        case .none: false
        case .same(let value): value.utf8.firstRange(of: text.utf8) != nil
        case .changed(let old, let new):
            // Also across the place where the arrow will be joined to a value.
            "\(old)\n\(new)".utf8.firstRange(of: text.utf8) != nil || old.utf8.last == 0x2D
        }
    }
}
