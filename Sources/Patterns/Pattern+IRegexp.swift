extension Pattern {
    /// Reads an I-Regexp (RFC 9485), as the functions `match` and `search` of JSONPath take it; nothing outside its grammar is
    /// read, such as `\d` or `a*?`.
    ///
    /// An unescaped `^` or `$` is an anchor, as all implementations of JSONPath have it; in RFC 9485 they are plain characters.
    ///
    /// https://www.rfc-editor.org/rfc/rfc9485
    package convenience init(iRegexp text: String) throws(PatternSyntaxError) {
        var translator = IRegexpTranslator(text)
        try self.init(text, compiledAs: translator.translate())
    }
}

/// Walks an I-Regexp once and writes the same in the syntax of PCRE2.
private struct IRegexpTranslator {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var result = String.UnicodeScalarView()

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    mutating func translate() throws(PatternSyntaxError) -> String {
        var openGroups: [Int] = []
        while let scalar = next() {
            switch scalar {
            case "(":
                openGroups.append(position - 1)
                write("(?:")
                continue
            case "|":
                write("|")
                continue
            case ")":
                guard openGroups.popLast() != nil else { throw error("unmatched ')'", at: position - 1) }
                write(")")
            case ".": write("[^\\n\\r]")
            case "\\": try translateEscape()
            case "[": try translateClass()
            case "^":
                write("\\A")
                continue
            case "$":
                write("\\z")
                continue
            case "*", "+", "?", "{": throw error("nothing to repeat", at: position - 1)
            case "]", "}": throw error("'\(scalar)' must be escaped", at: position - 1)
            default: writeLiteral(scalar)
            }
            try translateQuantifier()
        }
        if let open = openGroups.last { throw error("missing ')'", at: open) }
        return String(result)
    }

    private mutating func translateQuantifier() throws(PatternSyntaxError) {
        guard let scalar = peek() else { return }
        switch scalar {
        case "*", "+", "?":
            position += 1
            result.append(scalar)
        case "{":
            let start = position
            position += 1
            var text = "{"
            let least = digits()
            text += least
            var most: String?
            if peek() == "," {
                position += 1
                most = digits()
                text += "," + (most ?? "")
            }
            guard !least.isEmpty, next() == "}" else { throw error("a count must look like {2}, {2,} or {2,5}", at: start) }
            write(text + "}")
        default: break
        }
    }

    private mutating func translateEscape() throws(PatternSyntaxError) {
        let start = position - 1
        guard let scalar = next() else { throw error("nothing after '\\'", at: start) }
        switch scalar {
        case "p", "P": try translateCategory(scalar, from: start)
        case _ where Self.isEscapable(scalar): write("\\\(scalar)")
        default: throw error("'\\\(scalar)' is not in the grammar of I-Regexp", at: start)
        }
    }

    private mutating func translateCategory(_ letter: Unicode.Scalar, from start: Int) throws(PatternSyntaxError) {
        var name = ""
        guard next() == "{" else { throw error("expected '{' after '\\\(letter)'", at: start) }
        while let scalar = next(), scalar != "}" { name.unicodeScalars.append(scalar) }
        guard Self.categories.contains(name), scalars[position - 1] == "}" else {
            throw error("'\(name)' is not a general category of Unicode", at: start)
        }
        write("\\\(letter){\(name)}")
    }

    /// Everything up to the closing bracket.
    private mutating func translateClass() throws(PatternSyntaxError) {
        let start = position - 1
        write("[")
        if peek() == "^" {
            position += 1
            write("^")
        }
        // A hyphen is itself at the beginning and at the end; between two characters it makes a range.
        var isFirst = true
        while let scalar = next() {
            if scalar == "]" && !isFirst {
                write("]")
                return
            }
            if scalar == "-" {
                guard isFirst || peek() == "]" else { throw error("'-' must be first, last or escaped", at: position - 1) }
                write("\\-")
            } else {
                let isCategory = try translateClassMember(scalar)
                if !isCategory, peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                    position += 1
                    write("-")
                    guard let end = next(), end != "-", try !translateClassMember(end) else {
                        throw error("a range must end in a character", at: position - 1)
                    }
                }
            }
            isFirst = false
        }
        throw error("missing ']'", at: start)
    }

    /// Returns whether it is a category, which no range can begin or end with.
    private mutating func translateClassMember(_ scalar: Unicode.Scalar) throws(PatternSyntaxError) -> Bool {
        switch scalar {
        case "\\":
            let isCategory = peek() == "p" || peek() == "P"
            try translateEscape()
            return isCategory
        case "[", "]": throw error("'\(scalar)' must be escaped", at: position - 1)
        default:
            writeLiteral(scalar)
            return false
        }
    }

    private func peek() -> Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        position += 1
        return scalar
    }

    private mutating func digits() -> String {
        var text = ""
        while let scalar = peek(), ("0"..."9").contains(scalar) {
            text.unicodeScalars.append(scalar)
            position += 1
        }
        return text
    }

    private mutating func write(_ text: String) { result.append(contentsOf: text.unicodeScalars) }

    private mutating func writeLiteral(_ scalar: Unicode.Scalar) {
        let isPunctuation =
            scalar.isASCII && scalar.value > 0x20 && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
        if isPunctuation && scalar.value != 0x7F { result.append("\\") }
        result.append(scalar)
    }

    private func error(_ message: String, at offset: Int) -> PatternSyntaxError {
        PatternSyntaxError(message: message, offset: offset)
    }

    /// `SingleCharEsc` of the grammar.
    private static func isEscapable(_ scalar: Unicode.Scalar) -> Bool {
        "()*+-.?[\\]^nrt{|}$".unicodeScalars.contains(scalar)
    }

    private static let categories: Set<String> = [
        "L", "Ll", "Lm", "Lo", "Lt", "Lu", "M", "Mc", "Me", "Mn", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Pe", "Pf", "Pi", "Po",
        "Ps", "Z", "Zl", "Zp", "Zs", "S", "Sc", "Sk", "Sm", "So", "C", "Cc", "Cf", "Cn", "Co",
    ]
}
