/// Every choice that the document leaves open. The initial values are the default readings; `Policy.table` gives each its
/// name in `given.policy`.
struct Policy: Sendable {
    var operation = Operation(method: "POST", path: "/v3/mlog/export")
    var queryNames = QueryNames()
    var bodyNames = BodyNames()
    var unknownKeys = Handling.ignored

    var unauthorizedStatus = 401
    var acceptedStatus = 200
    var refusedStatus = 400
    var explainPlace = ExplainPlace.meta

    var timestamps = TimestampForm.zulu
    var badPeriod = BadPeriod.refused
    var maxRange = RangeLimit.days(92)
    var exactMaxRange = Acceptance.accepted
    var rangeMeasure = RangeMeasure.exact
    var rangeOverflow = RangeOverflow.refused
    var window = WindowEdges.startIncluded
    var timeZones = TimeZoneForms.gmt
    var timeZoneMovesWindow = false

    var channelOmitted = ChannelOmitted.all
    var unknownFilterValue = UnknownFilterValue.refused
    var phoneMatching = PhoneMatching.ignorePlus
    var campaignMatching = CampaignMatching.idOrExternalID

    var maxRows = 100_000
    var maxBytes = 7_000_000
    var sizeOverflow = SizeOverflow.refused
    var emptyResult = EmptyResult.headerOnly
    var rowOrder = RowOrder.newestFirst

    var columns: [LogColumn] = [
        .date, .channel, .direction, .sender, .recipient, .carrier, .status, .statusDate, .campaignID,
    ]
    var newline = Newline.crlf
    var hasByteOrderMark = false
    var delimiter = Delimiter.comma
    var quoting = Quoting.minimal

    var delivery = Delivery.mailEach
    var reportAs = ReportForm.attachment
    var reportName = "report-<from>-<to>.csv"
    var unknownSender = UnknownSender.refused
    var maxEmails = 50
    var badEmails = BadEmails.refused

    // What no setting changes.
    var timeZoneReach = TimeZoneReach()
    /// The fault that the model is to have; `nil` for none.
    var mutation: Mutation?
}

/// The one request that the system answers, written `POST /v3/mlog/export`.
struct Operation: Sendable {
    var method: String
    var path: String
}

/// The names of the query parameters.
struct QueryNames: Sendable {
    var from = "from"
    var to = "to"
    var recipient = "recipient"
    var campaign = "campaignId"
    var channel = "channel"
    var sender = "sender"
    var status = "status"
}

/// The names of the body's fields.
struct BodyNames: Sendable {
    var emails = "emails"
    var from = "from"
    var timeZone = "timezone"
    var externalID = "externalId"
}

/// The longest period, and how messages name it.
struct RangeLimit: Sendable {
    var length: Duration
    /// As it stands in the policy: `92d`.
    var text: String
    /// What the refusal names: the number of days, or the policy's own text when the limit is not one of whole days.
    var named: String

    init(_ length: Duration, text: String) {
        self.length = length
        self.text = text
        let (seconds, attoseconds) = length.components
        named = seconds % 86_400 == 0 && attoseconds == 0 ? String(seconds / 86_400) : text
    }

    static func days(_ count: Int) -> RangeLimit {
        RangeLimit(.seconds(count * 86_400), text: "\(count)d")
    }
}
