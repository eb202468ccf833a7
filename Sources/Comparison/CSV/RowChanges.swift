/// Which rows of two tables depart, all of them, in the order they were found. Rows count from 0 and leave the header out.
package struct RowChanges: Sendable, Hashable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        case added, removed, changed, moved
        /// Of another number of fields than the header.
        case ragged
        /// Of a key that an earlier row has.
        case duplicate
        /// Without a key.
        case unkeyed
    }

    package struct Change: Sendable, Hashable {
        package var kind: Kind
        private var expectedRow: UInt32
        private var actualRow: UInt32

        init(_ kind: Kind, expected: Int?, actual: Int?) {
            self.kind = kind
            expectedRow = expected.map { UInt32($0) } ?? .max
            actualRow = actual.map { UInt32($0) } ?? .max
        }

        package var expected: Int? { expectedRow == .max ? nil : Int(expectedRow) }
        package var actual: Int? { actualRow == .max ? nil : Int(actualRow) }
    }

    /// A row that moved and changed is there twice.
    package private(set) var all: [Change] = []
    /// For each expected column the number of cells that differ.
    package private(set) var cellCounts: [Int] = []

    /// Rows that are equal and whose bytes differ. Where all cells are compared as they are, only quotes can be other.
    struct Rewritten: Sendable, Hashable {
        private(set) var count = 0
        /// Of the first in the table that came.
        private(set) var expected = UInt32.max
        private(set) var actual = UInt32.max

        mutating func note(_ expectedRow: Int, _ actualRow: Int) {
            count += 1
            if UInt32(actualRow) < actual { (expected, actual) = (UInt32(expectedRow), UInt32(actualRow)) }
        }

        mutating func add(_ other: Rewritten) {
            if other.actual < actual { (expected, actual) = (other.expected, other.actual) }
            count += other.count
        }
    }

    var rewritten = Rewritten()

    package func count(_ kind: Kind) -> Int { all.count { $0.kind == kind } }

    mutating func add(_ kind: Kind, expected: Int?, actual: Int?) {
        all.append(Change(kind, expected: expected, actual: actual))
    }

    /// Makes room for as many more; an array that grows by itself holds itself twice for a while.
    mutating func reserve(_ count: Int) { all.reserveCapacity(all.count + count) }

    mutating func countCell(inColumn column: Int) {
        while cellCounts.count <= column { cellCounts.append(0) }
        cellCounts[column] += 1
    }
}
