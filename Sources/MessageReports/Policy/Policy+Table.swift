import AssayCore

extension Policy {
    /// Every setting, once: its name, what it reads, and the clauses that it decides.
    static let table: [Setting] =
        requestSettings + answerSettings + periodSettings + filterSettings + sizeSettings + csvSettings + mailSettings

    private static let requestSettings = [
        Setting(
            "operation", \.operation, .methodAndPath, "The method and path of the one request that is answered.",
            examples: [.string("POST /v3/mlog"), .string("GET /v3/mlog/export")], clauses: ["OPERATION"]),
        Setting(
            "query_names", \.queryNames, .renaming(QueryNames()), "The names of the query parameters.",
            examples: [.object([.init("to", .string("until"))]), .object([.init("campaign", .string("campaign"))])],
            clauses: ["QUERY-NAMES"]),
        Setting(
            "body_names", \.bodyNames, .renaming(BodyNames()), "The names of the body's fields.",
            examples: [.object([.init("from", .string("sender"))]), .object([.init("timezone", .string("timeZone"))])],
            clauses: ["BODY-NAMES"]),
        Setting(
            "unknown_keys", \.unknownKeys, "What becomes of a query parameter or body field that has no meaning.",
            clauses: ["UNKNOWN-KEYS"]),
    ]

    private static let answerSettings = [
        Setting(
            "unauthorized_status", \.unauthorizedStatus, .wholeNumber(in: 400...499),
            "The status of the answer to a missing or unknown key.", examples: [.number(NumberText(403))],
            clauses: ["AUTH-STATUS"]),
        Setting(
            "accepted_status", \.acceptedStatus, .wholeNumber(in: 200...299),
            "The status of the answer to an accepted request; with 204 it has no body.",
            examples: [.number(NumberText(202)), .number(NumberText(204))],
            clauses: ["ACCEPTED-STATUS"]),
        Setting(
            "refused_status", \.refusedStatus, .wholeNumber(in: 200...599),
            "The status of the answer to a refused request.", examples: [.number(NumberText(422)), .number(NumberText(200))],
            clauses: ["REFUSED-STATUS"]),
        Setting(
            "explain_at", \.explainPlace, "Where `explain` stands: under `meta`, at the top, or under `data`.",
            clauses: ["EXPLAIN-PLACE"]),
    ]

    private static let periodSettings = [
        Setting(
            "timestamps", \.timestamps,
            "How `from` and `to` are written: RFC 3339 with `Z`, only with three fraction digits as in the example, or with "
                + "any offset.", clauses: ["TIMESTAMP-FORM"]),
        Setting(
            "bad_period", \.badPeriod,
            "What becomes of a period whose end is not after its start, or of a date that cannot be read.",
            clauses: ["PERIOD-REFUSED"]),
        Setting(
            "max_range", \.maxRange, .duration, "The longest period.",
            examples: [.string("91d"), .string("93d"), .string("36h")],
            clauses: ["RANGE-LIMIT"]),
        Setting(
            "exact_max_range", \.exactMaxRange, "What becomes of a period of exactly `max_range`.", clauses: ["RANGE-EXACT"]),
        Setting(
            "range_measure", \.rangeMeasure,
            "How long a period is: the exact time, whole days of it, or the difference of the dates in `timezone`.",
            clauses: ["RANGE-MEASURE"]),
        Setting(
            "range_overflow", \.rangeOverflow,
            "What becomes of a longer period: refused, or silently cut to `max_range` from `from`.",
            clauses: ["RANGE-MAX"]),
        Setting(
            "window", \.window, "Whether a message sent at the very end of the period belongs to it.", clauses: ["WINDOW-END"]),
        Setting(
            "timezones", \.timeZones,
            "How `timezone` is written: `GMT-5`, `GMT-05:00`, `-05:00`, `UTC` and `Z`; or without the forms that begin with GMT.",
            clauses: ["TIMEZONE-FORM"]),
        Setting(
            "timezone_moves_window", \.timeZoneMovesWindow,
            "Whether `from` and `to` are read as the clock shows them in `timezone`, not only the times printed.",
            clauses: ["TIMEZONE-WINDOW"]),
    ]

