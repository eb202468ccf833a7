internal import AssayCore
internal import DataFormats

/// Expected elements of an array, found by the values of their key.
struct KeyedItems: Sendable {
    let names: [String]
    let items: [ExpectedValue]
    /// One for each item.
    let keys: [ElementKey]
    /// Where each key is among the items.
    let positions: [ElementKey: Int]

    /// - Parameter path: Where the array stands in a golden, whose parts have no place in the scenario.
    /// - Throws: For an item that has no key, and for two that have the same.
    init(_ names: [String], _ items: [ExpectedValue], at path: [JSONStep]? = nil) throws(InvalidExpectation) {
        self.names = names
        self.items = items
        var keys: [ElementKey] = []
        var positions: [ElementKey: Int] = [:]
        func fault(_ message: String, of index: Int) -> InvalidExpectation {
            let place = path.map { ($0 + [.index(index)]).pointer + ": " } ?? ""
            return InvalidExpectation(place + message, at: items[index].range)
        }
        for (index, item) in items.enumerated() {
            let key: ElementKey
            switch ElementKey.find(names, member: item.member) {
            case .key(let found): key = found
            case .missing(let name): throw fault("the element has no key: '\(name)' is missing", of: index)
            case .unfit(let name, _):
                throw fault("the element has no key: '\(name)' must be a string, a number or a boolean", of: index)
            }
            if let earlier = positions.updateValue(index, forKey: key) {
                throw fault("elements \(earlier + 1) and \(index + 1) have the same key: \(key.displayed(names))", of: index)
            }
            keys.append(key)
        }
        self.keys = keys
        self.positions = positions
    }
}

/// The values that tell one element of an array from all others: strings by scalars, numbers by value.
struct ElementKey: Hashable, Sendable {
    fileprivate enum Part: Hashable {
        case string([UInt8])
        case number(Decimal)
        case bool(Bool)
    }

    enum Search {
        case key(ElementKey)
        /// There is no member of that name.
        case missing(String)
        /// Null, an array or an object tells nothing apart.
        case unfit(String, JSONNode?)
    }

    fileprivate let parts: [Part]

    /// - Parameter member: Finds the value of a name: `.some(nil)` for one that is no fixed value.
    static func find(_ names: [String], member: (String) -> JSONNode??) -> Search {
        var parts: [Part] = []
        for name in names {
            guard let found = member(name) else { return .missing(name) }
            guard let node = found, let part = Part(node) else { return .unfit(name, found) }
            parts.append(part)
        }
        return .key(ElementKey(parts: parts))
    }

    /// `id "a", version 2`
    func displayed(_ names: [String]) -> String {
        zip(names, parts).map { "\($0) \($1.displayed)" }.joined(separator: ", ")
    }
}

extension ElementKey.Part {
    fileprivate init?(_ node: JSONNode) {
        switch node.kind {
        case .string: self = .string(node.withUTF8 { Array($0) })
        case .number:
            guard let decimal = node.decimal else { return nil }
            self = .number(decimal)
        case .bool: self = .bool(node.bool == true)
        case .null, .array, .object: return nil
        }
    }

    fileprivate var displayed: String {
        switch self {
        case .string(let bytes): DataValue.string(String(decoding: bytes, as: UTF8.self)).displayed(limit: 60)
        case .number(let number): "\(number)"
        case .bool(let value): "\(value)"
        }
    }
}

extension ExpectedValue {
    /// What is expected of the member of that name, when that is a value and no matcher.
    fileprivate func member(_ name: String) -> JSONNode?? {
        switch rule {
        case .literal(let literal): return literal.node[name].map { $0 }
        case .object(let members, _):
            guard let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
            return .some(member.value.literal?.node)
        default: return nil
        }
    }
}
