package import AssayCore

/// What `assay diff` found, as one JSON object; `docs/schemas/diff-1.json` is its form.
package struct DifferenceDocument {
    package static let version = 1

    package var form: String
    package var expectedPath: String
    package var actualPath: String
    package var count: Int
    /// All but those that `rows` show.
    package var differences: [Difference]

    package init(form: String, expectedPath: String, actualPath: String, count: Int, differences: [Difference]) {
        self.form = form
        self.expectedPath = expectedPath
        self.actualPath = actualPath
        self.count = count
        self.differences = differences
    }

    /// - Parameters:
    ///   - columns: Empty for what is no table.
    ///   - rows: Those that do not depart are left out.
    package func bytes(columns: [ChangeTable.Column] = [], rows: some Sequence<ChangeTable.Row> = [ChangeTable.Row]()) -> [UInt8]
    {
        JSONLine.object { line in
            line.member("assay_diff", Self.version)
            line.member("form", form)
            line.member("expected", expectedPath)
            line.member("actual", actualPath)
            line.member("equal", count == 0)
            line.member("count", count)
            line.member("differences", array: differences) { line, difference in
                line.elementObject { $0.difference(difference) }
            }
            guard !columns.isEmpty else { return }
            line.member("columns", array: columns) { line, column in line.elementObject { $0.changeColumn(column) } }
            line.member("rows", array: rows.lazy.filter { $0.action != .same && $0.action != .gap }) { line, row in
                line.elementObject { $0.changeRow(row, columns) }
            }
        }
    }
}

extension JSONLine {
    fileprivate mutating func changeColumn(_ column: ChangeTable.Column) {
        member("name", column.name)
        switch column.change {
        case .same: member("change", "same")
        case .added: member("change", "added")
        case .removed: member("change", "removed")
        case .moved: member("change", "moved")
        case .renamed(let name):
            member("change", "renamed")
            member("was", name)
        }
        member("key", column.isKey)
        member("differing_cells", column.differing)
    }

    fileprivate mutating func changeRow(_ row: ChangeTable.Row, _ columns: [ChangeTable.Column]) {
        member("action", row.action.rawValue)
        member("moved", row.isMoved || row.action == .moved)
        member("expected_record", row.expectedRecord)
        member("actual_record", row.actualRecord)
        let isWhole = row.action != .changed && row.action != .moved
        let cells = zip(columns, row.cells).filter { column, cell in
            if case .changed = cell { true } else { cell != .none && (isWhole || column.isKey) }
        }
        member("cells", array: cells) { line, pair in
            line.elementObject { line in
                line.member("column", pair.0.name)
                switch pair.1 {
                case .none: break
                case .same(let value): line.member("value", value)
                case .changed(let old, let new):
                    line.member("expected", old)
                    line.member("actual", new)
                }
            }
        }
        member("note", row.note)
    }
}
