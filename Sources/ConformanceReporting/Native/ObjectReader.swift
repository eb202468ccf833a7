import AssayCore
import DataFormats

/// One object of a native report, read strictly: no unknown member, no missing one, none of another type.
struct ObjectReader {
    private let members: [(name: String, value: JSONNode)]
    private let path: String

    /// - Throws: When `node` is no object, or has a member that is not in `names`.
    init(_ node: JSONNode, at path: String, names: [String]) throws(InvalidLine) {
        guard node.kind == .object else { throw InvalidLine("expected an object", at: path) }
        var members: [(name: String, value: JSONNode)] = []
        for member in node.members {
            guard let name = member.name.string, names.contains(name) else {
                throw InvalidLine("unknown member '\(shown(member.name.string ?? "", limit: 80))'", at: path)
            }
            members.append((name, member.value))
        }
        self.members = members
        self.path = path
    }

    func has(_ name: String) -> Bool { member(name) != nil }

    private func member(_ name: String) -> JSONNode? { members.first { $0.name == name }?.value }

    func value<Value>(
        _ name: String, _ read: (JSONNode, _ path: String) throws(InvalidLine) -> Value
    ) throws(InvalidLine) -> Value {
        guard let member = member(name) else { throw InvalidLine("member '\(name)' is missing", at: path) }
        return try read(member, path(to: name))
    }

    func optional<Value>(
        _ name: String, _ read: (JSONNode, _ path: String) throws(InvalidLine) -> Value
    ) throws(InvalidLine) -> Value? {
        guard let member = member(name) else { return nil }
        return try read(member, path(to: name))
    }

    func array<Element>(
        _ name: String, _ read: (JSONNode, _ path: String) throws(InvalidLine) -> Element
    ) throws(InvalidLine) -> [Element] {
        try value(name) { (node, path) throws(InvalidLine) in
            guard node.kind == .array else { throw InvalidLine("expected an array", at: path) }
            var elements: [Element] = []
            for element in node.elements { elements.append(try read(element, "\(path)[\(elements.count)]")) }
            return elements
        }
    }

    func text(_ name: String) throws(InvalidLine) -> String { try value(name, Self.text) }
    func optionalText(_ name: String) throws(InvalidLine) -> String? { try optional(name, Self.text) }
    func texts(_ name: String) throws(InvalidLine) -> [String] { try array(name, Self.text) }

    func flag(_ name: String) throws(InvalidLine) -> Bool {
        try value(name) { (node, path) throws(InvalidLine) in
            guard let flag = node.bool else { throw InvalidLine("expected true or false", at: path) }
            return flag
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(InvalidLine) -> Int {
        if let number = try optionalInteger(name, in: range) { return number }
        throw InvalidLine("member '\(name)' is missing", at: path)
    }

    func optionalInteger(_ name: String, in range: ClosedRange<Int> = 0...Int.max) throws(InvalidLine) -> Int? {
        try optional(name) { (node, path) throws(InvalidLine) in
            guard let number = node.number?.integer, range.contains(number) else {
                throw InvalidLine("expected an integer from \(range.lowerBound) to \(range.upperBound)", at: path)
            }
            return number
        }
    }

    /// A text that stands for one of the cases of an enumeration.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ node: JSONNode, _ path: String
    ) throws(InvalidLine) -> Choice {
        let text = try text(node, path)
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw InvalidLine("'\(shown(text, limit: 80))' is none of \(known)", at: path)
        }
        return choice
    }

    static func clause(_ node: JSONNode, _ path: String) throws(InvalidLine) -> ClauseID {
        let text = try text(node, path)
        guard let id = ClauseID(text) else { throw InvalidLine("'\(shown(text, limit: 80))' is no clause id", at: path) }
        return id
    }

    static func text(_ node: JSONNode, _ path: String) throws(InvalidLine) -> String {
        guard let text = node.string, !node.hasLoneSurrogate else { throw InvalidLine("expected a text", at: path) }
        return text
    }

    private func path(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
