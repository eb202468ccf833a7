internal import AssayCore
internal import Comparison
internal import DataFormats

/// An order of a document's volatile values that is the same in whatever order the elements of its arranged arrays come.
///
/// Placeholders are numbered in it: else the same elements in another order would have others. Such elements are put in the order of
/// their keys, then of all that is not volatile in them.
struct ArrangedOrder {
    private let arrays: ArrangedArrays
    private let labels: [Int: String]
    /// By where the value begins.
    private var ranks: [Int: Int] = [:]

    /// - Parameter labels: Of the volatile values, by where they begin in the document.
    init(of document: JSONDocument, _ arrays: ArrangedArrays, volatile labels: [Int: String]) {
        self.arrays = arrays
        self.labels = labels
        number(document.root)
    }

    func sorted(_ matches: [JSONMatch]) -> [JSONMatch] {
        matches.sorted { ranks[$0.node.offset, default: 0] < ranks[$1.node.offset, default: 0] }
    }

    private mutating func number(_ node: JSONNode) {
        if labels[node.offset] != nil { ranks[node.offset] = ranks.count }
        for element in elements(of: node) { number(element) }
        for member in members(of: node) { number(member.value) }
    }

    private func elements(of node: JSONNode) -> [JSONNode] {
        let elements = Array(node.elements)
        guard let manner = arrays.manner(of: node) else { return elements }
        return elements.map { (text: sortText(of: $0, manner), node: $0) }
            .sorted { $0.text.lexicographicallyPrecedes($1.text) }.map(\.node)
    }

    private func members(of node: JSONNode) -> [JSONNode.Member] {
        node.members.map { (name: $0.name.withUTF8 { Array($0) }, member: $0) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }.map(\.member)
    }

    private func sortText(of element: JSONNode, _ manner: ArrayRule.Manner) -> [UInt8] {
        var text: [UInt8] = []
        if case .keyed(let names) = manner {
            for name in names { if let part = element[name] { append(part, to: &text) } else { text.append(0) } }
        }
        append(element, to: &text)
        return text
    }

    /// The same for equal values, and for values that differ only in what is volatile.
    private func append(_ node: JSONNode, to text: inout [UInt8]) {
        if let label = labels[node.offset] {
            text += [UInt8(ascii: "<")] + label.utf8
            return
        }
        switch node.kind {
        case .array:
            text.append(UInt8(ascii: "["))
            for element in elements(of: node) { append(element, to: &text) }
            text.append(UInt8(ascii: "]"))
        case .object:
            text.append(UInt8(ascii: "{"))
            for member in members(of: node) {
                append(member.name, to: &text)
                append(member.value, to: &text)
            }
            text.append(UInt8(ascii: "}"))
        case .number: text += (node.decimal.map { "\($0)" } ?? "").utf8 + [UInt8(ascii: ",")]
        case .string: text += [UInt8(ascii: "\"")] + node.withUTF8 { Array($0) } + [0]
        case .null: text.append(UInt8(ascii: "n"))
        case .bool: text.append(UInt8(ascii: node.bool == true ? "t" : "f"))
        }
    }
}
