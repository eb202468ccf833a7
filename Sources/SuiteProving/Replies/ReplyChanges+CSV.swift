internal import AssayCore
internal import DataFormats

extension ReplyChanges {
    /// Adds what can be changed in a table; a file that is none is left alone.
    ///
    /// - Parameters:
    ///   - place: What the table is: "csv", "mail 1 attachment 1 csv".
    ///   - put: Puts the changed bytes in the place of the old ones.
    mutating func addTable(_ bytes: [UInt8], at place: String, _ put: @escaping @Sendable (inout Reply, [UInt8]) -> Void) {
        guard bytes.count <= Self.largestTable, let document = try? CSVDocument(parsing: bytes), !document.records.isEmpty else {
            return
        }
        let table = RawTable(document, bytes)
        addRows(of: table, at: place, put)
        addColumns(of: table, at: place, put)
        add(.csvNewline, at: place, before: table.newline.name, after: table.newline.other.name) {
            put(&$0, table.written(newline: table.newline.other))
        }
    }

    /// In bytes: what is changed cell by cell is held several times. Beyond this an answer is only cut short.
    private static let largestTable = 32 << 20

    private mutating func addRows(of table: RawTable, at place: String, _ put: @escaping @Sendable (inout Reply, [UInt8]) -> Void)
    {
        guard table.records.count > 1 else { return }
        let last = table.records.count - 1
        let shown = table.shown(last)
        add(.csvRowRemoved, at: "\(place), row \(last + 1)", before: shown) { reply in
            put(&reply, table.written(table.records.dropLast()))
        }
        add(.csvRowDoubled, at: "\(place), row \(last + 1)", after: shown) { reply in
            put(&reply, table.written(table.records + [table.records[last]]))
        }
        for row in 1..<last where table.records[row] != table.records[row + 1] {
            add(.csvRowsSwapped, at: "\(place), row \(row + 1)", before: table.shown(row), after: table.shown(row + 1)) { reply in
                var swapped = table.records
                swapped.swapAt(row, row + 1)
                put(&reply, table.written(swapped))
            }
            break
        }
    }

    private mutating func addColumns(
        of table: RawTable, at place: String, _ put: @escaping @Sendable (inout Reply, [UInt8]) -> Void
    ) {
        for (column, name) in table.names.enumerated() {
            if table.records.count > 1, column < table.records[1].count {
                let cell = table.texts(of: 1)[column]
                add(.csvCell, name, at: "\(place), row 2, \(name)", before: cell, after: cell + "x") { reply in
                    var changed = table.records
                    changed[1][column] = RawTable.changed(changed[1][column])
                    put(&reply, table.written(changed))
                }
            }
            add(.csvColumnRemoved, name, at: "\(place), \(name)", before: name) { reply in
                put(
                    &reply,
                    table.written(
                        table.records.map { record in
                            var record = record
                            if column < record.count { record.remove(at: column) }
                            return record
                        }))
            }
            add(.csvColumnRenamed, name, at: "\(place), header", before: name, after: name + "x") { reply in
                var changed = table.records
                changed[0][column] = RawTable.changed(changed[0][column])
                put(&reply, table.written(changed))
            }
        }
        guard table.names.count > 1 else { return }
        add(.csvColumnsSwapped, at: "\(place), columns 1 and 2", before: table.names[0], after: table.names[1]) { reply in
            put(
                &reply,
                table.written(
                    table.records.map { record in
                        var record = record
                        if record.count > 1 { record.swapAt(0, 1) }
                        return record
                    }))
        }
    }
}

/// A table whose cells stay as they were written, quotes and all, so that nothing but the change changes.
private struct RawTable: Sendable {
    enum Newline: Sendable {
        case crlf, lf

        var bytes: [UInt8] { self == .crlf ? [0x0D, 0x0A] : [0x0A] }
        var name: String { self == .crlf ? "CRLF" : "LF" }
        var other: Newline { self == .crlf ? .lf : .crlf }
    }

    let records: [[[UInt8]]]
    let names: [String]
    let newline: Newline
    private let document: CSVDocument
    private let start: [UInt8]

    init(_ document: CSVDocument, _ bytes: [UInt8]) {
        self.document = document
        start = document.hasByteOrderMark ? CSVWriter.byteOrderMark : []
        newline = document.newlines.kinds.first == .lf ? .lf : .crlf
        names = document.records[0].texts
        records = document.records.map { record in
            record.map { field in
                guard field.isQuoted else { return Array(field.rawBytes) }
                let quote = UInt8(ascii: "\"")
                return [quote] + field.bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
            }
        }
    }

    func texts(of row: Int) -> [String] { document.records[row].texts }

    func shown(_ row: Int) -> String { texts(of: row).joined(separator: ", ") }

    static func changed(_ cell: [UInt8]) -> [UInt8] {
        cell.last == UInt8(ascii: "\"") ? cell.dropLast() + Array("x\"".utf8) : cell + Array("x".utf8)
    }

    func written(_ records: some Sequence<[[UInt8]]>, newline: Newline? = nil) -> [UInt8] {
        var bytes = start
        let end = (newline ?? self.newline).bytes
        for record in records {
            bytes += record.joined(separator: [document.delimiter])
            bytes += end
        }
        return document.endsWithNewline ? bytes : bytes.dropLast(end.count)
    }

    func written(newline: Newline) -> [UInt8] { written(records, newline: newline) }
}
