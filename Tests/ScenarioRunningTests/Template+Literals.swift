public import AssayCore

/// Templates as tests write them. All stand in line 6 unless a test says otherwise.
extension Template: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
{
    static let usual = SourceRange(line: 6, column: 5)

    public init(stringLiteral value: String) { self.init(.string(value), at: Self.usual) }
    public init(integerLiteral value: Int) { self.init(.number(NumberText(value)), at: Self.usual) }
    public init(booleanLiteral value: Bool) { self.init(.bool(value), at: Self.usual) }
    public init(nilLiteral: ()) { self.init(.null, at: Self.usual) }
    public init(arrayLiteral elements: Template...) { self.init(.array(elements), at: Self.usual) }
    public init(dictionaryLiteral elements: (String, Template)...) {
        self.init(.object(elements.map { Member.of($0, $1) }), at: Self.usual)
    }

    static func match(_ matcher: Matcher) -> Template { Template(.matcher(matcher), at: usual) }
    static func name(_ name: String) -> Template { Template(.reference(.name(name)), at: usual) }
    static func secret(_ name: String) -> Template { Template(.reference(.secret(name)), at: usual) }
    static func text(_ segments: Segment...) -> Template { Template(.interpolated(segments), at: usual) }
    static func time(_ origin: TimeExpression.Origin, _ offset: Duration = .zero) -> Template {
        Template(.time(TimeExpression(origin: origin, offset: offset)), at: usual)
    }
    static let absent = match(.absent)

    /// The same at another line.
    func on(_ line: Int) -> Template { Template(shape, at: SourceRange(line: line, column: 5)) }
}

extension Template.Member {
    static func of(_ name: String, _ value: Template) -> Self {
        Self(name: name, nameRange: SourceRange(line: 5, column: 3), value: value)
    }
}

extension [Template.Member] {
    static func of(_ members: KeyValuePairs<String, Template>) -> Self { members.map { .of($0.key, $0.value) } }
}
