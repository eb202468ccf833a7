import AssayCore
import DataFormats
import Testing

@testable import MessageReports

/// 200,000 messages of two spaces, a second apart, every fourth of them at the time of the one before.
private let large: MessageLog? = {
    var csv: [UInt8] = Array(Scene.header.utf8)
    for index in 0..<200_000 {
        let time = Instant(seconds: 1_425_427_200 + Int64(index - (index % 4 == 3 ? 1 : 0))).rfc3339()
        let space = index % 10 == 0 ? "globex" : "acme"
        csv.append(
            contentsOf: "m\(index),\(space),\(time),S,MT,ACME,+346\(index % 1000),,SENT,\(time),c\(index % 7),x\(index)\n".utf8)
    }
    return try? MessageLog.read(DataFile(path: "large.csv", bytes: csv))
}()

private func selection(
    _ window: Range<Int>, _ query: String, order: RowOrder = .newestFirst, limit: Int = 1_000_000
) throws -> Selection {
    let log = try #require(large)
    let filter = try MessageFilter(ReportQuery("from=x&to=x&\(query)", under: Policy()), under: Policy())
    return Selection(of: log, in: window, RowFilter(filter, for: log, under: Policy()), order: order, limit: limit)
}

@Test(arguments: RowOrder.allCases)
func `each row of the window is looked at once, and no other row of the log`(order: RowOrder) throws {
    let log = try #require(large)
    let window = log.rows(
        ofSpace: Array("acme".utf8),
        in: Period(from: Instant(seconds: 1_425_427_200), to: Instant(seconds: 1_425_427_200 + 100_000)), .startIncluded)
    #expect(window.count == 90_000)
    let found = try selection(window, "campaignId=c3", order: order)
    #expect(found.examined == window.count)
    #expect(found.rows.count == (0..<100_000).count { $0 % 7 == 3 && $0 % 10 != 0 })
    #expect(!found.isCut)
}

@Test func `a report that is too big is given up at the first row beyond the limit`() throws {
    let log = try #require(large)
    let found = try selection(log.rows(ofSpace: Array("acme".utf8)), "channel=S", limit: 1000)
    #expect(found.isCut)
    #expect(found.rows.count == 1000)
    #expect(found.examined == 1001)
}

@Test func `rows of one time stand in the order of their ids, in either order of time`() throws {
    let log = try #require(large)
    let rows = log.rows(ofSpace: Array("acme".utf8))
    for order in RowOrder.allCases {
        let found = try selection(rows, "", order: order).rows.map(Int.init)
        #expect(found.count == rows.count)
        for (left, right) in zip(found, found.dropFirst()) {
            if log.times[left] == log.times[right] {
                #expect(log.ids[left].lexicographicallyPrecedes(log.ids[right]))
            } else {
                #expect((log.times[left] < log.times[right]) == (order == .oldestFirst))
            }
        }
    }
}
