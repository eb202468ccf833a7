/// A node that a query selected.
package struct JSONMatch: Sendable {
    package let node: JSONNode
    /// Shared by all matches of a query: their paths would take far more than the document.
    let links: [JSONPathEvaluation.Link]
    let link: Int

    /// From the value that was queried. O(its length).
    package var path: [JSONStep] {
        var steps: [JSONStep] = []
        var current = link
        while current >= 0 {
            let step = links[current].step
            steps.append(step < 0 ? .index(~step) : .name(JSONNode(tape: node.tape, index: step).string ?? ""))
            current = links[current].parent
        }
        return steps.reversed()
    }

    /// RFC 6901.
    package var pointer: String { path.pointer }

    /// RFC 9535 section 2.7: `$['a'][0]`.
    package var normalizedPath: String {
        path.reduce(into: "$") { result, step in
            switch step {
            case .index(let index): result += "[\(index)]"
            case .name(let name):
                result += "['"
                for scalar in name.unicodeScalars { appendNormalized(scalar, to: &result) }
                result += "']"
            }
        }
    }

    private func appendNormalized(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "'": result += "\\'"
        case "\\": result += "\\\\"
        case "\u{8}": result += "\\b"
        case "\t": result += "\\t"
        case "\n": result += "\\n"
        case "\u{C}": result += "\\f"
        case "\r": result += "\\r"
        case "\u{0}"..."\u{1F}":
            let digits = String(scalar.value, radix: 16)
            result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        default: result.unicodeScalars.append(scalar)
        }
    }
}

/// Why a query was given up: it is fit to take a time or a memory that no document of that size is worth.
package struct JSONPathWorkError: Error, Sendable {
    /// Lower case, no full stop.
    package var message: String { "the query takes too much work on this document" }
}

extension JSONPath {
    /// The steps that any query may take, some seconds' worth, and those that it may take besides for each value and name of the
    /// document: enough for several walks through all of it that keep every node.
    static let (leastWork, workPerEntry) = (100_000_000, 100)

    /// Every selected node in the order RFC 9535 gives; arrays and objects are walked in the order of the text, and a name that
    /// comes twice selects both members.
    package func select(in document: JSONDocument) throws(JSONPathWorkError) -> [JSONMatch] { try select(in: document.root) }

    package func select(in root: JSONNode) throws(JSONPathWorkError) -> [JSONMatch] {
        let budget = Self.leastWork + Self.workPerEntry * root.tape.entries.count
        var evaluation = JSONPathEvaluation(root: root, budget: budget)
        guard let matches = evaluation.matches(of: segments) else { throw JSONPathWorkError() }
        return matches
    }
}
