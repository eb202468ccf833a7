internal import DataFormats

/// Writes changes as a tabular diff that other tools read, and that daff applies as a patch: a CSV table with a column of actions
/// before the others. https://paulfitz.github.io/daff-doc/spec.html
///
/// All columns are written, so that every row can be found again. What daff has no action for is put in its terms: a row that is
/// ragged is one that is left out and another that is new. Where a column was added, all rows must be given, as each has a new
/// cell.
package struct DaffTable {
    private let columns: [ChangeTable.Column]
    private let writer = CSVWriter(newline: .lf)

    package init(_ columns: [ChangeTable.Column]) {
        self.columns = columns
    }

    package func appendHeader(to bytes: inout [UInt8]) {
        if columns.contains(where: { $0.change != .same }) { writer.append(["!"] + columns.map(\.mark), to: &bytes) }
        writer.append(["@@"] + columns.map(\.name), to: &bytes)
    }

    package func append(_ row: ChangeTable.Row, to bytes: inout [UInt8]) {
        switch row.action {
        case .gap: writer.append(["..."] + columns.map { _ in "..." }, to: &bytes)
        case .same: append(hasAddedCell(row) ? "+" : "", row, to: &bytes)
        case .added, .duplicate, .unkeyed: append("+++", row, to: &bytes)
        case .removed: append("---", row, to: &bytes)
        case .changed: append(row.arrow, row, to: &bytes)
        case .moved: append(":", row, to: &bytes)
        case .ragged: appendRagged(row, to: &bytes)
        }
    }

    /// Such a row is no mere context: the patch fills its cell.
    private func hasAddedCell(_ row: ChangeTable.Row) -> Bool {
        zip(columns, row.cells).contains { $0.change == .added && $1 != .none }
    }

    private func append(_ action: String, _ row: ChangeTable.Row, to bytes: inout [UInt8]) {
        let cells = row.cells.map { cell in
            switch cell {
            case .none: ""
            case .same(let value): value.escapedNull
            case .changed(let old, let new): old.escapedNull + row.arrow + new.escapedNull
            }
        }
        writer.append([action] + cells, to: &bytes)
    }

    private func appendRagged(_ row: ChangeTable.Row, to bytes: inout [UInt8]) {
        func side(_ pick: (ChangeTable.Cell) -> ChangeTable.Cell) -> ChangeTable.Row {
            var side = row
            side.cells = row.cells.map(pick)
            return side
        }
        if row.expectedRecord != nil {
            let old = side { if case .changed(let old, _) = $0 { .same(old) } else { $0 } }
            append("---", old, to: &bytes)
        }
        append("+++", side { if case .changed(_, let new) = $0 { .same(new) } else { $0 } }, to: &bytes)
    }
}

extension String {
    /// `NULL` stands for no value at all, so the text itself gets an underscore; and so do those that begin with some.
    fileprivate var escapedNull: String { utf8.drop { $0 == UInt8(ascii: "_") }.elementsEqual("NULL".utf8) ? "_" + self : self }
}
