/// Rows by hash, to be taken out one by one; rows of one hash come out in order.
struct RowGroups {
    private let rows: [Int]
    private let hashes: [UInt64]
    private var table: RowTable
    /// For each place in `rows` the next one of the same hash.
    private var next: [UInt32]
    /// For the first place of each hash, the first one that is not taken.
    private var heads: [UInt32]
    private var isTaken: [Bool]

    private static let none = UInt32.max

    init(_ rows: [Int], hash: (Int) -> UInt64) {
        let hashes = rows.map(hash)
        var table = RowTable(capacity: rows.count)
        var next = [UInt32](repeating: Self.none, count: rows.count)
        var last = rows.indices.map { UInt32($0) }
        for place in rows.indices {
            if let first = table.insert(place, hash: hashes[place], where: { hashes[$0] == hashes[place] }) {
                next[Int(last[first])] = UInt32(place)
                last[first] = UInt32(place)
            }
        }
        (self.rows, self.hashes, self.table, self.next) = (rows, hashes, table, next)
        heads = rows.indices.map { UInt32($0) }
        isTaken = rows.map { _ in false }
    }

    /// Takes out the first row of that hash which `isEqual` accepts.
    mutating func take(hash: UInt64, where isEqual: (Int) -> Bool) -> Int? {
        guard let first = first(hash: hash) else { return nil }
        while heads[first] != Self.none, isTaken[Int(heads[first])] { heads[first] = next[Int(heads[first])] }
        var place = heads[first]
        while place != Self.none {
            if !isTaken[Int(place)], isEqual(rows[Int(place)]) {
                isTaken[Int(place)] = true
                return rows[Int(place)]
            }
            place = next[Int(place)]
        }
        return nil
    }

    private func first(hash: UInt64) -> Int? { table.row(hash: hash) { hashes[$0] == hash } }
}
