package import AssayCore

extension JSONNode {
    /// Appends the value as JSON without white space; members in their order, number texts kept, strings as
    /// RFC 8785 section 3.2.2.2 writes them. Stops soon after the buffer holds more than `limit` bytes.
    package func append(to bytes: inout [UInt8], limit: Int = .max) {
        tape.bytes.withUnsafeBufferPointer { input in
            tape.entries.withUnsafeBufferPointer { entries in
                var writer = CompactWriter(input: input, entries: entries, limit: limit)
                writer.write(index, to: &bytes)
            }
        }
    }

    /// The value as a golden file holds it: see `GoldenWriter`.
    package func goldenJSON() -> [UInt8] {
        tape.bytes.withUnsafeBufferPointer { input in
            tape.entries.withUnsafeBufferPointer { entries in
                var writer = GoldenWriter(input: input, entries: entries)
                writer.write(index, depth: 0)
                writer.output.append(0x0A)
                return writer.output
            }
        }
    }

    /// The value as JSON on one line, for messages; cut after `limit` Unicode scalars, with "…" for what is left out.
    package func displayed(limit: Int = 200) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes, limit: (limit + 1) * 4)
        return cut(bytes, to: limit)
    }
}

extension DataValue {
    /// Appends the value as JSON without white space: see `JSONNode.append(to:)`.
    package func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.text.utf8)
        case .string(let text): appendJSONString(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                appendJSONString(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// The value as JSON on one line, for messages: see `JSONNode.displayed(limit:)`.
    package func displayed(limit: Int = 200) -> String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return cut(bytes, to: limit)
    }

    /// The value as a golden file holds it: see `GoldenWriter`.
    ///
    /// - Throws: When it is nested deeper than 512 levels, as no reader here would take it back.
    package func goldenJSON() throws(JSONSyntaxError) -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return try JSONDocument(parsing: bytes).root.goldenJSON()
    }
}

/// The first `limit` scalars of a text in UTF-8, and "…" when there are more.
func cut(_ bytes: [UInt8], to limit: Int) -> String {
    var scalars = 0
    for (index, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 {
        if scalars == limit { return String(decoding: bytes[..<index], as: UTF8.self) + "…" }
        scalars += 1
    }
    return String(decoding: bytes, as: UTF8.self)
}

private struct CompactWriter {
    let input: UnsafeBufferPointer<UInt8>
    let entries: TapeEntries
    let limit: Int

    mutating func write(_ index: Int, to output: inout [UInt8]) {
        guard output.count <= limit else { return }
        let entry = entries[index]
        switch entry.tag {
        case .array:
            writeList(index, open: UInt8(ascii: "["), close: UInt8(ascii: "]"), isObject: false, to: &output)
        case .object:
            writeList(index, open: UInt8(ascii: "{"), close: UInt8(ascii: "}"), isObject: true, to: &output)
        default:
            appendScalar(entry, input, limit: limit, to: &output)
        }
    }

    private mutating func writeList(_ list: Int, open: UInt8, close: UInt8, isObject: Bool, to output: inout [UInt8]) {
        output.append(open)
        var index = list + 1
        while index < Int(entries[list].link) {
            guard output.count <= limit else { return }
            if index > list + 1 { output.append(UInt8(ascii: ",")) }
            if isObject {
                appendScalar(entries[index], input, limit: limit, to: &output)
                output.append(UInt8(ascii: ":"))
                index += 1
            }
            write(index, to: &output)
            index = entries.index(after: index)
        }
        output.append(close)
    }
}

/// Appends a number, a literal or a string in quotes.
func appendScalar(
    _ entry: JSONTape.Entry, _ input: UnsafeBufferPointer<UInt8>, limit: Int = .max, to output: inout [UInt8]
) {
    guard entry.tag == .string else {
        output.append(contentsOf: UnsafeBufferPointer(rebasing: input[entry.range].prefix(limit)))
        return
    }
    withDecoded(entry, input) { text in
        appendJSONString(UnsafeBufferPointer(rebasing: text.prefix(limit)), to: &output)
    }
}
