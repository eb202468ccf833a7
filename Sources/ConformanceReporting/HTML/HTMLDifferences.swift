import AssayCore

/// Differences as tables: those of cells and records in the manner of daff, all others with what was expected beside what came.
enum HTMLDifferences {
    /// In their order; differences of the same sort that follow each other make one table.
    static func groups(of differences: ArraySlice<Difference>) -> [Page] {
        var groups: [Page] = []
        var table = DifferenceTable()
        var others: [Difference] = []
        func flush() {
            if !table.isEmpty { groups.append(["changes": [page(of: table.changes)]]) }
            if !others.isEmpty { groups.append(["values": [page(of: others)]]) }
            table = DifferenceTable()
            others = []
        }
        for difference in differences {
            let wasTable = !table.isEmpty
            if table.add(difference) {
                guard !others.isEmpty else { continue }
                // Those before it come first.
                table = DifferenceTable()
                flush()
                _ = table.add(difference)
            } else {
                if wasTable { flush() }
                others.append(difference)
            }
        }
        flush()
        return groups
    }

    private static func page(of table: ChangeTable) -> Page {
        [
            "columns": table.columns.map { shown($0.name, limit: 80) },
            "hasNotes": table.rows.contains { $0.note != nil },
            "rows": table.rows.map { row -> Page in
                var page: Page = [
                    "mark": row.mark, "action": row.action == .changed ? "changed" : row.action.rawValue, "rowTone": row.tone,
                    "record": row.recordText, "cells": row.cells.map { ["parts": TextParts(of: $0, in: row).pages] },
                ]
                page["note"] = row.note.map { shown($0, limit: 200) } ?? ""
                return page
            },
        ]
    }

    private static func page(of differences: [Difference]) -> Page {
        let remarks = differences.map(remark)
        return [
            "hasPlaces": differences.contains { !$0.place.shown.isEmpty }, "hasRemarks": remarks.contains { !$0.isEmpty },
            "entries": zip(differences, remarks).map { difference, remark -> Page in
                let (due, came) = sides(of: difference)
                return ["where": difference.place.shown, "due": due.pages, "came": came.pages, "remark": remark]
            },
        ]
    }

    private static func sides(of difference: Difference) -> (due: TextParts, came: TextParts) {
        switch (difference.expected, difference.actual) {
        case (let expected?, let actual?): TextParts.sides(of: expected, actual)
        case (let expected?, nil): (TextParts(plain: expected), TextParts(absent: "nothing"))
        case (nil, let actual?): (TextParts(absent: "nothing"), TextParts(plain: actual))
        case (nil, nil): (TextParts(absent: ""), TextParts(absent: ""))
        }
    }

    /// What the two sides do not say.
    private static func remark(on difference: Difference) -> String {
        var parts: [String] = []
        switch difference.kind {
        case .value: break
        case .missing where difference.expected != nil, .extra where difference.actual != nil: break
        default: parts.append(difference.kind.phrase)
        }
        if let note = difference.note {
            parts.append(shown(note))
        } else if let expected = difference.expected, let actual = difference.actual,
            expected.visible.utf8.elementsEqual(actual.visible.utf8)
        {
            parts.append("they look alike but differ in their bytes")
        }
        return parts.joined(separator: ": ")
    }
}

extension ChangeTable.Row {
    fileprivate var tone: String {
        switch action {
        case .same, .gap: "faint"
        case .added: "good"
        case .removed: "bad"
        case .changed, .moved, .ragged, .duplicate, .unkeyed: "open"
        }
    }
}
