import AssayCore
import Comparison
import ConformanceReporting
import DataFormats

/// Two CSV files and how they are compared.
struct TableDiff {
    private let left: DiffInput
    private let right: DiffInput
    private let tables: TableDiffOptions

    init(_ left: DiffInput, _ right: DiffInput, _ tables: TableDiffOptions) {
        self.left = left
        self.right = right
        self.tables = tables
    }

    func run(_ output: DiffOutput, _ console: Console) throws -> ExitStatus {
        guard let findings = try findings() else { return try output.show(Differences(limit: 0), console) }
        let layout = TableLayout(findings, hasHeader: !tables.noHeader)
        let rows = findings.rows.laid(
            expectedCount: layout.count(of: findings.expected), actualCount: layout.count(of: findings.actual),
            inOrder: tables.rowOrder == .significant, context: output.format == .daff && layout.hasAddedColumn ? .max : 1)
        let report = TableDiffReport(
            findings: findings, layout: layout, rows: rows, isInOrder: tables.rowOrder == .significant)
        switch output.format {
        case .text: return try report.printText(output, console)
        case .json: return try report.printJSON(output, console)
        case .daff: return try report.printDaff(output, console)
        }
    }

    /// - Returns: `nil` for files of the same bytes.
    private func findings() throws -> TableFindings? {
        let delimiter = try tables.delimiter(for: left)
        let comparisons = try tables.comparisons()
        if !tables.demandDialect, left.content.hasSameBytes(as: right.content, parallel: .processors) {
            try checkHeader(delimiter)
            return nil
        }
        let (expected, actual) = concurrently(
            { comparison(delimiter, comparisons) }, { right.table(delimiter: delimiter) })
        let findings = try expected.get().findings(in: try actual.get(), limit: 1000, parallel: .processors)
        return findings.differences.isEmpty ? nil : findings
    }

    /// The columns that the options name must be there, also when nothing is compared.
    private func checkHeader(_ delimiter: UInt8) throws {
        guard !(tables.key + tables.ignore + tables.compare).isEmpty else { return }
        let start = left.content[0..<min(left.content.count, 1 << 20)]
        let end = start.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? start.endIndex
        guard let header = try? CSVDocument(parsing: Array(start[..<end]), delimiter: delimiter) else { return }
        try tables.checkColumns(in: names(of: header))
    }

    private func names(of table: CSVDocument) -> [String] {
        guard let first = table.records.first else { return [] }
        return tables.noHeader ? first.indices.map { String($0 + 1) } : first.texts
    }

    private func comparison(
        _ delimiter: UInt8, _ comparisons: [TableOptions.ColumnComparison]
    ) -> Result<TableComparison, CommandFailure> {
        Result { () throws(CommandFailure) in
            let golden = try left.table(delimiter: delimiter).get()
            try tables.checkColumns(in: names(of: golden))
            do throws(InvalidExpectation) {
                return try TableComparison(golden: golden, options: tables.options(for: golden, comparisons))
            } catch {
                throw CommandFailure(.unusableInput, "\(left.path): \(error.message)")
            }
        }
    }
}
