internal import AssayCore

/// Reads the grammar of RFC 9535 (its appendix A) over Unicode scalars.
struct JSONPathParser {
    private let scalars: [Unicode.Scalar]
    private(set) var position = 0
    /// Parentheses, brackets and functions around the present place: bounded, as the parser is recursive.
    var depth = 0

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func parseWhole() throws(JSONPathSyntaxError) -> [JSONPath.Segment] {
        guard take("$") else { throw expected("'$' at the start") }
        let segments = try parseSegments()
        guard current == nil else { throw expected("'.', '..', '[' or the end of the query") }
        return segments
    }

    // MARK: Scalars

    var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    func lookahead(_ text: String) -> Bool { scalars[position...].starts(with: text.unicodeScalars) }

    mutating func take(_ text: String) -> Bool {
        guard lookahead(text) else { return false }
        position += text.unicodeScalars.count
        return true
    }

    mutating func advance() { position += 1 }

    mutating func rewind(to place: Int) { position = place }

    /// Section 2.1.1: space, tab, line feed, carriage return.
    mutating func skipBlanks() {
        while let scalar = current, " \t\n\r".unicodeScalars.contains(scalar) { position += 1 }
    }

    func expected(_ what: String) -> JSONPathSyntaxError {
        let found = current.map { "'\(String($0).displayed)'" } ?? "the end of the query"
        return fault("expected \(what), found \(found)")
    }

    func fault(_ message: String, at offset: Int? = nil) -> JSONPathSyntaxError {
        JSONPathSyntaxError(message: message, offset: offset ?? position)
    }

    mutating func nested<Result>(
        _ body: (inout JSONPathParser) throws(JSONPathSyntaxError) -> Result
    ) throws(JSONPathSyntaxError) -> Result {
        guard depth < 100 else { throw fault("the query is nested deeper than 100 levels") }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }
}

// MARK: - Segments and selectors

extension JSONPathParser {
    /// Blanks after the last segment are left alone: at the end of a query they are not allowed.
    mutating func parseSegments() throws(JSONPathSyntaxError) -> [JSONPath.Segment] {
        var segments: [JSONPath.Segment] = []
        while true {
            let end = position
            skipBlanks()
            guard let segment = try parseSegment() else {
                rewind(to: end)
                return segments
            }
            segments.append(segment)
        }
    }

    private mutating func parseSegment() throws(JSONPathSyntaxError) -> JSONPath.Segment? {
        if take("..") {
            if let selectors = try parseBrackets() { return .init(reach: .descendants, selectors: selectors) }
            if let selectors = try parseShorthand() { return .init(reach: .descendants, selectors: selectors) }
            throw expected("a member name, '*' or '[' after '..'")
        }
        if take(".") {
            guard let selectors = try parseShorthand() else { throw expected("a member name or '*' after '.'") }
            return .init(reach: .children, selectors: selectors)
        }
        guard let selectors = try parseBrackets() else { return nil }
        return .init(reach: .children, selectors: selectors)
    }

    private mutating func parseShorthand() throws(JSONPathSyntaxError) -> [JSONPath.Selector]? {
        if take("*") { return [.wildcard] }
        guard let first = current, isNameStart(first) else { return nil }
        let start = position
        while let scalar = current, isNameStart(scalar) || ("0"..."9").contains(scalar) { advance() }
        return [.name(bytes(from: start))]
    }

