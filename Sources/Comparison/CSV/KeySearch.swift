internal import DataFormats

/// The expected row for each row that came, as far as its key alone tells.
struct KeySearch: @unchecked Sendable {
    // Only read, and each part of the rows takes views of its own (`KeySearchPart`).
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
        var part = KeySearchPart(pair: pair, index: index)
        var row = rows.lowerBound
        part.guess = row
        while row < rows.upperBound {
            let block = row..<min(row + KeySearchPart.blockSize, rows.upperBound)
            part.find(block, into: results)
            if row & 0x7FFF == 0 { pair.actual.release(max(row - 0x8000, rows.lowerBound)..<row) }
            row = block.upperBound
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
            return found(guess, isEqual: true)
        }
        guard pair.hasKeyColumns(row) else { return .incomplete }
        let record = row + header
        if hash == nil, guess < pair.expectedCount, expectedKeys.areEqual(guess + header, actualKeys, record) {
            return found(guess, isEqual: pair.areEqual(guess, row))
        }
        if actualKeys.isEmpty(record) { return .empty }
        let place = index.record(hash: hash ?? actualKeys.hash(record, scratch: &scratch)) {
            expectedKeys.areEqual($0, actualKeys, record)
        }
        guard let place else { return .unknown }
        return found(place - header, isEqual: pair.areEqual(place - header, row))
    }

    private mutating func found(_ row: Int, isEqual: Bool) -> KeySearch.Found {
        wrongGuesses = row == guess ? 0 : wrongGuesses + 1
        guess = row + 1
        if wrongGuesses == 0, row & 0x7FFF == 0x7FFF { pair.expected.release(row - 0x7FFF..<row) }
        return KeySearch.Found(row, isEqual: isEqual)
    }
}
