package import AssayCore

extension DataValue {
    /// The same value, with number texts, member order and duplicate names. Half of a surrogate pair becomes replacement characters
    /// (U+FFFD).
    package init(_ node: JSONNode) {
        switch node.kind {
        case .null: self = .null
        case .bool: self = .bool(node.bool ?? false)
        case .number: self = node.number.map(DataValue.number) ?? .null
        case .string: self = .string(node.string ?? "")
        case .array:
            self = .array(node.elements.map(DataValue.init))
        case .object:
            self = .object(node.members.map { Member($0.name.string ?? "", DataValue($0.value)) })
        }
    }

    /// Reads a JSON text; duplicate names are kept.
    ///
    /// - Throws: Beside what `JSONDocument` refuses, half of a surrogate pair: a `String` cannot hold it.
    package init(json bytes: [UInt8]) throws(JSONSyntaxError) {
        let document = try JSONDocument(parsing: bytes)
        if let bad = document.tape.entries.first(where: { $0.tag == .string && $0.hasLoneSurrogate }) {
            throw bytes.withUnsafeBufferPointer { input in
                JSONSyntaxError(
                    JSONFault(
                        message: "the string has half of a surrogate pair, which is no Unicode text", offset: Int(bad.start) - 1),
                    in: input)
            }
        }
        self.init(document.root)
    }
}
