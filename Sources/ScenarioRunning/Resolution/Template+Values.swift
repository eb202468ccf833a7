internal import AssayCore

extension Template {
    /// A value that came from elsewhere, as if all of it stood at one place.
    init(value: DataValue, at range: SourceRange) {
        let shape: Shape =
            switch value {
            case .null: .null
            case .bool(let value): .bool(value)
            case .number(let number): .number(number)
            case .string(let text): .string(text)
            case .array(let elements): .array(elements.map { Template(value: $0, at: range) })
            case .object(let members):
                .object(members.map { Member(name: $0.name, nameRange: range, value: Template(value: $0.value, at: range)) })
            }
        self.init(shape, at: range)
    }

    /// A string, a number as it is written, `true` or `false`; `nil` for all else.
    var scalarText: String? {
        switch shape {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }

    /// Whether it says that nothing is there: null or `!absent`.
    var isNothing: Bool {
        switch shape {
        case .null, .matcher(.absent): true
        default: false
        }
    }

    var isAbsent: Bool {
        if case .matcher(.absent) = shape { true } else { false }
    }

    /// "an array": for messages.
    var kindName: String {
        switch shape {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .matcher: "a matcher"
        case .interpolated, .reference, .time, .converted, .file: "an unresolved value"
        }
    }

    /// The resolved template as a value, without the members that are `!absent`.
    ///
    /// - Throws: For a matcher, which no value can be made of.
    func dataValue() throws(ResolutionError) -> DataValue {
        switch shape {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .number(let number): return .number(number)
        case .string(let text): return .string(text)
        case .array(let elements):
            var values: [DataValue] = []
            for element in elements { values.append(try element.dataValue()) }
            return .array(values)
        case .object(let members):
            var values: [DataValue.Member] = []
            for member in members where !member.value.isAbsent {
                values.append(DataValue.Member(member.name, try member.value.dataValue()))
            }
            return .object(values)
        case .interpolated, .reference, .time, .converted, .file, .matcher:
            throw ResolutionError("\(kindName) stands where a value is needed", at: range)
        }
    }
}
