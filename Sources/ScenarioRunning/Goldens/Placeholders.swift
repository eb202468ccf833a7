internal import AssayCore
internal import DataFormats

/// What stands in golden files for volatile values: `<uuid#1>`, `<epoch-ms#2>`.
///
/// Equal values of a form have equal numbers in all of a case, whatever step, body or attachment they stand in: so what refers to
/// what is compared too. Numbers are given in the order in which values are met.
struct Placeholders {
    private var numbers: [String: [[UInt8]: Int]] = [:]
    /// While it is tried which message is which, nothing is known of those before it, so placeholders have no numbers.
    var areNumbered = true

    mutating func placeholder(for value: [UInt8], of rule: Normalization) -> String {
        let label = rule.label
        guard areNumbered else { return "<\(label)>" }
        let next = numbers[label, default: [:]].count + 1
        let number = numbers[label]?[value] ?? next
        numbers[label, default: [:]][value] = number
        return "<\(label)#\(number)>"
    }

    mutating func placeholder(for node: JSONNode, of rule: Normalization) -> String {
        // A string is equal to a cell of the same text, and 1435708800000.0 to 1435708800000.
        if let integer = node.decimal?.integer { return placeholder(for: Array(String(integer).utf8), of: rule) }
        return placeholder(for: node.withUTF8 { Array($0) }, of: rule)
    }

    /// A golden file as contents with these placeholders can be compared with it.
    func golden(_ bytes: [UInt8], by rules: [Normalization]) -> [UInt8] {
        areNumbered ? bytes : rules.reduce(bytes) { $0.withoutNumbers(ofPlaceholders: $1.label) }
    }
}

extension [UInt8] {
    /// `<uuid#12>` becomes `<uuid>`.
    fileprivate func withoutNumbers(ofPlaceholders label: String) -> [UInt8] {
        let start = Array("<\(label)#".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(count)
        var index = startIndex
        while index < endIndex {
            guard self[index] == start[0], self[index...].starts(with: start) else {
                result.append(self[index])
                index += 1
                continue
            }
            result += start.dropLast()
            index += start.count
            while index < endIndex, self[index] &- 0x30 < 10 { index += 1 }
        }
        return result
    }
}

extension Normalization {
    /// The form's name in placeholders.
    var label: String {
        switch form {
        case .uuid: "uuid"
        case .timestamp(let form): form.rawValue
        case .pattern: "pattern"
        }
    }
}
