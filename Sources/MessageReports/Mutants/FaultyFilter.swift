import AssayCore

/// Decides upon rows as a model with a fault does that concerns filters or whole channels.
struct FaultyFilter {
    private let mutation: Mutation
    private let filter: MessageFilter
    private let period: Period?
    private let policy: Policy

    /// - Returns: `nil` where the fault in force does not concern rows.
    init?(_ filter: MessageFilter, in period: Period?, under policy: Policy) {
        guard let mutation = policy.mutation, Self.concerned.contains(mutation) else { return nil }
        self.mutation = mutation
        self.filter = filter
        self.period = period
        self.policy = policy
    }

    private static let concerned: Set<Mutation> = [
        .windowByStatusDate, .smsLeftOut, .emailLeftOut, .pushLeftOut, .whatsappLeftOut, .rcsLeftOut,
        .recipientIgnored, .campaignIgnored, .channelIgnored, .senderIgnored, .statusIgnored,
        .recipientInverted, .campaignInverted, .channelInverted, .senderInverted, .statusInverted, .anyFilterEnough,
        .recipientByBeginning, .recipientByPart, .phoneEveryPlusDropped, .phonePunctuationDropped, .addressCaseCounts,
        .tokenCaseIgnored, .tokenPlusDropped, .campaignCaseIgnored, .campaignByBeginning, .campaignByExternalIDOnly,
        .senderCaseIgnored, .senderByBeginning,
    ]

    func accepts(_ row: Int, of log: MessageLog) -> Bool {
        if mutation == .windowByStatusDate, let period {
            guard log.statusTimes[row] >= period.from, log.statusTimes[row] < period.to else { return false }
        }
        let channel = log.channels[row]
        guard channel != missingChannel else { return false }
        var tests: [Bool] = []
        func add(_ holds: Bool?, ignoredBy ignored: Mutation, invertedBy inverted: Mutation) {
            guard let holds, mutation != ignored else { return }
            tests.append(mutation == inverted ? !holds : holds)
        }
        add(
            filter.channels == .all ? nil : filter.channels.contains(ChannelSet(channel)), ignoredBy: .channelIgnored,
            invertedBy: .channelInverted)
        add(
            filter.statuses.map { $0.contains { log.statuses[row].elementsEqual($0) } }, ignoredBy: .statusIgnored,
            invertedBy: .statusInverted)
        add(
            filter.sender.map {
                matches(log.senders[row], $0, ignoringCase: .senderCaseIgnored, byBeginning: .senderByBeginning)
            },
            ignoredBy: .senderIgnored, invertedBy: .senderInverted)
        add(
            filter.campaign.map { isOfCampaign($0, row, of: log) }, ignoredBy: .campaignIgnored, invertedBy: .campaignInverted)
        add(
            filter.recipient.map { isRecipient($0, log.recipients[row], on: channel) }, ignoredBy: .recipientIgnored,
            invertedBy: .recipientInverted)
        return mutation == .anyFilterEnough && !tests.isEmpty ? tests.contains(true) : tests.allSatisfy { $0 }
    }

    private var missingChannel: Channel? {
        switch mutation {
        case .smsLeftOut: .sms
        case .emailLeftOut: .email
        case .pushLeftOut: .push
        case .whatsappLeftOut: .whatsApp
        case .rcsLeftOut: .rcs
        default: nil
        }
    }

    private func isOfCampaign(_ wanted: [UInt8], _ row: Int, of log: MessageLog) -> Bool {
        let isByID = matches(
            log.campaigns[row], wanted, ignoringCase: .campaignCaseIgnored, byBeginning: .campaignByBeginning)
        if isByID, mutation != .campaignByExternalIDOnly { return true }
        guard policy.campaignMatching == .idOrExternalID else { return false }
        return matches(
            log.externalIDs[row], wanted, ignoringCase: .campaignCaseIgnored, byBeginning: .campaignByBeginning)
    }

    private func isRecipient(_ wanted: [UInt8], _ recipient: ArraySlice<UInt8>, on channel: Channel) -> Bool {
        if RecipientFilter(wanted, phones: policy.phoneMatching).accepts(recipient, on: channel) {
            return mutation != .addressCaseCounts || channel.recipients != .address || recipient.elementsEqual(wanted)
        }
        switch (mutation, channel.recipients) {
        case (.recipientByBeginning, _): return recipient.starts(with: wanted)
        case (.recipientByPart, _): return recipient.indices.contains { recipient[$0...].starts(with: wanted) }
        case (.phoneEveryPlusDropped, .phone): return digits(recipient) == digits(wanted[...])
        case (.phonePunctuationDropped, .phone): return bare(recipient) == bare(wanted[...])
        case (.tokenCaseIgnored, .token): return isEqualIgnoringCase(recipient, wanted)
        case (.tokenPlusDropped, .token): return digits(recipient) == digits(wanted[...])
        default: return false
        }
    }

    private func digits(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> { text.drop { $0 == UInt8(ascii: "+") } }

    private func bare(_ text: ArraySlice<UInt8>) -> [UInt8] { digits(text).filter { $0 != UInt8(ascii: "-") && $0 != 0x20 } }

    private func matches(
        _ text: ArraySlice<UInt8>, _ wanted: [UInt8], ignoringCase: Mutation, byBeginning: Mutation
    ) -> Bool {
        if mutation == ignoringCase { return isEqualIgnoringCase(text, wanted) }
        if mutation == byBeginning { return text.starts(with: wanted) }
        return text.elementsEqual(wanted)
    }

    private func isEqualIgnoringCase(_ left: ArraySlice<UInt8>, _ right: [UInt8]) -> Bool {
        left.elementsEqual(right) { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension MessageLog {
    /// As `read(_:withInbound:)`, with the messages that were received.
    static func readWithInbound(_ file: DataFile) throws -> MessageLog {
        struct WithInbound: Sendable { var log: MessageLog }
        return try file.content(as: WithInbound.self) { bytes in
            WithInbound(log: MessageLog(try MessageRows(bytes, path: file.path, withInbound: true)))
        }.log
    }

    /// The rows of every space within the window.
    func rowsOfAllSpaces(in window: Range<Int>) -> [Int32] {
        guard let first = window.first, let last = window.last else { return [] }
        return (0..<count).filter { times[$0] >= times[first] && times[$0] <= times[last] }.map(Int32.init)
    }
}

extension Mutation {
    /// Changes which rows are in the report, or their order.
    func change(_ selection: inout Selection, of log: MessageLog, in window: Range<Int>) {
        switch self {
        case .otherSpaceIncluded:
            let known = Set(selection.rows)
            selection.rows += log.rowsOfAllSpaces(in: window).filter { !known.contains($0) && !window.contains(Int($0)) }
        case .firstRowDropped: selection.rows = Array(selection.rows.dropFirst())
        case .lastRowDropped: selection.rows = Array(selection.rows.dropLast())
        case .rowDoubled: if let first = selection.rows.first { selection.rows.insert(first, at: 0) }
        case .rowsRotated: if let first = selection.rows.first { selection.rows = selection.rows.dropFirst() + [first] }
        case .tiesReversed:
            selection.rows = selection.rows.enumerated().sorted { left, right in
                let (l, r) = (log.times[Int(left.element)], log.times[Int(right.element)])
                return l == r ? left.offset > right.offset : left.offset < right.offset
            }.map(\.element)
        case .rowsByStatusDate:
            selection.rows.sort { log.statusTimes[Int($0)] > log.statusTimes[Int($1)] }
        default: break
        }
    }
}
