extension Channel {
    /// The statuses that a message of the channel may have, those that the vendor's pages list first.
    ///
    /// The lists of SMS and WhatsApp are not readable to the end. Added here: the SMPP receipt words beside `ACCEPTD`
    /// (SMPP 3.4 appendix B), of which the document's own example has `EXPIRED`, and the two receipts of WhatsApp.
    var statuses: [String] {
        switch self {
        case .sms:
            [
                "QUEUE", "DEQUEUED", "CODE_NOT_ALLOWED", "INCOMPLETE", "BLACKLISTED", "SEGMENTS_EXCEEDED", "EXHAUSTED", "SENT",
                "ENROUTE", "INVALID_ROUTING", "ACCEPTD",
                "DELIVRD", "EXPIRED", "DELETED", "UNDELIV", "REJECTD", "UNKNOWN",
            ]
        case .email:
            [
                "DEQUEUED", "NOT_SENT", "BAD_TO", "BAD_FROM", "BLACKLISTED", "SENT", "BLOCKED_DUE_BAD_BEHAVIOUR", "EXHAUSTED",
                "BOUNCED_PERMANENT", "BOUNCED", "COMPLAINED", "OPEN", "CLICK", "INCOMPLETE",
            ]
        case .push:
            [
                "SENT", "DEQUEUED", "AUTH_MISSING", "EXHAUSTED", "NOT_SENT", "BAD_DEVICE_TOKEN", "BAD_PLATFORM", "AUTH_ERROR",
                "PAYLOAD_LIMIT_EXCEEDED", "INVALID_MESSAGE", "DEVICE_QUOTA_EXCEEDED", "SERVER_UNAVAILABLE", "SERVER_ERROR",
                "UNREGISTERED", "NOT_CONTEMPLATED_ERROR", "MISMATCHED_TOKEN", "INCOMPLETE",
            ]
        case .whatsApp:
            [
                "QUEUE", "DEQUEUED", "CODE_NOT_ALLOWED", "INCOMPLETE", "BLACKLISTED", "QUOTA_EXCEEDED", "SENT",
                "DELIVERED", "READ",
            ]
        case .rcs:
            ["BLACKLISTED", "EXHAUSTED", "NOT_SENT", "SENT", "FALLBACK", "DELIVERED", "READ", "INCOMPLETE"]
        }
    }

    /// The channels that know the status; empty when none does. Letter case counts.
    static func knowing(status: some Collection<UInt8>) -> ChannelSet {
        channelsByStatus[Array(status)] ?? []
    }

    private static let channelsByStatus: [[UInt8]: ChannelSet] = {
        var channels: [[UInt8]: ChannelSet] = [:]
        for channel in allCases {
            for status in channel.statuses { channels[Array(status.utf8), default: []].insert(ChannelSet(channel)) }
        }
        return channels
    }()
}
