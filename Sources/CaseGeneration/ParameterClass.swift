package import AssayCore

/// A class of values of a parameter that are expected to fare alike (ISTQB: equivalence partition), by one value that stands for it.
package struct ParameterClass: Sendable, Hashable {
    /// What is sent.
    package enum Value: Sendable, Hashable {
        case absent
        case value(DataValue)
        /// So much later than what another parameter is in the same request.
        case distance(Duration, from: Int)
    }

    /// What is due, and what else it may be tried with.
    package enum Kind: Sendable, Hashable {
        /// Right, and tried with all that is right of other parameters.
        case combined
        /// Right, tried with nothing else.
        case alone
        /// A fault, the only one of its request: faults do not hide each other.
        case invalid
    }

    /// Unique among those of the parameter; part of a scenario's id.
    package var id: String
    package var value: Value
    package var kind: Kind
    /// Of the relation that it is about, the place in the operation's list; `nil` for what is about the parameter alone.
    package var relation: Int?

    init(_ id: String, _ value: Value, _ kind: Kind, relation: Int? = nil) {
        (self.id, self.value, self.kind, self.relation) = (id, value, kind, relation)
    }

    init(_ id: String, text: String, _ kind: Kind) { self.init(id, .value(.string(text)), kind) }
}
