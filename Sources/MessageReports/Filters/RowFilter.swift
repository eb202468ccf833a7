/// A message filter made ready for the rows of one log: texts that the log holds in pools became their numbers.
struct RowFilter {
    let log: MessageLog
    /// The fault that decides upon each row in place of what follows; `nil` for none.
    private let fault: FaultyFilter?
    private let channels: ChannelSet
    /// Whether a status is asked for, by its number in the log's pool; `nil` for any.
    private let statuses: [Bool]?
    private let sender: Wanted
    private let campaign: Wanted
    /// The text of the campaign filter where it is also looked for among the external ids.
    private let externalID: ArraySlice<UInt8>?
    private let recipient: RecipientFilter?

    private enum Wanted {
        case any
        case number(UInt32)
        /// A text that no row of the log has.
        case absent

        init(_ text: [UInt8]?, in pool: TextPool) {
            self = text.map { pool.number(of: $0[...]).map(Wanted.number) ?? .absent } ?? .any
        }

        @inline(__always) func accepts(_ number: UInt32) -> Bool {
            switch self {
            case .any: true
            case .number(let wanted): wanted == number
            case .absent: false
            }
        }
    }

    init(_ filter: MessageFilter, for log: MessageLog, under policy: Policy, in period: Period? = nil) {
        self.log = log
        fault = FaultyFilter(filter, in: period, under: policy)
        channels = filter.channels
        statuses = filter.statuses.map { wanted in
            var isWanted = [Bool](repeating: false, count: log.statuses.pool.count)
            for status in wanted {
                if let number = log.statuses.pool.number(of: status[...]) { isWanted[Int(number)] = true }
            }
            return isWanted
        }
        sender = Wanted(filter.sender, in: log.senders.pool)
        campaign = Wanted(filter.campaign, in: log.campaigns.pool)
        externalID = policy.campaignMatching == .idOrExternalID ? filter.campaign.map { $0[...] } : nil
        recipient = filter.recipient.map { RecipientFilter($0, phones: policy.phoneMatching) }
    }

    func accepts(_ row: Int) -> Bool {
        if let fault { return fault.accepts(row, of: log) }
        guard channels.contains(ChannelSet(log.channels[row])) else { return false }
        if let statuses, !statuses[Int(log.statuses.numbers[row])] { return false }
        guard sender.accepts(log.senders.numbers[row]) else { return false }
        guard campaign.accepts(log.campaigns.numbers[row]) || externalID.map({ log.externalIDs[row] == $0 }) ?? false else {
            return false
        }
        return recipient?.accepts(log.recipients[row], on: log.channels[row]) ?? true
    }
}

/// Compares recipients in the way of each channel: phone numbers, addresses without regard to ASCII case, tokens exactly.
struct RecipientFilter {
    private let text: ArraySlice<UInt8>
    private let phone: ArraySlice<UInt8>
    private let phones: PhoneMatching

    init(_ text: [UInt8], phones: PhoneMatching) {
        self.text = text[...]
        self.phones = phones
        phone = phones == .ignorePlus ? Self.withoutPlus(text[...]) : text[...]
    }

    func accepts(_ recipient: ArraySlice<UInt8>, on channel: Channel) -> Bool {
        switch channel.recipients {
        case .phone: phones == .ignorePlus ? Self.withoutPlus(recipient) == phone : recipient == phone
        case .address:
            recipient.count == text.count && zip(recipient, text).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
        case .token: recipient == text
        }
    }

    private static func withoutPlus(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.first == UInt8(ascii: "+") ? text.dropFirst() : text
    }
}
