import AssayCore
import DataFormats

/// A data file as a table whose columns are found by name, with faults that name the record and column. A class, as every row that
/// is read refers to it.
final class DataTable {
    let document: CSVDocument
    private let columns: [Int]
    private let names: [String]
    private let input: String
    private let path: String

    /// - Parameters:
    ///   - input: The name under `given`, for faults.
    ///   - names: The columns to find; others are passed over.
    /// - Throws: `InvalidGiven` when the file is no CSV, a column is missing or stands twice, or a record is too short or long.
    init(_ bytes: [UInt8], path: String, input: String, columns names: [String]) throws(InvalidGiven) {
        self.names = names
        self.input = input
        self.path = path
        do {
            document = try CSVDocument(parsing: bytes)
        } catch {
            throw InvalidGiven([input], "\(path): \(error)")
        }
        guard let header = document.records.first else {
            throw InvalidGiven(
                [input], "\(path): the file is empty", fix: "begin it with the header '\(names.joined(separator: ","))'")
        }
        var columns: [Int] = []
        for name in names {
            let found = document.columns(named: name)
            guard let column = found.first else { throw Self.missing(name, in: header, of: path, input: input) }
            guard found.count == 1 else { throw InvalidGiven([input], "\(path): column '\(name)' stands twice in the header") }
            columns.append(column)
        }
        self.columns = columns
        for record in document.records where record.count != header.count {
            throw InvalidGiven(
                [input],
                "\(path): record \(record.index + 1) (line \(record.line)): has \(record.count) fields, the header has \(header.count)",
                fix: record.count == 1 && record[0].isEmpty ? "remove the blank line" : nil)
        }
    }

    /// The records after the header.
    var rows: CSVDocument.Records.SubSequence { document.records.dropFirst() }

    /// The value in the column of that index among the names given; no copy unless it holds a doubled quote.
    func value(_ column: Int, of row: CSVDocument.Record) -> ArraySlice<UInt8> {
        let field = row[columns[column]]
        guard field.isQuoted else { return field.rawBytes }
        return field.bytes[...]
    }

    func fault(_ column: Int, of row: CSVDocument.Record, _ message: String, fix: String? = nil) -> InvalidGiven {
        InvalidGiven(
            [input], "\(path): record \(row.index + 1) (line \(row.line)), column '\(names[column])': \(message)", fix: fix)
    }

    /// The value as a message quotes it.
    func shown(_ value: ArraySlice<UInt8>) -> String { DataValue.string(String(decoding: value, as: UTF8.self)).shown }

    private static func missing(
        _ name: String, in header: CSVDocument.Record, of path: String, input: String
    ) -> InvalidGiven {
        InvalidGiven(
            [input], "\(path): the header has no column '\(name)'",
            fix: nearestName(to: name, among: header.texts).map { "write '\(name)' for '\($0)'" } ?? "add the column")
    }
}
