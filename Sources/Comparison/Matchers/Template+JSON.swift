internal import AssayCore
internal import DataFormats

extension Template {
    /// Whether it is resolved and has no matcher.
    var isLiteral: Bool {
        switch shape {
        case .null, .bool, .number, .string: true
        case .array(let elements): elements.allSatisfy(\.isLiteral)
        case .object(let members): members.allSatisfy(\.value.isLiteral)
        case .interpolated, .reference, .time, .converted, .file, .matcher: false
        }
    }

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

    /// Writes matchers as the array or object that they describe, and those that describe none as null.
    func appendJSON(to bytes: inout [UInt8]) {
        switch shape {
        case .bool(let value): DataValue.bool(value).append(to: &bytes)
        case .number(let number): DataValue.number(number).append(to: &bytes)
        case .string(let text): appendJSONString(text, to: &bytes)
        case .array(let elements): Self.appendArray(elements, to: &bytes)
        case .object(let members): Self.appendObject(members, to: &bytes)
        case .matcher(.partial(let members)): Self.appendObject(members, to: &bytes)
        case .matcher(.unordered(let items)), .matcher(.keyed(_, let items)), .matcher(.includes(let items)):
            Self.appendArray(items, to: &bytes)
        case .matcher(.optional(let item)): item.appendJSON(to: &bytes)
        case .null, .interpolated, .reference, .time, .converted, .file, .matcher:
            DataValue.null.append(to: &bytes)
        }
    }

    private static func appendArray(_ elements: [Template], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (index, element) in elements.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            element.appendJSON(to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private static func appendObject(_ members: [Member], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            appendJSONString(member.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.appendJSON(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Where the part at `path` stands, or the innermost part around it that there is.
    func range(at path: ArraySlice<JSONStep>) -> SourceRange {
        guard let step = path.first else { return range }
        switch (shape, step) {
        case (.array(let elements), .index(let index)) where index < elements.count:
            return elements[index].range(at: path.dropFirst())
        case (.object(let members), .name(let name)):
            guard let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return range }
            return member.value.range(at: path.dropFirst())
        default:
            return range
        }
    }
}
