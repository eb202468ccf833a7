/// A query for parts of a JSON value (RFC 9535), checked for well-typedness (section 2.4.3) when it is read.
package struct JSONPath: Sendable {
    let segments: [Segment]
    /// As it was written.
    package let text: String

    package init(parsing text: String) throws(JSONPathSyntaxError) {
        var parser = JSONPathParser(text)
        segments = try parser.parseWhole()
        self.text = text
    }
}

/// Why a text is no JSONPath query, and where.
package struct JSONPathSyntaxError: Error, Equatable, Sendable {
    /// The broken rule and what was found instead; lower case, no full stop.
    package let message: String
    /// From 0, in Unicode scalars of the text.
    package let offset: Int
}

extension JSONPath {
    /// Section 2.5.
    struct Segment: Sendable {
        var reach: Reach
        var selectors: [Selector]
    }

    enum Reach: Sendable { case children, descendants }

    /// Section 2.3.
    enum Selector: Sendable {
        case name([UInt8])
        case wildcard
        case index(Int)
        case slice(start: Int?, end: Int?, step: Int)
        case filter(Logical)
    }

    struct Query: Sendable {
        /// From the current node (`@`) rather than from the whole value (`$`).
        var isRelative: Bool
        var segments: [Segment]

        /// Whether it can never select more than one node (section 2.3.5.1).
        var isSingular: Bool {
            segments.allSatisfy { segment in
                guard segment.reach == .children, segment.selectors.count == 1 else { return false }
                switch segment.selectors[0] {
                case .name, .index: return true
                case .wildcard, .slice, .filter: return false
                }
            }
        }
    }

    /// Section 2.3.5.
    indirect enum Logical: Sendable {
        case any([Logical])
        case all([Logical])
        case not(Logical)
        case exists(Query)
        case comparison(Operand, Comparison, Operand)
        case matches(Operand, pattern: Operand, isWhole: Bool)
    }

    enum Comparison: String, Sendable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
    }

    /// What stands for one value or for nothing.
    indirect enum Operand: Sendable {
        case literal(JSONNode)
        case query(Query)
        case length(Operand)
        case count(Query)
        case value(Query)
    }
}
