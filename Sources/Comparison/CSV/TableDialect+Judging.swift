internal import AssayCore
internal import DataFormats

extension TableDialect {
    /// Reports where the bytes of a table depart from the dialect. The delimiter is judged where the table is read.
    func judge(_ table: CSVDocument, into differences: inout Differences) {
        judgeByteOrderMark(table.hasByteOrderMark, into: &differences)
        judgeNewlines(table.newlines, into: &differences)
    }

    private func judgeByteOrderMark(_ isThere: Bool, into differences: inout Differences) {
        switch byteOrderMark {
        case .refused where isThere:
            differences.add(Difference(.dialect, at: .whole, actual: "\u{FEFF}", note: "a byte order mark, which is refused"))
        case .required where !isThere:
            differences.add(Difference(.dialect, at: .whole, expected: "\u{FEFF}", note: "no byte order mark, which is required"))
        case .refused, .required, .any: break
        }
    }

    /// One difference, however many records end in another way.
    private func judgeNewlines(_ newlines: CSVDocument.Newlines, into differences: inout Differences) {
        let wanted: CSVDocument.Newlines.Kind
        switch newline {
        case .any: return
        case .crlf: wanted = .crlf
        case .lf: wanted = .lf
        }
        let others = newlines.kinds.filter { $0 != wanted }
        guard let record = others.compactMap({ newlines.firstRecord(endingWith: $0) }).min() else { return }
        let isMixed = newlines.kinds.count > 1
        differences.add(
            Difference(
                .dialect, at: isMixed ? .record(record + 1, key: []) : .whole, expected: wanted.rawValue,
                actual: others.map(\.rawValue).joined(separator: ", "),
                note: isMixed ? "line ends are mixed; this record is the first that ends otherwise" : "another line end"))
    }
}
