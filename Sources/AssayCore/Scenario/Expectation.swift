/// Everything that is expected of one answer. What is not stated is not checked; something always is.
public struct Expectation: Sendable {
    /// A code, a list of codes, or a class such as `2xx`.
    public var status: Template?
    /// A value or matcher for each name; a list means all values in order.
    public var headers: [Template.Member]
    public var body: ContentExpectation?
    public var mail: MailExpectation?
    public var checks: [ExtraCheck]
    public var relations: [RelationExpectation]
    /// Live targets only: an in-process model takes no time that says anything.
    public var latency: LatencyLimit?
    /// Applied to the body before it is compared with a golden.
    public var normalize: [Normalization]
    /// For the JSON of the body and of attachments.
    public var arrays: [ArrayRule]
    public var range: SourceRange

    public init(
        status: Template?, headers: [Template.Member], body: ContentExpectation?, mail: MailExpectation?, checks: [ExtraCheck],
        relations: [RelationExpectation] = [], latency: LatencyLimit? = nil, normalize: [Normalization], arrays: [ArrayRule] = [],
        range: SourceRange
    ) {
        self.relations = relations
        self.latency = latency
        self.status = status
        self.headers = headers
        self.body = body
        self.mail = mail
        self.checks = checks
        self.normalize = normalize
        self.arrays = arrays
        self.range = range
    }
}

/// How long an exchange may take at most, from its start to the last byte of the answer.
public struct LatencyLimit: Sendable, Equatable {
    public var under: Duration
    public var range: SourceRange

    public init(under: Duration, range: SourceRange) {
        self.under = under
        self.range = range
    }
}

/// What a body or an attachment must hold.
public struct ContentExpectation: Sendable {
    public enum Wanted: Sendable {
        /// A JSON value with matchers.
        case json(Template)
        case jsonGolden(GoldenReference)
        case csv(TableExpectation)
        /// A string or a matcher for strings.
        case text(Template)
        case textGolden(GoldenReference)
        /// Base64 of the exact bytes.
        case base64(Template)
        /// The path of a file with the exact bytes.
        case file(Template)
        /// `empty: true` is no byte at all, `empty: false` at least one.
        case empty(Bool)
    }

    public var wanted: Wanted
    public var range: SourceRange

    public init(_ wanted: Wanted, at range: SourceRange) {
        self.wanted = wanted
        self.range = range
    }

    /// The golden file that the expectation names, if it names one.
    public var golden: GoldenReference? {
        switch wanted {
        case .jsonGolden(let golden), .textGolden(let golden): golden
        case .csv(let table):
            if case .golden(let golden) = table.rows { golden } else { nil }
        case .json, .text, .base64, .file, .empty: nil
        }
    }
}

/// A golden file: its own path below the project's golden folder, or `nil` for the one made from the case's id.
public struct GoldenReference: Sendable {
    public var path: Template?
    public var range: SourceRange

    public init(path: Template?, range: SourceRange) {
        self.path = path
        self.range = range
    }
}

public struct TableExpectation: Sendable {
    public enum Rows: Sendable {
        case golden(GoldenReference)
        case file(Template)
        /// Header first unless the dialect has none; a cell is a string or a matcher.
        case rows([[Template]])
    }

    public var rows: Rows
    public var options: TableOptions

    public init(rows: Rows, options: TableOptions) {
        self.rows = rows
        self.options = options
    }
}

/// How two tables are compared. The default is exact: same columns, same rows, same order, same bytes of dialect.
public struct TableOptions: Sendable, Equatable {
    public enum RowOrder: String, Sendable, CaseIterable { case significant, ignored }
    public enum Columns: String, Sendable, CaseIterable {
        case exact
        case anyOrder = "any_order"
        /// More columns than expected are allowed, in any order.
        case superset
    }

    public enum CellComparison: Sendable, Equatable {
        /// Equal exact decimals, or no further apart than `within`.
        case decimal(within: NumberText?)
        /// Equal instants (RFC 3339), or no further apart than `within`.
        case instant(within: Duration?)
        /// Equal when everything but ASCII digits is left out.
        case digits
        /// Equal without regard to ASCII case.
        case ignoringCase
    }

    public struct ColumnComparison: Sendable, Equatable {
        public var column: String
        public var comparison: CellComparison

        public init(column: String, comparison: CellComparison) {
            self.column = column
            self.comparison = comparison
        }
    }

    /// The columns that identify a row; empty for comparison in sequence.
    public var key: [String]
    public var rowOrder: RowOrder
    public var columns: Columns
    /// Columns that are not compared; they must be there all the same.
    public var ignore: [String]
    public var compare: [ColumnComparison]
    public var dialect: TableDialect

