import AssayCore

/// A fault that the model has when `Given.mutant` names it, so that it can be shown which scenarios notice. `table` says what each
/// is. Where a rule is one comparison the fault stands beside it (`policy.has`); where it is a reading of the request, a row or a part
/// of the answer, it is in this folder, and the rules stay as they are.
enum Mutation: String, CaseIterable, Sendable {
    // The request
    case methodNotChecked, methodCaseIgnored, pathNotChecked, pathCaseIgnored, trailingSlashIgnored
    case keyNotChecked, schemeNotChecked, schemeCaseCounts, firstKeyOnly, firstCredentialsCount
    case plusKept, percentKept, brokenEscapeKept
    case repeatedFirstCounts, repeatedLastCounts, emptyRequiredDefaulted, emptyFilterMatchesNothing, filterRequired
    case nameOfRecipientMisspelt, nameOfChannelMisspelt, nameOfSenderMisspelt, nameOfStatusMisspelt
    case nameOfEmailsMisspelt, nameOfExternalIDMisspelt

    // The period
    case fromOptional, toOptional, orderNotChecked, equalEndsAccepted, orderByDay
    case rangeNotChecked, rangeBySecond, rangeTextMisspelt, rangeTextNamesLength, futureEndRefused, futureStartRefused
    case windowStartExcluded, windowBySecond, windowByDay, windowByStatusDate, periodIgnored
    case lowerCaseTimestampAccepted, spaceInTimestampAccepted, dateAloneAccepted, timestampWithoutZoneAccepted
    case quotedTimestampAccepted, paddedTimestampAccepted, tenFractionDigitsAccepted, impossibleDateAccepted
    case leapSecondRefused, leapSecondAnywhere, otherDateNamed, periodRefusedVaguely

    // The time zone
    case timezoneOptional, timezoneReversed, timezoneNotPrinted, timezoneMinutesDropped, timezoneZeroAsOffset
    case timezoneSuffixMissing, statusDateInUTC, timezoneCaseIgnored, timezonePlaceAccepted, timezoneNotChecked
    case timezoneShortHoursRefused, timezoneBareRefused, timezoneUTCRefused
    case timezoneEarlierWest, timezoneFurtherWest, timezoneEarlierEast, timezoneFurtherEast, timezoneMinutesNotChecked

    // Filters
    case recipientIgnored, campaignIgnored, channelIgnored, senderIgnored, statusIgnored
    case recipientInverted, campaignInverted, channelInverted, senderInverted, statusInverted
    case anyFilterEnough, statusFirstOnly, statusLastOnly, statusSpacesTrimmed, statusCaseIgnored, statusEmptyItemIgnored
    case statusOfOtherChannelAccepted, statusRepeatedRefused, statusNeedsChannel
    case statusSMSMissing, statusSMSReceiptMissing, statusEmailMissing, statusPushMissing, statusWhatsappMissing
    case statusWhatsappFinalMissing, statusRCSMissing, statusMisspelt, statusInvented
    case channelCaseIgnored, channelListAccepted, unknownValueNotNamed
    case recipientByBeginning, recipientByPart, phoneEveryPlusDropped, phonePunctuationDropped
    case addressCaseCounts, tokenCaseIgnored, tokenPlusDropped
    case campaignCaseIgnored, campaignByBeginning, campaignByExternalIDOnly, senderCaseIgnored, senderByBeginning

    // Rows
    case smsLeftOut, emailLeftOut, pushLeftOut, whatsappLeftOut, rcsLeftOut
    case otherSpaceIncluded, inboundIncluded, firstRowDropped, lastRowDropped, rowDoubled
    case tiesReversed, rowsByStatusDate, rowsRotated
    case rowLimitReached, rowLimitExceeded, byteLimitReached, byteLimitExceeded, sizeOfWindow, sizeNotChecked, sizeTextMisspelt

    // The table
    case headerMissing, headerMisspelt, cellsSwapped, carrierEmpty, campaignShowsStatus, directionMisspelt, channelSpeltOut
    case commaNotQuoted, lineBreakNotQuoted, quoteNotDoubled, everySpaceQuoted, formulaEscaped, lastLineEndMissing
    case beyondASCIIReplaced, textTrimmed, millisecondsRounded, millisecondsDropped

    // The body
    case duplicateNamesAccepted, trailingCommaAccepted, nullFieldDefaulted
    case emailsOptional, emailsAsTextAccepted, emailsEmptyAccepted, emptyEmailSkipped, emailsCountedDistinct
    case addressNotChecked, oneLabelAccepted, displayNameAccepted, beyondASCIIAccepted, addressDotsNotChecked,
        taggedAddressRefused
    case senderOptional, senderNotVerified, senderOfAnySpace, senderFormNotChecked
    case externalIDRequired, externalIDNotChecked, externalIDShorter, externalIDLonger, externalIDHyphenAccepted
    case externalIDNumberAccepted, externalIDInSubject, externalIDFilters

    // Mail
    case mailOnRefusal, mailToFirstOnly, lastMailMissing, mailDoubled, mailMissing, mailToSender
    case repeatedAddressMailedAgain, domainCaseCounts, localCaseIgnored
    case mailFromFixed, subjectMisspelt, rowsMiscounted, periodNotInText
    case attachmentDoubled, attachmentTypeWrong, charsetMissing, attachmentNameReversed, attachmentNameFixed,
        attachmentNameWithColons

    // The answer
    case answerAsText, contentTypeMissing, contentTypeWrong, acceptedTextMisspelt, notFoundAsRefused
    case explainMissing, dataMissing, dataIsNull, extraMember, timestampInSeconds, timestampAsText, timestampLate
    case transactionIDRepeated, transactionIDOfVersion1, secondRequestRefused, secondRequestNotMailed

    /// The case's name as a slug: `range-not-checked`.
    var id: String {
        var slug: [UInt8] = []
        let letters = Array(rawValue.utf8)
        for (index, letter) in letters.enumerated() {
            let isUpper = letter.isUpperCase
            // A run of capitals is one word, but for the last of them when a word begins with it.
            let startsWord =
                isUpper && index > 0
                && (!letters[index - 1].isUpperCase
                    || (index + 1 < letters.count && !letters[index + 1].isUpperCase && !letters[index + 1].isASCIIDigit))
            if startsWord { slug.append(UInt8(ascii: "-")) }
            slug.append(letter.lowercasedASCII)
        }
        return String(decoding: slug, as: UTF8.self)
    }

    /// - Throws: `InvalidGiven` for an id that no mutation has.
    init(id: String) throws(InvalidGiven) {
        guard let known = Self.byID[Array(id.utf8)] else {
            throw InvalidGiven(
                ["mutant"], "the model has no mutant '\(id)'",
                fix: nearestName(to: id, among: Self.allCases.map(\.id)).map { "did you mean '\($0)'?" })
        }
        self = known
    }

    private static let byID = Dictionary(
        allCases.map { (Array($0.id.utf8), $0) }, uniquingKeysWith: { first, _ in first })
}

extension Policy {
    /// Whether the model is to have this fault.
    @inline(__always) func has(_ mutation: Mutation) -> Bool { self.mutation == mutation }

    /// As `init(_:)`, with a fault.
    init(_ given: [DataValue.Member], mutant: String?) throws(InvalidGiven) {
        try self.init(given)
        guard let mutant else { return }
        let mutation = try Mutation(id: mutant)
        self.mutation = mutation
        mutation.change(&self)
    }
}

extension UInt8 {
    fileprivate var isUpperCase: Bool { self >= 0x41 && self <= 0x5A }
}
