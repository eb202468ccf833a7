/// Which messages of the period a request asks for. All filters must hold; of the statuses, any.
struct MessageFilter: Sendable {
    var channels = ChannelSet.all
    /// `nil` for any status.
    var statuses: [[UInt8]]?
    var sender: [UInt8]?
    var campaign: [UInt8]?
    var recipient: [UInt8]?

    init(_ query: ReportQuery, under policy: Policy) throws(Refusal) {
        sender = query.sender.map { Array($0.utf8) }
        campaign = query.campaign.map { Array($0.utf8) }
        recipient = query.recipient.map { Array($0.utf8) }
        let channel = try readChannel(query.channel, under: policy)
        try readStatuses(query.status, of: channel, under: policy)
    }

    /// Returns the channel asked for, when it is one.
    private mutating func readChannel(_ text: String?, under policy: Policy) throws(Refusal) -> Channel? {
        let name = policy.queryNames.channel
        if let text {
            if let channel = Channel(text.utf8) {
                channels = ChannelSet(channel)
                return channel
            }
            switch policy.unknownFilterValue {
            case .refused: throw .unknownChannel(parameter: name)
            case .noRows:
                channels = []
                return nil
            case .ignored: break
            }
        }
        guard policy.channelOmitted == .all else { throw .required(parameter: name) }
        return nil
    }

    private mutating func readStatuses(_ text: String?, of channel: Channel?, under policy: Policy) throws(Refusal) {
        guard let text else { return }
        var wanted: [[UInt8]] = []
        for literal in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let known = Channel.knowing(status: literal)
            let channels = policy.mutation?.channels(knowing: literal, known) ?? known
            if !channels.isEmpty,
                channel.map({ channels.contains(ChannelSet($0)) }) ?? true || policy.has(.statusOfOtherChannelAccepted)
            {
                wanted.append(Array(literal))
            } else if policy.unknownFilterValue == .refused {
                let shown = String(Substring(literal))
                if let channel, !channels.isEmpty { throw .status(shown, notOf: channel) }
                throw .unknownStatus(shown, parameter: policy.queryNames.status)
            }
        }
        if wanted.isEmpty, policy.unknownFilterValue == .ignored { return }
        statuses = wanted
    }
}
