import Testing

@testable import MessageReports

@Test func `identifiers are UUIDs of version 4, equal for equal seeds and different within a session`() {
    var ids = TransactionIDs(seed: 7)
    var again = TransactionIDs(seed: 7)
    var seen: Set<String> = []
    for _ in 0..<1000 {
        let id = ids.next()
        #expect(id == again.next())
        #expect(seen.insert(id).inserted)
        let parts = id.split(separator: "-").map { Array($0.utf8) }
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(parts[2].first == UInt8(ascii: "4"))
        #expect("89ab".utf8.contains(parts[3][0]))
        #expect(parts.joined().allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }
}