    private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_" || scalar.value >= 0x80
    }

    func text(from start: Int) -> String { String(decoding: bytes(from: start), as: UTF8.self) }

    private func bytes(from start: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(position - start)
        for scalar in scalars[start..<position] {
            if scalar.isASCII { bytes.append(UInt8(truncatingIfNeeded: scalar.value)) } else { bytes += scalar.utf8 }
        }
        return bytes
    }

    private mutating func parseBrackets() throws(JSONPathSyntaxError) -> [JSONPath.Selector]? {
        guard take("[") else { return nil }
        return try nested { (parser) throws(JSONPathSyntaxError) in
            var selectors: [JSONPath.Selector] = []
            repeat {
                parser.skipBlanks()
                selectors.append(try parser.parseSelector())
                parser.skipBlanks()
            } while parser.take(",")
            guard parser.take("]") else { throw parser.expected("',' or ']'") }
            return selectors
        }
    }

    private mutating func parseSelector() throws(JSONPathSyntaxError) -> JSONPath.Selector {
        switch current {
        case "'", "\"":
            return .name(Array(try parseString().utf8))
        case "*":
            advance()
            return .wildcard
        case "?":
            advance()
            skipBlanks()
            return .filter(try parseLogical())
        default:
            return try parseIndexOrSlice()
        }
    }

    private mutating func parseIndexOrSlice() throws(JSONPathSyntaxError) -> JSONPath.Selector {
        let start = try parseInteger()
        let afterStart = position
        skipBlanks()
        guard take(":") else {
            rewind(to: afterStart)
            guard let start else { throw expected("a name in quotes, an index, a slice, '*' or '?'") }
            return .index(start)
        }
        skipBlanks()
        let end = try parseInteger()
        if end != nil { skipBlanks() }
        guard take(":") else { return .slice(start: start, end: end, step: 1) }
        skipBlanks()
        return .slice(start: start, end: end, step: try parseInteger() ?? 1)
    }

    /// Section 2.1: an integer without leading zeros, not `-0`, within ±(2^53 - 1).
    private mutating func parseInteger() throws(JSONPathSyntaxError) -> Int? {
        let start = position
        let isNegative = take("-")
        let digitsStart = position
        while let scalar = current, ("0"..."9").contains(scalar) { advance() }
        guard position > digitsStart else {
            if isNegative { throw expected("a digit after '-'") }
            return nil
        }
        let digits = text(from: digitsStart)
        guard digits == "0" ? !isNegative : !digits.hasPrefix("0") else {
            throw fault("'\(text(from: start))' is not an integer: no leading zeros and no -0", at: start)
        }
        guard let number = Int(digits), number < 1 << 53 else {
            throw fault("'\(text(from: start))' is beyond the integers of a query, ±(2^53 - 1)", at: start)
        }
        return isNegative ? -number : number
    }
}

// MARK: - String literals, section 2.3.1.1

extension JSONPathParser {
    mutating func parseString() throws(JSONPathSyntaxError) -> String {
        guard let quote = current else { throw expected("a string") }
        advance()
        var result = ""
        while let scalar = current, scalar != quote {
            guard scalar.value >= 0x20 else { throw fault("a control character must be escaped in a string") }
            advance()
            result.unicodeScalars.append(scalar == "\\" ? try parseEscape(quote: quote) : scalar)
        }
        guard current == quote else { throw expected("\(quote) to end the string") }
        advance()
        return result
    }

    private mutating func parseEscape(quote: Unicode.Scalar) throws(JSONPathSyntaxError) -> Unicode.Scalar {
        let start = position - 1
        guard let letter = current else { throw expected("an escaped character after '\\'") }
        let plain: Unicode.Scalar? =
            switch letter {
            case "b": "\u{8}"
            case "f": "\u{C}"
            case "n": "\n"
            case "r": "\r"
            case "t": "\t"
            case "/", "\\", quote: letter
            default: nil
            }
        guard plain != nil || letter == "u" else { throw expected("one of \(quote) \\ / b f n r t u after '\\'") }
        advance()
        if let plain { return plain }
        var value = try parseHexadecimal()
        if value & 0xFC00 == 0xD800, take("\\u") {
            let low = try parseHexadecimal()
            guard low & 0xFC00 == 0xDC00 else { throw fault("half of a surrogate pair without its other half", at: start) }
            value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw fault("half of a surrogate pair without its other half", at: start)
        }
        return scalar
    }

    private mutating func parseHexadecimal() throws(JSONPathSyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = current.flatMap({ UInt8(exactly: $0.value) }).flatMap(hexadecimalDigit) else {
                throw expected("four hexadecimal digits after '\\u'")
            }
            value = value << 4 | digit
            advance()
        }
        return value
    }
}
