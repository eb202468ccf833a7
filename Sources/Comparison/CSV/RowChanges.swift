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

    package func count(_ kind: Kind) -> Int { all.count { $0.kind == kind } }

    mutating func add(_ kind: Kind, expected: Int?, actual: Int?) {
        all.append(Change(kind, expected: expected, actual: actual))
    }

    mutating func countCell(inColumn column: Int) {
        while cellCounts.count <= column { cellCounts.append(0) }
        cellCounts[column] += 1
    }
}
