internal import AssayCore
internal import DataFormats

extension CSVDocument {
    /// The columns of that name from 0; in a table without a header the one of that number, from 1, if any row has it.
    func columns(named name: String, hasHeader: Bool) -> [Int] {
        if hasHeader { return columns(named: name) }
        guard let number = Int(name), number > 0, records.contains(where: { $0.count >= number }) else { return [] }
        return [number - 1]
    }

    /// The records below the header, in an order that does not depend on what is volatile.
    ///
    /// As they stand where the order of rows counts. Where it is ignored, by the cells of the other columns, the key's first: the
    /// same rows in another order get the same placeholders.
    ///
    /// - Parameter volatile: Columns whose cells are replaced.
    func recordsToNormalize(_ options: TableOptions, volatile: Set<Int>) -> [Record] {
        let hasHeader = options.dialect.hasHeader
        let rows = Array(records.dropFirst(hasHeader ? 1 : 0))
        guard options.rowOrder == .ignored, let first = records.first else { return rows }
        func columns(_ names: [String]) -> [Int] { names.flatMap { self.columns(named: $0, hasHeader: hasHeader) } }
        let keys = columns(options.key).filter { !volatile.contains($0) }
        let left = Set(first.indices).subtracting(volatile).subtracting(keys).subtracting(columns(options.ignore))
        // By name, as columns may come in any order too.
        let others = hasHeader ? left.sorted { (first[$0].text, $0) < (first[$1].text, $1) } : left.sorted()
        let keyed = rows.map { row in
            (row, (keys + others).map { row.indices.contains($0) ? row[$0].bytes : [] })
        }
        return keyed.sorted { $0.1.precedes($1.1) }.map(\.0)
    }
}

extension [[UInt8]] {
    fileprivate func precedes(_ other: [[UInt8]]) -> Bool {
        for (left, right) in zip(self, other) where left != right { return left.lexicographicallyPrecedes(right) }
        return count < other.count
    }
}
