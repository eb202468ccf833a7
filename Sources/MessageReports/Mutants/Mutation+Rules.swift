import AssayCore

// Faults of single rules. Each function answers `nil` where the fault in force is about something else.
extension Mutation {
    /// Changes what the rules take from the policy.
    func change(_ policy: inout Policy) {
        switch self {
        case .nameOfRecipientMisspelt: policy.queryNames.recipient = "to_address"
        case .nameOfChannelMisspelt: policy.queryNames.channel = "chanel"
        case .nameOfSenderMisspelt: policy.queryNames.sender = "senderId"
        case .nameOfStatusMisspelt: policy.queryNames.status = "statuses"
        case .nameOfEmailsMisspelt: policy.bodyNames.emails = "recipients"
        case .nameOfExternalIDMisspelt: policy.bodyNames.externalID = "externalID"
        case .rowLimitReached: policy.maxRows = max(policy.maxRows - 1, 0)
        case .rowLimitExceeded: policy.maxRows = policy.maxRows.clampedSum(1)
        case .byteLimitReached: policy.maxBytes = max(policy.maxBytes - 1, 0)
        case .byteLimitExceeded: policy.maxBytes = policy.maxBytes.clampedSum(1)
        case .sizeNotChecked: (policy.maxRows, policy.maxBytes) = (.max, .max)
        case .timezoneEarlierWest: policy.timeZoneReach.minutesWest = 11 * 60
        case .timezoneFurtherWest: policy.timeZoneReach.minutesWest = 13 * 60
        case .timezoneEarlierEast: policy.timeZoneReach.minutesEast = 13 * 60
        case .timezoneFurtherEast: policy.timeZoneReach.minutesEast = 15 * 60
        case .timezoneMinutesNotChecked: policy.timeZoneReach.lastMinute = 99
        case .attachmentNameReversed: policy.reportName = "report-<to>-<from>.csv"
        case .attachmentNameFixed: policy.reportName = "report.csv"
        default: break
        }
    }

    // MARK: The period

    func isForward(_ from: Instant, _ to: Instant) -> Bool? {
        switch self {
        case .orderNotChecked: true
        case .equalEndsAccepted: from <= to
        case .orderByDay: from.startOfDay < to.startOfDay
        default: nil
        }
    }

    func exceeds(_ length: Duration, _ limit: RangeLimit) -> Bool? {
        switch self {
        case .rangeNotChecked: false
        case .rangeBySecond: length >= limit.length + .seconds(1)
        default: nil
        }
    }

    /// Returns the period whose messages are looked at.
    func changed(_ period: Period) -> Period? {
        switch self {
        case .windowStartExcluded: Period(from: period.from + .nanoseconds(1), to: period.to)
        case .windowBySecond:
            Period(from: Instant(seconds: period.from.seconds), to: Instant(seconds: period.to.seconds))
        case .windowByDay: Period(from: period.from.startOfDay, to: period.to.startOfDay + .seconds(86_400))
        case .windowByStatusDate, .periodIgnored: .always
        default: nil
        }
    }

    // MARK: The time zone

    /// Returns the text that is read in its place; an empty one is refused.
    func changed(timeZone text: String) -> String? {
        let isShort = text.utf8.count == 5 && text.utf8.starts(with: "GMT".utf8)
        switch self {
        case .timezoneCaseIgnored: return text.uppercasedASCII
        case .timezonePlaceAccepted: return text.utf8.contains(UInt8(ascii: "/")) ? "GMT" : text
        case .timezoneNotChecked: return GMTOffset(text, forms: .gmt) == nil ? "GMT" : text
        case .timezoneShortHoursRefused: return isShort ? "" : text
        case .timezoneBareRefused: return text.utf8.elementsEqual("GMT".utf8) ? "" : text
        case .timezoneUTCRefused: return text.utf8.elementsEqual("UTC".utf8) ? "" : text
        default: return nil
        }
    }

    /// Returns the zone in which times are printed.
    func changed(_ timeZone: GMTOffset) -> GMTOffset? {
        var zone = timeZone
        switch self {
        case .timezoneReversed: zone.seconds = -zone.seconds
        case .timezoneNotPrinted: zone = .zero
        case .timezoneMinutesDropped: zone.seconds = zone.seconds / 3600 * 3600
        default: return nil
        }
        return zone
    }

    // MARK: Statuses

    /// Returns the channels that know a status, of which `known` do.
    func channels(knowing status: some Collection<UInt8>, _ known: ChannelSet) -> ChannelSet? {
        func without(_ missing: String, _ channel: Channel) -> ChannelSet {
            status.elementsEqual(missing.utf8) ? known.subtracting(ChannelSet(channel)) : known
        }
        switch self {
        case .statusSMSMissing: return without("ACCEPTD", .sms)
        case .statusSMSReceiptMissing: return without("UNKNOWN", .sms)
        case .statusEmailMissing: return without("COMPLAINED", .email)
        case .statusPushMissing: return without("MISMATCHED_TOKEN", .push)
        case .statusWhatsappMissing: return without("QUOTA_EXCEEDED", .whatsApp)
        case .statusWhatsappFinalMissing: return without("READ", .whatsApp)
        case .statusRCSMissing: return without("FALLBACK", .rcs)
        case .statusMisspelt:
            if status.elementsEqual("BLOCKED_DUE_BAD_BEHAVIOR".utf8) { return ChannelSet(.email) }
            return without("BLOCKED_DUE_BAD_BEHAVIOUR", .email)
        case .statusInvented: return status.elementsEqual("DELIVERED".utf8) ? known.union(ChannelSet(.sms)) : known
        default: return nil
        }
    }

