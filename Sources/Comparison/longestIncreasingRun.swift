/// Returns the indices of a longest subsequence that rises, in order. O(n log n) time, 12 bytes an element.
func longestIncreasingRun(of values: [UInt32]) -> [Int] {
    if zip(values, values.dropFirst()).allSatisfy({ $0 < $1 }) { return Array(values.indices) }
    let none = UInt32.max
    // For each length the index of the smallest value that a run of that length ends with.
    var ends: [UInt32] = []
    var predecessors = [UInt32](repeating: none, count: values.count)
    for (index, value) in values.enumerated() {
        var (low, high) = (0, ends.count)
        while low < high {
            let middle = (low + high) / 2
            if values[Int(ends[middle])] < value { low = middle + 1 } else { high = middle }
        }
        if low > 0 { predecessors[index] = ends[low - 1] }
        if low == ends.count { ends.append(UInt32(index)) } else { ends[low] = UInt32(index) }
    }
    var result: [Int] = []
    result.reserveCapacity(ends.count)
    var index = ends.last ?? none
    while index != none {
        result.append(Int(index))
        index = predecessors[Int(index)]
    }
    result.reverse()
    return result
}
