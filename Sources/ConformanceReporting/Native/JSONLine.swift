import AssayCore

/// One JSON object on a line of its own, written member by member.
///
/// Everything that a terminal or a log reader might obey is escaped, so that the line is safe to print; reading it back
/// gives every text as it was.
struct JSONLine {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Returns `{...}` and a line break.
    static func object(_ members: (inout JSONLine) -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, members)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    /// Appends `{...}` without a line break.
    static func append(to output: inout [UInt8], _ members: (inout JSONLine) -> Void) {
        var line = JSONLine()
        // The bytes are moved in and out, not copied.
        swap(&line.bytes, &output)
        line.object(members)
        swap(&line.bytes, &output)
    }

    /// Returns a text as a JSON string.
    static func text(_ text: String) -> [UInt8] {
        var line = JSONLine()
        line.append(text)
        return line.bytes
    }

    mutating func member(_ name: String, _ text: String?) {
        guard let text else { return }
        key(name)
        append(text)
    }

    mutating func member(_ name: String, _ number: (some BinaryInteger)?) {
        guard let number else { return }
        key(name)
        bytes += String(number).utf8
    }

    mutating func member(_ name: String, _ flag: Bool) {
        key(name)
        bytes += (flag ? "true" : "false").utf8
    }

    mutating func member(_ name: String, object members: (inout JSONLine) -> Void) {
        key(name)
        object(members)
    }

    mutating func member<Element>(
        _ name: String, array elements: some Sequence<Element>, _ write: (inout JSONLine, Element) -> Void
    ) {
        key(name)
        array(elements, write)
    }

    mutating func member(_ name: String, texts: some Sequence<String>) {
        member(name, array: texts) { $0.element($1) }
    }

    mutating func element(_ text: String) {
        separate()
        append(text)
    }

    mutating func elementObject(_ members: (inout JSONLine) -> Void) {
        separate()
        object(members)
    }

    mutating func elementArray(_ texts: String...) {
        separate()
        array(texts) { $0.element($1) }
    }

    private mutating func object(_ members: (inout JSONLine) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        members(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    private mutating func array<Element>(_ elements: some Sequence<Element>, _ write: (inout JSONLine, Element) -> Void) {
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        for element in elements { write(&self, element) }
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    private mutating func key(_ name: String) {
        separate()
        append(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Most texts stand as they are.
        if text.utf8.allSatisfy(Self.isPlain) {
            bytes += text.utf8
        } else {
            appendEscaped(text)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Takes over at once what stands between two characters that are escaped: bodies are long, and mostly plain.
    private mutating func appendEscaped(_ text: String) {
        var text = text
        text.withUTF8 { text in
            var (start, index) = (0, 0)
            while index < text.count {
                let byte = text[index]
                if Self.isPlain(byte) {
                    index += 1
                    continue
                }
                let scalar = byte < 0x80 ? Unicode.Scalar(byte) : Self.scalar(at: index, in: text)
                let end = index + UTF8.width(scalar)
                if byte < 0x80 || !scalar.isHarmless {
                    bytes += text[start..<index]
                    escape(scalar)
                    start = end
                }
                index = end
            }
            bytes += text[start...]
        }
    }

    /// - Parameter text: Well-formed, as the text of every `String` is.
    private static func scalar(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar {
        var units = text[index...].prefix(4).makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&units) { return scalar }
        return "\u{FFFD}"
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        let letter: UInt8? =
            switch scalar {
            case "\"": UInt8(ascii: "\"")
            case "\\": UInt8(ascii: "\\")
            case "\n": UInt8(ascii: "n")
            case "\r": UInt8(ascii: "r")
            case "\t": UInt8(ascii: "t")
            default: nil
            }
        if let letter {
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(letter)
        } else {
            for unit in String(scalar).utf16 { escape(unit) }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        let digits = String(unit, radix: 16, uppercase: true)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
    }
}