    public init(
        key: [String] = [], rowOrder: RowOrder = .significant, columns: Columns = .exact, ignore: [String] = [],
        compare: [ColumnComparison] = [], dialect: TableDialect = TableDialect()
    ) {
        self.key = key
        self.rowOrder = rowOrder
        self.columns = columns
        self.ignore = ignore
        self.compare = compare
        self.dialect = dialect
    }
}

/// How a table is written as CSV (RFC 4180 and what is met beside it). A departure is a difference of its own.
public struct TableDialect: Sendable, Equatable {
    public enum Newline: String, Sendable, CaseIterable { case crlf, lf, any }
    public enum ByteOrderMark: String, Sendable, CaseIterable { case refused, required, any }

    /// One ASCII character.
    public var delimiter: UInt8
    public var newline: Newline
    public var byteOrderMark: ByteOrderMark
    public var hasHeader: Bool

    public init(
        delimiter: UInt8 = UInt8(ascii: ","), newline: Newline = .crlf, byteOrderMark: ByteOrderMark = .refused,
        hasHeader: Bool = true
    ) {
        self.delimiter = delimiter
        self.newline = newline
        self.byteOrderMark = byteOrderMark
        self.hasHeader = hasHeader
    }
}

public enum MailExpectation: Sendable {
    /// Nothing may be mailed.
    case none(SourceRange)
    /// Exactly these messages, in any order.
    case messages([MessageExpectation], SourceRange)
    /// At least one of these, none of which has a golden; where the source leaves open how mail is sent.
    case oneOf([MailExpectation])

    /// All messages that are spoken of, those of every alternative too.
    package var messages: [MessageExpectation] {
        switch self {
        case .none: []
        case .messages(let messages, _): messages
        case .oneOf(let alternatives): alternatives.flatMap(\.messages)
        }
    }
}

public struct MessageExpectation: Sendable {
    /// One address, or a list of all of them in any order.
    public var to: Template?
    public var from: Template?
    public var subject: Template?
    public var text: Template?
    /// All attachments in order.
    public var attachments: [AttachmentExpectation]?
    /// How long a live target has to send it; `nil` for as long as the target says.
    public var within: Duration?
    public var range: SourceRange

    public init(
        to: Template?, from: Template?, subject: Template?, text: Template?, attachments: [AttachmentExpectation]?,
        within: Duration? = nil, range: SourceRange
    ) {
        self.within = within
        self.to = to
        self.from = from
        self.subject = subject
        self.text = text
        self.attachments = attachments
        self.range = range
    }
}

public struct AttachmentExpectation: Sendable {
    public var name: Template?
    public var type: Template?
    public var content: ContentExpectation?
    public var range: SourceRange

    public init(name: Template?, type: Template?, content: ContentExpectation?, range: SourceRange) {
        self.name = name
        self.type = type
        self.content = content
        self.range = range
    }
}

/// A demand on one part of the answer, with clauses and a level of its own.
public struct ExtraCheck: Sendable {
    public enum Demand: Sendable {
        /// As `Expectation.status`.
        case status(Template)
        /// Every node that an RFC 9535 query selects; none selected fails, unless `absent` is due.
        case json(String, is: Template)
        case header(String, is: Template)
        /// Every cell of a column of the body's table.
        case csv(String, is: Template)
        /// As `Expectation.mail`, without goldens.
        case mail(MailExpectation)
    }

    public var demand: Demand
    /// `nil` for the scenario's own.
    public var clauses: [ClauseID]?
    public var level: Clause.Level?
    public var range: SourceRange

    public init(_ demand: Demand, clauses: [ClauseID]?, level: Clause.Level?, range: SourceRange) {
        self.demand = demand
        self.clauses = clauses
        self.level = level
        self.range = range
    }
}

/// A volatile part of an answer that a golden holds as a placeholder, after its form was checked.
public struct Normalization: Sendable {
    public enum Form: Sendable {
        case uuid
        case timestamp(Matcher.Timestamp.Form)
        /// The whole value matches this pattern (PCRE2).
        case pattern(String)
    }

    /// An RFC 9535 query for JSON, a column's name for CSV.
    public var path: String
    public var form: Form
    public var range: SourceRange

    public init(path: String, form: Form, range: SourceRange) {
        self.path = path
        self.form = form
        self.range = range
    }
}

/// How the arrays that a query selects in an expected JSON value are compared: otherwise than by position.
public struct ArrayRule: Sendable {
    public enum Manner: Sendable, Hashable {
        /// As `Matcher.unordered`.
        case unordered
        /// As `Matcher.keyed`.
        case keyed([String])
    }

    /// RFC 9535.
    public var path: String
    public var manner: Manner
    public var range: SourceRange

    public init(path: String, manner: Manner, range: SourceRange) {
        self.path = path
        self.manner = manner
        self.range = range
    }
}
