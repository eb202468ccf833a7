internal import AssayCore
internal import DataFormats

extension TablePair {
    /// Compares the rows that have the same key. O(rows).
    ///
    /// - Returns: For each expected row the one that came, or `UInt32.max`.
    func compareByKey(
        _ index: KeyIndex, rowOrder: TableOptions.RowOrder, parallel: ParallelLoop, into differences: inout Differences
    ) -> [UInt32] {
        let none = UInt32.max
        var partners = [UInt32](repeating: none, count: expectedCount)
        let search = KeySearch(pair: self, index: index)
        var unknown = UnknownKeys(pair: self)
        for (row, found) in search.findAll(parallel).enumerated() {
            switch found.outcome {
            case .pair(let expectedRow, let isEqual):
                guard partners[expectedRow] == none else {
                    reportDuplicate(row, of: Int(partners[expectedRow]), into: &differences)
                    continue
                }
                partners[expectedRow] = UInt32(row)
                if !isEqual { compareCells(expectedRow, row, into: &differences) }
            case .unknown:
                if let first = unknown.note(row) {
                    reportDuplicate(row, of: first, into: &differences)
                } else {
                    reportExtra(row, into: &differences)
                }
            case .incomplete: reportRagged(row, into: &differences)
            case .empty where isRagged(row): reportRagged(row, into: &differences)
            case .empty: reportWithoutKey(row, into: &differences)
            }
        }
        for row in partners.indices where partners[row] == none { reportMissing(row, into: &differences) }
        if rowOrder == .significant { reportMoved(partners, into: &differences) }
        return partners
    }

    private func reportDuplicate(_ row: Int, of first: Int, into differences: inout Differences) {
        let records = "records \(recordNumber(first)) and \(recordNumber(row))"
        differences.rows?.add(.duplicate, expected: nil, actual: row)
        differences.add(
            Difference(
                .duplicate, at: .record(recordNumber(row), key: key(ofActual: row)),
                actual: shownLine(actual.bytes(ofRecord: row + headerCount)), note: "\(records) have the same key"))
    }

    private func reportWithoutKey(_ row: Int, into differences: inout Differences) {
        differences.rows?.add(.unkeyed, expected: nil, actual: row)
        differences.add(
            Difference(.missing, at: .record(recordNumber(row), key: []), expected: "a key", note: "the key is empty"))
    }

    /// Reports the rows that must be moved, the fewest that do, to have all in the expected order.
    private func reportMoved(_ partners: [UInt32], into differences: inout Differences) {
        let matched = partners.indices.filter { partners[$0] != .max }
        let inOrder = longestIncreasingRun(of: matched.map { partners[$0] })
        guard inOrder.count < matched.count else { return }
        var next = 0
        for (position, row) in matched.enumerated() {
            if next < inOrder.count, inOrder[next] == position {
                next += 1
            } else {
                reportMoved(row, Int(partners[row]), into: &differences)
            }
        }
    }
}

/// The expected row for each row that came, as far as its key alone tells.
private struct KeySearch: @unchecked Sendable {
    // Only read, and each part of the rows takes views of its own (`forAnotherThread`).
    private let pair: TablePair
    private let index: KeyIndex

    /// What was found for a row, in 4 bytes.
    struct Found {
        enum Outcome {
            /// - isEqual: Whether the rows are equal too.
            case pair(Int, isEqual: Bool)
            case unknown
            case empty
            /// The row has not all of the key columns.
            case incomplete
        }

        private var code: UInt32
        private static let equal: UInt32 = 1 << 31

        static let unknown = Found(code: .max)
        static let empty = Found(code: .max - 1)
        static let incomplete = Found(code: .max - 2)

        private init(code: UInt32) { self.code = code }

        /// A table has fewer rows than bytes, and those are fewer than 2^31.
        init(_ row: Int, isEqual: Bool) { code = UInt32(row) | (isEqual ? Self.equal : 0) }

        var outcome: Outcome {
            switch code {
            case .max: .unknown
            case .max - 1: .empty
            case .max - 2: .incomplete
            default: .pair(Int(code & ~Self.equal), isEqual: code & Self.equal != 0)
            }
        }
    }

    init(pair: TablePair, index: KeyIndex) {
        self.pair = pair
        self.index = index
    }

    func findAll(_ parallel: ParallelLoop) -> [Found] {
        [Found](unsafeUninitializedCapacity: pair.actualCount) { results, count in
            // Each part writes to places of its own.
            nonisolated(unsafe) let results = results
            parallel.forEachPart(of: pair.actualCount) { rows in find(rows, into: results) }
            count = pair.actualCount
        }
    }

    private func find(_ rows: Range<Int>, into results: UnsafeMutableBufferPointer<Found>) {
        var pair = pair
        (pair.expected, pair.actual) = (pair.expected.forAnotherThread, pair.actual.forAnotherThread)
        let expectedKeys = KeyReader(view: pair.expected, columns: pair.plan.key.map { ($0.expected, $0.rule) })
        let actualKeys = KeyReader(view: pair.actual, columns: pair.plan.key.map { ($0.actual, $0.rule) })
        let header = pair.headerCount
        var scratch: [UInt8] = []
        // The row after the last that was found: in tables of the same order it is the next.
        var guess = rows.lowerBound
        for row in rows {
            if row & 0x7FFF == 0x7FFF { pair.actual.release(max(row - 0x7FFF, rows.lowerBound)..<row) }
            if guess < pair.expectedCount, pair.areSurelyEqual(guess, row), !expectedKeys.isEmpty(guess + header) {
                results.initializeElement(at: row, to: Found(guess, isEqual: true))
                guess += 1
                continue
            }
            var found = Found.incomplete
            if pair.hasKeyColumns(row) {
                let place = place(
                    of: row + header, near: guess + header, expectedKeys, actualKeys, pair, scratch: &scratch)
                if let place {
                    found = Found(place - header, isEqual: pair.areEqual(place - header, row))
                    guess = place - header + 1
                } else {
                    found = actualKeys.isEmpty(row + header) ? .empty : .unknown
                }
            }
            results.initializeElement(at: row, to: found)
        }
    }

    /// The expected record of the same key.
    private func place(
        of record: Int, near guess: Int, _ expectedKeys: KeyReader, _ actualKeys: KeyReader, _ pair: TablePair,
        scratch: inout [UInt8]
    ) -> Int? {
        if guess < pair.expected.recordCount, expectedKeys.areEqual(guess, actualKeys, record) { return guess }
        if actualKeys.isEmpty(record) { return nil }
        let hash = actualKeys.hash(record, scratch: &scratch)
        return index.record(hash: hash) { expectedKeys.areEqual($0, actualKeys, record) }
    }
}

/// Rows that came whose key is not expected.
private struct UnknownKeys {
    private let keys: KeyReader
    private let headerCount: Int
    private let capacity: Int
    private var table: RowTable?
    private var scratch: [UInt8] = []

    init(pair: TablePair) {
        keys = KeyReader(view: pair.actual, columns: pair.plan.key.map { ($0.actual, $0.rule) })
        headerCount = pair.headerCount
        capacity = pair.actualCount
    }

    /// - Returns: The earlier row of the same key.
    mutating func note(_ row: Int) -> Int? {
        var table = table.take() ?? RowTable(capacity: capacity)
        let first = table.insert(row, hash: keys.hash(row + headerCount, scratch: &scratch)) {
            keys.areEqual($0 + headerCount, keys, row + headerCount)
        }
        self.table = table
        return first
    }
}