    // MARK: The body

    func accepts(address: [UInt8]) -> Bool? {
        switch self {
        case .addressNotChecked: true
        case .oneLabelAccepted:
            EmailAddress.isWellFormed(address) || EmailAddress.isWellFormed(address + Array(".example".utf8))
        case .displayNameAccepted:
            EmailAddress.isWellFormed(address)
                || (address.last == UInt8(ascii: ">") && address.contains(UInt8(ascii: "<"))
                    && EmailAddress.isWellFormed(
                        address.split(separator: UInt8(ascii: "<")).last.map { Array($0.dropLast()) } ?? []))
        case .beyondASCIIAccepted: EmailAddress.isWellFormed(address.map { $0 < 0x80 ? $0 : UInt8(ascii: "x") })
        case .addressDotsNotChecked:
            EmailAddress.isWellFormed(Array(address.split(separator: UInt8(ascii: ".")).joined(separator: [UInt8(ascii: ".")])))
        case .taggedAddressRefused: EmailAddress.isWellFormed(address) && !address.contains(UInt8(ascii: "+"))
        default: nil
        }
    }

    /// Returns what makes two addresses the same; `number` are different so far.
    func identity(of address: EmailAddress, number: Int) -> [UInt8]? {
        switch self {
        case .repeatedAddressMailedAgain: Array("\(number) \(address.text)".utf8)
        case .domainCaseCounts: Array(address.text.utf8)
        case .localCaseIgnored: Array(address.text.uppercasedASCII.utf8)
        default: nil
        }
    }

    func accepts(externalID value: DataValue) -> Bool? {
        let text = value.string
        switch self {
        case .externalIDNotChecked: return text != nil
        case .externalIDShorter: return ReportBody.isIdentifier(text, lengths: 1...63)
        case .externalIDLonger: return ReportBody.isIdentifier(text, lengths: 1...65)
        case .externalIDHyphenAccepted:
            return ReportBody.isIdentifier(text.map { $0.withoutASCII("-") })
        case .externalIDNumberAccepted:
            if case .number = value { return true }
            return ReportBody.isIdentifier(text)
        default: return nil
        }
    }

    // MARK: Refusals

    func changed(_ refusal: Refusal, under policy: Policy) -> Refusal? {
        var changed = refusal
        let names = policy.queryNames
        switch self {
        case .rangeTextMisspelt:
            guard refusal == .rangeExceeded(policy.maxRange) else { return nil }
            changed.explain += " days"
        case .otherDateNamed:
            if refusal == .unreadableDate(parameter: names.from) { return .unreadableDate(parameter: names.to) }
            if refusal == .unreadableDate(parameter: names.to) { return .unreadableDate(parameter: names.from) }
            return nil
        case .periodRefusedVaguely:
            let vague: [Refusal] = [
                .unreadableDate(parameter: names.from), .unreadableDate(parameter: names.to), .endNotAfterStart(names),
            ]
            guard vague.contains(refusal) else { return nil }
            changed.explain = "The request is not valid"
        case .sizeTextMisspelt:
            guard refusal == .reportTooBig else { return nil }
            changed.explain = "The size of the report is too big"
        case .unknownValueNotNamed:
            let beginning = Refusal.unknownStatus("", parameter: names.status).explain
            guard refusal.explain.utf8.starts(with: beginning.utf8) else { return nil }
            changed.explain = String(Substring(beginning.utf8.dropLast(2)))
        case .senderFormNotChecked:
            return refusal == .notAnAddress(field: policy.bodyNames.from) ? .senderNotOfSpace : nil
        default: return nil
        }
        return changed
    }
}

extension Period {
    /// From before any message to after all.
    static let always = Period(from: Instant(seconds: -(1 << 40)), to: Instant(seconds: 1 << 40))
}

extension Instant {
    /// Of the day in UTC.
    fileprivate var startOfDay: Instant {
        let time = seconds % 86_400
        return Instant(seconds: seconds - (time < 0 ? time + 86_400 : time))
    }
}

extension Int {
    fileprivate func clampedSum(_ other: Int) -> Int {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}

extension String {
    /// `a` to `z` become `A` to `Z`; every other byte stays.
    var uppercasedASCII: String {
        String(decoding: utf8.map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }, as: UTF8.self)
    }

    /// The text without these characters.
    func withoutASCII(_ unwanted: String) -> String {
        String(decoding: utf8.filter { !unwanted.utf8.contains($0) }, as: UTF8.self)
    }

    /// Without the spaces at both ends.
    var trimmedSpaces: String {
        var bytes = utf8.drop { $0 == 0x20 }
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
