/// A step from a container to a part of it.
package enum JSONStep: Sendable, Hashable {
    case name(String)
    case index(Int)
}

extension [JSONStep] {
    /// The JSON Pointer (RFC 6901): `/a~1b/0`, empty for the whole.
    package var pointer: String {
        reduce(into: "") { result, step in
            switch step {
            case .index(let index): result += "/\(index)"
            case .name(let name):
                result += "/"
                for scalar in name.unicodeScalars {
                    switch scalar {
                    case "~": result += "~0"
                    case "/": result += "~1"
                    default: result.unicodeScalars.append(scalar)
                    }
                }
            }
        }
    }
}

/// One place where a value departs from another.
package struct JSONDeparture: Sendable {
    package enum Kind: Sendable, Hashable {
        /// Of one kind, but not equal.
        case value
        /// Of different kinds.
        case type
        case missing
        case extra
        /// The same name again in one object of the actual value.
        case duplicate
    }

    package let kind: Kind
    package let path: [JSONStep]
    /// `nil` for what is extra or a duplicate.
    package let expected: JSONNode?
    /// `nil` for what is missing.
    package let actual: JSONNode?
}

package struct JSONDepartures: Sendable {
    /// The first ones, in the expected value's order, in each object followed by what is extra.
    package var shown: [JSONDeparture]
    /// All of them.
    package var count: Int
}

extension JSONNode {
    /// Every place where `actual` departs from this value: numbers by exact value, strings by scalars, arrays by index, members
    /// in any order. A name that comes twice in `actual` is a departure by itself.
    ///
    /// O(size), also for hostile documents; nothing is allocated for equal values whose members come in similar orders.
    ///
    /// - Parameters:
    ///   - limit: How many are described; the rest is only counted.
    ///   - countingDuplicates: `false` when the caller looks for duplicate names itself; then the first member of a name counts.
    package func departures(of actual: JSONNode, limit: Int, countingDuplicates: Bool = true) -> JSONDepartures {
        guard !hasEqualBytes(as: actual) else { return JSONDepartures(shown: [], count: 0) }
        return withWalk(to: actual, limit: limit, mode: countingDuplicates ? .all : .allButDuplicates) { walk in
            walk.compare(index, actual.index)
            return JSONDepartures(shown: walk.found.map { describe($0, of: actual) }, count: walk.count)
        }
    }

    /// Whether both are the same value: numbers by exact value, strings by scalars, members in any order (those of one name in
    /// theirs).
    package func isEqual(to other: JSONNode) -> Bool {
        if isIdentical(to: other) || hasEqualBytes(as: other) { return true }
        return withWalk(to: other, limit: 0, mode: .equality) { walk in
            walk.compare(index, other.index)
            return walk.count == 0
        }
    }

    /// Enough for equality of whole documents when no name comes twice.
    private func hasEqualBytes(as other: JSONNode) -> Bool {
        guard !tape.hasDuplicateNames, !other.tape.hasDuplicateNames else { return false }
        return tape.bytes.withUnsafeBufferPointer { left in
            other.tape.bytes.withUnsafeBufferPointer { right in
                bytesAreEqual(
                    UnsafeBufferPointer(rebasing: left[byteRange]), UnsafeBufferPointer(rebasing: right[other.byteRange]))
            }
        }
    }

    private func withWalk<Result>(
        to actual: JSONNode, limit: Int, mode: JSONWalk.Mode, _ body: (inout JSONWalk) -> Result
    ) -> Result {
        tape.withView { expected in
            actual.tape.withView { actual in
                var walk = JSONWalk(expected: expected, actual: actual, limit: limit, mode: mode)
                return body(&walk)
            }
        }
    }

    private func describe(_ found: JSONWalk.Found, of actual: JSONNode) -> JSONDeparture {
        let steps = found.path.map { step -> JSONStep in
            switch step {
            case .index(let index): .index(index)
            case .expectedName(let index): .name(JSONNode(tape: tape, index: index).string ?? "")
            case .actualName(let index): .name(JSONNode(tape: actual.tape, index: index).string ?? "")
            }
        }
        return JSONDeparture(
            kind: found.kind, path: steps, expected: found.expected.map { JSONNode(tape: tape, index: $0) },
            actual: found.actual.map { JSONNode(tape: actual.tape, index: $0) })
    }
}
