/// A node that a query selected.
package struct JSONMatch: Sendable {
    package let node: JSONNode
    /// From the value that was queried.
    package let path: [JSONStep]

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

extension JSONPath {
    /// Every selected node in the order RFC 9535 gives; arrays and objects are walked in the order of the text, and a name that
    /// comes twice selects both members.
    package func select(in document: JSONDocument) -> [JSONMatch] { select(in: document.root) }

    package func select(in root: JSONNode) -> [JSONMatch] {
        var evaluation = JSONPathEvaluation(root: root)
        return evaluation.matches(of: segments)
    }
}
