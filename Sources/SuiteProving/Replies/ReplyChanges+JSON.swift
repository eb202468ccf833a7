internal import AssayCore
internal import DataFormats

extension ReplyChanges {
    /// Adds what can be changed in a JSON body.
    mutating func addJSON(_ root: DataValue) {
        addJSON(root, in: JSONPlace(root: root))
        addHarmless(root)
    }

    private mutating func addJSON(_ value: DataValue, in place: JSONPlace) {
        switch value {
        case .object(let members):
            change(.jsonKeyAdded, place, to: .object(members + [.init("addedByAssay", .bool(true))]))
            for (index, member) in members.enumerated() {
                let inner = place.member(index, named: member.name)
                addMember(index, of: members, in: place, inner)
                addJSON(member.value, in: inner)
            }
        case .array(let items):
            if let other = items.firstIndex(where: { $0 != items[0] }) {
                var swapped = items
                swapped.swapAt(0, other)
                change(.jsonReordered, place, to: .array(swapped))
            }
            if !items.isEmpty { change(.jsonElementRemoved, place, to: .array(items.dropLast())) }
            for (index, item) in items.enumerated() { addJSON(item, in: place.element(index)) }
        case .null:
            change(.jsonType, place, to: .string("x"))
        case .bool(let flag):
            change(.jsonValue, place, to: .bool(!flag))
            change(.jsonType, place, to: .string(flag ? "true" : "false"))
        case .number(let number):
            change(.jsonValue, place, to: .number(otherNumber(number)))
            change(.jsonType, place, to: .string(number.text))
        case .string(let text):
            change(.jsonValue, place, to: .string(text + "x"))
            change(.jsonType, place, to: .null)
        }
    }

    private mutating func addMember(_ index: Int, of members: [DataValue.Member], in place: JSONPlace, _ inner: JSONPlace) {
        guard isNew(.jsonKeyRemoved, inner.general) else { return }
        let member = members[index]
        var fewer = members
        fewer.remove(at: index)
        change(.jsonKeyRemoved, inner, replacing: place, with: .object(fewer), before: member.value, after: nil)
        var renamed = members
        renamed[index].name += "_"
        change(
            .jsonKeyRenamed, inner, replacing: place, with: .object(renamed), before: .string(member.name),
            after: .string(member.name + "_"))
    }

    private mutating func change(_ change: ReplyOperator, _ place: JSONPlace, to new: @autoclosure () -> DataValue) {
        guard isNew(change, place.general) else { return }
        let new = new()
        self.change(change, place, replacing: place, with: new, before: place.value, after: new)
    }

    private mutating func change(
        _ change: ReplyOperator, _ place: JSONPlace, replacing container: JSONPlace, with new: DataValue,
        before: DataValue?, after: DataValue?
    ) {
        let pointer = place.pointer.isEmpty ? "" : " \(place.pointer)"
        add(
            change, place.general, at: "json\(pointer)", before: before.map(shown), after: after.map(shown)
        ) { $0.response.body = json(container.root(with: new)) }
    }

    // MARK: What means nothing

    private mutating func addHarmless(_ root: DataValue) {
        add(.jsonOrder, at: "json") { $0.response.body = json(root.reordered) }
        add(.jsonSpace, at: "json") { $0.response.body = spaced($0.response.body) }
        let rewritten = root.numbersRewritten
        if rewritten != root { add(.jsonNumberText, at: "json") { $0.response.body = json(rewritten) } }
    }
}

/// A place in a JSON value, and the way back to the whole.
private struct JSONPlace: Sendable {
    /// As a JSON Pointer (RFC 6901).
    let pointer: String
    /// As `pointer`, with `*` for indexes of arrays.
    let general: String
    let value: DataValue
    private let path: [Int]
    private let whole: DataValue

    init(root: DataValue) {
        (pointer, general, value, path, whole) = ("", "", root, [], root)
    }

    private init(pointer: String, general: String, value: DataValue, path: [Int], whole: DataValue) {
        (self.pointer, self.general, self.value, self.path, self.whole) = (pointer, general, value, path, whole)
    }

    func member(_ index: Int, named name: String) -> JSONPlace {
        guard case .object(let members) = value else { return self }
        let token = "/" + name.escapedForPointer
        return JSONPlace(
            pointer: pointer + token, general: general + token, value: members[index].value, path: path + [index], whole: whole)
    }

    func element(_ index: Int) -> JSONPlace {
        guard case .array(let items) = value else { return self }
        return JSONPlace(
            pointer: "\(pointer)/\(index)", general: general + "/*", value: items[index], path: path + [index], whole: whole)
    }

    func root(with new: DataValue) -> DataValue { whole.replacing(path[...], with: new) }
}

extension DataValue {
    /// - Parameter path: Places of members and elements, from the outside in.
    fileprivate func replacing(_ path: ArraySlice<Int>, with new: DataValue) -> DataValue {
        guard let index = path.first else { return new }
        switch self {
        case .object(var members):
            members[index].value = members[index].value.replacing(path.dropFirst(), with: new)
            return .object(members)
        case .array(var items):
            items[index] = items[index].replacing(path.dropFirst(), with: new)
            return .array(items)
        default: return self
        }
    }

    /// With the members of every object in the reverse order.
    fileprivate var reordered: DataValue {
        switch self {
        case .object(let members): .object(members.reversed().map { Member($0.name, $0.value.reordered) })
        case .array(let items): .array(items.map(\.reordered))
        default: self
        }
    }

    /// With `.0` after every whole number.
    fileprivate var numbersRewritten: DataValue {
        switch self {
        case .object(let members): .object(members.map { Member($0.name, $0.value.numbersRewritten) })
        case .array(let items): .array(items.map(\.numbersRewritten))
        case .number(let number): .number(number.integer == nil ? number : NumberText(number.text + ".0") ?? number)
        default: self
        }
    }
}

extension String {
    /// RFC 6901 section 3.
    fileprivate var escapedForPointer: String {
        String(
            decoding: utf8.flatMap { byte in
                switch byte {
                case UInt8(ascii: "~"): Array("~0".utf8)
                case UInt8(ascii: "/"): Array("~1".utf8)
                default: [byte]
                }
            }, as: UTF8.self)
    }
}

private func otherNumber(_ number: NumberText) -> NumberText {
    if let integer = number.integer, integer < .max { return NumberText(integer + 1) }
    return NumberText(1) == number ? NumberText(2) : NumberText(1)
}

private func json(_ value: DataValue) -> [UInt8] {
    var bytes: [UInt8] = []
    value.append(to: &bytes)
    return bytes
}

private func shown(_ value: DataValue) -> String { value.displayed(limit: UnnoticedChange.longest) }

/// With a space after every structural character and a line break at the end.
private func spaced(_ body: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var (isInString, isEscaped) = (false, false)
    for byte in body {
        result.append(byte)
        if isInString {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString = false
            }
        } else if byte == UInt8(ascii: "\"") {
            isInString = true
        } else if "{}[],:".utf8.contains(byte) {
            result.append(0x20)
        }
    }
    return result + [0x0A]
}
