public import AssayCore
import DataFormats

/// Templates as tests write them: literals for values, `.match(..)` for matchers. All stand in line 1; the column counts up
/// only where a test sets it.
extension Template: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    static let anywhere = SourceRange(line: 1, column: 1)

    public init(stringLiteral value: String) { self.init(.string(value), at: Self.anywhere) }
    public init(integerLiteral value: Int) { self.init(.number(NumberText(value)), at: Self.anywhere) }
    public init(booleanLiteral value: Bool) { self.init(.bool(value), at: Self.anywhere) }
    public init(nilLiteral: ()) { self.init(.null, at: Self.anywhere) }
    public init(arrayLiteral elements: Template...) { self.init(.array(elements), at: Self.anywhere) }
    public init(dictionaryLiteral elements: (String, Template)...) {
        self.init(.object(elements.map(Self.member)), at: Self.anywhere)
    }

    static func member(_ name: String, _ value: Template) -> Member {
        Member(name: name, nameRange: anywhere, value: value)
    }

    static func match(_ matcher: Matcher, column: Int = 1) -> Template {
        Template(.matcher(matcher), at: SourceRange(line: 1, column: column))
    }

    static func number(_ text: String) -> Template {
        Template(NumberText(text).map(Shape.number) ?? .null, at: anywhere)
    }

    static func partial(_ members: KeyValuePairs<String, Template>) -> Template {
        match(.partial(members.map { member($0.key, $0.value) }))
    }

    /// The same at another column.
    func at(column: Int) -> Template { Template(shape, at: SourceRange(line: 1, column: column)) }

    /// A value as a literal, from JSON.
    static func json(_ text: String) throws -> Template { Template(try JSONDocument(parsing: text).root) }

    init(_ node: JSONNode) {
        let shape: Shape =
            switch node.kind {
            case .null: .null
            case .bool: .bool(node.bool == true)
            case .number: node.number.map(Shape.number) ?? .null
            case .string: .string(node.string ?? "")
            case .array: .array(node.elements.map(Template.init))
            case .object: .object(node.members.map { Self.member($0.name.string ?? "", Template($0.value)) })
            }
        self.init(shape, at: Self.anywhere)
    }
}

/// 2015-07-01T00:00:00Z
let noon = Instant(seconds: 1_435_708_800)
