/// Where the text that explains an answer stands in its JSON.
enum ExplainPlace: String, CaseIterable, Sendable { case meta, top, data }

enum Handling: String, CaseIterable, Sendable { case ignored, refused }

enum Acceptance: String, CaseIterable, Sendable { case accepted, refused }

enum TimestampForm: String, CaseIterable, Sendable {
    /// RFC 3339 ending in `Z`, with 0 to 9 fraction digits.
    case zulu
    /// As the document's example: exactly three fraction digits, ending in `Z`.
    case exampleForm = "example_form"
    /// RFC 3339 with any offset, with 0 to 9 fraction digits.
    case anyOffset = "any_offset"
}

/// What becomes of a period that does not run forward or cannot be read.
enum BadPeriod: String, CaseIterable, Sendable {
    case refused
    case emptyReport = "empty_report"
}

enum RangeMeasure: String, CaseIterable, Sendable {
    /// The time between the two instants.
    case exact
    /// That time, cut to whole days of 86,400 seconds.
    case wholeDays = "whole_days"
    /// The difference of the two dates, read in the request's time zone.
    case calendarDays = "calendar_days"
}

enum RangeOverflow: String, CaseIterable, Sendable {
    case refused
    /// Silently cut to the longest period that starts at `from`.
    case clipped
}

enum WindowEdges: String, CaseIterable, Sendable {
    case startIncluded = "start_included"
    case bothIncluded = "both_included"
}

enum TimeZoneForms: String, CaseIterable, Sendable {
    /// `GMT`, `UTC`, `Z`, `GMT±H`, `GMT±HH`, `GMT±H:MM`, `GMT±HH:MM`, `±HH:MM`.
    case gmt
    /// `UTC`, `Z`, `±HH:MM`.
    case offsetsOnly = "offsets_only"
}

enum ChannelOmitted: String, CaseIterable, Sendable { case all, refused }

/// What becomes of a channel or status that is not one of those the filter knows.
enum UnknownFilterValue: String, CaseIterable, Sendable {
    case refused
    /// As if it had been left out.
    case ignored
    /// It matches no message.
    case noRows = "no_rows"
}

enum PhoneMatching: String, CaseIterable, Sendable {
    case ignorePlus = "ignore_plus"
    case exact
}

enum CampaignMatching: String, CaseIterable, Sendable {
    case idOrExternalID = "id_or_external_id"
    case id
}

enum SizeOverflow: String, CaseIterable, Sendable {
    case refused
    /// Silently cut after the last row that fits.
    case truncated
}

enum EmptyResult: String, CaseIterable, Sendable {
    case headerOnly = "header_only"
    case nothingMailed = "nothing_mailed"
    case refused
}

enum RowOrder: String, CaseIterable, Sendable {
    case newestFirst = "newest_first"
    case oldestFirst = "oldest_first"
}

enum Newline: String, CaseIterable, Sendable { case crlf, lf }

enum Delimiter: String, CaseIterable, Sendable {
    case comma = ","
    case semicolon = ";"
    case tab = "\t"
}

enum Quoting: String, CaseIterable, Sendable { case minimal, all }

enum Delivery: String, CaseIterable, Sendable {
    /// One mail to each distinct address.
    case mailEach = "mail_each"
    /// One mail to all distinct addresses.
    case mailAll = "mail_all"
}

enum ReportForm: String, CaseIterable, Sendable { case attachment, link }

enum UnknownSender: String, CaseIterable, Sendable {
    case refused
    /// The request is accepted, but nothing is mailed.
    case acceptedUnsent = "accepted_unsent"
}

/// What becomes of a malformed address among the report's recipients.
enum BadEmails: String, CaseIterable, Sendable { case refused, skipped }
