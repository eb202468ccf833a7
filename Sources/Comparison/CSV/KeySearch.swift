internal import DataFormats

/// The expected row for each row that came, as far as its key alone tells.
struct KeySearch: @unchecked Sendable {
    // Only read, and each part of the rows takes views of its own (`KeySearchPart`).
    private let pair: TablePair
    private let index: KeyIndex

    /// What was found for a row, in 4 bytes.
    struct Found {
        enum Outcome {
            case pair(Int, Likeness)
            case unknown
            case empty
            /// The row has not all of the key columns.
            case incomplete
        }

        /// How alike the rows of one key are.
        enum Likeness: UInt32 {
            case different = 0
            case equal = 0x4000_0000
            /// Their bytes too.
            case same = 0x8000_0000
        }

        private var code: UInt32
        private static let likenessBits: UInt32 = 0xC000_0000

        static let unknown = Found(code: .max)
        static let empty = Found(code: .max - 1)
        static let incomplete = Found(code: .max - 2)

        private init(code: UInt32) { self.code = code }

        /// A table has fewer than 2^31 bytes, and a row with a key at least two.
        init(_ row: Int, _ likeness: Likeness) { code = UInt32(row) | likeness.rawValue }

        var outcome: Outcome {
            switch code {
            case .max: .unknown
            case .max - 1: .empty
            case .max - 2: .incomplete
            default: .pair(Int(code & ~Self.likenessBits), Likeness(rawValue: code & Self.likenessBits) ?? .different)
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
        var part = KeySearchPart(pair: pair, index: index)
        var (row, released) = (rows.lowerBound, rows.lowerBound)
        part.guess = row
        while row < rows.upperBound {
            let block = row..<min(row + KeySearchPart.blockSize, rows.upperBound)
            part.find(block, into: results)
            row = block.upperBound
            if row - released >= 0x2000 {
                pair.actual.release(released..<row)
                released = row
            }
        }
    }
}

/// A search through some of the rows, in order.
private struct KeySearchPart {
    static let blockSize = 64

    private let pair: TablePair
    private let index: KeyIndex
    private let expectedKeys: KeyReader
    private let actualKeys: KeyReader
    /// The row after the last that was found: in tables of the same order it is the next.
    var guess = 0
    /// How many guesses were wrong since one was right.
    private var wrongGuesses = 0
    private var scratch: [UInt8] = []
    private var hashes = [UInt64](repeating: 0, count: blockSize)

    init(pair: TablePair, index: KeyIndex) {
        var pair = pair
        (pair.expected, pair.actual) = (pair.expected.forAnotherThread, pair.actual.forAnotherThread)
        self.pair = pair
        self.index = index
        expectedKeys = KeyReader(view: pair.expected, columns: pair.plan.key.map { ($0.expected, $0.rule) })
        actualKeys = KeyReader(view: pair.actual, columns: pair.plan.key.map { ($0.actual, $0.rule) })
    }

    mutating func find(_ rows: Range<Int>, into results: UnsafeMutableBufferPointer<KeySearch.Found>) {
        guard wrongGuesses > Self.blockSize else {
            for row in rows { results.initializeElement(at: row, to: find(row, hash: nil)) }
            return
        }
        // Rows in another order lie anywhere in a large table. To wait for the memory of one after the other would take most of the
        // time: it is asked for all of a block at once.
        for row in rows where pair.hasKeyColumns(row) {
            hashes[row - rows.lowerBound] = actualKeys.hash(row + pair.headerCount, scratch: &scratch)
        }
        index.fetch(hashes[..<rows.count], from: pair.expected)
        for row in rows { results.initializeElement(at: row, to: find(row, hash: hashes[row - rows.lowerBound])) }
    }

    /// - Parameter hash: That of the row's key, if it is known; then no guess is made.
    private mutating func find(_ row: Int, hash: UInt64?) -> KeySearch.Found {
        let header = pair.headerCount
        if hash == nil, guess < pair.expectedCount, pair.areSurelyEqual(guess, row) {
            return found(guess, .same)
        }
        guard pair.hasKeyColumns(row) else { return .incomplete }
        let record = row + header
        if hash == nil, guess < pair.expectedCount, expectedKeys.areEqual(guess + header, actualKeys, record) {
            return found(guess, likeness(guess, row))
        }
        if actualKeys.isEmpty(record) { return .empty }
        let place = index.record(hash: hash ?? actualKeys.hash(record, scratch: &scratch)) {
            expectedKeys.areEqual($0, actualKeys, record)
        }
        guard let place else { return .unknown }
        return found(place - header, likeness(place - header, row))
    }

    private func likeness(_ expectedRow: Int, _ row: Int) -> KeySearch.Found.Likeness {
        if pair.areSurelyEqual(expectedRow, row) { return .same }
        return pair.areEqual(expectedRow, row) ? .equal : .different
    }

    private mutating func found(_ row: Int, _ likeness: KeySearch.Found.Likeness) -> KeySearch.Found {
        wrongGuesses = row == guess ? 0 : wrongGuesses + 1
        guess = row + 1
        if wrongGuesses == 0, row & 0x7FFF == 0x7FFF { pair.expected.release(row - 0x7FFF..<row) }
        return KeySearch.Found(row, likeness)
    }
}
