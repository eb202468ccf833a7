extension JSONNode {
    /// The value in the one form that RFC 8785 (JCS) gives it: no white space, members by the UTF-16 code units of their names,
    /// numbers as ECMAScript writes the nearest IEEE 754 double. No line feed ends it.
    ///
    /// For signatures, hashes and other programs. What this tool compares by is exact: 9007199254740993 and 9007199254740992 are two
    /// values to it and one here. Golden files keep the texts of numbers therefore (`goldenJSON`).
    ///
    /// - Throws: For what RFC 8785 section 3.1 leaves out, at the first such place: a number beyond the doubles, half of a surrogate
    ///   pair, a name that comes twice in an object.
    package func canonicalJSON() throws(JSONSyntaxError) -> [UInt8] {
        try tape.bytes.withUnsafeBufferPointer { (input) throws(JSONSyntaxError) in
            try tape.entries.withUnsafeBufferPointer { (entries) throws(JSONSyntaxError) in
                var writer = CanonicalWriter(input: input, entries: entries)
                do throws(JSONFault) {
                    try writer.write(index)
                } catch {
                    throw JSONSyntaxError(error, in: input)
                }
                return writer.output
            }
        }
    }
}

private struct CanonicalWriter {
    let input: UnsafeBufferPointer<UInt8>
    let entries: TapeEntries
    var output: [UInt8] = []

    /// Recursive; no deeper than the document is.
    mutating func write(_ index: Int) throws(JSONFault) {
        let entry = entries[index]
        switch entry.tag {
        case .array: try writeArray(index)
        case .object: try writeObject(index)
        case .number: try writeNumber(entry)
        case .string: try writeString(entry)
        case .null, .no, .yes: appendScalar(entry, input, to: &output)
        }
    }

    private mutating func writeArray(_ array: Int) throws(JSONFault) {
        output.append(UInt8(ascii: "["))
        var index = array + 1
        while index < Int(entries[array].link) {
            if index > array + 1 { output.append(UInt8(ascii: ",")) }
            try write(index)
            index = entries.index(after: index)
        }
        output.append(UInt8(ascii: "]"))
    }

    private mutating func writeObject(_ object: Int) throws(JSONFault) {
        output.append(UInt8(ascii: "{"))
        var last: Int?
        for name in sortedNames(ofObject: object, entries: entries, bytes: input) {
            if let last {
                if compareNames(last, name, entries, input) == 0 {
                    throw JSONFault(
                        message: "the member name has come before in the object", offset: Int(entries[name].start) - 1)
                }
                output.append(UInt8(ascii: ","))
            }
            last = name
            try writeString(entries[name])
            output.append(UInt8(ascii: ":"))
            try write(name + 1)
        }
        output.append(UInt8(ascii: "}"))
    }

    private mutating func writeString(_ entry: JSONTape.Entry) throws(JSONFault) {
        if entry.hasLoneSurrogate {
            throw JSONFault(message: "the string has half of a surrogate pair", offset: Int(entry.start) - 1)
        }
        appendScalar(entry, input, to: &output)
    }

    private mutating func writeNumber(_ entry: JSONTape.Entry) throws(JSONFault) {
        let text = String(decoding: UnsafeBufferPointer(rebasing: input[entry.range]), as: UTF8.self)
        guard let number = Double(text), number.isFinite else {
            throw JSONFault(message: "the number is beyond those of IEEE 754 double precision", offset: Int(entry.start))
        }
        output.append(contentsOf: number.ecmaScriptText.utf8)
    }
}
