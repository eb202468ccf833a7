/// Header fields of a message in the order they stand (RFC 9110 section 5); names compare without regard to ASCII case.
public struct HeaderFields: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) {
        self.fields = fields
    }

    /// Every value of that name in order; empty when the field is absent.
    public subscript(all name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
    }

    /// The first value of that name.
    public subscript(name: String) -> String? {
        fields.first { $0.name.equalsIgnoringASCIICase(name) }?.value
    }

    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

extension String {
    /// Compares as RFC 9110 compares field names: `a` to `z` equal `A` to `Z`, every other byte only itself.
    public func equalsIgnoringASCIICase(_ other: String) -> Bool {
        // Most names differ in length, which is known at once.
        utf8.count == other.utf8.count
            && utf8.elementsEqual(other.utf8) { left, right in
                left == right
                    || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
            }
    }
}
