package import AssayCore

/// Differences as they are found: all are counted, the first few are kept.
package struct Differences: Sendable, Hashable {
    package let limit: Int
    /// In the order they were found; at most `limit`.
    package private(set) var shown: [Difference] = []
    /// How many there are in all.
    package private(set) var count = 0
    /// For tables, which rows they concern; `nil` unless that is asked for.
    package var rows: RowChanges?

    package init(limit: Int) {
        self.limit = limit
    }

    package var isEmpty: Bool { count == 0 }

    /// - Parameter difference: Made only when it is kept, so that counting costs nothing.
    package mutating func add(_ difference: @autoclosure () -> Difference) {
        if shown.count < limit { shown.append(difference()) }
        count += 1
    }
}
