/// Pieces of a report that has room for so many: the worst of them, each kind in the order it came.
///
/// When there is no room, the last piece of the least bad kind goes. What was left out once is not let in again, so that
/// of each kind the first ones are kept.
struct WorstFirst {
    private struct Kind {
        var pieces: [[UInt8]] = []
        var leftOut = 0
    }

    private var kinds: [Kind]
    private var countLeft: Int
    private var bytesLeft: Int

    /// - Parameters:
    ///   - kinds: How many there are; 0 is the worst.
    ///   - count: How many pieces there is room for.
    ///   - bytes: How many bytes they may take together.
    init(kinds: Int, count: Int, bytes: Int = .max) {
        self.kinds = Array(repeating: Kind(), count: kinds)
        countLeft = count
        bytesLeft = bytes
    }

    /// Makes the piece only where there may be room for it.
    mutating func add(kind: Int, _ piece: () -> [UInt8]) {
        let isFull = kinds[...kind].contains { $0.leftOut > 0 }
        guard !isFull, countLeft > 0 || hasWorseOff(than: kind) else { return kinds[kind].leftOut += 1 }
        let piece = piece()
        while countLeft == 0 || bytesLeft < piece.count {
            guard dropLast(after: kind) else { return kinds[kind].leftOut += 1 }
        }
        kinds[kind].pieces.append(piece)
        countLeft -= 1
        bytesLeft -= piece.count
    }

    private func hasWorseOff(than kind: Int) -> Bool { kinds[(kind + 1)...].contains { !$0.pieces.isEmpty } }

    /// Drops the last piece of the least bad kind that is less bad than `kind`; returns false when there is none.
    private mutating func dropLast(after kind: Int) -> Bool {
        guard let last = kinds.indices.last(where: { !kinds[$0].pieces.isEmpty }), last > kind else { return false }
        let dropped = kinds[last].pieces.removeLast()
        kinds[last].leftOut += 1
        countLeft += 1
        bytesLeft += dropped.count
        return true
    }

    func pieces(of kind: Int) -> [[UInt8]] { kinds[kind].pieces }

    /// How many pieces of the kind came, kept or not.
    func count(of kind: Int) -> Int { kinds[kind].pieces.count + kinds[kind].leftOut }

    func leftOut(of kind: Int) -> Int { kinds[kind].leftOut }

    /// All that are kept, the worst first.
    var pieces: [[UInt8]] { kinds.flatMap(\.pieces) }

    var leftOut: Int { kinds.reduce(0) { $0 + $1.leftOut } }
}
