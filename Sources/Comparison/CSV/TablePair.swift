internal import AssayCore
internal import DataFormats

/// Two tables side by side while they are compared. Rows count from 0 and leave the header out; records count from 1.
struct TablePair {
    var expected: CSVView
    var actual: CSVView
    let plan: ColumnPlan
    /// How many records stand before the first row: 1 with a header.
    let headerCount: Int
    /// `nil` for a golden, all of whose cells are text.
    var cells: CellTemplates?
    /// What matchers judge by; what they bind while rows are paired is forgotten.
    var context: MatchContext

    var expectedCount: Int { max(expected.recordCount - headerCount, 0) }
    var actualCount: Int { max(actual.recordCount - headerCount, 0) }

    func recordNumber(_ row: Int) -> Int { row + headerCount + 1 }

    /// Whether a row that came has another number of fields than its table's first record.
    func isRagged(_ row: Int) -> Bool { actual.fieldCount(ofRecord: row + headerCount) != plan.actualWidth }

    func areEqual(_ expectedRow: Int, _ actualRow: Int) -> Bool {
        if areSurelyEqual(expectedRow, actualRow) { return true }
        return !isRagged(actualRow) && plan.compared.allSatisfy { areEqual($0, expectedRow, actualRow) }
    }

    /// As `areEqual`, for rows that belong together.
    ///
    /// - Parameter rewritten: Is told when their bytes differ all the same.
    func areEqual(_ expectedRow: Int, _ actualRow: Int, noting rewritten: inout RowChanges.Rewritten) -> Bool {
        if areSurelyEqual(expectedRow, actualRow) { return true }
        guard areEqual(expectedRow, actualRow) else { return false }
        rewritten.note(expectedRow, actualRow)
        return true
    }

    /// Whether two rows are equal because their bytes are; if not, they may be equal nevertheless.
    func areSurelyEqual(_ expectedRow: Int, _ actualRow: Int) -> Bool {
        guard plan.isIdentity && cells?.isText(row: expectedRow) != false else { return false }
        let (left, right) = (expectedRow + headerCount, actualRow + headerCount)
        return expected.bytes(ofRecord: left).hasSameBytes(as: actual.bytes(ofRecord: right))
    }

    /// How many compared cells are equal; 0 for a ragged row.
    func equalCells(_ expectedRow: Int, _ actualRow: Int) -> Int {
        isRagged(actualRow) ? 0 : plan.compared.count { areEqual($0, expectedRow, actualRow) }
    }

    func differingColumns(_ expectedRow: Int, _ actualRow: Int) -> [Int] {
        plan.compared.filter { !areEqual($0, expectedRow, actualRow) }.map(\.expected)
    }

    private func areEqual(_ pair: ColumnPlan.Pair, _ expectedRow: Int, _ actualRow: Int) -> Bool {
        let actualCell = actual.cell(pair.actual, ofRecord: actualRow + headerCount)
        if let judge = cells?.judge(row: expectedRow, column: pair.expected) {
            var trial = context
            return judge.differences(from: actualCell.value, context: &trial, limit: 0).isEmpty
        }
        return pair.rule.areEqual(expected.cell(pair.expected, ofRecord: expectedRow + headerCount), actualCell)
    }

    // MARK: - Hashes

    /// Equal for rows that are equal without any tolerance, and nearly never for others.
    ///
    /// - Parameter withTolerances: Whether columns with a tolerance count; without them, rows that are equal within it have the
    ///   same hash.
    func hash(ofExpected row: Int, withTolerances: Bool = true, scratch: inout [UInt8]) -> UInt64 {
        var hash = RowHash()
        for pair in plan.compared where withTolerances || !pair.rule.hasTolerance {
            hash.combine(expected.cell(pair.expected, ofRecord: row + headerCount), as: pair.rule, scratch: &scratch)
        }
        return hash.value
    }

    func hash(ofActual row: Int, withTolerances: Bool = true, scratch: inout [UInt8]) -> UInt64 {
        var hash = RowHash()
        if isRagged(row) {
            hash.combine(actual.bytes(ofRecord: row + headerCount))
            // Not the hash of a row with this one cell.
            hash.combine(UnsafeRawBufferPointer(start: nil, count: 0))
            return hash.value
        }
        for pair in plan.compared where withTolerances || !pair.rule.hasTolerance {
            hash.combine(actual.cell(pair.actual, ofRecord: row + headerCount), as: pair.rule, scratch: &scratch)
        }
        return hash.value
    }

    // MARK: - Differences

    /// Reports every cell of two rows that differs, or that the row is ragged.
    func compareCells(_ expectedRow: Int, _ actualRow: Int, into differences: inout Differences) {
        if isRagged(actualRow) { return reportRagged(actualRow, insteadOf: expectedRow, into: &differences) }
        differences.rows?.add(.changed, expected: expectedRow, actual: actualRow)
        for pair in plan.compared where !areEqual(pair, expectedRow, actualRow) {
            differences.rows?.countCell(inColumn: pair.expected)
            if let judge = cells?.judge(row: expectedRow, column: pair.expected) {
                var trial = context
                add(judge, pair, actualRow, context: &trial, into: &differences)
            } else {
                differences.add(cellDifference(pair, expectedRow, actualRow))
            }
        }
    }

