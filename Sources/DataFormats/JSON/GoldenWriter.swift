/// Writes the form of JSON that golden files have, so that equal values have equal files but for their number texts.
///
/// Two spaces a level, one element or member a line, members by the UTF-16 code units of their names (RFC 8785
/// section 3.2.3; duplicate names stay in their order), `[]` and `{}` for empty ones, number texts as they came, strings as
/// RFC 8785 section 3.2.2.2 writes them. The caller adds the final line feed.
struct GoldenWriter {
    let input: UnsafeBufferPointer<UInt8>
    let entries: TapeEntries
    var output: [UInt8] = []

    init(input: UnsafeBufferPointer<UInt8>, entries: TapeEntries) {
        self.input = input
        self.entries = entries
    }

    mutating func write(_ index: Int, depth: Int) {
        let entry = entries[index]
        switch entry.tag {
        case .array where entry.count > 0: writeArray(index, depth: depth)
        case .array: output.append(contentsOf: "[]".utf8)
        case .object where entry.count > 0: writeObject(index, depth: depth)
        case .object: output.append(contentsOf: "{}".utf8)
        default: appendScalar(entry, input, to: &output)
        }
    }

    private mutating func writeArray(_ array: Int, depth: Int) {
        output.append(UInt8(ascii: "["))
        var index = array + 1
        while index < Int(entries[array].link) {
            startLine(isFirst: index == array + 1, depth: depth + 1)
            write(index, depth: depth + 1)
            index = entries.index(after: index)
        }
        endLines(with: UInt8(ascii: "]"), depth: depth)
    }

    private mutating func writeObject(_ object: Int, depth: Int) {
        output.append(UInt8(ascii: "{"))
        for (position, name) in sortedNames(ofObject: object, entries: entries, bytes: input).enumerated() {
            startLine(isFirst: position == 0, depth: depth + 1)
            appendScalar(entries[name], input, to: &output)
            output.append(contentsOf: ": ".utf8)
            write(name + 1, depth: depth + 1)
        }
        endLines(with: UInt8(ascii: "}"), depth: depth)
    }

    private mutating func startLine(isFirst: Bool, depth: Int) {
        if !isFirst { output.append(UInt8(ascii: ",")) }
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: depth * 2))
    }

    private mutating func endLines(with bracket: UInt8, depth: Int) {
        output.append(0x0A)
        output.append(contentsOf: repeatElement(0x20, count: depth * 2))
        output.append(bracket)
    }
}
