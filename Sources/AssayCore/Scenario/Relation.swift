/// How the rows or values of one answer must stand to those of earlier answers.
///
/// All count how often something occurs, as multisets do: two equal rows are two. The union of several has each row as often as
/// the one that has it most often.
public enum Relation: String, Sendable, CaseIterable {
    case equalTo = "equal_to"
    case subsetOf = "subset_of"
    case supersetOf = "superset_of"
    case disjointFrom = "disjoint_from"
    case unionOf = "union_of"

    /// Whether it may name several others.
    public var takesSeveral: Bool { self == .unionOf || self == .disjointFrom }
}

/// A demand on how the rows or values of an answer stand to those of earlier steps of the same case.
public struct RelationExpectation: Sendable {
    public enum Subject: Sendable, Hashable {
        /// The body's table.
        case body
        /// A CSV attachment: of the only message, or of the one of that number from 1 on; its only one, or the one of that number.
        case mail(message: Int?, attachment: Int?)
        /// What an RFC 9535 query selects in the body.
        case values(String)
    }

    public var subject: Subject
    public var relation: Relation
    /// Ids of earlier steps; one, where the relation does not take several.
    public var others: [String]
    /// The only columns that count; empty for all but those ignored.
    public var by: [String]
    public var ignore: [String]
    public var dialect: TableDialect
    /// Whether it may be that no side has anything, so that nothing is compared.
    public var allowsEmpty: Bool
    /// `nil` for the scenario's own.
    public var clauses: [ClauseID]?
    public var level: Clause.Level?
    public var range: SourceRange

    public init(
        _ subject: Subject, _ relation: Relation, _ others: [String], by: [String] = [], ignore: [String] = [],
        dialect: TableDialect = TableDialect(), allowsEmpty: Bool = false, clauses: [ClauseID]? = nil,
        level: Clause.Level? = nil, range: SourceRange
    ) {
        self.subject = subject
        self.relation = relation
        self.others = others
        self.by = by
        self.ignore = ignore
        self.dialect = dialect
        self.allowsEmpty = allowsEmpty
        self.clauses = clauses
        self.level = level
        self.range = range
    }
}

extension RelationExpectation.Subject: CustomStringConvertible {
    /// As it is written: `csv`, `mail-2.attachment-1.csv`, `$.items[*]`.
    public var description: String {
        switch self {
        case .body: "csv"
        case .values(let query): query
        case .mail(let message, let attachment):
            "mail\(message.map { "-\($0)" } ?? "")\(attachment.map { ".attachment-\($0)" } ?? "").csv"
        }
    }
}
