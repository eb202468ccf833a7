import AssayCore

/// The messages that were sent, each space's rows together and in the order of time, equal times in that of the message
/// ids (by their bytes). Inbound messages are in no report and so not here.
///
/// Held by columns, one reference for all scenarios: about 45 bytes a message beside its texts.
final class MessageLog: Sendable {
    let ids: TextColumn
    let times: TimeColumn
    let channels: [Channel]
    let senders: PooledColumn
    let recipients: TextColumn
    let carriers: PooledColumn
    let statuses: PooledColumn
    let statusTimes: TimeColumn
    let campaigns: PooledColumn
    let externalIDs: TextColumn
    private let rowsBySpace: [[UInt8]: Range<Int>]

    static let empty = MessageLog(MessageRows())

    init(_ rows: consuming MessageRows) {
        rowsBySpace = rows.sort()
        ids = rows.ids
        times = rows.times
        channels = rows.channels
        senders = rows.senders
        recipients = rows.recipients
        carriers = rows.carriers
        statuses = rows.statuses
        statusTimes = rows.statusTimes
        campaigns = rows.campaigns
        externalIDs = rows.externalIDs
    }

    var count: Int { times.count }

    /// The rows of the space; empty for a space that has sent nothing.
    func rows(ofSpace space: [UInt8]) -> Range<Int> { rowsBySpace[space] ?? 0..<0 }

    /// The rows of the space within the window. O(log of the space's rows).
    func rows(ofSpace space: [UInt8], in period: Period, _ edges: WindowEdges) -> Range<Int> {
        let rows = rows(ofSpace: space)
        let start = times.first(in: rows, notBefore: period.from)
        let end = times.first(in: start..<rows.upperBound, notBefore: period.to, orAt: edges == .startIncluded)
        return start..<end
    }
}

/// Messages in the order of the data file, while they are read.
struct MessageRows {
    var ids = TextColumn()
    var spaces = PooledColumn()
    var times = TimeColumn()
    var channels: [Channel] = []
    var senders = PooledColumn()
    var recipients = TextColumn()
    var carriers = PooledColumn()
    var statuses = PooledColumn()
    var statusTimes = TimeColumn()
    var campaigns = PooledColumn()
    var externalIDs = TextColumn()
    /// Whether messages that were received are kept too.
    var keepsInbound = false

    /// Brings every column into the log's order, and returns where the rows of each space are.
    mutating func sort() -> [[UInt8]: Range<Int>] {
        var order = Array(0..<Int32(times.count))
        if zip(order, order.dropFirst()).contains(where: { precedes($1, $0) }) {
            order.sort(by: precedes)
            reorder(order)
        }
        var ranges: [[UInt8]: Range<Int>] = [:]
        var start = 0
        while start < times.count {
            let space = spaces.numbers[start]
            var end = start
            while end < times.count, spaces.numbers[end] == space { end += 1 }
            ranges[Array(spaces[start])] = start..<end
            start = end
        }
        return ranges
    }

    private func precedes(_ left: Int32, _ right: Int32) -> Bool {
        let (left, right) = (Int(left), Int(right))
        guard spaces.numbers[left] == spaces.numbers[right] else { return spaces.numbers[left] < spaces.numbers[right] }
        guard times.isEqual(left, right) else { return times.isBefore(left, right) }
        return ids[left].lexicographicallyPrecedes(ids[right])
    }

    private mutating func reorder(_ order: [Int32]) {
        ids = ids.gathered(order)
        spaces.reorder(order)
        times.reorder(order)
        channels = order.map { channels[Int($0)] }
        senders.reorder(order)
        recipients = recipients.gathered(order)
        carriers.reorder(order)
        statuses.reorder(order)
        statusTimes.reorder(order)
        campaigns.reorder(order)
        externalIDs = externalIDs.gathered(order)
    }
}
