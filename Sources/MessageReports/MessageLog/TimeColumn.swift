import AssayCore

/// Points in time, exact to the nanosecond; eight bytes each as long as all are whole milliseconds.
struct TimeColumn: Sendable {
    private var milliseconds: [Int64] = []
    /// What is finer than a millisecond; empty while that is nothing in any row.
    private var finer: [Int32] = []

    var count: Int { milliseconds.count }

    @inline(__always) subscript(row: Int) -> Instant {
        let instant = Instant(epochMilliseconds: milliseconds[row])
        return finer.isEmpty ? instant : instant + .nanoseconds(finer[row])
    }

    mutating func append(_ instant: Instant) {
        let rest = instant.nanoseconds % 1_000_000
        if rest != 0, finer.isEmpty { finer = [Int32](repeating: 0, count: count) }
        milliseconds.append(instant.epochMilliseconds)
        if rest != 0 || !finer.isEmpty { finer.append(rest) }
    }

    mutating func reorder(_ rows: [Int32]) {
        milliseconds = rows.map { milliseconds[Int($0)] }
        if !finer.isEmpty { finer = rows.map { finer[Int($0)] } }
    }

    func isEqual(_ left: Int, _ right: Int) -> Bool {
        milliseconds[left] == milliseconds[right] && (finer.isEmpty || finer[left] == finer[right])
    }

    func isBefore(_ left: Int, _ right: Int) -> Bool {
        milliseconds[left] != milliseconds[right]
            ? milliseconds[left] < milliseconds[right] : !finer.isEmpty && finer[left] < finer[right]
    }

    /// The milliseconds since the epoch, what is finer cut off towards the past.
    @inline(__always) func epochMilliseconds(_ row: Int) -> Int64 { milliseconds[row] }

    /// Returns the first of `rows`, which are in the order of time, that is not before `instant`, or is after it; the end
    /// of `rows` when none is. O(log of the rows).
    func first(in rows: Range<Int>, notBefore instant: Instant, orAt includesInstant: Bool = true) -> Int {
        var (low, high) = (rows.lowerBound, rows.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            let time = self[middle]
            if time < instant || (!includesInstant && time == instant) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
