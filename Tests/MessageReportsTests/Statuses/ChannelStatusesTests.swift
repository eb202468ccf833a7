import AssayCore
import Testing

@testable import MessageReports

@Test(
    arguments: [
        ("SENT", ChannelSet.all), ("INCOMPLETE", .all),
        ("BLACKLISTED", [.init(.sms), .init(.email), .init(.whatsApp), .init(.rcs)]),
        ("EXPIRED", .init(.sms)), ("DELIVRD", .init(.sms)), ("UNKNOWN", .init(.sms)), ("CLICK", .init(.email)),
        ("MISMATCHED_TOKEN", .init(.push)), ("QUOTA_EXCEEDED", .init(.whatsApp)), ("FALLBACK", .init(.rcs)),
        ("DELIVERED", [.init(.whatsApp), .init(.rcs)]), ("READ", [.init(.whatsApp), .init(.rcs)]),
        ("sent", []), ("SENT ", []), ("", []), ("SENT_TO_CARRIER", []),
    ] as [(String, ChannelSet)])
func `each channel knows its own statuses`(status: String, channels: ChannelSet) {
    #expect(Channel.knowing(status: status.utf8) == channels)
}

@Test(arguments: zip(Channel.allCases, [17, 14, 17, 9, 8]))
func `the statuses of a channel are distinct, upper case and accepted on it`(channel: Channel, count: Int) throws {
    #expect(Set(channel.statuses).count == count && channel.statuses.count == count)
    for status in channel.statuses {
        #expect(status.utf8.allSatisfy { $0 == UInt8(ascii: "_") || (0x41...0x5A).contains($0) })
        #expect(try Scene(query: "channel=\(channel.letter)&status=\(status)").reply().response.status == 200)
    }
}

@Test(arguments: Channel.allCases, Channel.allCases)
func `a status is refused on a channel that does not know it`(asked: Channel, other: Channel) throws {
    for status in other.statuses where !asked.statuses.contains(status) {
        let reply = try Scene(query: "channel=\(asked.letter)&status=\(status)").reply()
        #expect(reply.explain == "The status \(status) is not a status of channel \(asked.letter)")
    }
}
