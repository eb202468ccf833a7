internal import AssayCore
internal import DataFormats
internal import Patterns

/// A template made ready for judging many values: patterns compiled, decimals read, what has no matcher kept as one document.
struct ExpectedValue: Sendable {
    let rule: Rule
    /// Where it stands in the scenario; `nil` for a part of a golden.
    let range: SourceRange?
    /// Whether a member may be missing altogether.
    let acceptsAbsence: Bool

    indirect enum Rule: Sendable {
        case literal(Literal)
        /// These elements in order.
        case array([ExpectedValue])
        case object([Member], allowsMore: Bool)
        case any(Matcher.Kind?)
        case absent
        case matches(Pattern)
        case startsWith(String)
        case endsWith(String)
        case contains(String)
        case number(Limits)
        case approx(Decimal, within: Decimal)
        case timestamp(TimestampRule)
        case uuid
        case email
        case unordered([ExpectedValue])
        case keyed(KeyedItems)
        case includes([ExpectedValue])
        case length(ExpectedValue)
        case bind(String)
        case oneOf([ExpectedValue])
        case allOf([ExpectedValue])
        case noneOf([ExpectedValue])
        case optional(ExpectedValue)
        case each(ExpectedValue)
    }

    /// A value without matchers.
    final class Literal: Sendable {
        let node: JSONNode
        let hash: UInt64
        /// Says where each part stands; `nil` for a part of a golden.
        let template: Template?

        init(_ node: JSONNode, template: Template?) {
            self.node = node
            hash = node.valueHash
            self.template = template
        }
    }

    struct Member: Sendable {
        let name: String
        let value: ExpectedValue
    }

    struct Limits: Sendable {
        var min: Decimal?
        var max: Decimal?
        var above: Decimal?
        var below: Decimal?
        var multipleOf: Decimal?
    }

    struct TimestampRule: Sendable {
        enum Near: Sendable {
            case clock
            case instant(Instant)
        }

        var form: Matcher.Timestamp.Form
        var near: Near?
        var within: Duration
    }

    var literal: Literal? {
        if case .literal(let literal) = rule { literal } else { nil }
    }
}
