/// A request that the system answers, and what its parameters may be: what cases are generated from, and what an OpenAPI document
/// is written of.
public struct Operation: Sendable {
    public var id: String
    public var summary: String?
    /// RFC 9110 section 9.
    public var method: String
    /// With a `{name}` for each parameter of the path.
    public var path: String
    /// What cases speak for that are due to be accepted.
    public var clauses: [ClauseID]
    public var parameters: [Parameter]
    public var relations: [ParameterRelation]
    /// The preconditions of the cases, as in a scenario beside the specification.
    public var given: YAMLFragment?
    /// Header fields of the cases that are no parameters.
    public var headers: YAMLFragment?
    /// What is due to a request that is as it should be.
    public var accepted: YAMLFragment?
    /// What is due to a request with a fault.
    public var refused: YAMLFragment?
    public var range: SourceRange

    public init(id: String, method: String, path: String, range: SourceRange) {
        self.id = id
        self.method = method
        self.path = path
        self.range = range
        (clauses, parameters, relations) = ([], [], [])
    }
}

/// A part of a request that may be one thing or another.
public struct Parameter: Sendable {
    public enum Place: String, Sendable, CaseIterable { case query, path, header, body }

    public enum Kind: String, Sendable, CaseIterable {
        case string, integer, number, boolean, timestamp, email, phone, uuid, `enum`, list, array, object
    }

    public var name: String
    public var place: Place
    public var kind: Kind
    public var summary: String?
    public var isRequired = false
    /// All that an `enum`, or an item of a `list`, may be.
    public var values: [String] = []
    /// What stands between the items of a `list`.
    public var separator: String?
    /// What the items of an `array` are.
    public var items: Kind?
    /// How many there may be.
    public var itemCount = Limits<Int>()
    /// Unicode scalars.
    public var length = Limits<Int>()
    public var range = Limits<NumberText>()
    /// A regular expression, as in `!matches`.
    public var pattern: String?
    /// Values that are right; the first one is that of a request in which other things are tried.
    public var examples: [DataValue] = []
    /// Values that are right as well, each tried with nothing else.
    public var alone: [DataValue] = []
    /// Values that are wrong, besides those that its form excludes.
    public var invalid: [DataValue] = []
    /// What cases speak for in which it has a fault.
    public var clause: ClauseID?
    /// What is due when it is right, and not one of the examples; `nil` for what is due to every request that is as it should be.
    public var accepted: YAMLFragment?
    /// What is due when it has a fault; `nil` for what is due to every fault.
    public var refused: YAMLFragment?
    public var placeInFile: SourceRange

    /// Bounds that belong to what is allowed.
    public struct Limits<Bound: Sendable>: Sendable {
        public var least: Bound?
        public var most: Bound?

        public init(least: Bound? = nil, most: Bound? = nil) { (self.least, self.most) = (least, most) }
    }

    public init(name: String, place: Place, kind: Kind, placeInFile: SourceRange) {
        (self.name, self.place, self.kind, self.placeInFile) = (name, place, kind, placeInFile)
    }
}

/// How two parameters of an operation have to stand to each other.
public struct ParameterRelation: Sendable {
    public enum Kind: Sendable, Hashable {
        /// Later than the other, by however little.
        case after
        case before
        /// No more than so much later than the other.
        case atMost(Duration)
        case atLeast(Duration)
        /// Only beside the other.
        case requires
        /// Not beside the other.
        case excludes
        /// Of what it may be, only so much beside each value of the other, which is an `enum`.
        case values([ValuesBeside])
    }

    /// Which values are right beside one of another parameter.
    public struct ValuesBeside: Sendable, Hashable {
        public var other: String
        /// In the order of the list.
        public var allowed: [String]

        public init(other: String, allowed: [String]) { (self.other, self.allowed) = (other, allowed) }
    }

    /// Places in the operation's list of parameters.
    public var subject: Int
    public var other: Int
    public var kind: Kind
    public var clause: ClauseID?
    public var refused: YAMLFragment?

    public init(subject: Int, other: Int, kind: Kind, clause: ClauseID?, refused: YAMLFragment?) {
        (self.subject, self.other, self.kind, self.clause, self.refused) = (subject, other, kind, clause, refused)
    }
}

/// A part of a YAML file as it is written, so that it can be written elsewhere: tags, comments and style as they are.
public struct YAMLFragment: Sendable, Hashable {
    /// Without the indentation that all of them had.
    public var lines: [String]
    /// Whether it stands in a line with its key: flow style, or a scalar.
    public var isInline: Bool

    public init(lines: [String], isInline: Bool) { (self.lines, self.isInline) = (lines, isInline) }
}
