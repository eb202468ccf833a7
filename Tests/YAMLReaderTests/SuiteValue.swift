import AssayCore
import YAMLReader

/// A JSON value as the outside suite states what a YAML text means; numbers by value, duplicate names kept.
indirect enum SuiteValue {
    case null, bool(Bool), number(Double), string(String), array([SuiteValue]), object([(String, SuiteValue)])

    /// Returns the JSON texts that stand one after another in `bytes`, or `nil` when they are no JSON.
    static func all(in bytes: [UInt8]) -> [SuiteValue]? {
        var reader = Reader(bytes: bytes)
        var values: [SuiteValue] = []
        while !reader.isAtEnd {
            guard let value = reader.value() else { return nil }
            values.append(value)
        }
        return values
    }

    /// Whether the node has this value by the core schema; keys are compared as their text, in any order.
    func agrees(with node: YAMLNode) -> Bool {
        switch (self, node.kind) {
        case (.array(let values), .sequence):
            return values.count == node.items.count && zip(values, node.items).allSatisfy { $0.agrees(with: $1) }
        case (.object(let members), .mapping):
            return members.count == node.entries.count
                && members.allSatisfy { name, value in node[name].map { value.agrees(with: $0) } ?? false }
        case (_, .scalar): return agrees(with: node.coreValue)
        default: return false
        }
    }

    private func agrees(with scalar: CoreScalar) -> Bool {
        switch (self, scalar) {
        case (.null, .null): true
        case (.bool(let value), .bool(let other)): value == other
        case (.string(let text), .string(let other)): text.utf8.elementsEqual(other.utf8)
        case (.number(let value), .int), (.number(let value), .float): scalar.number.flatMap { Double($0.text) } == value
        default: false
        }
    }
}

extension SuiteValue {
    private struct Reader {
        let bytes: [UInt8]
        var index = 0

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return index == bytes.count
            }
        }

        mutating func skipSpace() {
            while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        }

        mutating func take(_ text: String) -> Bool {
            skipSpace()
            guard bytes[index...].starts(with: text.utf8) else { return false }
            index += text.utf8.count
            return true
        }

        mutating func value() -> SuiteValue? {
            if take("null") { return .null }
            if take("true") { return .bool(true) }
            if take("false") { return .bool(false) }
            if take("\"") { return string().map { .string($0) } }
            if take("[") { return array() }
            if take("{") { return object() }
            let start = index
            while index < bytes.count, "+-.0123456789eE".utf8.contains(bytes[index]) { index += 1 }
            return Double(String(decoding: bytes[start..<index], as: UTF8.self)).map { .number($0) }
        }

        private mutating func array() -> SuiteValue? {
            var values: [SuiteValue] = []
            if take("]") { return .array(values) }
            repeat {
                guard let value = value() else { return nil }
                values.append(value)
            } while take(",")
            return take("]") ? .array(values) : nil
        }

        private mutating func object() -> SuiteValue? {
            var members: [(String, SuiteValue)] = []
            if take("}") { return .object(members) }
            repeat {
                guard take("\""), let name = string(), take(":"), let value = value() else { return nil }
                members.append((name, value))
            } while take(",")
            return take("}") ? .object(members) : nil
        }

        private mutating func string() -> String? {
            var units: [UInt16] = []
            while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\") {
                    guard let unit = escape() else { return nil }
                    units.append(unit)
                    continue
                }
                let end = bytes[index...].firstIndex { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") } ?? bytes.count
                units += String(decoding: bytes[index..<end], as: UTF8.self).utf16
                index = end
            }
            index += 1
            return String(decoding: units, as: UTF16.self)
        }

        private mutating func escape() -> UInt16? {
            guard index + 1 < bytes.count else { return nil }
            let letter = bytes[index + 1]
            index += 2
            let short: [UInt8: UInt16] = [
                UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
                UInt8(ascii: "\""): 34, UInt8(ascii: "\\"): 92, UInt8(ascii: "/"): 47,
            ]
            if let unit = short[letter] { return unit }
            guard letter == UInt8(ascii: "u"), index + 4 <= bytes.count else { return nil }
            index += 4
            return UInt16(String(decoding: bytes[index - 4..<index], as: UTF8.self), radix: 16)
        }
    }
}
