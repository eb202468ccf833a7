internal import AssayCore

/// What stands before a node, found in the source: libyaml's marks do not separate it from the node.
struct PropertyScan {
    /// Where the node's own text starts.
    private(set) var end: SourcePosition
    private(set) var tagRange: SourceRange?
    private(set) var anchorRange: SourceRange?

    private var line: Int
    private var column: Int
    private var offset: Int

    /// Reads the anchor and tag that start at `offset`, and the white space and comments after them, up to `limit`.
    init(_ bytes: [UInt8], at offset: Int, _ head: NodeHead, upTo limit: SourcePosition) {
        self.offset = offset
        line = head.start.line + 1
        column = head.start.column + 1
        end = head.start.position
        var expected = (head.anchor == nil ? 0 : 1) + (head.tag == nil ? 0 : 1)
        while expected > 0, position < limit {
            let start = position
            let isTag = bytes[self.offset] == UInt8(ascii: "!")
            skipWord(
                bytes, isVerbatim: isTag && self.offset + 1 < bytes.count && bytes[self.offset + 1] == UInt8(ascii: "<"), limit)
            let range = SourceRange(start: start, end: position)
            if isTag { tagRange = range } else { anchorRange = range }
            expected -= 1
            skipSpace(bytes, upTo: limit)
        }
        end = min(position, limit)
    }

    private var position: SourcePosition { SourcePosition(line: line, column: column) }

    private mutating func skipWord(_ bytes: [UInt8], isVerbatim: Bool, _ limit: SourcePosition) {
        while offset < bytes.count, position < limit {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: return
            case UInt8(ascii: ",") where !isVerbatim: return
            case UInt8(ascii: ">") where isVerbatim:
                advance(bytes)
                return
            default: advance(bytes)
            }
        }
    }

    private mutating func skipSpace(_ bytes: [UInt8], upTo limit: SourcePosition) {
        while offset < bytes.count, position < limit {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: advance(bytes)
            case UInt8(ascii: "#"):
                while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { advance(bytes) }
            default: return
            }
        }
    }

    private mutating func advance(_ bytes: [UInt8]) {
        let byte = bytes[offset]
        offset += 1
        if byte == 0x0A || byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A) {
            line += 1
            column = 1
        } else if byte & 0xC0 != 0x80 {
            column += 1
        }
    }
}
