import DataFormats

/// The first byte picks the delimiter.
func checkCSV(_ bytes: [UInt8]) {
    let delimiters = Array(",;\t| x".utf8)
    let delimiter = delimiters[Int(bytes.first ?? 0) % delimiters.count]
    do throws(CSVSyntaxError) {
        checkTable(try CSVDocument(parsing: Array(bytes.dropFirst()), delimiter: delimiter))
    } catch {
        demand(error.line >= 1 && error.column >= 1 && error.record >= 1, "a fault has a place")
        demand(error.byte >= 0 && error.byte < bytes.count, "a fault is at a byte of the text")
    }
}

private func checkTable(_ table: CSVDocument) {
    let records = table.records.map(\.texts)
    demand(records.allSatisfy { !$0.isEmpty }, "a record has a field")
    for quoting in CSVWriter.Quoting.allCases {
        for newline in CSVWriter.Newline.allCases {
            let writer = CSVWriter(delimiter: table.delimiter, newline: newline, quoting: quoting)
            var written: [UInt8] = []
            for record in records { writer.append(record, to: &written) }
            guard let again = try? CSVDocument(parsing: written, delimiter: table.delimiter) else {
                return demand(false, "what is written reads")
            }
            // Bytes, as String's == takes canonically equivalent texts for equal.
            demand(
                again.records.map { $0.map(\.bytes) } == table.records.map { $0.map(\.bytes) },
                "what is written reads as the same fields")
            demand(records.isEmpty || again.newlines.kinds.count == 1, "line breaks in fields are no line ends")
        }
    }
    table.withView { view in
        demand(view.recordCount == records.count, "a view has all records")
        for (index, record) in table.records.enumerated() {
            demand(view.fieldCount(ofRecord: index) == record.count, "a view has all fields")
            for (column, field) in record.enumerated() {
                demand(view.cell(column, ofRecord: index).elementsEqual(field.rawBytes), "a view has the same fields")
            }
        }
    }
    _ = table.records.last?.line
}
