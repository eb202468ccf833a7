/// How the cases of a run stand against earlier runs of the same target.
public struct RunChanges: Sendable, Hashable {
    /// Cases of one kind: how many, and the first of them in the order of the run.
    public struct Cases: Sendable, Hashable {
        /// How many ids are kept at most.
        public static let limit = 100

        public private(set) var count: Int
        public private(set) var ids: [String]

        public init() { (count, ids) = (0, []) }

        /// - Returns: `nil` when there are not as many ids as there have to be for the count.
        public init?(count: Int, ids: [String]) {
            guard ids.count == min(count, Self.limit) else { return nil }
            (self.count, self.ids) = (count, ids)
        }

        public mutating func add(_ id: String) {
            count += 1
            if ids.count < Self.limit { ids.append(id) }
        }
    }

    /// How many earlier runs of the target there are.
    public var earlierRuns: Int
    /// They failed, or were errored, and passed the last time.
    public var new = Cases()
    /// They passed, and did not the last time.
    public var fixed = Cases()
    /// Their verdict turned at least twice among the last runs though the suite did not change, or they passed only when they were run again.
    public var flaky = Cases()
    /// They took much longer than they mostly do. None in a run that states no times.
    public var slower = Cases()

    public init(earlierRuns: Int) { self.earlierRuns = earlierRuns }

    /// All kinds by the name that they have in the native report.
    public var kinds: [(name: String, cases: Cases)] {
        [("new", new), ("fixed", fixed), ("flaky", flaky), ("slower", slower)]
    }
}
