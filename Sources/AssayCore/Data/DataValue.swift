/// A value of the JSON data model, as a scenario, a variable or a setting holds it.
///
/// Numbers keep their text; object members keep their order, and their names are unique.
public indirect enum DataValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(NumberText)
    case string(String)
    case array([DataValue])
    case object([Member])

    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: DataValue

        public init(_ name: String, _ value: DataValue) {
            self.name = name
            self.value = value
        }
    }
}

extension DataValue {
    /// The member of that name, compared by Unicode scalars; `nil` for anything but an object that has it.
    public subscript(name: String) -> DataValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// "string", "number", "array": the kind as JSON calls it.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// A number as it was written, in the grammar of RFC 8259 section 6: `9007199254740993`, `1.0`, `1e400`.
///
/// Equality is that of the text; equality by value is `Decimal`'s.
public struct NumberText: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    public init(_ number: some BinaryInteger) {
        text = String(number)
    }

    /// Returns `nil` when `text` is not a JSON number.
    public init?(_ text: String) {
        guard Self.isNumber(text.utf8) else { return nil }
        self.text = text
    }

    /// Takes the word of a reader that has already checked the grammar.
    package init(checked text: String) {
        self.text = text
    }

    public var description: String { text }

    /// The value when it is written as an integer that fits.
    public var integer: Int? { Int(text) }

    private static func isNumber(_ text: String.UTF8View) -> Bool {
        var rest = text[...]
        func digits() -> Int {
            let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
            rest = rest.dropFirst(count)
            return count
        }
        func take(_ accepted: UInt8...) -> Bool {
            guard let byte = rest.first, accepted.contains(byte) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() > 0 else { return false }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { return false }
        }
        if take(UInt8(ascii: "e"), UInt8(ascii: "E")) {
            _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
