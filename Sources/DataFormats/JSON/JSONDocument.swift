/// One JSON text (RFC 8259), read strictly and kept flat over its bytes.
///
/// Number texts, the order of members, duplicate names and offsets are kept. Refused: everything the grammar does not have
/// (trailing commas, comments, `NaN`, leading zeros), bytes that are not UTF-8, a byte order mark, nesting beyond `maxDepth`
/// and texts of 1 GiB or more. Accepted, as the grammar has it: half of a surrogate pair as an escape (`"\uD800"`); it equals
/// only itself.
package struct JSONDocument: Sendable {
    let tape: JSONTape

    /// O(bytes) in time, also for hostile texts with very many names; about two to three times the bytes in memory.
    package init(parsing bytes: [UInt8], maxDepth: Int = 512) throws(JSONSyntaxError) {
        tape = try bytes.withUnsafeBufferPointer { (input) throws(JSONSyntaxError) -> JSONTape in
            var parser = JSONParser(input, maxDepth: maxDepth)
            do throws(JSONFault) {
                try parser.parse()
            } catch {
                throw JSONSyntaxError(error, in: input)
            }
            return JSONTape(bytes: bytes, entries: parser.entries, hasDuplicateNames: parser.hasDuplicateNames)
        }
    }

    package init(parsing text: String, maxDepth: Int = 512) throws(JSONSyntaxError) {
        try self.init(parsing: Array(text.utf8), maxDepth: maxDepth)
    }

    package var root: JSONNode { JSONNode(tape: tape, index: 0) }

    /// The text itself, with its white space.
    package var bytes: [UInt8] { tape.bytes }

    /// Whether any object in it has two members of one name. O(1).
    package var hasDuplicateNames: Bool { tape.hasDuplicateNames }
}
