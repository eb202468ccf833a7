import AssayCore
import Comparison
import ConformanceReporting

/// What two tables differ in, in each of the forms it can be printed in.
struct TableDiffReport {
    let findings: TableFindings
    let layout: TableLayout
    /// In the order they are shown, with some that do not depart between them.
    let rows: [LaidRow]
    /// Whether rows that do not depart stand in the same order on both sides.
    let isInOrder: Bool

    /// Those of the table as a whole.
    private var general: [Difference] {
        findings.differences.shown.filter { difference in
            switch difference.place {
            case .whole, .column: true
            default: difference.kind == .dialect
            }
        }
    }

    func printText(_ output: DiffOutput, _ console: Console) throws -> ExitStatus {
        var console = console
        for line in DifferenceLines(style: output.style).lines(of: general) { try console.print(line + "\n") }
        let shown = output.showsAll ? rows[...] : rows.prefix(DiffOutput.limit)
        if !rows.isEmpty || layout.columns.contains(where: { $0.change != .same }) {
            let shownRows = shown.map(layout.row)
            let table = ChangeTable(columns: layout.columns, rows: isInOrder ? withGaps(shownRows) : shownRows)
            for line in ChangeTableText(table, style: output.style).lines() { try console.print(line + "\n") }
            let left = rows[shown.count...].count { $0.kind != nil }
            for line in output.more(left, "row") { try console.print(line + "\n") }
        }
        for line in summary { try console.print(line + "\n") }
        try console.flush()
        return output.status(findings.differences, console)
    }

    /// Puts a mark where rows are left out: at the start and between rows.
    private func withGaps(_ rows: [ChangeTable.Row]) -> [ChangeTable.Row] {
        var result: [ChangeTable.Row] = []
        for row in rows {
            if isGap(between: result.last, row) { result.append(.init(.gap)) }
            result.append(row)
        }
        return result
    }

    private func isGap(between last: ChangeTable.Row?, _ row: ChangeTable.Row) -> Bool {
        // Where the order of rows means nothing, nothing stands beside anything.
        guard isInOrder else { return last != nil }
        guard let record = row.actualRecord, row.action == .same || last?.action == .same else { return false }
        let before = last == nil ? layout.headerCount : last?.actualRecord
        return before.map { record > $0 + 1 } ?? false
    }

    private var summary: [String] {
        var lines: [String] = []
        let differing = layout.columns.filter { $0.differing > 0 }.map { "\($0.name.displayed) \($0.differing)" }
        if !differing.isEmpty { lines.append("cells that differ: " + differing.joined(separator: ", ")) }
        let words: [(RowChanges.Kind, String)] = [
            (.added, "added"), (.removed, "removed"), (.changed, "changed"), (.moved, "moved"), (.ragged, "ragged"),
            (.duplicate, "with a key that is taken"), (.unkeyed, "without a key"),
        ]
        var parts = words.compactMap { kind, word -> String? in
            let count = findings.rows.count(kind)
            return count > 0 ? "\(counted(count, "row")) \(word)" : nil
        }
        let others = general.count
        if others > 0 { parts.append("\(counted(others, "difference")) of the table as a whole") }
        return lines + (parts.isEmpty ? [] : [parts.joined(separator: ", ")])
    }

    func printJSON(_ output: DiffOutput, _ console: Console) throws -> ExitStatus {
        var console = console
        let departing = rows.lazy.filter { $0.kind != nil }.map(layout.row)
        var bytes = output.document(general, count: findings.differences.count).bytes(columns: layout.columns, rows: departing)
        try console.take(&bytes)
        try console.flush()
        return output.status(findings.differences, console)
    }

    func printDaff(_ output: DiffOutput, _ console: Console) throws -> ExitStatus {
        var console = console
        var bytes: [UInt8] = []
        let daff = DaffTable(layout.columns)
        daff.appendHeader(to: &bytes)
        var last: ChangeTable.Row?
        for row in rows.lazy.map(layout.row) {
            if isGap(between: last, row) { daff.append(.init(.gap), to: &bytes) }
            daff.append(row, to: &bytes)
            last = row
            if bytes.count > 1 << 16 { try console.take(&bytes) }
        }
        try console.take(&bytes)
        try console.flush()
        return output.status(findings.differences, console)
    }
}
