/// A demand on a value that is weaker, or other, than being equal to one given value.
public indirect enum Matcher: Sendable {
    public enum Kind: String, Sendable, CaseIterable { case string, number, integer, boolean, array, object, null }

    /// `!any`, `!any string`: anything present (of that kind).
    case any(Kind?)
    /// `!absent`: the key, header or column must not be there.
    case absent
    /// `!matches 're'`: the whole string matches the pattern (PCRE2).
    case matches(Template)
    case startsWith(Template)
    case endsWith(Template)
    /// The string holds the given one.
    case contains(Template)
    case number(NumberRange)
    /// Within `within` of `value`, both exact decimals, limits included.
    case approx(value: Template, within: Template)
    case timestamp(Timestamp)
    case uuid
    case email
    /// An object that has these members, and may have more.
    case partial([Template.Member])
    /// These elements in any order, no more and no fewer.
    case unordered([Template])
    /// These elements in any order, no more and no fewer, each paired with the one that has the same values under the names of the key.
    case keyed(key: [String], items: [Template])
    /// At least these elements, each matched by one of its own.
    case includes([Template])
    /// Elements of an array, members of an object, or Unicode scalars of a string.
    case length(Template)
    /// `!bind name`: keeps the value; where the name is bound already, the value must be equal to it.
    case bind(String)
    case oneOf([Template])
    case allOf([Template])
    case noneOf([Template])
    /// The key may be missing; if it is there, it must be this.
    case optional(Template)
    /// Every element is this; an empty array passes.
    case each(Template)

    /// Limits of a number, each optional.
    public struct NumberRange: Sendable {
        public var min: Template?
        public var max: Template?
        public var above: Template?
        public var below: Template?
        public var multipleOf: Template?

        public init(
            min: Template? = nil, max: Template? = nil, above: Template? = nil, below: Template? = nil,
            multipleOf: Template? = nil
        ) {
            self.min = min
            self.max = max
            self.above = above
            self.below = below
            self.multipleOf = multipleOf
        }

        var limits: [Template] { [min, max, above, below, multipleOf].compactMap { $0 } }
    }

    /// A point in time in a stated form, and perhaps near another.
    public struct Timestamp: Sendable {
        public enum Form: String, Sendable, CaseIterable {
            /// `2015-03-04T00:00:00.000Z`: three fraction digits and `Z`.
            case rfc3339Millis = "rfc3339-millis"
            case rfc3339
            /// A JSON integer: milliseconds since 1970.
            case epochMilliseconds = "epoch-ms"
            /// IMF-fixdate of RFC 9110 section 5.6.7.
            case httpDate = "http-date"
        }

        public var form: Form
        /// A time expression, such as `clock`.
        public var near: Template?
        public var within: Duration

        public init(form: Form, near: Template?, within: Duration) {
            self.form = form
            self.near = near
            self.within = within
        }
    }

    /// The templates directly below, in the order they stand.
    public var parts: [Template] {
        switch self {
        case .any, .absent, .uuid, .email, .bind: []
        case .matches(let part), .startsWith(let part), .endsWith(let part), .contains(let part), .length(let part),
            .optional(let part), .each(let part):
            [part]
        case .number(let range): range.limits
        case .approx(let value, let within): [value, within]
        case .timestamp(let timestamp): timestamp.near.map { [$0] } ?? []
        case .partial(let members): members.map(\.value)
        case .unordered(let items), .keyed(_, let items), .includes(let items), .oneOf(let items), .allOf(let items),
            .noneOf(let items):
            items
        }
    }

    var isConstant: Bool { parts.allSatisfy(\.isConstant) }
}
