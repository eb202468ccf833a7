import AssayCore

/// Differences of a table as a table: record, key, column, what was expected, what came.
struct DifferenceTable {
    private var rows: [[String]] = [["record", "key", "column", "expected", "got", ""]]

    /// Takes a difference of a cell or a record.
    ///
    /// - Returns: Whether it was one.
    mutating func add(_ difference: Difference) -> Bool {
        switch difference.place {
        case .cell(let record, let column, let key): append(difference, record: record, column: column, key: key)
        case .record(let record, let key): append(difference, record: record, column: "", key: key)
        default: return false
        }
        return true
    }

    var isEmpty: Bool { rows.count == 1 }

    private mutating func append(_ difference: Difference, record: Int, column: String, key: [String]) {
        let (expected, actual) = Self.cells(difference)
        var remark = difference.note.map { shown($0, limit: 120) } ?? ""
        if difference.kind != .value {
            remark = remark.isEmpty ? difference.kind.phrase : "\(difference.kind.phrase): \(remark)"
        }
        rows.append([
            String(record), key.map { shown($0, limit: 40) }.joined(separator: ", "), shown(column, limit: 40), expected, actual,
            remark,
        ])
    }

    private static func cells(_ difference: Difference) -> (String, String) {
        let limit = 48
        guard let expected = difference.expected, let actual = difference.actual else {
            return (
                difference.expected.map { cell($0, shown: shown($0, limit: limit)) } ?? "",
                difference.actual.map { cell($0, shown: shown($0, limit: limit)) } ?? ""
            )
        }
        let (left, right) = shownPair(expected, actual, limit: limit)
        return (cell(expected, shown: left), cell(actual, shown: right))
    }

    /// Puts a value in quotes whose edges or emptiness could not be seen, and shows spaces that do not look like others.
    private static func cell(_ value: String, shown: String) -> String {
        var text = ""
        for scalar in shown.unicodeScalars {
            if scalar.properties.generalCategory == .spaceSeparator, scalar != " " {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        let isPlain = value.utf8.first != nil && value.utf8.first != 0x20 && value.utf8.last != 0x20
        return isPlain ? text : "\"\(text)\""
    }

    /// The rows below the names of the columns, each line indented by `indent`; columns that are empty throughout are left out.
    func lines(indent: String) -> [String] {
        let used = rows[0].indices.filter { column in rows.dropFirst().contains { !$0[column].isEmpty } }
        let widths = used.map { column in rows.map { $0[column].columns }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(used, widths).map { column, width in
                column == 0 ? row[column].aligned(right: width) : row[column].padded(to: width)
            }
            return (indent + cells.joined(separator: "  ")).withoutTrailingSpaces
        }
    }
}

extension String {
    var withoutTrailingSpaces: String {
        var text = self
        while text.utf8.last == 0x20 { text.unicodeScalars.removeLast() }
        return text
    }
}
