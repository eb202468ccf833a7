/// What a run is of: everything a report says that no single result does.
public struct RunHeader: Sendable, Hashable {
    public struct ClauseLine: Sendable, Hashable {
        public var id: ClauseID
        public var level: Clause.Level
        public var origin: Clause.Origin
        public var section: String?
        public var text: String
        public var notTested: String?

        public init(
            id: ClauseID, level: Clause.Level, origin: Clause.Origin, section: String?, text: String, notTested: String?
        ) {
            self.id = id
            self.level = level
            self.origin = origin
            self.section = section
            self.text = text
            self.notTested = notTested
        }
    }

    public struct SpecificationLine: Sendable, Hashable {
        public var name: String
        public var title: String?
        /// In the order of the document.
        public var clauses: [ClauseLine]

        public init(name: String, title: String?, clauses: [ClauseLine]) {
            self.name = name
            self.title = title
            self.clauses = clauses
        }
    }

    /// A part of a run that is spread over several machines.
    public struct Shard: Sendable, Hashable {
        /// From 1.
        public var index: Int
        public var count: Int
        /// How many cases are to run in it.
        public var cases: Int

        public init(index: Int, count: Int, cases: Int) {
            self.index = index
            self.count = count
            self.cases = cases
        }
    }

    /// `assay 0.1.0`
    public var tool: String
    public var target: String
    /// Identifies the text of all scenarios and specifications the run was made from.
    public var suiteHash: String
    public var specifications: [SpecificationLine]
    /// Settings of this run: `--set` overrides, selectors, tags; redacted.
    public var options: [String]
    /// Whether anything was filtered out, so that the run cannot speak for the whole suite.
    public var isPartial: Bool
    /// How many cases are to run, in all shards.
    public var plannedCases: Int
    /// Whether reports state durations; without them the same run gives the same bytes.
    public var showsTimes: Bool
    /// What running one case again needs besides its id, an argument each, unquoted: `--target`, `staging`.
    public var rerunArguments: [String]
    /// `nil` for a run in one piece.
    public var shard: Shard?
    /// What the run is to reach. They are judged when all shards are together.
    public var gates: [Gate]

    public init(
        tool: String, target: String, suiteHash: String, specifications: [SpecificationLine], options: [String], isPartial: Bool,
        plannedCases: Int, showsTimes: Bool = false, rerunArguments: [String] = [], shard: Shard? = nil, gates: [Gate] = []
    ) {
        self.shard = shard
        self.gates = gates
        self.tool = tool
        self.target = target
        self.suiteHash = suiteHash
        self.specifications = specifications
        self.options = options
        self.isPartial = isPartial
        self.plannedCases = plannedCases
        self.showsTimes = showsTimes
        self.rerunArguments = rerunArguments
    }

    /// How many cases are to run in this part of it.
    public var expectedCases: Int { shard?.cases ?? plannedCases }

    /// The clauses of all specifications, in their order.
    public var clauses: [ClauseLine] { specifications.flatMap(\.clauses) }
}
