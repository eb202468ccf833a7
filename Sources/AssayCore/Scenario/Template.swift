/// A value as a scenario states it: a tree with holes (`${name}`), values to be worked out (`!time`) and, where something
/// is expected, matchers. Every node knows where it stands.
public struct Template: Sendable {
    public let shape: Shape
    public let range: SourceRange
    /// Whether nothing below depends on a variable, an example, a capture, the clock or a file.
    public let isConstant: Bool

    public indirect enum Shape: Sendable {
        case null
        case bool(Bool)
        case number(NumberText)
        case string(String)
        case array([Template])
        case object([Member])
        /// Text with holes: two or more segments, or one that is a reference in the midst of text.
        case interpolated([Segment])
        /// A whole-value `${name}`: what it names, with its type.
        case reference(Reference)
        /// `!time "clock - 92d"`
        case time(TimeExpression)
        /// `!int "${x}"`, `!text "${x}"`, `!base64 ..`
        case converted(Conversion, Template)
        /// `!file path`: the file's content; JSON by the extension `.json`, else text.
        case file(Template)
        case matcher(Matcher)
    }

    public struct Member: Sendable {
        public var name: String
        public var nameRange: SourceRange
        public var value: Template

        public init(name: String, nameRange: SourceRange, value: Template) {
            self.name = name
            self.nameRange = nameRange
            self.value = value
        }
    }

    public enum Segment: Sendable {
        case literal(String)
        case reference(Reference)
    }

    /// What stands between `${` and `}`.
    public enum Reference: Sendable, Hashable {
        /// A variable, an example's column or a capture.
        case name(String)
        /// `${env:NAME}`
        case environment(String)
        /// `${secret:NAME}`: an environment variable whose value never appears in any output.
        case secret(String)
        /// `${run:NAME}`: something of this run alone, such as `mailbox`.
        case run(String)
    }

    /// A point in time and whole steps from it: `${start} + 92d + 1ms`.
    public struct TimeExpression: Sendable {
        public enum Origin: Sendable {
            case clock
            case instant(Instant)
            case reference(Reference)
        }

        public var origin: Origin
        /// Signed; added in order.
        public var offset: Duration

        public init(origin: Origin, offset: Duration) {
            self.origin = origin
            self.offset = offset
        }
    }

    public enum Conversion: String, Sendable { case int, text, base64 }

    public init(_ shape: Shape, at range: SourceRange) {
        self.shape = shape
        self.range = range
        isConstant =
            switch shape {
            case .null, .bool, .number, .string: true
            case .array(let items): items.allSatisfy(\.isConstant)
            case .object(let members): members.allSatisfy(\.value.isConstant)
            case .interpolated, .reference, .time, .file: false
            case .converted: false
            case .matcher(let matcher): matcher.isConstant
            }
    }
}