    /// Judges the cells that are more than text again in rows that do not depart, in the expected order and now in earnest: what they
    /// bind stays bound, and a name that is bound to another value is a difference.
    ///
    /// - Parameter partners: For each expected row the one that came; `nil` when they were compared in sequence.
    func bindEqualRows(_ partners: [UInt32]?, context: inout MatchContext, into differences: inout Differences) {
        guard let cells, !cells.areAllText, let rows = differences.rows else { return }
        guard let partners else {
            return forEachEqualRow(but: rows) { bindCells($0, $1, context: &context, into: &differences) }
        }
        let departing = Set(rows.all.filter { $0.kind != .moved }.compactMap(\.expected))
        for (row, partner) in partners.enumerated() where partner != .max && !departing.contains(row) {
            bindCells(row, Int(partner), context: &context, into: &differences)
        }
    }

    private func bindCells(
        _ expectedRow: Int, _ actualRow: Int, context: inout MatchContext, into differences: inout Differences
    ) {
        for pair in plan.compared {
            guard let judge = cells?.judge(row: expectedRow, column: pair.expected) else { continue }
            add(judge, pair, actualRow, context: &context, into: &differences)
        }
    }

    private func add(
        _ judge: ExpectedText, _ pair: ColumnPlan.Pair, _ actualRow: Int, context: inout MatchContext,
        into differences: inout Differences
    ) {
        let text = actual.cell(pair.actual, ofRecord: actualRow + headerCount).value
        let found = judge.differences(from: text, at: place(of: pair, actualRow), context: &context, limit: 10)
        for var difference in found.shown {
            difference.cells = leadCells(ofActual: actualRow)
            differences.add(difference)
        }
    }

    private func place(of pair: ColumnPlan.Pair, _ actualRow: Int) -> Difference.Place {
        .cell(record: recordNumber(actualRow), column: pair.name, key: key(ofActual: actualRow))
    }

    private func cellDifference(_ pair: ColumnPlan.Pair, _ expectedRow: Int, _ actualRow: Int) -> Difference {
        let expectedText = expected.cell(pair.expected, ofRecord: expectedRow + headerCount).value
        let actualText = actual.cell(pair.actual, ofRecord: actualRow + headerCount).value
        let shown = shownTexts(expectedText, actualText)
        let remark = pair.rule.remark(expected: expectedText, actual: actualText)
        return Difference(
            .value, at: place(of: pair, actualRow), expected: shown.expected, actual: shown.actual,
            note: [remark, shown.note].compactMap { $0 }.joined(separator: "; ").nilIfEmpty,
            cells: leadCells(ofActual: actualRow), range: cells?.range(row: expectedRow, column: pair.expected))
    }

    /// - Parameter expectedRow: The row in whose place it stands, if that is known.
    func reportRagged(_ row: Int, insteadOf expectedRow: Int? = nil, into differences: inout Differences) {
        differences.rows?.add(.ragged, expected: expectedRow, actual: row)
        differences.add(raggedDifference(row))
    }

    private func raggedDifference(_ row: Int) -> Difference {
        let count = actual.fieldCount(ofRecord: row + headerCount)
        let isBlank = actual.bytes(ofRecord: row + headerCount).isEmpty
        return Difference(
            .ragged, at: .record(recordNumber(row), key: key(ofActual: row)), expected: countedFields(plan.actualWidth),
            actual: countedFields(count), note: isBlank ? "a blank line" : nil, cells: shownCells(ofActual: row))
    }

    func reportMissing(_ row: Int, into differences: inout Differences) {
        differences.rows?.add(.removed, expected: row, actual: nil)
        differences.add(
            Difference(
                .missing, at: .record(recordNumber(row), key: key(ofExpected: row)),
                expected: shownLine(expected.bytes(ofRecord: row + headerCount)),
                note: "the record number is that of the expected table", cells: shownCells(ofExpected: row)))
    }

    /// Reports a row too many; one that is ragged besides is only that.
    func reportExtra(_ row: Int, into differences: inout Differences) {
        if isRagged(row) { return reportRagged(row, into: &differences) }
        differences.rows?.add(.added, expected: nil, actual: row)
        differences.add(
            Difference(
                .extra, at: .record(recordNumber(row), key: key(ofActual: row)),
                actual: shownLine(actual.bytes(ofRecord: row + headerCount)), cells: shownCells(ofActual: row)))
    }

    func reportMoved(_ expectedRow: Int, _ actualRow: Int, into differences: inout Differences) {
        differences.rows?.add(.moved, expected: expectedRow, actual: actualRow)
        differences.add(
            Difference(
                .order, at: .record(recordNumber(actualRow), key: key(ofActual: actualRow)),
                expected: "record \(recordNumber(expectedRow))", actual: "record \(recordNumber(actualRow))",
                note: plan.key.isEmpty ? shownLine(actual.bytes(ofRecord: actualRow + headerCount)) : nil,
                cells: shownCells(ofActual: actualRow)))
    }

    // MARK: - Keys

    func key(ofExpected row: Int) -> [String] {
        plan.key.map { expected.cell($0.expected, ofRecord: row + headerCount).value }
    }

    /// Empty when the row has too few fields for a key.
    func key(ofActual row: Int) -> [String] {
        hasKeyColumns(row) ? plan.key.map { actual.cell($0.actual, ofRecord: row + headerCount).value } : []
    }

    func hasKeyColumns(_ row: Int) -> Bool {
        let count = actual.fieldCount(ofRecord: row + headerCount)
        return plan.key.allSatisfy { $0.actual < count }
    }
}

extension UnsafeRawBufferPointer {
    /// What the field's content stands for: doubled quotes are one. Unquoted content has none.
    var value: String {
        guard contains(UInt8(ascii: "\"")) else { return String(decoding: self, as: UTF8.self) }
        var bytes: [UInt8] = []
        var index = 0
        while index < count {
            bytes.append(self[index])
            index += self[index] == UInt8(ascii: "\"") ? 2 : 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    var nilIfEmpty: String? { isEmpty ? nil : self }
}

func countedFields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }
