/// A row of two tables laid over each other.
package struct LaidRow: Sendable, Hashable {
    private var expectedRow: UInt32
    private var actualRow: UInt32
    /// `nil` for rows that do not depart.
    package var kind: RowChanges.Kind?
    /// Whether it also stands in another place than is due.
    package var isMoved: Bool

    init(expected: Int? = nil, actual: Int? = nil, kind: RowChanges.Kind?, isMoved: Bool = false) {
        expectedRow = expected.map { UInt32($0) } ?? .max
        actualRow = actual.map { UInt32($0) } ?? .max
        self.kind = kind
        self.isMoved = isMoved
    }

    /// From 0 without the header, as is the next; `nil` where there is none.
    package var expected: Int? { expectedRow == .max ? nil : Int(expectedRow) }
    package var actual: Int? { actualRow == .max ? nil : Int(actualRow) }
}

extension RowChanges {
    /// Lays both tables over each other: rows that depart in the order of the table that came, those that are left out where they
    /// would stand.
    ///
    /// - Parameters:
    ///   - inOrder: Whether rows that do not depart stand in the same order on both sides. If not, nothing says where a row would
    ///     stand, and those that are left out come last.
    ///   - context: How many rows that do not depart are kept on each side of one that does; `.max` for all there are.
    package func laid(
        expectedCount: Int, actualCount: Int, inOrder: Bool, context: Int
    ) -> [LaidRow] {
        var (changes, moved) = (all.filter { $0.kind != .moved }, all.filter { $0.kind == .moved })
        let left = { (change: Change) in change.actual == nil }
        guard inOrder else {
            changes.sort { ($0.actual ?? .max, $0.expected ?? .max) < ($1.actual ?? .max, $1.expected ?? .max) }
            return changes.map { LaidRow(expected: $0.expected, actual: $0.actual, kind: $0.kind) }
        }
        let removed = changes.filter(left).compactMap(\.expected).sorted()
        changes.removeAll(where: left)
        changes.sort { ($0.actual ?? 0) < ($1.actual ?? 0) }
        moved.sort { ($0.actual ?? 0) < ($1.actual ?? 0) }
        var walk = Walk(
            removed: removed[...], changes: changes[...], moved: moved[...],
            movedAway: moved.compactMap(\.expected).sorted()[...], context: context)
        walk.go(through: expectedCount, actualCount)
        return walk.rows
    }

    /// Goes through both tables at once, row by row.
    private struct Walk {
        var removed: ArraySlice<Int>
        var changes: ArraySlice<Change>
        var moved: ArraySlice<Change>
        var movedAway: ArraySlice<Int>
        let context: Int
        var rows: [LaidRow] = []
        /// Equal rows since the last that departs, in runs between which rows are left out that moved away; the last few of them may
        /// turn out to be context.
        private var equal: [(expected: Int, actual: Int, count: Int)] = []
        private var equalCount = 0
        private var hasDeparted: Bool

        init(
            removed: ArraySlice<Int>, changes: ArraySlice<Change>, moved: ArraySlice<Change>, movedAway: ArraySlice<Int>,
            context: Int
        ) {
            (self.removed, self.changes, self.moved, self.movedAway) = (removed, changes, moved, movedAway)
            self.context = context
            hasDeparted = context == .max
        }

        mutating func go(through expectedCount: Int, _ actualCount: Int) {
            var (i, j) = (0, 0)
            while i < expectedCount || j < actualCount {
                if removed.first == i {
                    depart(LaidRow(expected: i, kind: .removed))
                    removed.removeFirst()
                    i += 1
                } else if movedAway.first == i {
                    movedAway.removeFirst()
                    i += 1
                } else if let move = moved.first, move.actual == j {
                    moved.removeFirst()
                    let change = changes.first?.actual == j ? changes.removeFirst() : nil
                    depart(LaidRow(expected: move.expected, actual: j, kind: change?.kind ?? .moved, isMoved: true))
                    j += 1
                } else if let change = changes.first, change.actual == j {
                    changes.removeFirst()
                    depart(LaidRow(expected: change.expected, actual: j, kind: change.kind))
                    if change.expected != nil { i += 1 }
                    j += 1
                } else if i < expectedCount, j < actualCount {
                    passOver(i, j)
                    (i, j) = (i + 1, j + 1)
                } else {
                    break
                }
            }
            closeGap(before: false)
        }

        private mutating func depart(_ row: LaidRow) {
            closeGap(before: true)
            rows.append(row)
            hasDeparted = true
        }

        private mutating func passOver(_ i: Int, _ j: Int) {
            equalCount += 1
            if let last = equal.last, last.expected + last.count == i, last.actual + last.count == j {
                equal[equal.count - 1].count += 1
            } else {
                equal.append((i, j, 1))
            }
        }

        /// - Parameter before: Whether a row that departs follows.
        private mutating func closeGap(before: Bool) {
            let after = hasDeparted ? min(context, equalCount) : 0
            appendEqual(0..<after)
            if before { appendEqual(max(after, equalCount - context)..<equalCount) }
            equal.removeAll(keepingCapacity: true)
            equalCount = 0
        }

        private mutating func appendEqual(_ offsets: Range<Int>) {
            var start = 0
            for run in equal {
                for offset in offsets.clamped(to: start..<start + run.count) {
                    rows.append(LaidRow(expected: run.expected + offset - start, actual: run.actual + offset - start, kind: nil))
                }
                start += run.count
            }
        }
    }
}