    private static let filterSettings = [
        Setting(
            "channel_omitted", \.channelOmitted, "What a request without `channel` asks for.", clauses: ["CHANNEL-OMITTED"]),
        Setting(
            "unknown_filter_value", \.unknownFilterValue,
            "What becomes of an unknown channel or status, or a status of another channel.", clauses: ["FILTER-UNKNOWN"]),
        Setting(
            "phone_matching", \.phoneMatching, "Whether a leading `+` counts when phone numbers are compared.",
            clauses: ["PHONE-MATCH"]),
        Setting(
            "campaign_matching", \.campaignMatching, "What the campaign filter compares with.", clauses: ["CAMPAIGN-MATCH"]),
    ]

    private static let sizeSettings = [
        Setting(
            "max_rows", \.maxRows, .wholeNumber(in: 0...Int.max), "The most rows of a report, its header not counted.",
            examples: [.number(NumberText(10))], clauses: ["SIZE-ROWS"]),
        Setting(
            "max_bytes", \.maxBytes, .wholeNumber(in: 0...Int.max), "The most bytes of a report's CSV.",
            examples: [.number(NumberText(1000))],
            clauses: ["SIZE-BYTES"]),
        Setting(
            "size_overflow", \.sizeOverflow,
            "What becomes of a bigger report: refused, or silently cut after the last row that fits.",
            clauses: ["SIZE-REFUSED"]),
        Setting(
            "empty_result", \.emptyResult, "What becomes of a report without rows.", clauses: ["EMPTY-RESULT"]),
        Setting(
            "row_order", \.rowOrder, "The order of the rows by time sent; equal times stand in the order of the message ids.",
            clauses: ["ROW-ORDER"]),
    ]

    private static let csvSettings = [
        Setting(
            "csv_columns", \.columns, .columns, "The columns of the report, in order.",
            examples: [
                .array(["Message ID", "Date", "Recipient", "Status"].map(DataValue.string)),
                .array(LogColumn.allCases.map { .string($0.rawValue) }),
            ], clauses: ["CSV-COLUMNS"]),
        Setting("csv_newline", \.newline, "What ends a line of the report.", clauses: ["CSV-NEWLINE"]),
        Setting("csv_bom", \.hasByteOrderMark, "Whether the report begins with a byte order mark.", clauses: ["CSV-BOM"]),
        Setting("csv_delimiter", \.delimiter, "What stands between two cells of the report.", clauses: ["CSV-DELIMITER"]),
        Setting(
            "csv_quoting", \.quoting, "Whether every cell is quoted, or those that need it (RFC 4180 section 2).",
            clauses: ["CSV-QUOTING"]),
    ]

    private static let mailSettings = [
        Setting(
            "delivery", \.delivery, "One mail to each distinct address, or one to all of them.", clauses: ["DELIVERY-EACH"]),
        Setting(
            "report_as", \.reportAs, "Whether the mail carries the report or a link to it.", clauses: ["DELIVERY-ATTACHMENT"]),
        Setting(
            "report_name", \.reportName, .fileName,
            "The name of the attachment; `<from>` and `<to>` stand for the request's, with `-` for what a file name cannot hold.",
            examples: [.string("messages.csv"), .string("<from>_<to>.csv")], clauses: ["REPORT-NAME"]),
        Setting(
            "unknown_sender", \.unknownSender, "What becomes of a request whose `from` is not a verified sender of the space.",
            clauses: ["SENDER-REFUSED"]),
        Setting(
            "max_emails", \.maxEmails, .wholeNumber(in: 1...Int.max), "The most addresses in `emails`, as listed.",
            examples: [.number(NumberText(49)), .number(NumberText(51))], clauses: ["EMAILS-MAX"]),
        Setting(
            "bad_emails", \.badEmails, "What becomes of malformed addresses in `emails`.", clauses: ["EMAILS-REFUSED"]),
    ]
}
