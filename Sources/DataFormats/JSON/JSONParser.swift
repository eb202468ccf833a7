internal import AssayCore

/// Reads one JSON text into a tape. Iterative: nesting costs a few bytes on the heap, never the stack.
struct JSONParser {
    let input: UnsafeBufferPointer<UInt8>
    let maxDepth: Int
    var position = 0
    var entries: [JSONTape.Entry] = []
    var hasDuplicateNames = false
    private var open: [Container] = []
    /// The hashes of the names in all open objects, innermost last.
    private var nameHashes: [UInt32] = []

    private struct Container {
        var entry: Int
        var count = 0
        /// How many name hashes there were when it opened.
        var firstHash: Int
        var isObject: Bool
    }

    init(_ input: UnsafeBufferPointer<UInt8>, maxDepth: Int) {
        self.input = input
        self.maxDepth = maxDepth
        entries.reserveCapacity(input.count / 8 + 8)
    }

    mutating func parse() throws(JSONFault) {
        guard input.count <= JSONTape.maxBytes else {
            throw JSONFault(message: "the text is larger than a JSON document may be here (1 GiB)", offset: 0)
        }
        if input.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONFault(message: "a JSON text must not begin with a byte order mark", offset: 0)
        }
        skipWhitespace()
        var isComplete = try parseValue(after: nil)
        while !isComplete { isComplete = try parseNext() }
        skipWhitespace()
        guard position == input.count else { throw expected("the end of the text after the JSON value") }
    }

    @inline(__always) var current: UInt8? { position < input.count ? input[position] : nil }

    @inline(__always) mutating func skipWhitespace() {
        while position < input.count {
            let byte = input[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    func expected(_ what: String) -> JSONFault {
        JSONFault(message: "expected \(what), found \(found(at: position))", offset: position)
    }
}

// MARK: - Structure

extension JSONParser {
    /// Reads a scalar or opens a container; `true` when the whole text's value has ended with it.
    private mutating func parseValue(after opener: StaticString?) throws(JSONFault) -> Bool {
        guard let byte = current else { throw expectedValue(after: opener) }
        switch byte {
        case UInt8(ascii: "\""): try parseString(isName: false)
        case UInt8(ascii: "{"): return try openContainer(isObject: true)
        case UInt8(ascii: "["): return try openContainer(isObject: false)
        case UInt8(ascii: "-"), 0x30...0x39: try parseNumber()
        case UInt8(ascii: "t"): try parseLiteral("true", .yes)
        case UInt8(ascii: "f"): try parseLiteral("false", .no)
        case UInt8(ascii: "n"): try parseLiteral("null", .null)
        default: throw expectedValue(after: opener)
        }
        return open.isEmpty
    }

    private func expectedValue(after opener: StaticString?) -> JSONFault {
        expected(opener.map { "a value after '\($0)'" } ?? "a JSON value")
    }

    private mutating func openContainer(isObject: Bool) throws(JSONFault) -> Bool {
        guard open.count < maxDepth else {
            throw JSONFault(message: "arrays and objects are nested deeper than \(maxDepth)", offset: position)
        }
        open.append(Container(entry: entries.count, firstHash: nameHashes.count, isObject: isObject))
        entries.append(.init(isObject ? .object : .array, start: position, end: position))
        position += 1
        skipWhitespace()
        guard current != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else { return closeContainer() }
        return isObject ? try parseMember(after: "{") : try parseElement(after: "[")
    }

    private mutating func parseElement(after opener: StaticString) throws(JSONFault) -> Bool {
        open[open.count - 1].count += 1
        return try parseValue(after: opener)
    }

    private mutating func parseMember(after opener: StaticString) throws(JSONFault) -> Bool {
        open[open.count - 1].count += 1
        guard current == UInt8(ascii: "\"") else { throw expected("a member name in double quotes after '\(opener)'") }
        try parseString(isName: true)
        nameHashes.append(entries[entries.count - 1].link)
        skipWhitespace()
        guard current == UInt8(ascii: ":") else { throw expected("':' after the member name") }
        position += 1
        skipWhitespace()
        return try parseValue(after: ":")
    }

    /// Goes on after a complete value inside a container.
    private mutating func parseNext() throws(JSONFault) -> Bool {
        skipWhitespace()
        let isObject = open[open.count - 1].isObject
        switch current {
        case UInt8(ascii: ","):
            position += 1
            skipWhitespace()
            return isObject ? try parseMember(after: ",") : try parseElement(after: ",")
        case UInt8(ascii: "}") where isObject, UInt8(ascii: "]") where !isObject:
            return closeContainer()
        default:
            throw expected(isObject ? "',' or '}'" : "',' or ']'")
        }
    }

    private mutating func closeContainer() -> Bool {
        position += 1
        let container = open.removeLast()
        entries[container.entry].close(count: container.count, end: position, link: entries.count)
        if container.isObject {
            if container.count > 1, !hasDuplicateNames { checkNames(of: container) }
            nameHashes.removeLast(nameHashes.count - container.firstHash)
        }
        return open.isEmpty
    }

    private mutating func checkNames(of object: Container) {
        let hashes = nameHashes[object.firstHash...]
        guard hasEqualPair(hashes) else { return }
        // Equal hashes are rare, but only the names themselves say.
        hasDuplicateNames = entries.withUnsafeBufferPointer { entries in
            let names = sortedNames(ofObject: object.entry, entries: entries, bytes: input)
            return zip(names, names.dropFirst()).contains { compareNames($0, $1, entries, input) == 0 }
        }
    }

    private func hasEqualPair(_ hashes: ArraySlice<UInt32>) -> Bool {
        guard hashes.count <= 24 else {
            let sorted = hashes.sorted()
            return zip(sorted, sorted.dropFirst()).contains(where: ==)
        }
        for left in hashes.indices {
            for right in hashes.index(after: left)..<hashes.endIndex where hashes[left] == hashes[right] { return true }
        }
        return false
    }
}

// MARK: - What was found

extension JSONParser {
    func found(at offset: Int) -> String {
        guard offset < input.count else { return "the end of the text" }
        let length = utf8SequenceLength(input, at: offset)
        guard length > 0 else { return "byte 0x\(hexadecimal(input[offset], digits: 2)), which is not UTF-8" }
        let text = String(decoding: input[offset..<offset + length], as: UTF8.self)
        guard text.displayed == text else {
            return "U+\(hexadecimal(text.unicodeScalars.first?.value ?? 0, digits: 4))"
        }
        return "'\(text)'"
    }
}

func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}
