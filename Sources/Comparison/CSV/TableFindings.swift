internal import AssayCore
package import DataFormats

/// How a table departs from an expected one, with the rows and columns that belong together.
package struct TableFindings {
    package let expected: CSVDocument
    /// Read with its own delimiter, when it has another.
    package let actual: CSVDocument
    /// For each expected column the one that came.
    package let columns: [Int?]
    /// Indices of the expected columns that make up the key.
    package let key: [Int]
    package let differences: Differences
    let plan: ColumnPlan
    let headerCount: Int

    /// Returns which expected columns differ in two rows, of which the one that came is not ragged.
    package func differingColumns(expected row: Int, actual otherRow: Int) -> [Int] {
        expected.withView { expected in
            actual.withView { actual in
                TablePair(
                    expected: expected, actual: actual, plan: plan, headerCount: headerCount, cells: nil,
                    context: MatchContext(clock: Instant(seconds: 0))
                ).differingColumns(row, otherRow)
            }
        }
    }

    package var rows: RowChanges { differences.rows ?? RowChanges() }
}
