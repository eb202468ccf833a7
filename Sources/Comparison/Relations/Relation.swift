/// How the rows or values of one answer must stand to those of earlier answers.
///
/// All count how often something occurs, as multisets do: two equal rows are two. The union of several has each row as often as
/// the one that has it most often.
package enum Relation: String, Sendable, CaseIterable {
    case equalTo = "equal_to"
    case subsetOf = "subset_of"
    case supersetOf = "superset_of"
    case disjointFrom = "disjoint_from"
    case unionOf = "union_of"

    /// Whether it may name several others.
    package var takesSeveral: Bool { self == .unionOf || self == .disjointFrom }
}
