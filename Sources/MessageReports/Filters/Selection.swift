/// The rows of a report in its order.
struct Selection {
    var rows: [Int32] = []
    /// Whether rows beyond the limit were left out.
    private(set) var isCut = false
    /// How many rows of the log were looked at.
    private(set) var examined = 0

    static let none = Selection()

    private init() {}

    /// Looks at each row of `window` at most once, and stops at the first that matches beyond `limit`.
    init(of log: MessageLog, in window: Range<Int>, _ filter: RowFilter, order: RowOrder, limit: Int) {
        switch order {
        case .oldestFirst:
            add(window, filter, limit)
        case .newestFirst:
            // Backwards in time, but rows of one time in the order that they have.
            var end = window.upperBound
            while end > window.lowerBound, !isCut {
                var start = end - 1
                while start > window.lowerBound, log.times.isEqual(start - 1, start) { start -= 1 }
                add(start..<end, filter, limit)
                end = start
            }
        }
    }

    private mutating func add(_ window: Range<Int>, _ filter: RowFilter, _ limit: Int) {
        for row in window {
            examined += 1
            guard filter.accepts(row) else { continue }
            guard rows.count < limit else {
                isCut = true
                return
            }
            rows.append(Int32(row))
        }
    }
}
