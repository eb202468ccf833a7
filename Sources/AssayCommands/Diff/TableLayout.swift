import AssayCore
import Comparison
import ConformanceReporting
import DataFormats

/// The columns of two tables laid over each other, and their rows in these columns.
struct TableLayout {
    private struct Slot {
        var column: ChangeTable.Column
        /// Indices of the column on both sides; at least one is there.
        var expected: Int?
        var actual: Int?
    }

    private let findings: TableFindings
    /// How many records stand before the first row.
    let headerCount: Int
    private var slots: [Slot] = []

    init(_ findings: TableFindings, hasHeader: Bool) {
        self.findings = findings
        headerCount = hasHeader ? 1 : 0
        let expectedNames = Self.names(of: findings.expected, hasHeader)
        let actualNames = Self.names(of: findings.actual, hasHeader)
        placeActual(actualNames, expectedNames)
        for (column, match) in findings.columns.enumerated() where match == nil {
            let before = slots.lastIndex { ($0.expected ?? .max) < column }
            slots.insert(
                Slot(column: .init(expectedNames[column], .removed, isKey: findings.key.contains(column)), expected: column),
                at: before.map { $0 + 1 } ?? 0)
        }
    }

    var columns: [ChangeTable.Column] { slots.map(\.column) }

    var hasAddedColumn: Bool { slots.contains { $0.column.change == .added } }

    /// How many rows a table has.
    func count(of table: CSVDocument) -> Int { max(table.records.count - headerCount, 0) }

    private static func names(of table: CSVDocument, _ hasHeader: Bool) -> [String] {
        guard let first = table.records.first else { return [] }
        return hasHeader ? first.texts : first.indices.map { String($0 + 1) }
    }

    /// Columns that are allowed beside the expected ones are not shown.
    private mutating func placeActual(_ names: [String], _ expectedNames: [String]) {
        let departures = findings.differences.shown.compactMap { difference -> (Difference.Kind, String)? in
            if case .column(let name) = difference.place { (difference.kind, name) } else { nil }
        }
        func departs(_ kind: Difference.Kind, _ name: String) -> Bool {
            departures.contains { $0.0 == kind && $0.1.utf8.elementsEqual(name.utf8) }
        }
        let counts = findings.rows.cellCounts
        for (column, name) in names.enumerated() {
            guard let expected = findings.columns.firstIndex(of: column) else {
                if departs(.extra, name) || departs(.duplicate, name) {
                    slots.append(Slot(column: .init(name, .added), actual: column))
                }
                continue
            }
            let old = expectedNames[expected]
            let change: ChangeTable.ColumnChange =
                !old.utf8.elementsEqual(name.utf8) ? .renamed(from: old) : departs(.order, old) ? .moved : .same
            slots.append(
                Slot(
                    column: .init(
                        name, change, isKey: findings.key.contains(expected),
                        differing: expected < counts.count ? counts[expected] : 0),
                    expected: expected, actual: column))
        }
    }

    // MARK: - Rows

    func row(_ laid: LaidRow) -> ChangeTable.Row {
        let action = Self.action(laid)
        let old = laid.expected.map { findings.expected.records[$0 + headerCount].texts }
        let new = laid.actual.map { findings.actual.records[$0 + headerCount].texts }
        var row = ChangeTable.Row(
            action, isMoved: laid.isMoved, expectedRecord: laid.expected.map { $0 + headerCount + 1 },
            actualRecord: laid.actual.map { $0 + headerCount + 1 })
        let differing =
            action == .changed ? findings.differingColumns(expected: laid.expected ?? 0, actual: laid.actual ?? 0) : []
        row.cells = slots.map { slot in
            let before = slot.expected.flatMap { column in old.flatMap { column < $0.count ? $0[column] : nil } }
            let after = slot.actual.flatMap { column in new.flatMap { column < $0.count ? $0[column] : nil } }
            switch (before, after) {
            case (let before?, let after?):
                let differs =
                    action == .ragged ? !before.utf8.elementsEqual(after.utf8) : slot.expected.map(differing.contains) ?? false
                return differs ? .changed(from: before, to: after) : .same(before)
            case (let value?, nil), (nil, let value?): return .same(value)
            case (nil, nil): return .none
            }
        }
        row.note = note(laid, fieldCount: new?.count ?? 0)
        return row
    }

    private static func action(_ laid: LaidRow) -> ChangeTable.Action {
        switch laid.kind {
        case nil: .same
        case .added: .added
        case .removed: .removed
        case .changed: .changed
        case .moved: .moved
        case .ragged: .ragged
        case .duplicate: .duplicate
        case .unkeyed: .unkeyed
        }
    }

    private func note(_ laid: LaidRow, fieldCount: Int) -> String? {
        switch laid.kind {
        case .ragged: "\(counted(fieldCount, "field")), not \(findings.actual.records.first?.count ?? 0)"
        case .unkeyed: "the key is empty"
        case .duplicate: duplicateNote(laid)
        case .moved, .changed:
            laid.isMoved ? laid.expected.map { "was record \($0 + headerCount + 1)" } : nil
        case nil, .added, .removed: nil
        }
    }

    private func duplicateNote(_ laid: LaidRow) -> String? {
        let record = laid.actual.map { $0 + headerCount + 1 }
        return findings.differences.shown.first {
            if case .record(let number, _) = $0.place { $0.kind == .duplicate && number == record } else { false }
        }?.note
    }
}
